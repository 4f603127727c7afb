"""Hebrew acronyms: the sign gershayim before their last letter is mostly typed as a quotation mark."""

from search.lazy_pattern import lazy_pattern

LETTERS = "".join(map(chr, range(0x5D0, 0x5EB)))
_LETTER = f"[{LETTERS}]"
_PREFIX = "הוכלבמש"  # letters that are words of their own before a quotation
QUOTES = '"\u201c\u201d'
"""Quotation marks that are typed for a gershayim."""
_QUOTE = f"[{QUOTES}]"
_ACRONYM = lazy_pattern(
    rf"{_QUOTE}(?:(?<={_LETTER}{_QUOTE})(?={_LETTER}(?!{_LETTER}))"
    rf"|(?<=(?![{_PREFIX}]){_LETTER}{_LETTER}{_QUOTE})(?={_LETTER}{{2,4}}(?!{_LETTER})))"  # with an ending
)
_GERSHAYIM = "\u05f4"


def with_gershayim(text: str) -> str:
    """`text` with gershayim for the quotation marks inside Hebrew acronyms. The length stays the same. Linear.

    A quotation mark between a prefix and a quoted word stays.
    """
    return _ACRONYM.sub(_GERSHAYIM, text)
