"""Find a day that the text of an article mentions. It is shown for articles without a date, and is no date itself.

It is the first day that the beginning of the body names. A day without a year goes first: news names the days around
its own in this way. Captions give no day, nor does a sentence on what is to come.
"""

from collections.abc import Iterable, Iterator
from itertools import chain

from search.analysis.sentences import sentences
from search.extract.draft import Draft, Line, Timestamp
from search.extract.line_shapes import first_body_line
from search.extract.named_days import NamedDay, named_days
from search.extract.patterns import Patterns, load_patterns
from search.extract.timestamp_parser import has_year
from search.types.article import Mention

_BEGINNING = 1000
"""Code points of the body in which a day without a year is looked for."""
_LEAD = 300
"""Code points of the body in which a day with a year is looked for. Most days with a year are history."""
_SENTENCE = 400
"""Code points before and after a day in which its sentence is looked for."""
_WORDS_BEFORE = 40
"""Code points before a day in which a word such as "until" is looked for."""
_CREDIT = 40
"""Code points after the sentence in which a credit of a picture is looked for."""
_QUESTION = "?？؟"
_DAY = len("--03-04")


def find_mention(draft: Draft, timestamps: Iterable[Timestamp]) -> Mention | None:
    """The mentioned day: of one of the `timestamps` or a dateline whose year is unknown, or of the body.

    It is not after the newest timestamp of the file; a day without a year is taken to be in the same year as that.
    """
    newest = max((stamp.when[:10] for stamp in (draft.whole or draft).timestamps if has_year(stamp.when)), default="")
    days = [
        day
        for day in chain(_without_year(draft, timestamps), _in_body(draft))
        if not newest or (day.when if has_year(day.when) else newest[:4] + day.when[1:]) <= newest
    ]
    day = min(days, key=lambda day: has_year(day.when), default=None)
    return Mention(day.when, day.start, day.end) if day else None


def _without_year(draft: Draft, timestamps: Iterable[Timestamp]) -> Iterator[NamedDay]:
    """The days of timestamps that are labelled or above the body, and of the dateline."""
    body = first_body_line(draft)
    body_end = draft.lines[body].end if body < len(draft.lines) else len(draft.text)
    for stamp in timestamps:
        if not has_year(stamp.when) and (stamp.label or stamp.start < body_end):
            yield NamedDay(stamp.when[:_DAY], stamp.start, stamp.end)
    for zone in draft.zones():
        if zone.kind == "dateline":
            yield from named_days(draft.text, zone.start, zone.end, draft.options.own_patterns)


def _in_body(draft: Draft) -> Iterator[NamedDay]:
    """The days that the first sentences of the body name, but for those to come and those in captions."""
    patterns = load_patterns(draft.options.own_patterns)
    first = first_body_line(draft)
    start = draft.lines[first].start if first < len(draft.lines) else 0
    for number, line in enumerate(draft.lines[first:], first):
        if line.start >= start + _BEGINNING:
            break
        zones = draft.zones_by_line.get(number, ())
        for day in named_days(draft.text, line.start, min(line.end, start + _BEGINNING), draft.options.own_patterns):
            is_body = line.is_body and not any(zone.overlaps((day.start, day.end)) for zone in zones)
            is_body &= not has_year(day.when) or day.start < start + _LEAD
            if is_body and _has_happened(draft.text, day, line, patterns):
                yield day


def _has_happened(text: str, day: NamedDay, line: Line, patterns: Patterns) -> bool:
    """Whether the words around a day neither speak of what is to come nor describe a picture."""
    start, end = max(line.start, day.start - _SENTENCE), min(line.end, day.end + _SENTENCE)
    if patterns.before_mention.search(text, max(start, day.start - _WORDS_BEFORE), day.start):
        return False
    parts = list(sentences(text, start, end))  # an abbreviated month may end one: "Dec. 6"
    start = max(first for first, _ in parts if first <= day.start)
    end = min(last for _, last in parts if last >= day.end)
    if text[end - 1] in _QUESTION or patterns.no_mention.search(
        text[start:end].lower()
    ):  # three times as fast as with re.IGNORECASE
        return False
    return not patterns.captions_in_body.search(text, start, min(end + _CREDIT, line.end))
