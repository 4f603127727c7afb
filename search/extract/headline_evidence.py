"""How much speaks for a line above the body being the headline: what it repeats, where it stands, and how it reads."""

import re
from collections.abc import Iterator, Sequence, Set
from typing import NamedTuple

from search.extract.draft import Draft
from search.extract.line_shapes import first_body_line
from search.extract.patterns import Patterns, load_patterns

POINTS = {
    "repeats the first line, or its beginning": 7,
    "is another part of the first line": 5,
    "has another line in it": -5,
    "has some words of the first line": 2,
    "has mostly words of the first line": 2,
    "ends the line of links above it": 4,
    "stands above a timestamp or a byline": 4,
    "has a word of the body": 2,
    "has two words of the body": 2,
    "has three words of the body": 3,
    "is set apart by blank lines": 7,
    "has four words": 1,
    "is the first line of four words": 2,
    "is one of the first three lines": 1,
    "is the first line of a text without a page around it": 2,
    "stands near the body": 2,
    "stands directly above the body": 1,
    "stands below a line of four words": -1,
    "begins with a small letter": -3,
    "ends like a label or a sentence": -4,
    "is a caption": -6,
    "has a date or a time": -4,
    "is a line of links": -4,
    "has many words": -3,
    "stands in the body": -3,
}
"""What each piece of evidence says for a headline, or against it."""
_FOUR_WORDS = 4
_WIDE, _THAI, _AFTER_LAO = "⺀", "\u0e00", "\u0f00"
"""Code points of scripts without spaces between words. Three of them count as a word."""
_SEPARATORS = re.compile(r"\s+(?:[-–—|·•»«/>~]|::)+\s+|\s*[|»·•]\s*")
_WORD = re.compile(r"\w+")
_LONG_WORD = re.compile(r"\w{4,}")
_SAMPLE = 3000
"""Code points of the body whose words are compared."""
_STAMP_WITHIN, _LINKS_WITHIN = 7, 15
"""Lines below a headline with a timestamp or a byline, and above it with a line of links."""
_NEAR, _DIRECTLY = 12, 3
_NO_TITLE_END = frozenset(".:,;›»>→")
_DATE = re.compile(
    r"\d:\d\d|\d[./-]\d\d?[./-]\d\d"
    r"|\d\d?(?:\.|st|nd|rd|th)? (?:de )?[^\W\d]{3,}\.?,? (?:de )?20\d\d|[^\W\d]{3,}\.? \d\d?, 20\d\d"
)
_MANY_WORDS = 25
_LINK_MARKS = re.compile(r" [>»›/] ")
_LONGEST_BYLINE = 100
_SHORTEST_LINK = 10
_SHORTEST_PART = 4
"""The beginning of the first line has one in so many of its letters. A shorter one is the name of a section."""


class Surroundings(NamedTuple):
    """What a line is compared with.

    `body` is the number of the first line of body, `body_words` are its long words. `beginnings` are the keys of the
    first line without one or more of its last parts, `parts` those of its other parts, `first_words` are its words.
    `has_part` is whether another line is one of all these parts. `of_four_words` are the lines that may be titles and
    have four words.
    """

    body: int
    body_words: Set[str]
    beginnings: Set[str]
    parts: Set[str]
    first_words: Set[str]
    has_part: bool
    of_four_words: Set[int]
    patterns: Patterns


def survey(draft: Draft, candidates: Sequence[int]) -> Surroundings:
    """What the candidates for a headline are compared with. Linear."""
    body, lines = first_body_line(draft), draft.lines
    patterns = load_patterns(draft.options.own_patterns)
    start = lines[body].start if body < len(lines) else len(draft.text)
    first = lines[0].text
    parts = [line_key(part) for part in _SEPARATORS.split(first)]
    size = sum(map(len, parts))
    beginnings = {key for end in range(1, len(parts) + 1) if len(key := "".join(parts[:end])) * _SHORTEST_PART >= size}
    others = {"".join(parts[begin:end]) for begin in range(1, len(parts)) for end in range(begin + 1, len(parts) + 1)}
    others = {*others, line_key(first.partition(": ")[2])} - {""}
    words = _WORD.findall(first.casefold())
    keys = {line_key(lines[number].text) for number in candidates if number}
    return Surroundings(
        body,
        frozenset(_LONG_WORD.findall(draft.text[start : start + _SAMPLE].casefold())),
        beginnings,
        others,
        frozenset(words) if len(words) >= _FOUR_WORDS else frozenset(),
        not keys.isdisjoint(beginnings | others),
        frozenset(number for number in candidates if count_words(lines[number].text) >= _FOUR_WORDS),
        patterns,
    )


