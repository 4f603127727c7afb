"""Links to a passage that the browser itself finds and highlights: text directives (WICG draft on URL fragments)."""

from collections.abc import Iterator
from urllib.parse import quote

from search import Span

_CONTEXTS = (40, 80, 160)  # characters of context on each side; more only if the passage is not unique
_WORDS = 6
_LONGEST = 100  # a longer passage is named by its first and last words


def text_fragment(text: str, span: Span) -> str:
    """The text directive for a range of `text`, to append to an address with a fragment: `:~:text=before-,it,-after`.

    It includes as much context on the same line as makes the passage unique. A browser that does not know directives,
    or does not find the passage, goes to the fragment. Linear.
    """
    start, end = span
    contexts = list(_contexts(text, span))
    low, high = next((span for span in contexts if text.count(text[slice(*span)]) == 1), contexts[0])
    before, after = _quoted(text[low:start]), _quoted(text[end:high])
    parts = (f"{before}-" if before else "", *_ends(text[start:end]), f"-{after}" if after else "")
    return f":~:text={','.join(filter(None, parts))}"


def passage_fragment(passage: str) -> str:
    """The text directive for whole sentences, by the first words of the first line and the last words of the last one.

    A browser finds no words across the end of a line."""
    lines = passage.strip().splitlines()
    if len(lines) < 2 and len(passage.split()) <= 2 * _WORDS:
        return f":~:text={_quoted(passage[: 2 * _LONGEST])}"
    first, last = " ".join(lines[0].split()[:_WORDS]), " ".join(lines[-1].split()[-_WORDS:])
    return f":~:text={_quoted(first[:_LONGEST])},{_quoted(last[-_LONGEST:])}"


def _contexts(text: str, span: Span) -> Iterator[Span]:
    """The range with more and more context on its line, cut at words."""
    start, end = span
    first, last = text.rfind("\n", 0, start) + 1, (text.find("\n", end) + 1 or len(text) + 1) - 1
    for size in _CONTEXTS:
        low, high = max(first, start - size), min(last, end + size)
        if low > first:
            low = (text.find(" ", low, start) + 1) or start
        if high < last:
            high = max(end, text.rfind(" ", end, high))
        yield low, high


def _ends(passage: str) -> list[str]:
    """The passage, or its first and last words if it is long or has several lines."""
    words = passage.split()
    if len(words) > 1 and (len(passage) > _LONGEST or "\n" in passage):
        return [_quoted(words[0]), _quoted(words[-1])]
    return [_quoted(passage)]


def _quoted(text: str) -> str:
    """Percent-encoded text. Hyphen, comma and ampersand are encoded too, since they have a meaning in a directive."""
    return quote(" ".join(text.split()), safe="", errors="backslashreplace").replace("-", "%2D")
