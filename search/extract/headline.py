"""Find the headline and its repeats."""

import operator
from collections.abc import Mapping, Sequence, Set

from search.extract.bylines import parse_byline
from search.extract.draft import Draft, Line, whole_line
from search.extract.headline_evidence import (
    FOUR_WORDS,
    MOST_OF_BODY,
    POINTS,
    body_evidence,
    head_end,
    headline_evidence,
    long_words,
    most_of_body,
    stamp_lines,
    words_of_lines,
)
from search.extract.line_shapes import count_words, ends_in_broken_word, first_body_line
from search.extract.outlet_suffix import SEPARATOR, cut_outlet, may_have_parts
from search.extract.patterns import BYLINE_LABEL, Patterns, load_patterns
from search.extract.record_separators import title_start

_LONG_STATEMENT = 80
"""A first line of so many code points is body if it ends with a full stop."""
_IN_BODY_OF_PAGE = 6
"""Lines at the beginning of the body of a page among which the headline may be. Of another text it is one, because a
long question looks like body."""
_TITLE_ENDS = frozenset("?!？！")
_LONGEST_TITLE = 120
"""A longer first line that is repeated is a caption."""
_LONGEST_LABEL = 20
"""Code points of the longest name of a section or an outlet, about."""
_NEAR_BODY = 20
"""Candidates above the body of which even short ones are looked at."""
_MANY_LINES = 32
"""To count a title in a text is faster than to look at more lines."""
_POINTS = operator.itemgetter(1)
_BULLETS = frozenset("*+•·»›>◦○▪■–—-")


def find_headline(draft: Draft) -> Draft:
    """Mark the headline and its repeats.

    The headline is the line above the body for which most evidence speaks. A line that recurs in many files is the
    headline only if there is no other. Examines each line.
    """
    is_stated = draft.options.zones and any(zones[0].kind == "headline" for zones in draft.zones_by_line.values())
    if draft.title[1] or is_stated:
        return draft
    if not draft.zones_by_line and not draft.is_whole_page and is_plain(draft.lines):
        title = draft.lines[0]
        return draft._replace(zones_by_line={0: whole_line(title, "headline")}, title=(title.start, title.end))
    patterns = load_patterns(draft.options.own_patterns)
    number = _headline(draft, patterns)
    if number < 0:
        return draft
    end, outlet = cut_outlet(draft, number)
    repeats = _repeats(draft, number, end)
    start = repeats[min(repeats)].start
    headlines = {other: whole_line(line, "headline") for other, line in repeats.items()}
    return draft._replace(
        zones_by_line={**draft.zones_by_line, **headlines},
        title=(start + title_start(draft.lines[number].text[:end]), start + end),
        source=draft.source or outlet,
    )


def is_plain(lines: Sequence[Line]) -> bool:
    """Whether the first line is certainly the headline, as a whole and without repeats, if no line has a zone: the body
    is directly below it. Most articles are so."""
    if len(lines) < 2 or not lines[1].is_body or lines[1].text[-1:] in _TITLE_ENDS:
        return False
    _, _, text, is_body, _ = lines[0]
    if is_body or not text or len(text) >= _LONG_STATEMENT or text[0] in _BULLETS:
        return False
    if ends_in_broken_word(text) or may_have_parts(text):
        return False
    return text not in [line[2] for line in lines[1:]]  # their texts


def _repeats(draft: Draft, number: int, end: int) -> dict[int, Line]:
    """The lines that are the title, which ends at `end` in line `number`. Above it the outlet may stand behind it."""
    title = draft.lines[number].text[:end]
    if len(draft.lines) > _MANY_LINES and draft.text.count(title) == 1:
        return {number: draft.lines[number]}
    return {
        other: line
        for other, line in enumerate(draft.lines)
        if line[2].startswith(title)  # its text
        and (other == number or len(line.text) == end or (other < number and SEPARATOR.match(line.text, end)))
    }


