"""Weigh the evidence, apart from the words, that another article begins in a gap between two lines of body."""

import operator
from bisect import bisect_left
from typing import NamedTuple

from search.extract.draft import Draft, Timestamp
from search.extract.line_shapes import is_title
from search.extract.patterns import COMMENTS_HEADING, load_patterns
from search.extract.record_separators import is_field, is_record_mark
from search.extract.seam_gaps import Gap
from search.extract.second_headline import is_day
from search.extract.subject_change import occurring, stems
from search.extract.written_days import has_year

_FEW_BELOW = 2
"""Lines without a zone between a headline and its body, if neither a timestamp nor a dateline is there."""
_MOST_HEADLINES = 3
"""More lines of one gap that may be headlines are a list of links."""
_START = operator.attrgetter("start")
_FEWEST_OWN = 2
"""Words of a headline that ends like a sentence that occur below it and not above."""
_COLONS, _BULLETS = frozenset(":："), frozenset(("* ", "+ ", "• ", "o "))
_NEAR = 2000
"""Code points above and below in which the words of possible headlines are looked for."""
_SURE_FIELDS = 2
"""Fields below a separator that make a document, also without a headline: "Title: …", "Author: …"."""
_STATED, _WEAK, _HINT, _ABOVE = 6.0, 4.0, 2.0, 1.0
"""Nats (natural logarithms of odds): of a timestamp with a year, a dateline with day or agency, and a record; of other
timestamps and datelines; of a byline, a repeated headline or a rule; of the end of an article above a headline."""


class Candidate(NamedTuple):
    """A line `first` at which an article may begin, its headline or -1, and the first line of body behind it.

    `evidence` is that for another article, apart from the words, in nats. `is_stated` is true if a timestamp, a
    dateline or a record says that an article begins; `has_day`, if it is a timestamp with a year or a record;
    `has_dateline`, if it is a dateline with day or agency.
    """

    first: int
    headline: int
    body: int
    evidence: float
    is_stated: bool = False
    has_day: bool = False
    has_dateline: bool = False
    is_record: bool = False


class _Origin(NamedTuple):
    """What the lines below a possible headline state: timestamps, one with a year and alone in its line, a byline, a
    dateline with day or agency."""

    stamps: tuple[Timestamp, ...]
    has_day: bool
    has_byline: bool
    has_dateline: bool


def weigh_gap(draft: Draft, gap: Gap) -> Candidate | None:
    """The line of a gap at which an article may begin; None if whatever the words are it has too little evidence."""
    is_list = len(gap.headlines) > _MOST_HEADLINES
    if is_list and not gap.dateline and not gap.bylines and gap.separator < 0:
        return None
    headline = _best_headline(draft, gap)
    last = gap.dated + 2 if gap.dated >= 0 else gap.body
    stamps = _timestamps(draft, max(headline, gap.first - 1) + 1, last)
    origin = _Origin(
        stamps,
        any(has_year(stamp.when) and not stamp.is_beside_words for stamp in stamps),
        bool(gap.bylines) and gap.bylines[-1] > headline,
        bool(gap.dateline and (gap.dateline.day or gap.dateline.agency)),
    )
    if gap.separator >= 0 and (record := _behind_separator(draft, gap, headline, origin)):
        return record
    if headline < 0:
        return _without_headline(gap, origin)
    return None if _is_of_page(draft, gap, headline, stamps) else _with_headline(draft, gap, headline, origin)


def _behind_separator(draft: Draft, gap: Gap, headline: int, origin: _Origin) -> Candidate | None:
    """The beginning of a document of an export. A rule needs a headline or fields below it, and is sure with more."""
    first, text = gap.separator + 1, draft.lines[gap.separator].text
    fields = sum(is_field(line.text) for line in draft.lines[first : gap.body])
    has_origin = origin.has_day or origin.has_byline or origin.has_dateline or fields > 0
    if is_record_mark(text) or fields >= _SURE_FIELDS or (headline >= first and has_origin):
        return Candidate(first, headline, gap.body, _STATED, True, True, origin.has_dateline, True)
    if headline >= first:
        is_sure = text[0] == "="  # other rules part the sections of an article, too
        return Candidate(first, headline, gap.body, _WEAK if is_sure else _HINT)
    return None


