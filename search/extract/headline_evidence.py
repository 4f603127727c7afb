"""How much speaks for a line above the body being the headline: what it repeats, where it stands, and how it reads."""

import re
from collections.abc import Iterator, Mapping, Sequence, Set
from typing import NamedTuple

from search.extract.draft import Draft
from search.extract.line_shapes import WORD, count_words, first_body_line, line_key
from search.extract.outlet_suffix import SEPARATOR

POINTS = {
    "repeats the first line, or its beginning": 6,
    "is another part of the first line": 3,
    "has another line in it": -4,
    "has words of the first line": 7,
    "ends the line of links above it": 8,
    "stands above a timestamp or a byline": 4,
    "stands directly above a timestamp or a byline": 2,
    "has a word of the body": 2,
    "has two words of the body": 2,
    "has three words of the body": 3,
    "has five words of the body": 3,
    "has half of its words in the body": 2,
    "is set apart by blank lines": 10,
    "has four words": 2,
    "is the first line of five words": 2,
    "begins the text with four words": 1,
    "begins the text with fewer words": 2,
    "is the first line of a long page": -3,
    "is one word": -2,
    "has more than fifteen words": -3,
    "stands below a line of four words": -3,
    "begins with a small letter": -4,
    "ends like a label or a sentence": -4,
    "looks like body": -3,
    "has a date or a time": -4,
    "is the name in the copyright line": -3,
    "is a line of links": -9,
    "stands in the body": -8,
}
"""What each piece of evidence says for a headline, or against it, in 0.4 nats (natural logarithms of odds).

They are about the weights of a conditional logit model (McFadden 1974) that tells the headline from the other lines."""
FOUR_WORDS = 4
_LONG = 4
"""Letters of words that are compared with those of the body."""
_LONG_WORD = re.compile(r"\w{4,}+")
_DIGIT = re.compile(r"\d")
_SAMPLE = 3000
"""Code points of the body whose words are compared."""
_STAMPS = frozenset(("stamp", "byline"))
_STAMP_WITHIN, _STAMP_DIRECTLY, _STAMP_BELOW_FIRST = 7, 2, 4
"""Lines below a headline with a timestamp or a byline, and below a first line that is no title of the page."""
_LINKS_WITHIN = 15
"""Lines above a headline with a line of links."""
_STAMP_BELOW = 3
"""Lines below the first line of body among which a timestamp shows that it is a headline or a standfirst."""
_FIRST_LINES, _LONG_HEAD = 4, 25
"""Lines with which a text begins, and lines above the body from which a page is long."""
_NO_TITLE_END = frozenset(".:,;›»>→")
_DATE = re.compile(
    r"\d:\d\d|\d[./-]\d\d?[./-]\d\d"
    r"|\d\d?(?:\.|st|nd|rd|th)? (?:de )?[^\W\d]{3,}\.?,? (?:de )?20\d\d|[^\W\d]{3,}\.? \d\d?, 20\d\d"
)
_MANY_WORDS = 16
_LINK_MARKS = re.compile(r" [>»›/] ")
_SHORTEST_LINK = 10
_LONGEST_NAME, _RIGHTS_WITHIN = 6, 80
"""Words of the longest line that may be the name of an outlet and a section, and code points of a copyright line."""
_SHORTEST_PART = 4
"""The beginning of the first line has one in so many of its letters. A shorter one is the name of a section."""


class Surroundings(NamedTuple):
    """What a line is compared with.

    `body` is the number of the first line of body, `body_words` are its words of four letters and more. `words` are
    those of each candidate, `keys` their keys. `beginnings` are the keys of the first line and of its first parts,
    `parts` those of its other parts. `has_long_first` says whether that line has two words. `first_words` are its words
    if it may be the title of a page: it has four, and no timestamp is below it. `of_four_words` are the candidates that
    have four words. `first_of_four_words` is the first of them, `first_of_five_words` the first one that has a word
    more, and `first` the first candidate. Below the lines `above_stamp` stands a timestamp or a byline, and directly
    below those `near_stamp`. `rights` is the key of the last copyright line.
    """

    body: int
    body_words: Set[str]
    words: Mapping[int, Set[str]]
    beginnings: Set[str]
    parts: Set[str]
    has_long_first: bool
    first_words: Set[str]
    keys: Mapping[int, str]
    of_four_words: Set[int]
    first_of_five_words: int
    first_of_four_words: int
    first: int
    above_stamp: Set[int]
    near_stamp: Set[int]
    rights: str


