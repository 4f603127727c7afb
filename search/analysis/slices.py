"""Cut long texts into slices that can be tokenized one by one. No token reaches across a cut."""

import re
from collections.abc import Iterator

from search.analysis.character_classes import CHARACTER, OTHER, SPACE, classes
from search.analysis.gershayim import QUOTES
from search.analysis.line_breaks import HYPHENS
from search.analysis.markup import LONGEST as LONGEST_MARKUP
from search.analysis.mojibake import CONTINUATIONS
from search.types.article import Span

LONGEST_SLICE = 255 << 10
"""Code points of the longest slice: a multiple of the length of the longest token."""
_TRIED = 1 << 12
"""Code points before the end of the longest slice that are tried as a cut."""
_LONGEST_GAP = 64  # code points of white space before a cut that are looked at
_MAY_END_MARKUP = frozenset((*"<>&;#[?\x1b", *CONTINUATIONS))
_NO_CENT = re.compile(r"[abd-z]|c[a-df-z]", re.IGNORECASE | re.ASCII)

_PLAIN_WORDS = re.compile(r"[a-z]+(?: (?!ce)[a-z]+)*", re.IGNORECASE | re.ASCII)


def are_plain_words(text: str) -> bool:
    """Whether a text is words of the letters a to z, with a space between them that no token reaches across. Linear;
    ten times as fast as `is_safe_cut`."""
    return _PLAIN_WORDS.fullmatch(text) is not None


def slice_text(text: str, size: int = LONGEST_SLICE) -> Iterator[Span]:
    """The slices of a text, in order. A text of at most `size` code points is one slice.

    The tokens of the slices are the tokens of the text. The exception is a stretch of thousands of code points without
    a space or a sign: it is cut anywhere. `tokenizer.tokenize` cuts there too, so both tokenizers agree.
    """
    start = 0
    while len(text) - start > size:
        longest = start + size
        tried = range(longest, longest - min(_TRIED, size - 1), -1)
        end = next((at for at in tried if is_safe_cut(text, at)), longest)
        yield start, end
        start = end
    yield start, len(text)


def is_safe_cut(text: str, at: int) -> bool:
    """Whether a text can be cut before text[at] and keep its tokens; `at` is not 0.

    No rule of the tokenizer looks across a sign, unless it is markup. A character is a token together with its marks.
    "per cent" reaches across spaces, so a cut behind one must not come before "ce". Groups of digits reach across
    spaces, and so does a word that is broken at the end of a line. A hyphen may stand inside a compound. A quotation
    mark may stand inside a Hebrew acronym.
    """
    before, after = classes(text[at - 1]), classes(text[at])
    if text[at - 1] in _MAY_END_MARKUP or text[at - 1] in QUOTES or _is_inside_markup(text, at):
        return False
    if before == SPACE:
        return _NO_CENT.match(text, at) is not None and not _may_break_word(text, at)
    return before == OTHER or before == after == CHARACTER


def _is_inside_markup(text: str, at: int) -> bool:
    """Whether a tag, a comment or an escape code may begin before text[at] and end behind it."""
    window = text[max(0, at - LONGEST_MARKUP - 32) : at]
    return (
        window.rfind("<") > window.rfind(">")
        or window.rfind("<!--") > window.rfind("-->")
        or "\x1b" in window[-_LONGEST_GAP:]
    )


def _may_break_word(text: str, at: int) -> bool:
    """Whether the white space before text[at] may be the line end inside a broken word."""
    before = text[max(0, at - _LONGEST_GAP) : at].rstrip()
    return not before or before[-1] in HYPHENS or before[-1] in _MAY_END_MARKUP
