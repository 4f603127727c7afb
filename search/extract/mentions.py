"""Find a day that the text of an article mentions. It is shown for articles without a date, and is no date itself.

It is the first day that the beginning of the body names. A day without a year goes first: news names the days around
its own in this way. Captions give no day, nor does a sentence on what is to come.
"""

import operator
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from search.extract.draft import Draft, Timestamp
from search.extract.line_shapes import first_body_line
from search.extract.named_days import NamedDay, named_days
from search.extract.patterns import Patterns, load_patterns
from search.extract.written_days import has_year
from search.kernels import kernels
from search.kernels.word_bounds import BLANK_LINE
from search.types.article import Mention

_BEGINNING = 1000
"""Code points of the body in which a day without a year is looked for."""
_LEAD = 300
"""Code points of the body in which a day with a year is looked for. Most days with a year are history."""
_LONGEST_DAY = 40
"""Code points of the longest day, with its month and year."""
_CONTEXT = 400
"""Code points of the paragraph, before and after a day, in which its sentence is looked for."""
_WORDS_BEFORE = 40
"""Code points before a day in which a word such as "until" is looked for."""
_CREDIT = 40
"""Code points after the sentence in which a credit of a picture is looked for."""
_END = operator.attrgetter("end")
_QUESTION = "?？؟"
_DAY = len("--03-04")


def find_mention(draft: Draft, timestamps: Sequence[Timestamp]) -> Mention | None:
    """The mentioned day: of one of the `timestamps` or a dateline whose year is unknown, or of the body.

    It is not after the newest timestamp of the file; a day without a year is taken to be in the same year as that.
    """
    above = list(_without_year(draft, timestamps)) if timestamps or draft.has_zone("dateline") else []
    in_body = _in_body(draft)
    if not (above or in_body):
        return None  # most texts
    days = chain(above, in_body)
    first = next(days, None)
    if not first:
        return None
    stamps = (draft.whole.draft if draft.whole else draft).timestamps
    newest = max((stamp.when[:10] for stamp in stamps if has_year(stamp.when)), default="")
    patterns = load_patterns(draft.options.own_patterns)
    with_year = None
    for number, day in enumerate(chain((first,), days)):
        if with_year and has_year(day.when):
            continue  # the first is enough
        if newest and (day.when if has_year(day.when) else newest[:4] + day.when[1:]) > newest:
            continue
        if number < len(above) or has_happened(draft.text, day, patterns):
            if not has_year(day.when):
                return Mention(day.when, day.start, day.end)
            with_year = Mention(day.when, day.start, day.end)
    return with_year


def _without_year(draft: Draft, timestamps: Iterable[Timestamp]) -> Iterator[NamedDay]:
    """The days of timestamps that are labelled or above the body, and of the dateline."""
    stamps = [stamp for stamp in timestamps if not has_year(stamp.when)]
    if stamps:
        body = first_body_line(draft)
        body_end = draft.lines[body].end if body < len(draft.lines) else len(draft.text)
        for stamp in stamps:
            if stamp.label or stamp.start < body_end:
                yield NamedDay(stamp.when[:_DAY], stamp.start, stamp.end)
    for zone in draft.zones_of("dateline"):
        yield from named_days(draft.text, zone.start, zone.end, draft.options.own_patterns)


def _in_body(draft: Draft) -> Iterable[NamedDay]:
    """The days that the first sentences of the body name, with those to come and those in captions."""
    lines, first = draft.lines, first_body_line(draft)
    if first == len(lines):
        return ()
    start = lines[first].start
    end = min(len(draft.text), start + _BEGINNING + _LONGEST_DAY)
    days = named_days(draft.text, start, end, draft.options.own_patterns)
    return _early(draft, start, days) if days else ()


def _early(draft: Draft, start: int, days: Iterable[NamedDay]) -> Iterator[NamedDay]:
    """Those of some days that stand in the first sentences of the body, which begins at `start`."""
    lines = draft.lines
    for day in days:  # none reaches over the end of a line
        number = bisect_left(lines, day.end, key=_END)
        zones = draft.zones_by_line.get(number, ())
        is_early = day.start < start + (_LEAD if has_year(day.when) else _BEGINNING)
        is_body = lines[number].is_body and not any(zone.overlaps((day.start, day.end)) for zone in zones)
        if is_early and is_body:
            yield day


def has_happened(text: str, day: NamedDay, patterns: Patterns) -> bool:
    """Whether the words around a day neither speak of what is to come nor describe a picture."""
    before = _on_one_line(_paragraphs(text[max(0, day.start - _CONTEXT) : day.start])[-1])
    after = _on_one_line(_paragraphs(text[day.end : day.end + _CONTEXT])[0])
    start, end = len(before), len(before) + day.end - day.start
    context = before + text[day.start : day.end] + after
    if patterns.before_mention.ends(context, max(0, start - _WORDS_BEFORE), start):
        return False
    parts = kernels().sentences(context, 0, len(context))  # an abbreviated month may end one: "Dec. 6"
    start = max(first for first, _ in parts if first <= start)
    end = min(last for _, last in parts if last >= end)
    if context[end - 1] in _QUESTION or patterns.no_mention.is_in(context[start:end].lower()):
        return False  # to search small letters is three times as fast as re.IGNORECASE
    with_credit = context[start : end + _CREDIT].lower()
    may_be_caption = any(hint in with_credit for hint in patterns.hints_of_captions_in_body)  # few sentences have one
    return not (may_be_caption and patterns.captions_in_body.search(context, start, end + _CREDIT))


def _paragraphs(text: str) -> list[str]:
    return BLANK_LINE.split(text) if "\n" in text else [text]


def _on_one_line(text: str) -> str:
    if text.isprintable() and "  " not in text:
        return text  # a blank alone is printable of all white space
    words = " ".join(text.split())  # to split is faster than an expression
    return f"{' ' * text[0].isspace()}{words}{' ' * (text[-1].isspace() and words != '')}"