def survey(draft: Draft, candidates: Sequence[int], bylines: Set[int]) -> Surroundings:
    """What the candidates for a headline, in order, are compared with. `bylines` are lines that are one. Linear."""
    body, lines = head_end(draft, first_body_line(draft)), draft.lines
    start = lines[body].start if body < len(lines) else len(draft.text)
    first_words = WORD.findall(lines[0].text.casefold())
    beginnings, parts = _parts_of_title(lines[0].text)
    words = {number: WORD.findall(lines[number].text.casefold()) for number in candidates}
    of_four_words = [number for number in candidates if count_words(lines[number].text) >= FOUR_WORDS]
    stamps = [number for number in draft.zones_by_line if _is_stamp(draft, number)]
    stamps.extend(bylines)
    is_page_title = len(first_words) >= FOUR_WORDS and not any(0 < at <= _STAMP_BELOW_FIRST for at in stamps)
    return Surroundings(
        body=body,
        body_words=frozenset(_LONG_WORD.findall(draft.text[start : start + _SAMPLE].casefold())),
        beginnings=beginnings,
        parts=parts,
        words={number: frozenset(of_line) for number, of_line in words.items()},
        has_long_first=len(first_words) > 1,
        first_words=frozenset(first_words) if is_page_title else frozenset(),
        keys={number: "".join(of_line) for number, of_line in words.items()},
        of_four_words=frozenset(of_four_words),
        first_of_four_words=of_four_words[0] if of_four_words else -1,
        first=candidates[0],
        first_of_five_words=next((it for it in of_four_words if count_words(lines[it].text) > FOUR_WORDS), -1),
        above_stamp=frozenset(number for at in stamps for number in range(at - _STAMP_WITHIN, at)),
        near_stamp=frozenset(number for at in stamps for number in range(at - _STAMP_DIRECTLY, at)),
        rights=_rights(draft.text),
    )


def head_end(draft: Draft, body: int) -> int:
    """The line below the last timestamp or byline near the first line of body, `body`; `body` if there is none or one
    stands above it.

    A headline or a standfirst that ends like a sentence looks like body: "Ice is here. The ferries are not."
    """
    lines, end = draft.lines, body
    if any(_is_stamp(draft, number) for number in range(body - _STAMP_WITHIN, body)):
        return body
    for number in range(body, min(len(lines), body + _STAMP_BELOW + 1)):
        if not lines[number].text:
            break
        if _is_stamp(draft, number):
            end = number + 1
    return end


def _is_stamp(draft: Draft, number: int) -> bool:
    """Whether a line has a timestamp or a byline."""
    return any(zone.kind in _STAMPS for zone in draft.zones_by_line.get(number, ()))


def _rights(text: str) -> str:
    """The key of the last copyright line; empty if there is none."""
    start = max(text.rfind("©"), text.rfind("opyright"))
    return line_key(text[start : start + _RIGHTS_WITHIN].partition("\n")[0]) if start >= 0 else ""


def _parts_of_title(title: str) -> tuple[Set[str], Set[str]]:
    """The keys of a title of a document and of its first parts, and those of its other parts."""
    parts = [line_key(part) for part in SEPARATOR.split(title)]
    size = sum(map(len, parts))
    beginnings = {key for end in range(1, len(parts) + 1) if len(key := "".join(parts[:end])) * _SHORTEST_PART >= size}
    others = {"".join(parts[begin:end]) for begin in range(1, len(parts)) for end in range(begin + 1, len(parts) + 1)}
    return beginnings, {*others, line_key(title.partition(": ")[2])} - {""}


def headline_points(draft: Draft, number: int, around: Surroundings) -> int:
    """How much speaks for a line being the headline."""
    return sum(map(POINTS.__getitem__, headline_evidence(draft, number, around)))


