"""Bounds of sentences and words, for cutting a text where a reader would."""

import re
from collections.abc import Iterator

from search.types.article import Span

BLANK_LINE = re.compile(r"\n[^\S\n]*\r?\n")

_BOUND = re.compile(
    r"""[.!?…。！？\r\n](?:  # one set of characters to look for is four times as fast as three
      (?<=[.!?…])(?P<stop>['"”’»)\]]*)\s+(?=["“‘«(\[¿¡]*[^\W_a-z])   # a full stop before what is no small letter
    | (?<=[。！？])(?P<wide>[」』”]?)\s*
    | (?<=[\r\n])\s*)""",
    re.VERBOSE,
)
_NO_END = re.compile(r"(?:^|[^\w.])(?:Mr|Mrs|Ms|Dr|Prof|St|Gen|Sen|Rep|Gov|Col|Lt|Sgt|Capt|Jr|Sr|No|vs|(?:\w\.)*\w)\.$")
_WORD_START = re.compile(r"(?<!\S)\S")


def sentences(text: str, start: int, end: int) -> Iterator[Span]:
    """The sentences and lines of text[start:end], without the white space between. Linear."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    begin = start
    for bound in _BOUND.finditer(text, start, end):
        stop = max(bound.end("stop"), bound.end("wide"))
        if stop < 0:
            stop = begin + len(text[begin : bound.start()].rstrip())
        elif bound["stop"] is not None and _NO_END.search(text, max(begin, stop - 12), stop):
            continue
        if stop > begin:
            yield begin, stop
        begin = bound.end()
    if end > begin:
        yield begin, end


def word_start(text: str, at: int, before: int) -> int:
    """The first start of a word from `at` up to `before`, otherwise `at`."""
    word = _WORD_START.search(text, at, before + 1)
    return word.start() if word else at


def word_end(text: str, at: int, after: int) -> int:
    """The last end of a word from `after` up to `at`, otherwise `at`."""
    if at < len(text) and not text[at].isspace():
        at = next((place for place in range(at - 1, after, -1) if text[place].isspace()), at)
    return after + len(text[after:at].rstrip())
