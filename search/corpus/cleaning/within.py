"""Furniture within the lines of a body that lost its line breaks: links to other articles, buttons, teasers."""

import re
from collections.abc import Iterator

from search.corpus.cleaning.draft import Draft, marked
from search.corpus.cleaning.patterns import patterns
from search.model import Zone

_LONGEST = 110
"""Code points of a link's headline."""
_TEASER = 450
"""Code points of a teaser that ends with its date in parentheses."""
_WORD = re.compile(r"\S+")
_STOPS = ("?", "!", ".", '"?')
_LINKING = frozenset(
    ["of", "in", "on", "at", "for", "to", "from", "with", "by", "and", "or", "the", "a", "an", "as", "over", "against", "under", "between", "into", "vs", "de", "der", "von"]
)
_TEASER_END = re.compile(r"(?<=[.?!\"'”] )\(\d\d\.\d\d\.(?:19|20)\d\d\)(?= [A-ZÀ-Þ])")
_SENTENCE_END = re.compile(r"(?<=[.?!\"”)]) +(?=[\"“]?[A-ZÀ-Þ])")


def find_within(draft: Draft) -> Draft:
    """Mark furniture within long lines. A search for some words, and a look at what follows them. Linear."""
    known = patterns(draft.how.patterns)
    text = draft.text
    links = [hint for hint in known.links if hint in text]
    delimited = [expression for hint, expression in known.within.items() if hint in text]
    teasers = ".20" in text and _TEASER_END.search(text)
    if not links and not delimited and not teasers:
        return draft
    found = {}
    for number, line in enumerate(draft.lines):
        if not line.text:
            zones = [
                Zone("furniture", *it.span()) for one in delimited for it in one.finditer(text, line.start, line.end)
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
            yield Zone("furniture", at, stop)
        at = text.find(hint, at + len(hint), end)


def _end_of_headline(text: str, start: int, end: int) -> int:
    """Where a headline ends that runs into a sentence: at its punctuation, at a wide gap, or else where a word in
    capitals follows one in small letters that does not link. Nothing where it is one word, or does not end."""
    words = list(_WORD.finditer(text, start, min(end, start + _LONGEST)))
    for before, word in zip(words, words[1:], strict=False):
        said, next_word = before.group(), word.group()
        wide = word.start() - before.end() > 1
        ended = said.endswith(_STOPS) and before.start() > start + 8
        closed = said.endswith(("'", "’")) and next_word[0].isupper()
        runs_on = said[0].islower() and said not in _LINKING and next_word.lstrip("\"“'‘")[:1].isupper()
        if wide or ended or closed or (runs_on and before.end() - start > 24):
            return before.end()
    return 0


def _teasers(text: str, start: int, end: int) -> Iterator[Zone]:
    """A teaser is what stands before its date: two sentences, or less where another teaser ends."""
    before = start
    for match in _TEASER_END.finditer(text, start, end):
        least = max(before, match.start() - _TEASER)
        begins = [least, *(it.end() for it in _SENTENCE_END.finditer(text, least, match.start() - 1))]
        yield Zone("furniture", begins[-2:][0] if least > before or before == start else least, match.end())
        before = match.end()
