"""How much speaks for a line above the body being the headline: what it repeats, where it stands, and how it reads."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from itertools import chain

from search.extract.draft import Draft
from search.extract.line_shapes import WORD, count_words, line_key
from search.extract.outlet_suffix import may_have_parts, split_title
from search.kernels import kernels
from search.kernels.signs import BEGINS_SMALL, DIGIT

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
_WORDS_OF_BODY = (
    (1, "has a word of the body"),
    (2, "has two words of the body"),
    (3, "has three words of the body"),
    (5, "has five words of the body"),
)
_HALF_OF_BODY = "has half of its words in the body"
MOST_OF_BODY = POINTS[_HALF_OF_BODY] + sum(POINTS[evidence] for _, evidence in _WORDS_OF_BODY)
"""The points of a line that shares all of its words with the body."""
_MOST_POINTS = tuple(
    sum(POINTS[evidence] for least, evidence in _WORDS_OF_BODY if least <= count) + (count > 0) * POINTS[_HALF_OF_BODY]
    for count in range(_WORDS_OF_BODY[-1][0] + 1)
)
"""The points of a line that shares so many words with the body, at most."""
_LONG = 4
"""Letters of words that are compared with those of the body."""
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
_NUMBERS = re.compile(r"\d(?::\d\d|[./-]\d\d?[./-]\d\d)")
_DAY = re.compile(r"\d\d?(?:\.|st|nd|rd|th)? (?:de )?[^\W\d]{3,}\.?,? (?:de )?20\d\d|[^\W\d]{3,}\.? \d\d?, 20\d\d")
"""Match a time or a day in numbers, and a day of this century with its month in letters."""
_MANY_WORDS = 16
_LINKS = re.compile(r" [>»›/] .* [>»›/] ")
_SHORTEST_LINK = 10
_LONGEST_NAME, _RIGHTS_WITHIN = 6, 80
"""Words of the longest line that may be the name of an outlet and a section, and code points of a copyright line."""
_SHORTEST_PART = 4
"""The beginning of the first line has one in so many of its letters. A shorter one is the name of a section."""


def words_of_lines(draft: Draft, numbers: Iterable[int]) -> dict[int, list[str]]:
    """The words of some lines, without regard to case. Linear."""
    return {number: WORD.findall(draft.lines[number].text.casefold()) for number in numbers}


def headline_evidence(
    draft: Draft, words: Mapping[int, Sequence[str]], body: int, stamps: Set[int]
) -> Iterator[tuple[int, str]]:
    """The evidence for and against some lines being the headline: the number of a line, and what it has.

    `words` are those of the lines, in order, `body` is the number of the first line of body, `stamps` are the lines
    with a timestamp or a byline. What words of the body say is apart, in `body_evidence`. Linear.
    """
    texts = {number: draft.lines[number].text for number in words}
    counts = {number: count_words(text) for number, text in texts.items()}
    keys = {number: "".join(of_line) for number, of_line in words.items()}
    return chain(
        _of_first_line(draft.lines[0].text, words, keys, stamps),
        _of_links(draft, texts),
        _of_stamps(texts.keys(), stamps),
        _of_place(draft, texts.keys(), body),
        _of_counts(counts, body, stamps),
        _of_form(draft, texts),
        _of_rights(draft, texts, counts, keys),
    )


def stamp_lines(draft: Draft) -> set[int]:
    """The lines with a timestamp or a byline."""
    return {number for number, zones in draft.zones_by_line.items() for zone in zones if zone.kind in _STAMPS}


def head_end(draft: Draft, body: int, stamps: Set[int]) -> int:
    """The line below the last of the `stamps` near the first line of body, `body`; `body` if there is none or one
    stands above it.

    A headline or a standfirst that ends like a sentence looks like body: "Ice is here. The ferries are not."
    """
    if not stamps or not stamps.isdisjoint(range(body - _STAMP_WITHIN, body)):
        return body
    end = body
    for number, line in enumerate(draft.lines[body : body + _STAMP_BELOW + 1], body):
        if not line.text:
            break
        if number in stamps:
            end = number + 1
    return end


def _of_first_line(
    first: str, words: Mapping[int, Sequence[str]], keys: Mapping[int, str], stamps: Set[int]
) -> Iterator[tuple[int, str]]:
    """What lines have in common with the first line. It may be the title of the page if it has four words, and no
    timestamp below it."""
    first_words = words[0] if 0 in words else WORD.findall(first.casefold())
    beginnings, parts = _parts_of_title(first, first_words)
    is_page_title = len(first_words) >= FOUR_WORDS and stamps.isdisjoint(range(1, _STAMP_BELOW_FIRST + 1))
    title_words = frozenset(first_words if is_page_title else ())
    others = [number for number in keys if number]
    for number in others if len(first_words) > 1 else ():
        if keys[number] in beginnings:
            yield number, "repeats the first line, or its beginning"
        elif keys[number] in parts:
            yield number, "is another part of the first line"
        shared = len(title_words.intersection(words[number]))
        may_be_like = shared and shared * 10 >= len(title_words) * 3  # few lines
        if may_be_like and shared * 10 >= (len({*words[number]}) + len(title_words) - shared) * 3:
            yield number, "has words of the first line"
    if 0 in keys and any(keys[number] in beginnings or keys[number] in parts for number in others):
        yield 0, "has another line in it"


def _parts_of_title(title: str, words: Iterable[str]) -> tuple[Set[str], Set[str]]:
    """The keys of a title of a document with some words and of its first parts, and those of its other parts."""
    if not may_have_parts(title):
        return {"".join(words)}, frozenset()  # most titles
    parts = [line_key(part) for part in split_title(title)]
    size = sum(map(len, parts))
    beginnings = {key for end in range(1, len(parts) + 1) if len(key := "".join(parts[:end])) * _SHORTEST_PART >= size}
    others = {"".join(parts[begin:end]) for begin in range(1, len(parts)) for end in range(begin + 1, len(parts) + 1)}
    return beginnings, {*others, line_key(title.partition(": ")[2])} - {""}


def _of_links(draft: Draft, texts: Mapping[int, str]) -> Iterator[tuple[int, str]]:
    """The lines with which a line of links ends that stands above them."""
    lines = draft.lines
    for number, text in texts.items():
        if len(text) > _SHORTEST_LINK and number > 1:
            first = max(1, number - _LINKS_WITHIN)
            is_there = draft.text.find(f"{text}\n", lines[first].start, lines[number].start) >= 0
            if is_there and any(line.text.endswith(text) and line.text != text for line in lines[first:number]):
                yield number, "ends the line of links above it"


def _of_stamps(candidates: Set[int], stamps: Set[int]) -> Iterator[tuple[int, str]]:
    """The lines above a timestamp or a byline."""
    if not stamps:
        return
    for number in candidates & _above(stamps, _STAMP_WITHIN):
        yield number, "stands above a timestamp or a byline"
    for number in candidates & _above(stamps, _STAMP_DIRECTLY):
        yield number, "stands directly above a timestamp or a byline"


def _above(stamps: Set[int], within: int) -> set[int]:
    return {number for at in stamps for number in range(at - within, at)}


def _of_place(draft: Draft, candidates: Set[int], body: int) -> Iterator[tuple[int, str]]:
    """The lines between blank lines on a whole page, the first line of a long one, and those in the body."""
    if draft.is_whole_page and body > _LONG_HEAD and 0 in candidates:
        yield 0, "is the first line of a long page"
    for number in candidates:
        if draft.is_whole_page and _is_set_apart(draft, number):
            yield number, "is set apart by blank lines"
        if number >= body:
            yield number, "stands in the body"


def _is_set_apart(draft: Draft, number: int) -> bool:
    """Whether blank lines stand above a line and below it."""
    lines, text = draft.lines, draft.text
    end = lines[number + 1].start if number + 1 < len(lines) else len(text)
    return text.count("\n", lines[number].end, end) > 1 and (
        not number or text.count("\n", lines[number - 1].end, lines[number].start) > 1
    )


def _of_counts(counts: Mapping[int, int], body: int, stamps: Set[int]) -> Iterator[tuple[int, str]]:
    """What the numbers of words say: of a line, of the one above it, and of the first lines."""
    long = [number for number, count in counts.items() if count >= FOUR_WORDS]
    for number in long:
        yield number, "has four words"
        if counts[number] >= _MANY_WORDS:
            yield number, "has more than fifteen words"
        if number + 1 in counts:
            yield number + 1, "stands below a line of four words"
    for number, count in counts.items():
        if count == 1:
            yield number, "is one word"
    if longer := [number for number in long if counts[number] > FOUR_WORDS]:
        yield longer[0], "is the first line of five words"
    first = next(iter(counts))
    if first < _FIRST_LINES and counts[first] < FOUR_WORDS:
        yield first, "begins the text with fewer words"
    if long and long[0] < _FIRST_LINES and (body <= _LONG_HEAD or long[0] in _above(stamps, _STAMP_WITHIN)):
        yield long[0], "begins the text with four words"


def _of_form(draft: Draft, texts: Mapping[int, str]) -> Iterator[tuple[int, str]]:
    """How lines begin and end, and the signs in them."""
    for number, text in texts.items():
        is_body, signs = draft.lines[number][-2:]
        if is_body:
            yield number, "looks like body"
        if signs & BEGINS_SMALL:
            yield number, "begins with a small letter"
        if text[-1] in _NO_TITLE_END:
            yield number, "ends like a label or a sentence"
        if signs & DIGIT and (_NUMBERS.search(text) or ("20" in text and _DAY.search(text))):
            yield number, "has a date or a time"
        if _LINKS.search(text):
            yield number, "is a line of links"


def _of_rights(
    draft: Draft, texts: Mapping[int, str], counts: Mapping[int, int], keys: Mapping[int, str]
) -> Iterator[tuple[int, str]]:
    """The lines that the last copyright line names."""
    start = max(draft.text.rfind("©"), draft.text.rfind("opyright"))
    rights = line_key(draft.text[start : start + _RIGHTS_WITHIN].partition("\n")[0]) if start >= 0 else ""
    for number, key in keys.items() if rights else ():
        if key[:_SHORTEST_LINK] in rights and counts[number] <= _LONGEST_NAME:
            name = line_key(split_title(texts[number])[0])
            if len(name) > _SHORTEST_LINK and name in rights:
                yield number, "is the name in the copyright line"


def long_words(words: Iterable[str]) -> set[str]:
    """The words that are compared with those of the body."""
    return {word for word in words if len(word) >= _LONG}


def most_of_body(words: Set[str]) -> int:
    """The points that words of the body can bring a line with some long words at most."""
    return _MOST_POINTS[min(len(words), len(_MOST_POINTS) - 1)]


def body_evidence(draft: Draft, words: Mapping[int, Set[str]], body: int) -> Iterator[tuple[int, str]]:
    """How many of their long words lines share with the body, as `headline_evidence` says it. Linear."""
    start = draft.lines[body].start if body < len(draft.lines) else len(draft.text)
    end = min(start + _SAMPLE, len(draft.text))
    all_words: set[str] = set().union(*words.values())
    body_words = set(kernels().words_within(draft.text, start, end, all_words))
    for number, of_line in words.items():
        shared = len(body_words.intersection(of_line))
        if not shared:
            continue
        for least, evidence in _WORDS_OF_BODY:
            if shared >= least:
                yield number, evidence
        if shared * 2 >= len(of_line):
            yield number, _HALF_OF_BODY
