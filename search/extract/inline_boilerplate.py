"""Boilerplate within the lines of a body that lost its line breaks: links to other articles, buttons, teasers."""

import re
from collections.abc import Iterator
from itertools import pairwise

from search.extract.draft import Draft, marked
from search.extract.patterns import patterns
from search.types.article import Zone

_BROKEN = 1000
"""Code points from which on a line has lost its breaks."""
_LONGEST = 110
"""Code points of a link's headline."""
_TEASER = 450
"""Code points of a teaser that ends with its date in parentheses."""
_SHORTEST = 12
_WORD = re.compile(r"\S+")
_STOPS, _CLOSING = ("?", "!", "."), ("'", "’", ")")
_STARTS = {
    "The",
    "A",
    "An",
    "He",
    "She",
    "It",
    "In",
    "On",
    "But",
    "And",
    "They",
    "We",
    "At",
    "After",
    "According",
    "Earlier",
}
_STARTS |= {"Last", "This", "That", "There", "For", "His", "Her", "Mr", "As"}
_LINKING = {
    "of",
    "in",
    "on",
    "at",
    "for",
    "to",
    "from",
    "with",
    "by",
    "and",
    "or",
    "the",
    "a",
    "an",
    "as",
    "over",
    "against",
}
_LINKING |= {"under", "between", "into", "vs"}
_TEASER_END = re.compile(r"(?<=[.?!\"'”] )\(\d\d\.\d\d\.(?:19|20)\d\d\)(?= [A-ZÀ-Þ])")
_SENTENCE_END = re.compile(r"(?<=[.?!\"”)]) +(?=[\"“]?[A-ZÀ-Þ])")


def find_inline_boilerplate(draft: Draft) -> Draft:
    """Mark boilerplate within long lines. A search for some words, and a look at what follows them. Linear."""
    if all(line.end - line.start < _BROKEN for line in draft.lines):
        return draft
    known = patterns(draft.how.patterns)
    text = draft.text
    links = [hint for hint in known.links if hint in text]
    delimited = [expression for hint, expression in known.within.items() if hint in text]
    teasers = ".20" in text and _TEASER_END.search(text)
    if not links and not delimited and not teasers:
        return draft
    found = {}
    for number, line in enumerate(draft.lines):
        if line.end - line.start >= _BROKEN:
            zones = [
                Zone("boilerplate", *it.span()) for one in delimited for it in one.finditer(text, line.start, line.end)
            ]
            zones += (zone for hint in links for zone in _links(text, hint, line.start, line.end))
            zones += _teasers(text, line.start, line.end) if teasers else ()
            found[number] = _apart(zones)
    return marked(draft, found)


def _apart(zones: list[Zone]) -> tuple[Zone, ...]:
    """Of zones that touch one another the first."""
    result: list[Zone] = []
    for zone in sorted(zones, key=lambda zone: zone.start):
        if not result or zone.start >= result[-1].end:
            result.append(zone)
    return tuple(result)


def _links(text: str, hint: str, start: int, end: int) -> Iterator[Zone]:
    at = text.find(hint, start, end)
    while at >= 0:
        stop = _end_of_headline(text, at + len(hint), end)
        if stop:
            yield Zone("boilerplate", at, stop)
        at = text.find(hint, at + len(hint), end)


def _end_of_headline(text: str, start: int, end: int) -> int:
    """Where a headline ends that runs into a sentence: at its punctuation, at a wide gap, or where the next word is one
    that sentences begin with; or else where a word in capitals follows one in small letters that does not link. Nothing
    where it does not end."""
    words = tuple(_WORD.finditer(text, start, min(end, start + _LONGEST)))
    guess = 0
    for before, word in pairwise(words):
        said, following = before.group(), word.group()
        if before.end() - start < _SHORTEST:
            continue
        capital = following.lstrip("\"“'‘")[:1].isupper()
        closed = said.endswith(_STOPS) or (capital and said.endswith(_CLOSING))
        if closed or word.start() - before.end() > 1 or following in _STARTS:
            return before.end()
        if not guess and capital and said[0].islower() and said not in _LINKING:
            guess = before.end()
    return guess


def _teasers(text: str, start: int, end: int) -> Iterator[Zone]:
    """A teaser is what stands before its date: two sentences, or less where another teaser ends."""
    before = start
    for match in _TEASER_END.finditer(text, start, end):
        least = max(before, match.start() - _TEASER)
        begins = [least, *(it.end() for it in _SENTENCE_END.finditer(text, least, match.start() - 1))]
        begin = begins[-2:][0] if least > before or before == start else least
        begin += len(text[begin : match.start()]) - len(text[begin : match.start()].lstrip())
        yield Zone("boilerplate", begin, match.end())
        before = match.end()
