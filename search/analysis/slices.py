"""Where a long text is cut so that it is analysed in parts: at places that no token reaches across."""

import re
from collections.abc import Iterator

from search.analysis.character_classes import CHARACTER, HYPHEN, OTHER, SPACE, classes
from search.types.article import Span

SIZE = 255 << 10
"""Code points of the longest part: a multiple of what the longest token has."""
_NEAR = 1 << 12
"""Code points before the longest part's end among which a place is looked for."""
_NO_C = re.compile(r"[abd-z0-9]", re.IGNORECASE | re.ASCII)


def slices(text: str, size: int = SIZE) -> Iterator[Span]:
    """The parts of a text, one after the other; a text of at most `size` code points is one part.

    Parts end where no token reaches across, so their tokens are those of the text. Only a stretch of thousands of code
    points without a blank or a sign is cut anywhere. `tokenizer.tokens` cuts alike, so there is one answer.
    """
    start = 0
    while len(text) - start > size:
        most = start + size
        end = next((at for at in range(most, most - min(_NEAR, size - 1), -1) if parts(text, at)), most)
        yield start, end
        start = end
    yield start, len(text)


def parts(text: str, at: int) -> bool:
    """Whether no token reaches across a place within a text, nor looks like another one from there.

    No rule of the analysis looks across a sign, and a character is a token by itself, with the marks behind it. Only
    "per cent" reaches across spaces and hyphens.
    """
    before, after = classes(text[at - 1]), classes(text[at])
    if before in (SPACE, HYPHEN):
        return _NO_C.match(text, at) is not None
    return before == OTHER or before == after == CHARACTER
