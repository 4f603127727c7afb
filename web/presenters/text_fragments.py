"""Links to a passage that a browser itself finds and marks: text directives, of the WICG's draft on URL fragments."""

from collections.abc import Iterator
from urllib.parse import quote

from search import Span

_CONTEXTS = (40, 80, 160)  # characters before and behind, cut at words; more where it takes more to tell places apart
_LONGEST = 100  # a longer passage is named by its first and last words


def text_fragment(text: str, span: Span) -> str:
    """The text directive of a stretch of `text`, to follow an address with a fragment: `:~:text=before-,it,-behind`.

    What stands around it on its line comes along, as much as tells it from other places. A directive that a browser
    does not find or know does nothing, and the fragment leads there. Linear.
    """
    start, end = span
    around = next(filter(lambda it: text.count(text[slice(*it)]) == 1, _contexts(text, span)), None)
    low, high = around or next(_contexts(text, span))
    before, behind = _quoted(text[low:start]), _quoted(text[end:high])
    parts = (f"{before}-" if before else "", *_ends(text[start:end]), f"-{behind}" if behind else "")
    return f":~:text={','.join(filter(None, parts))}"


def _contexts(text: str, span: Span) -> Iterator[Span]:
    """A stretch with more and more of what stands around it on its line, cut at words."""
    start, end = span
    first, last = text.rfind("\n", 0, start) + 1, (text.find("\n", end) + 1 or len(text) + 1) - 1
    for room in _CONTEXTS:
        low, high = max(first, start - room), min(last, end + room)
        if low > first:
            low = (text.find(" ", low, start) + 1) or start
        if high < last:
            high = max(end, text.rfind(" ", end, high))
        yield low, high


def _ends(shown: str) -> list[str]:
    """A passage, or its first and last words where it is long or has several lines."""
    words = shown.split()
    if len(words) > 1 and (len(shown) > _LONGEST or "\n" in shown):
        return [_quoted(words[0]), _quoted(words[-1])]
    return [_quoted(shown)]


def _quoted(text: str) -> str:
    """Percent-encoded, also the hyphen, the comma and the ampersand, which mean something in a directive."""
    return quote(" ".join(text.split()), safe="", errors="backslashreplace").replace("-", "%2D")
