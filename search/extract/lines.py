"""Split a text into lines, once for all steps."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache, partial
from itertools import islice
from typing import TYPE_CHECKING

from search.extract.draft import SHORT_LINE, Draft, Line
from search.extract.line_shapes import ends_like_sentence, has_no_stops
from search.extract.patterns import CACHED_SETS, load_patterns
from search.kernels import chosen_kind, kernels
from search.kernels.signs import ALL_SIGNS, FIRST_WIDE, WIDE
from search.types.article import Zone

if TYPE_CHECKING:
    from search.kernels.interface.line_signs import LineSigns

MOST_LINES = 1 << 16
"""Lines of a text that are examined."""
_WINDOW_BITS = 20
"""The last lines of a text are first looked for in this power of two of code points at its end."""
_BREAK = re.compile(r"[\r\n]")
_TEXT = re.compile(r"\S")
_SHORTEST_SENTENCE, _SHORTEST_WIDE = 60, 30
"""Code points of the shortest line that counts as body because it ends like a sentence, and of such a line in Chinese,
Japanese or Korean."""
_new_line = partial(tuple.__new__, Line)
"""Makes a line from a tuple, in half the time that `Line` takes."""


def split_lines(draft: Draft) -> Draft:
    """Find the lines that have text, without the white space around them. Linear.

    If a text has very many lines, only its first and its last MOST_LINES / 2 are examined, counting blank ones. All
    text between them becomes one line of body. Lines get the zones that the document states.
    """
    text = draft.text
    find = _line_signs(chosen_kind(), draft.options.own_patterns).find
    if len(text) <= MOST_LINES or text.count("\n") + text.count("\r") <= MOST_LINES:
        lines = tuple(_lines(text, find(text, 0, len(text))))
    else:
        first_end, last_start = _examined_ends(text)
        lines = (
            *_lines(text, find(text, 0, first_end)),
            *_single_line(text, first_end, last_start),
            *_lines(text, find(text, last_start, len(text))),
        )
    zones = draft.options.zones
    return draft._replace(lines=lines, zones_by_line=zones_by_line(lines, zones) if zones else {})


def zones_by_line(lines: Sequence[Line], zones: Sequence[Zone]) -> dict[int, tuple[Zone, ...]]:
    """Zones cut at the ends of lines, by the number of the line. Linear; both are in order."""
    parts: dict[int, list[Zone]] = {}
    number = 0
    for zone in zones:
        while number < len(lines) and lines[number].end <= zone.start:
            number += 1
        last = number
        while last < len(lines) and lines[last].start < zone.end:
            start, end = max(zone.start, lines[last].start), min(zone.end, lines[last].end)
            parts.setdefault(last, []).append(Zone(zone.kind, start, end))
            last += 1
        number = max(number, last - 1)
    return {line: tuple(cut) for line, cut in parts.items()}


def _examined_ends(text: str) -> tuple[int, int]:
    """Where the first MOST_LINES / 2 lines end, and where the last ones begin."""
    first_end = next(islice(_BREAK.finditer(text), MOST_LINES // 2 - 1, None)).end()
    window = len(text)
    for bits in range(_WINDOW_BITS, len(text).bit_length()):
        if _count_breaks(text, len(text) - (1 << bits)) >= MOST_LINES // 2:
            window = 1 << bits
            break
    start = max(0, len(text) - window)
    count = _count_breaks(text, start)
    last_start = next(islice(_BREAK.finditer(text, start), count - MOST_LINES // 2, None)).end()
    return first_end, max(first_end, last_start)


def _count_breaks(text: str, start: int) -> int:
    return text.count("\n", max(0, start)) + text.count("\r", max(0, start))


def _single_line(text: str, start: int, end: int) -> Iterator[Line]:
    """text[start:end] as one line of body; none if it has only white space."""
    start = match.start() if (match := _TEXT.search(text, start, end)) else end
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield Line(start, end, "", True, ALL_SIGNS)


@lru_cache(maxsize=2 * CACHED_SETS)
def _line_signs(kind: str, own_patterns: str) -> "LineSigns":
    """What finds lines and their signs, by kernels of a kind and a person's own patterns."""
    return kernels(kind).LineSigns(load_patterns(own_patterns).line_words)


def _lines(text: str, signs_of_lines: Iterable[tuple[int, int, int]]) -> list[Line]:
    """The lines of a text, by where they begin and end, and their signs."""
    lines = []
    for first, stop, signs in signs_of_lines:
        size = stop - first
        if size > SHORT_LINE:
            lines.append(_new_line((first, stop, "", True, signs)))
        else:
            line = text[first:stop]
            is_long = size >= _SHORTEST_SENTENCE or (size >= _SHORTEST_WIDE and signs & WIDE > 0)
            is_body = is_long and _is_body(line, size)
            lines.append(_new_line((first, stop, line, is_body, signs)))
    return lines


def _is_body(line: str, size: int) -> bool:
    """Whether a line that is not very short is long enough for body, and ends like a sentence."""
    if size < _SHORTEST_SENTENCE and max(line[0], line[-1]) < FIRST_WIDE:
        return False
    return ends_like_sentence(line) or (has_no_stops(line) and size >= 2 * _SHORTEST_SENTENCE)
