"""Find boilerplate inside the lines of a body that lost its line breaks: links to other articles, buttons, teasers."""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from search.extract.draft import Draft, add_zones
from search.extract.patterns import CACHED_SETS, load_patterns
from search.kernels import chosen_kind, kernels
from search.types.article import Zone

if TYPE_CHECKING:
    from search.kernels.interface.line_signs import Parts

_LONG_LINE = 1000
"""A line of so many code points has lost its line breaks."""
_LONGEST_HEADLINE = 110
"""Code points of the longest headline of a link."""
_LONGEST_TEASER = 450
"""Code points of the longest teaser. A teaser ends with its date in parentheses."""
_SHORTEST_HEADLINE = 12
_WORD = re.compile(r"\S+")
_STOPS, _CLOSING = ("?", "!", "."), ("'", "’", ")")
_SENTENCE_STARTS = frozenset(
    "The A An He She It In On But And They We At After According Earlier Last This That There For His Her Mr As".split()  # noqa: SIM905
)
"""Words that often begin a sentence."""
_LINKING_WORDS = frozenset(
    "of in on at for to from with by and or the a an as over against under between into vs".split()  # noqa: SIM905
)
"""Words in small letters inside headlines whose other words are capitalised."""
_CENTURY = ".20"
"""What the date of a teaser of this century has."""
_TEASER_END = re.compile(r"(?<=[.?!\"'”] )\(\d\d\.\d\d\.(?:19|20)\d\d\)(?= [A-ZÀ-Þ])")
_SENTENCE_END = re.compile(r"(?<=[.?!\"”)]) +(?=[\"“]?[A-ZÀ-Þ])")


def find_inline_boilerplate(draft: Draft) -> Draft:
    """Mark boilerplate inside long lines. Searches for hints, then examines the text after them. Linear."""
    text = draft.text
    if len(text) < _LONG_LINE:
        return draft
    lines = draft.lines  # each has its bounds and its text in the first places
    long = [number for number, line in enumerate(lines) if not line[2] and line[1] - line[0] >= _LONG_LINE]
    if not long or not _hints(chosen_kind(), draft.options.own_patterns).find(text, 0, len(text)):
        return draft  # most texts
    patterns = load_patterns(draft.options.own_patterns)
    links = [hint for hint in patterns.links if hint in text]
    delimited = [expression for hint, expression in patterns.within.items() if hint in text]
    has_teasers = "(" in text and _CENTURY in text and _TEASER_END.search(text)
    if not links and not delimited and not has_teasers:
        return draft
    new_zones = {}
    for number in long:
        line = draft.lines[number]
        zones = [
            Zone("boilerplate", *match.span())
            for expression in delimited
            for match in expression.finditer(text, line.start, line.end)
        ]
        zones += (zone for hint in links for zone in _links(text, hint, line.start, line.end))
        zones += _teasers(text, line.start, line.end) if has_teasers else ()
        new_zones[number] = _without_overlaps(zones)
    return add_zones(draft, new_zones)


@lru_cache(maxsize=2 * CACHED_SETS)
def _hints(kind: str, own_patterns: str) -> "Parts":
    """What finds the hints of boilerplate, by kernels of a kind and a person's own patterns."""
    patterns = load_patterns(own_patterns)
    return kernels(kind).Parts(dict.fromkeys((*patterns.links, *patterns.within, _CENTURY), 1))


def _without_overlaps(zones: list[Zone]) -> tuple[Zone, ...]:
    """The zones in order. Of zones that overlap only the first is kept."""
    result: list[Zone] = []
    for zone in sorted(zones, key=lambda zone: zone.start):
        if not result or zone.start >= result[-1].end:
            result.append(zone)
    return tuple(result)


def _links(text: str, hint: str, start: int, end: int) -> Iterator[Zone]:
    """Find links. A link is a hint, such as “READ MORE:”, and the headline after it."""
    at = text.find(hint, start, end)
    while at >= 0:
        stop = _end_of_headline(text, at + len(hint), end)
        if stop:
            yield Zone("boilerplate", at, stop)
        at = text.find(hint, at + len(hint), end)


def _end_of_headline(text: str, start: int, end: int) -> int:
    """Where a headline that begins at `start` and runs into a sentence ends; 0 if no end is found.

    It ends at its punctuation, at a wide gap, or before a word that often begins a sentence. If none of these comes, it
    ends at the first capitalised word after a word in small letters, unless that is a linking word.
    """
    words = tuple(_WORD.finditer(text, start, min(end, start + _LONGEST_HEADLINE)))
    guess = 0
    for before, word in pairwise(words):
        previous, following = before.group(), word.group()
        if before.end() - start < _SHORTEST_HEADLINE:
            continue
        is_capitalised = following.lstrip("\"“'‘")[:1].isupper()
        is_closed = previous.endswith(_STOPS) or (is_capitalised and previous.endswith(_CLOSING))
        if is_closed or word.start() - before.end() > 1 or following in _SENTENCE_STARTS:
            return before.end()
        if not guess and is_capitalised and previous[0].islower() and previous not in _LINKING_WORDS:
            guess = before.end()
    return guess


def _teasers(text: str, start: int, end: int) -> Iterator[Zone]:
    """Find teasers. A teaser is two sentences before a date; fewer if another teaser ends there."""
    previous_end = start
    for match in _TEASER_END.finditer(text, start, end):
        earliest = max(previous_end, match.start() - _LONGEST_TEASER)
        sentence_ends = _SENTENCE_END.finditer(text, earliest, match.start() - 1)
        begins = [earliest, *(sentence_end.end() for sentence_end in sentence_ends)]
        begin = begins[-2:][0] if earliest > previous_end or previous_end == start else earliest
        begin += len(text[begin : match.start()]) - len(text[begin : match.start()].lstrip())
        yield Zone("boilerplate", begin, match.end())
        previous_end = match.end()
