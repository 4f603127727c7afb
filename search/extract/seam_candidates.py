"""Find the lines of a text at which another article may begin, with the evidence that is not of words."""

from collections.abc import Iterator
from typing import NamedTuple

from search.extract.bylines import parse_byline
from search.extract.datelines import Dateline, may_be_dateline, parse_dateline
from search.extract.draft import Draft, Timestamp
from search.extract.line_shapes import is_title
from search.extract.patterns import Patterns, load_patterns
from search.extract.record_separators import is_field, is_record_mark, is_separator
from search.extract.second_headline import may_be_headline
from search.extract.subject_change import stems
from search.extract.written_days import has_year

_LONGEST_GAP = 12 + 40
"""Lines between two lines of body among which a headline is looked for."""
_MOST_BELOW, _FEW_BELOW = 5, 2
"""Lines without a zone between a headline and its body: at most, and if neither a timestamp nor a dateline is there."""
_MOST_HEADLINES = 3
"""More lines of one gap that may be headlines are a list of links."""
_MOST_GAPS = 200
"""Gaps that are looked at in one text. This keeps the cost linear."""
_LONGEST_DATELINE = 80
"""Code points of the longest dateline of an article without a headline."""
_COLONS, _BULLETS = frozenset(":："), frozenset(("* ", "+ ", "• ", "o "))
_NEAR = 2000
"""Code points above and below in which the words of possible headlines are looked for."""
_STATED, _WEAK, _HINT, _ABOVE = 6.0, 4.0, 2.0, 1.0
"""Nats (natural logarithms of odds): of a timestamp with a year, a dateline with day or agency, and a record; of other
timestamps and datelines; of a byline, a repeated headline or a rule; of the end of an article above a headline."""


class Gap(NamedTuple):
    """The lines between two lines of body, from `first` to `body`, and what some of them may be.

    `separator` is the last line that may separate documents, or -1.
    """

    first: int
    body: int
    headlines: tuple[int, ...]
    bylines: tuple[int, ...]
    dateline: Dateline | None
    separator: int


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


def find_gaps(draft: Draft) -> list[Gap]:
    """The gaps between two lines of body in which an article may begin. Linear; most texts have none."""
    patterns = load_patterns(draft.options.own_patterns)
    found: list[Gap] = []
    before = -1
    for number, line in enumerate(draft.lines):
        if line.is_body and number not in draft.zones_by_line:
            if before >= 0 and number <= before + _LONGEST_GAP + 1:
                found.extend(_gap(draft, before + 1, number, patterns))
                if len(found) == _MOST_GAPS:
                    break
            before = number
    return found


def _gap(draft: Draft, first: int, body: int, patterns: Patterns) -> Iterator[Gap]:
    """The gap from line `first` to line `body`, if an article may begin in it."""
    start, end, *_ = draft.lines[body]
    if first == body and not (may_be_dateline(draft.text, start, end) and _has_dash(draft.text, start)):
        return  # most lines; the dateline of an article without a headline has a dash or an agency
    dateline = dateline_at(draft, body)
    if first == body and not dateline:
        return
    texts = [draft.lines[number].text for number in range(first, body)]
    separators = [number for number, text in enumerate(texts, first) if is_separator(text)]
    bylines = tuple(number for number, text in enumerate(texts, first) if text and parse_byline(text, patterns))
    headlines = tuple(_headlines(draft, first, body, patterns))
    if not headlines:
        stamp = next((number for number in range(first, body) if draft.line_kind(number) == "stamp"), body)
        is_stated = stamp < body or dateline
        if is_stated and stamp > 1 and may_be_headline(draft, stamp - 1, patterns, any_end=True):
            headlines = (stamp - 1,)
    if headlines or bylines or dateline or separators:
        yield Gap(first, body, headlines, bylines, dateline, separators[-1] if separators else -1)


def _has_dash(text: str, start: int) -> bool:
    """Whether a line has near its beginning what datelines with a day or an agency have: a dash, "(" or "/"."""
    beginning = text[start : start + _LONGEST_DATELINE]
    return any(mark in beginning for mark in ("(", "—", "–", "--", " - ", "/"))


def dateline_at(draft: Draft, number: int) -> Dateline | None:
    """The dateline at the beginning of a line. What the next code points say tells a place from other names."""
    line = draft.lines[number]
    if not may_be_dateline(draft.text, line.start, line.end):
        return None  # this spares most lines the slice
    text = draft.text[line.start : line.start + _NEAR]
    return parse_dateline(text, 0, min(len(text), line.end - line.start), draft.options.own_patterns)


