"""Split a text into lines, once for all steps."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING

from search.extract.dateline_parser import SMALL_WORDS
from search.extract.draft import Draft, Line
from search.extract.line_shapes import CLOSING
from search.extract.name_words import PARTICLES
from search.extract.pattern_parts import bits_by_word
from search.extract.patterns import CACHED_SETS, RECURS, SOURCE_NAME, load_patterns
from search.extract.person_names import LONGEST_LINE
from search.kernels import chosen_kind, kernels
from search.kernels.signs import ALL_SIGNS, TextLines
from search.types.article import Zone

if TYPE_CHECKING:
    from search.kernels.interface.line_signs import LineSigns

MOST_LINES = 1 << 16
"""Lines of a text that are examined."""
_WINDOW_BITS = 20
"""The last lines of a text are first looked for in this power of two of code points at its end."""
_BREAK = re.compile(r"[\r\n]")
_TEXT = re.compile(r"\S")
_SENTENCE_ENDS = ".?!…。！？।؟۔።။។։"
_SHORTEST_SENTENCE, _SHORTEST_WIDE = 60, 30
"""Code points of the shortest line that counts as body because it ends like a sentence, and of such a line in Chinese,
Japanese or Korean."""


def split_lines(draft: Draft) -> Draft:
    """Find the lines that have text, without the white space around them. Linear.

    If a text has very many lines, only its first and its last MOST_LINES / 2 are examined, counting blank ones. All
    text between them becomes one line of body. Lines get the zones that the document states.
    """
    text, options = draft.text, draft.options
    find = _line_signs(chosen_kind(), options.own_patterns, options.recurring).find
    if len(text) <= MOST_LINES or text.count("\n") + text.count("\r") <= MOST_LINES:
        found = find(text, 0, len(text))
    else:
        first_end, last_start = _examined_ends(text)
        first, last = find(text, 0, first_end), find(text, last_start, len(text))
        lines = (*first.lines, *_single_line(text, first_end, last_start), *last.lines)
        found = TextLines(lines, first.short_signs | last.short_signs, ALL_SIGNS, first.other_signs | last.other_signs)
    lines, short_signs, body_signs, other_signs = found
    zones = zones_by_line(lines, options.zones) if options.zones else {}
    return draft._replace(
        lines=lines, short_signs=short_signs, body_signs=body_signs, other_signs=other_signs, zones_by_line=zones
    )


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
def _line_signs(kind: str, own_patterns: str, recurring: frozenset[str]) -> "LineSigns":
    """What finds lines and their signs, by kernels of a kind, a person's own patterns and lines that recur."""
    patterns = load_patterns(own_patterns)
    words = patterns.line_words._replace(
        sentence_ends=_SENTENCE_ENDS,
        closing=CLOSING,
        shortest_sentence=_SHORTEST_SENTENCE,
        shortest_wide=_SHORTEST_WIDE,
        words_of_dateline={*SMALL_WORDS, *patterns.months, *patterns.weekdays},
        particles=PARTICLES,
        longest_names=LONGEST_LINE,
    )
    names = {*patterns.agencies, *patterns.outlets}
    return kernels(kind).LineSigns(words, bits_by_word({RECURS: recurring, SOURCE_NAME: names}, fold=False))
