"""Find where sentences and words begin and end, to cut a text where a reader would."""

import re
from collections.abc import Iterator

from search.types.article import Span

BLANK_LINE = re.compile(r"\n[^\S\n]*\r?\n")

_BOUNDARY = re.compile(
    r"""[.!?…。！？\r\n](?:  # to look for one set of characters is four times as fast as for three
      (?<=[.!?…])(?P<stop>['"”’»)\]]*)\s+(?=["“‘«(\[¿¡]*[^\W_a-z])   # a full stop before anything but a small letter
    | (?<=[。！？])(?P<wide>[」』”]?)\s*
    | (?<=[\r\n])\s*)""",
    re.VERBOSE,
)
_ABBREVIATION = re.compile(
    r"(?:^|[^\w.])(?:Mr|Mrs|Ms|Dr|Prof|St|Gen|Sen|Rep|Gov|Col|Lt|Sgt|Capt|Jr|Sr|No|vs|(?:\w\.)*\w)\.$"
)
_WORD = re.compile(r"\S+")
_WORD_START = re.compile(r"(?<!\S)\S")


def sentences(text: str, start: int, end: int) -> Iterator[Span]:
    """The spans of the sentences and lines in text[start:end], without the white space between them. Linear."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    begin = start
    for boundary in _BOUNDARY.finditer(text, start, end):
        stop = max(boundary.end("stop"), boundary.end("wide"))
        if stop < 0:
            stop = begin + len(text[begin : boundary.start()].rstrip())
        elif boundary["stop"] is not None and _ABBREVIATION.search(text, max(begin, stop - 12), stop):
            continue
        if stop > begin:
            yield begin, stop
        begin = boundary.end()
    if end > begin:
        yield begin, end


def words(text: str, start: int, end: int) -> Iterator[Span]:
    """The spans of what stands between white space in text[start:end]. Linear."""
    return (match.span() for match in _WORD.finditer(text, start, end))


def word_start(text: str, at: int, before: int) -> int:
    """The first place from `at` up to `before` where a word starts; `at` if there is none."""
    word = _WORD_START.search(text, at, before + 1)
    return word.start() if word else at


def word_end(text: str, at: int, after: int) -> int:
    """The last place from `after` up to `at` where a word ends; `at` if there is none."""
    if at < len(text) and not text[at].isspace():
        at = next((place for place in range(at - 1, after, -1) if text[place].isspace()), at)
    return after + len(text[after:at].rstrip())
