"""German umlauts: the index has `burgermeister` for Bürgermeister, and `buergermeister` where a text has no umlauts."""

import re
import unicodedata

_UMLAUTS = {"ä": "a", "ö": "o", "ü": "u"}
_FEWEST_LETTERS = 5
_WRITTEN_WITH_E = re.compile(r"(?<![aeq])(?!(?<=g)ues|(?<=d)uell)([aou])e(?=.{3}|(?<=\A...).[^ds]\Z)")
"""As Snowball's variant German2, but not in words of English: `statues` is not *status*, nor `guests` *gusts*, nor
`poets` *pots*. Two letters are enough behind it in a word of five: `Koeln`."""


def as_typed(surface: str, term: str) -> str:
    """A term with the umlauts that it was typed with; as it is where it was typed without, or in letters unlike its
    own."""
    if surface.isascii():
        return term
    typed = unicodedata.normalize("NFC", surface).lower().replace("ß", "ss")
    if len(typed) != len(term):
        return term
    return "".join(letter if _UMLAUTS.get(letter) == base else base for letter, base in zip(typed, term, strict=True))


def with_e(typed: str) -> str:
    """A term as it is written without umlauts: `bürgermeister` -> `buergermeister`."""
    if typed.isascii():
        return typed
    return "".join(_UMLAUTS[letter] + "e" if letter in _UMLAUTS else letter for letter in typed)


def without_e(term: str) -> str:
    """A term as the index has it from a text with umlauts: `buergermeister` -> `burgermeister`. Words of fewer
    than _FEWEST_LETTERS stay."""
    if len(term) < _FEWEST_LETTERS or not ("ae" in term or "oe" in term or "ue" in term):
        return term
    return _WRITTEN_WITH_E.sub(r"\1", term)
