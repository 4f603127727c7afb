"""Cut long texts into slices that can be tokenized one by one. No token reaches across a cut."""

import re
from collections.abc import Iterator

from search.analysis.character_classes import CHARACTER, HYPHEN, OTHER, SPACE, classes
from search.types.article import Span

LONGEST_SLICE = 255 << 10
"""Code points of the longest slice: a multiple of the length of the longest token."""
_TRIED = 1 << 12
"""Code points before the end of the longest slice that are tried as a cut."""
_NO_C = re.compile(r"[abd-z0-9]", re.IGNORECASE | re.ASCII)


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

    No rule of the tokenizer looks across a sign. A character is a token together with its marks. Only "per cent"
    reaches across spaces and hyphens, so a cut behind one of these must not come before a "c".
    """
    before, after = classes(text[at - 1]), classes(text[at])
    if before in (SPACE, HYPHEN):
        return _NO_C.match(text, at) is not None
    return before == OTHER or before == after == CHARACTER