def _without_headline(gap: Gap, origin: _Origin) -> Candidate | None:
    """The byline or the dateline with which an article begins."""
    if not (origin.has_dateline or origin.has_byline):
        return None
    first = (*gap.bylines, gap.body)[0]
    evidence = _WEAK + _HINT * (origin.has_byline and origin.has_dateline)
    return Candidate(first, -1, gap.body, evidence, True, False, origin.has_dateline)


def _is_of_page(draft: Draft, gap: Gap, headline: int, stamps: tuple[Timestamp, ...]) -> bool:
    """Whether a possible headline is one of several links, or a heading of comments is there."""
    below = range(headline + 1, gap.body)
    others = sum(number not in draft.zones_by_line for number in below)
    if len(gap.headlines) > _MOST_HEADLINES or (others > _FEW_BELOW and not stamps and not gap.dateline):
        return True
    if stamps and any(stamps[0].start < draft.lines[number].start < stamps[-1].start for number in gap.headlines):
        return True  # teasers, each with its day
    is_heading = load_patterns(draft.options.own_patterns).is_comments_heading
    lines = (draft.lines[number] for number in (headline, *below))
    return any(line.signs & COMMENTS_HEADING and line.text and is_heading(line.text) for line in lines)


def _with_headline(draft: Draft, gap: Gap, headline: int, origin: _Origin) -> Candidate:
    """A headline with the evidence of what stands beside it."""
    text = draft.lines[headline].text
    evidence = -_ABOVE * (len(set(gap.headlines)) - 1)
    if origin.stamps:
        evidence += _STATED if origin.has_day else _WEAK
    if gap.dateline:
        evidence += _STATED if origin.has_dateline else _WEAK
    is_repeated = any(line.text == text for line in draft.lines[headline + 1 : gap.body])
    evidence += _HINT * (is_repeated + origin.has_byline) + _ABOVE * _is_closed(draft, headline - 1)
    is_stated = bool(origin.stamps or gap.dateline)
    return Candidate(headline, headline, gap.body, evidence, is_stated, origin.has_day, origin.has_dateline)


def _best_headline(draft: Draft, gap: Gap) -> int:
    """The headline among the lines of a gap: one that is repeated or directly above a day, or else the first of those
    that have most words that occur below them and not above; -1 if there is none.

    A line that ends like a sentence is one only if most of its words do, or two of them above the only such day. A
    timeline has several.
    """
    texts = [draft.lines[number].text for number in gap.headlines]
    for number, text in zip(gap.headlines, texts, strict=True):
        if texts.count(text) > 1:
            return number
    if gap.dated >= 0:
        return gap.dated
    if not texts or (len(texts) == 1 and is_title(draft.lines[gap.headlines[0]])):
        return (*gap.headlines, -1)[0]
    dated = [number for number in gap.headlines if is_day(draft, number + 1)]
    if len(dated) == 1 and is_title(draft.lines[dated[0]]):
        return dated[0]
    start, body = draft.lines[gap.headlines[0]].start, draft.lines[gap.body].start
    words = [set(stems(text)) for text in texts]
    below = occurring(set().union(*words), draft.text[body : body + _NEAR])
    below -= occurring(below, draft.text[max(0, start - _NEAR) : start])
    own = [len(below & each) for each in words]
    best = next(place for place, count in enumerate(own) if 2 * count >= max(own))
    number = gap.headlines[best]
    if is_title(draft.lines[number]) or 2 * own[best] > len(words[best]):
        return number
    is_headline = dated == [number] and own[best] >= _FEWEST_OWN and _is_only_day(draft, draft.lines[number].end)
    return number if is_headline else -1


def _is_only_day(draft: Draft, start: int) -> bool:
    """Whether one timestamp alone stands behind `start`."""
    return bisect_left(draft.timestamps, start, key=_START) == len(draft.timestamps) - 1


def _timestamps(draft: Draft, first: int, last: int) -> tuple[Timestamp, ...]:
    """The timestamps in lines `first` to `last`, but for those of comments and lists, below "Ann says:" or a bullet."""
    if any(line.text[-1:] in _COLONS or line.text[:2] in _BULLETS for line in draft.lines[first:last]):
        return ()
    start, end = (bisect_left(draft.timestamps, draft.lines[n].start, key=_START) for n in (first, last))
    return draft.timestamps[start:end]


def _is_closed(draft: Draft, number: int) -> bool:
    """Whether a line ends an article: boilerplate, a timestamp or contributors."""
    contributed = load_patterns(draft.options.own_patterns).contributed
    return draft.line_kind(number) in ("boilerplate", "stamp") or bool(contributed.search(draft.lines[number].text))