def _headlines(draft: Draft, first: int, body: int, patterns: Patterns) -> list[int]:
    """The lines directly above a line of body that may be its headline, in order."""
    found = []
    others = 0
    for number in range(body - 1, first - 1, -1):
        if may_be_headline(draft, number, patterns):
            found.append(number)
        others += number not in draft.zones_by_line
        if others > _MOST_BELOW:
            break
    return found[::-1]


def weigh_gap(draft: Draft, gap: Gap) -> Candidate | None:
    """The line of a gap at which an article may begin; None if whatever the words are it has too little evidence."""
    lines, body, dateline = draft.lines, gap.body, gap.dateline
    is_list = len(gap.headlines) > _MOST_HEADLINES
    if is_list and not dateline and not gap.bylines and gap.separator < 0:
        return None
    headline = _best_headline(draft, gap)
    stamps = _timestamps(draft, max(headline, gap.first - 1) + 1, body)
    has_day = any(has_year(stamp.when) and not stamp.is_beside_words for stamp in stamps)
    has_byline = bool(gap.bylines) and gap.bylines[-1] > headline
    has_dateline = bool(dateline and (dateline.day or dateline.agency))
    if gap.separator >= 0:
        has_fields = any(is_field(lines[number].text) for number in range(gap.separator + 1, body))
        has_source = has_day or has_byline or has_dateline or has_fields
        if is_record_mark(lines[gap.separator].text) or (headline > gap.separator and has_source):
            return Candidate(gap.separator + 1, headline, body, _STATED, True, True, has_dateline, True)
        if headline > gap.separator:
            is_sure = lines[gap.separator].text[0] == "="  # other rules part the sections of an article, too
            return Candidate(gap.separator + 1, headline, body, _WEAK if is_sure else _HINT)
    if headline < 0:
        first = (*gap.bylines, body)[0]
        evidence = _WEAK + _HINT * (has_byline and has_dateline)
        return Candidate(first, -1, body, evidence, True, False, has_dateline) if has_dateline or has_byline else None
    below = range(headline + 1, body)
    is_stated = bool(stamps or dateline)
    others = sum(number not in draft.zones_by_line for number in below)
    if is_list or (not is_stated and others > _FEW_BELOW):
        return None
    if stamps and any(stamps[0].start < lines[number].start < stamps[-1].start for number in gap.headlines):
        return None  # teasers, each with its day
    is_heading = load_patterns(draft.options.own_patterns).is_comments_heading
    if any(lines[number].text and is_heading(lines[number].text) for number in (headline, *below)):
        return None
    evidence = -_ABOVE * (len(set(gap.headlines)) - 1)
    if stamps:
        evidence += _STATED if has_day else _WEAK
    if dateline:
        evidence += _STATED if has_dateline else _WEAK
    is_repeated = any(lines[number].text == lines[headline].text for number in below)
    evidence += _HINT * (is_repeated + has_byline) + _ABOVE * _is_closed(draft, headline - 1)
    return Candidate(headline, headline, body, evidence, is_stated, has_day, has_dateline)


def _best_headline(draft: Draft, gap: Gap) -> int:
    """The headline among the lines of a gap: one that is repeated, or else the first of those that have most words that
    occur below them and not above; -1 if there is none.

    A line that ends like a sentence is one only if most of its words do.
    """
    texts = [draft.lines[number].text for number in gap.headlines]
    for number, text in zip(gap.headlines, texts, strict=True):
        if texts.count(text) > 1:
            return number
    if not texts or (len(texts) == 1 and is_title(draft.lines[gap.headlines[0]])):
        return (*gap.headlines, -1)[0]
    start, body = draft.lines[gap.headlines[0]].start, draft.lines[gap.body].start
    below = set(stems(draft.text[body : body + _NEAR])).difference(stems(draft.text[max(0, start - _NEAR) : start]))
    words = [set(stems(text)) for text in texts]
    own = [len(below & each) for each in words]
    best = next(place for place, count in enumerate(own) if 2 * count >= max(own))
    number = gap.headlines[best]
    return number if is_title(draft.lines[number]) or 2 * own[best] > len(words[best]) else -1


def _timestamps(draft: Draft, first: int, last: int) -> list[Timestamp]:
    """The timestamps in lines `first` to `last`, but for those of comments and lists, below "Ann says:" or a bullet."""
    start, end = draft.lines[first].start, draft.lines[last].start
    if any(line.text[-1:] in _COLONS or line.text[:2] in _BULLETS for line in draft.lines[first:last]):
        return []
    return [timestamp for timestamp in draft.timestamps if start <= timestamp.start < end]


def _is_closed(draft: Draft, number: int) -> bool:
    """Whether a line ends an article: boilerplate, a timestamp or contributors."""
    contributed = load_patterns(draft.options.own_patterns).contributed
    return draft.line_kind(number) in ("boilerplate", "stamp") or bool(contributed.search(draft.lines[number].text))
