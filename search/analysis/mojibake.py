"""Finds UTF-8 that was decoded as windows-1252 or Latin-1 (`cafÃ©`), and what it was."""

import re

from search.analysis.edits import Edit
from search.lazy_pattern import lazy_pattern

_BYTES = {code: code for code in range(0x80, 0x100)} | {
    ord(character): byte for byte in range(0x80, 0xA0) if (character := bytes((byte,)).decode("cp1252", "ignore"))
}
"""The byte that a code point was, in either encoding."""
CONTINUATIONS = "".join(chr(code) for code, byte in _BYTES.items() if byte < 0xC0)
"""The code points that follow the first one of a sequence."""
LEADS = "".join(map(chr, range(0xC2, 0xF5)))
"""The code points that may begin a sequence."""
_NEXT = f"[{re.escape(CONTINUATIONS)}]"
_SEQUENCE = lazy_pattern(
    rf"[\u00c2-\u00df]{_NEXT}|[\u00e0-\u00ef]{_NEXT}{{2}}|[\u00f0-\u00f4]{_NEXT}{{3}}",
)
_RUN = lazy_pattern(rf"(?P<quote>â€(?!{_NEXT}))|(?:{_SEQUENCE.pattern})+")
_LIKELY = lazy_pattern(
    "[\u00a0-\u017f\u01a0\u01a1\u01af\u01b0\u0218-\u021b\u02bb-\u02bf\u1e00-\u1eff\u2000-\u2bff\ufb00-\ufb06\U0001f000-\U0001ffff]"
)
"""What one sequence alone may stand for: Latin letters, punctuation, signs."""
_AFTER_WORD = frozenset("\u00a0«»“”‘’‚„…–—‹›•")
"""Continuations that may stand behind a word in a text that is no mojibake, as in `CAFÉ»`."""


def mojibake(text: str) -> list[Edit]:
    """The sequences of a text that are valid UTF-8, and the characters that they were. Linear.

    A sequence that may be ordinary text is none: one alone that stands for a letter of another script (`é\u00a0»`), or
    behind a capital and before no letter (`À LA MÊME…`).
    """
    if text.isascii():
        return []
    return [edit for run in _RUN.finditer(text) for edit in _run_edits(text, run)]


def _run_edits(text: str, run: re.Match[str]) -> list[Edit]:
    if run["quote"]:
        return [Edit(*run.span(), "”")]  # its last byte has no character in windows-1252, and is lost
    edits = [Edit(*match.span(), _decoded(match.group())) for match in _SEQUENCE.finditer(text, *run.span())]
    if not all(edit.replacement for edit in edits):
        return []
    if len(edits) == 1 and (not _LIKELY.match(edits[0].replacement) or _may_be_text(text, edits[0])):
        return []
    return edits


def _decoded(sequence: str) -> str:
    """The character that a sequence was; empty where it is no valid UTF-8.

    A control character is read as that of windows-1252.
    """
    character = bytes(map(_BYTES.__getitem__, map(ord, sequence))).decode("utf-8", "ignore")
    return character.encode("latin-1").decode("cp1252", "ignore") if "\x80" <= character < "\xa0" else character


def _may_be_text(text: str, edit: Edit) -> bool:
    """Whether a sequence may be a letter and the punctuation behind its word."""
    before, after = text[edit.start - 1 : edit.start], text[edit.end : edit.end + 1]
    begins_as_text = before.isupper() or text[edit.start] == "á"
    return begins_as_text and text[edit.end - 1] in _AFTER_WORD and not after.isalpha()