def _headline(draft: Draft, patterns: Patterns) -> int:
    """The number of the headline; -1 if there is none."""
    stamps = stamp_lines(draft)
    candidates = _candidates(draft, stamps)
    if not candidates:
        return _recurring_headline(draft, patterns)
    if len(candidates) == 1 or not (draft.is_whole_page or first_body_line(draft) < len(draft.lines)):
        return candidates[0]
    bylines = {
        number
        for number in candidates
        if draft.lines[number].signs & BYLINE_LABEL
        and patterns.byline_label(text := draft.lines[number].text)
        and parse_byline(text, patterns, beside_stamp=True)
    }
    candidates = [number for number in candidates if number not in bylines] or candidates
    near = candidates[-_NEAR_BODY:][0]
    first_line = draft.lines[0].text
    likely = [
        number
        for number in candidates
        if number >= near or count_words(text := draft.lines[number].text) >= FOUR_WORDS or text in first_line
    ]  # short ones far above the body are mostly those of a menu
    body = head_end(draft, first_body_line(draft), stamps)
    words = words_of_lines(draft, likely)
    points = dict.fromkeys(likely, 0)
    for number, evidence in headline_evidence(draft, words, body, stamps | bylines):
        points[number] += POINTS[evidence]
    most = max(points.values())
    long = {number: long_words(of_line) for number, of_line in words.items()}
    may_win = {number: of_line for number, of_line in long.items() if points[number] + most_of_body(of_line) >= most}
    best = max(_with_body(draft, points, may_win, body).items(), key=_POINTS)[0]
    if not patterns.is_caption(draft.lines[best]):
        return best
    others = {number: of_line for number, of_line in long.items() if points[number] >= most - MOST_OF_BODY}
    likely.sort(key=_with_body(draft, points, others, body).__getitem__, reverse=True)
    return next((number for number in likely if not patterns.is_caption(draft.lines[number])), likely[0])


def _with_body(draft: Draft, points: Mapping[int, int], words: Mapping[int, Set[str]], body: int) -> Mapping[int, int]:
    """The points of lines with those for the words of the body, of the lines with some long words."""
    if len(words) < 2:
        return points
    with_body = dict(points)
    for number, evidence in body_evidence(draft, words, body):
        with_body[number] += POINTS[evidence]
    return with_body


def _recurring_headline(draft: Draft, patterns: Patterns) -> int:
    """The first line above the body that is boilerplate only because it recurs in many files; -1 if there is none."""
    for number in range(first_body_line(draft)):
        text = draft.lines[number].text
        is_recurring = text in draft.options.recurring and draft.line_kind(number) == "boilerplate"
        if is_recurring and not patterns.is_boilerplate(text):
            return number
    return -1


def _candidates(draft: Draft, stamps: Set[int]) -> Sequence[int]:
    """The lines above the body that may be the headline.

    One that recurs may be if the first line has it: other pages of the outlet link to the article.
    """
    lines, recurring = draft.lines, draft.options.recurring
    return [
        number
        for number in _places(draft, stamps)
        if (text := lines[number].text)
        and (
            number not in draft.zones_by_line
            or (text in recurring and len(text) > _LONGEST_LABEL and text in lines[0].text)
        )
        and not (text[0] in _BULLETS and text[1:2] == " ")
    ]


def _places(draft: Draft, stamps: Set[int]) -> Sequence[int]:
    """The lines above the body, and those at its beginning that do not end with a full stop."""
    lines, start, first = draft.lines, 0, -1
    if not draft.is_whole_page:
        first = next((number for number in range(len(lines)) if number not in draft.zones_by_line), -1)
        if first < 0 or (start := _start(draft, first)) < 0:
            return ()
    above = first_body_line(draft, max(first + 1, start))
    body = head_end(draft, above, stamps)
    in_body = range(body, min(len(lines), body + (_IN_BODY_OF_PAGE if draft.is_whole_page else 1)))
    titles = [number for number in in_body if not lines[number].is_body or lines[number].text[-1:] in _TITLE_ENDS]
    short = [n for n in range(above, body) if len(lines[n].text) <= _LONGEST_TITLE] if above < body else ()
    return (*range(start, above), *short, *titles)


def _start(draft: Draft, first: int) -> int:
    """The line below the captions with which a text begins, mostly 0; -1 if it begins with a statement.

    `first` is its first line.
    """
    line = draft.lines[first]
    size, text = line.end - line.start, line.text
    if text and ends_in_broken_word(text):
        return -1
    is_statement = not text or (size >= _LONG_STATEMENT and text[-1] == ".")
    if not is_statement and size < _LONGEST_TITLE:
        return 0
    return _below_captions(draft, first) or (-1 if is_statement else 0)


def _below_captions(draft: Draft, first: int) -> int:
    """The number of the line below the last repeat of a long line near it; 0 if it is not repeated.

    A gallery of pictures above the headline has each caption twice.
    """
    text = draft.text[draft.lines[first].start : draft.lines[first].end]
    near = range(first + 1, min(len(draft.lines), first + _NEAR_BODY))
    return max((number + 1 for number in near if draft.text.startswith(text, draft.lines[number].start)), default=0)