def headline_evidence(draft: Draft, number: int, around: Surroundings) -> Iterator[str]:
    """The evidence for and against a line being the headline. Linear in its length."""
    text = draft.lines[number].text
    words = around.words[number]
    yield from _repeated(draft, number, words, around)
    yield from _place(draft, number, around)
    yield from _body_words(words, around.body_words)
    count = count_words(text)
    if number in around.of_four_words:
        yield "has four words"
        if count >= _MANY_WORDS:
            yield "has more than fifteen words"
    elif count == 1:
        yield "is one word"
    if draft.lines[number].is_body:
        yield "looks like body"
    if text[0].islower():
        yield "begins with a small letter"
    if text[-1] in _NO_TITLE_END:
        yield "ends like a label or a sentence"
    may_have_rights = around.rights and around.keys[number][:_SHORTEST_LINK] in around.rights  # few lines
    if may_have_rights and count <= _LONGEST_NAME:
        name = line_key(SEPARATOR.split(text, maxsplit=1)[0])
        if len(name) > _SHORTEST_LINK and name in around.rights:
            yield "is the name in the copyright line"
    if _DIGIT.search(text) and _DATE.search(text):
        yield "has a date or a time"
    if text.count(" ") > 1 and len(_LINK_MARKS.findall(text)) > 1:
        yield "is a line of links"


def _body_words(words: Set[str], body_words: Set[str]) -> Iterator[str]:
    """How many of its words a line shares with the body."""
    shared = len(words & body_words)
    if not shared:
        return
    yield "has a word of the body"
    if shared > 1:
        yield "has two words of the body"
    if shared > 2:
        yield "has three words of the body"
    if shared > 4:
        yield "has five words of the body"
    if shared * 2 >= sum(len(word) >= _LONG for word in words):
        yield "has half of its words in the body"


def _repeated(draft: Draft, number: int, words: Set[str], around: Surroundings) -> Iterator[str]:
    """What a line has in common with the first line, and with links above it."""
    key, text = around.keys[number], draft.lines[number].text
    if number and around.has_long_first:
        if key in around.beginnings:
            yield "repeats the first line, or its beginning"
        elif key in around.parts:
            yield "is another part of the first line"
        shared = len(words & around.first_words)
        if shared and shared * 10 >= (len(words) + len(around.first_words) - shared) * 3:
            yield "has words of the first line"
    if len(text) > _SHORTEST_LINK and number > 1:
        first = max(1, number - _LINKS_WITHIN)
        is_there = draft.text.find(f"{text}\n", draft.lines[first].start, draft.lines[number].start) >= 0
        if is_there and any(line.text.endswith(text) and line.text != text for line in draft.lines[first:number]):
            yield "ends the line of links above it"


def _place(draft: Draft, number: int, around: Surroundings) -> Iterator[str]:
    """Where a line stands."""
    if number in around.above_stamp:
        yield "stands above a timestamp or a byline"
        if number in around.near_stamp:
            yield "stands directly above a timestamp or a byline"
    if draft.is_whole_page and _is_set_apart(draft, number):
        yield "is set apart by blank lines"
    if number == around.first_of_five_words:
        yield "is the first line of five words"
    if number >= around.body:
        yield "stands in the body"
    if number - 1 in around.of_four_words:
        yield "stands below a line of four words"
    if number < _FIRST_LINES:
        yield from _beginning(draft, number, around)


def _beginning(draft: Draft, number: int, around: Surroundings) -> Iterator[str]:
    """What one of the first lines is."""
    if number == around.first_of_four_words:
        if number in around.above_stamp or around.body <= _LONG_HEAD:
            yield "begins the text with four words"
    elif number == around.first and number not in around.of_four_words:
        yield "begins the text with fewer words"
    if number:
        return
    if draft.is_whole_page and around.body > _LONG_HEAD:
        yield "is the first line of a long page"
    if any(key in around.beginnings or key in around.parts for number, key in around.keys.items() if number):
        yield "has another line in it"


def _is_set_apart(draft: Draft, number: int) -> bool:
    """Whether blank lines stand above a line and below it."""
    lines, text = draft.lines, draft.text
    end = lines[number + 1].start if number + 1 < len(lines) else len(text)
    return text.count("\n", lines[number].end, end) > 1 and (
        not number or text.count("\n", lines[number - 1].end, lines[number].start) > 1
    )