def headline_points(draft: Draft, number: int, around: Surroundings) -> int:
    """How much speaks for a line being the headline."""
    return sum(POINTS[evidence] for evidence in headline_evidence(draft, number, around))


def headline_evidence(draft: Draft, number: int, around: Surroundings) -> Iterator[str]:
    """The evidence for and against a line being the headline. Linear in its length."""
    text = draft.lines[number].text
    yield from _repeated(draft, number, around)
    yield from _place(draft, number, around)
    long_words = set(_LONG_WORD.findall(text.casefold()))
    shared = len(long_words & around.body_words)
    if shared:
        yield "has a word of the body"
    if shared > 1:
        yield "has two words of the body"
    if shared > 2:
        yield "has three words of the body"
    if number in around.of_four_words:
        yield "has four words"
    if text[0].islower():
        yield "begins with a small letter"
    if text[-1] in _NO_TITLE_END:
        yield "ends like a label or a sentence"
    if around.patterns.captions.search(text):
        yield "is a caption"
    if _DATE.search(text):
        yield "has a date or a time"
    if len(_LINK_MARKS.findall(text)) > 1:
        yield "is a line of links"
    if count_words(text) >= _MANY_WORDS:
        yield "has many words"


def line_key(text: str) -> str:
    """The letters and digits of a line, without regard to case. Lines with the same key say the same."""
    return "".join(filter(str.isalnum, text.casefold()))


def count_words(text: str) -> int:
    """The number of words, also of scripts without spaces between them."""
    words = text.count(" ") + 1
    if text.isascii():
        return words
    return words + sum(char >= _WIDE or _THAI <= char < _AFTER_LAO for char in text) // 3


def _repeated(draft: Draft, number: int, around: Surroundings) -> Iterator[str]:
    """What a line has in common with the first line, and with links above it."""
    key = line_key(draft.lines[number].text)
    if number and around.first_words:
        words = frozenset(_WORD.findall(draft.lines[number].text.casefold()))
        shared = len(words & around.first_words)
        if key in around.beginnings:
            yield "repeats the first line, or its beginning"
        elif key in around.parts:
            yield "is another part of the first line"
        if shared * 10 >= len(words | around.first_words) * 3:
            yield "has some words of the first line"
        if len(words) > 2 and shared * 4 >= len(words) * 3:
            yield "has mostly words of the first line"
    if not number and around.has_part:
        yield "has another line in it"
    if len(key) > _SHORTEST_LINK:
        above = (line_key(line.text) for line in draft.lines[max(1, number - _LINKS_WITHIN) : number])
        if any(len(key) < len(other) and other.endswith(key) for other in above):
            yield "ends the line of links above it"


def _place(draft: Draft, number: int, around: Surroundings) -> Iterator[str]:
    """Where a line stands."""
    if any(_is_stamp(draft, below, around.patterns) for below in range(number + 1, number + 1 + _STAMP_WITHIN)):
        yield "stands above a timestamp or a byline"
    lines = draft.lines
    start = lines[number - 1].end if number else 0
    end = lines[number + 1].start if number + 1 < len(lines) else len(draft.text)
    is_apart_above = not number or draft.text.count("\n", start, lines[number].start) > 1
    if is_apart_above and draft.text.count("\n", lines[number].end, end) > 1:
        yield "is set apart by blank lines"
    if around.of_four_words and number == min(around.of_four_words):
        yield "is the first line of four words"
    if number < 3:
        yield "is one of the first three lines"
        if not number and not draft.is_whole_page:
            yield "is the first line of a text without a page around it"
    if number >= around.body:
        yield "stands in the body"
    elif around.body - number <= _NEAR:
        yield "stands near the body"
        if around.body - number <= _DIRECTLY:
            yield "stands directly above the body"
    if number - 1 in around.of_four_words:
        yield "stands below a line of four words"


def _is_stamp(draft: Draft, number: int, patterns: Patterns) -> bool:
    """Whether a line has a timestamp or is a byline."""
    if number >= len(draft.lines):
        return False
    if number in draft.zones_by_line:
        return any(zone.kind == "stamp" for zone in draft.zones_by_line[number])
    text = draft.lines[number].text
    return 0 < len(text) <= _LONGEST_BYLINE and patterns.bylines.match(text) is not None
