"""Order the timestamps of an article by where they stand: which of them is most likely the article's own.

The date of publication stands between headline and body, directly above the headline, or directly below the body.
Farther up a page there is the day when it was saved, farther down there are comments and teasers of other articles.
"""

import operator
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from search.extract.draft import Draft, Timestamp
from search.extract.line_shapes import count_words, first_body_line, is_title
from search.extract.patterns import load_patterns
from search.extract.written_days import has_year

_ABOVE_BODY = 25
"""Lines between headline and body that are the article's. If there are more, menus and teasers are among them."""
_BEFORE_BODY = 8
"""Lines directly above the body."""
_IN_BODY = 6
"""The first lines of the body: a standfirst or a notice may be taken for body."""
_BELOW_HEADLINE, _ABOVE_HEADLINE, _FAR_ABOVE_HEADLINE = 6, 3, 8
"""Lines directly below and above a headline. In the farther ones above it a day may be the one when the page was saved,
which mostly has its day of the week."""
_FEWEST_WORDS = 4
"""Words of the shortest title of another article."""
_FEWEST_TEASERS = 4
"""So many different days are those of teasers, or of a list of events."""
_FEWEST_COMMENTS = 3
"""So many different times of one day are those of comments."""
_LAST_LINES = 4
"""Lines below the body, or at the end of a clean text, in which a timestamp counts."""
_TEASERS = 20
"""Lines below the body, or above a headline, that show whether teasers or comments are there: these have several
days."""
_NEAR_ARTICLE = 6
"""Lines from a headline or from text to a day that is said to be boilerplate, but which is the article's."""
_DAY, _MINUTE = len("2031-03-04"), len("2031-03-04T10:30")
_END = operator.attrgetter("end")
_ENDS = frozenset(".?!…。！？।)")


def likely_places(draft: Draft, timestamps: Sequence[Timestamp]) -> Iterator[list[Timestamp]]:
    """The timestamps of each place, the likeliest place first. Without a label, none far from the article. Linear."""
    for place in _places(draft, timestamps):
        yield [each for each in place if each.label or not _is_far_from_article(draft, each)]


def _is_far_from_article(draft: Draft, timestamp: Timestamp) -> bool:
    """Whether a timestamp is said to be boilerplate, by its document or by its place, and neither headline nor text is
    near it."""
    number = bisect_left(draft.lines, timestamp.end, key=_END)
    near = range(max(0, number - _NEAR_ARTICLE), min(number + _NEAR_ARTICLE + 1, len(draft.lines)))
    return draft.line_kind(number) == "boilerplate" and not any(
        draft.line_kind(other) in ("headline", "body") for other in near
    )


def _places(draft: Draft, timestamps: Sequence[Timestamp]) -> Iterator[list[Timestamp]]:
    body = first_body_line(draft)
    end = min(body + _IN_BODY, draft.body[1]) if draft.is_whole_page else body
    headlines = sorted(
        number
        for number, zones in draft.zones_by_line.items()
        if number < end and zones and zones[0][0] == "headline" and draft.line_kind(number) == "headline"
    )
    if draft.is_whole_page:
        yield from _places_above(draft, timestamps, headlines, body)
        yield _below_body(draft, timestamps)
    else:
        yield from _places_of_text(draft, timestamps, headlines[-1] if headlines else -1, body)


def _places_above(
    draft: Draft, timestamps: Sequence[Timestamp], headlines: Sequence[int], body: int
) -> list[list[Timestamp]]:
    """The places above the body of a whole page, and in its first lines. The headline may be one of these."""
    in_body = _in_lines(draft, timestamps, body, min(body + _IN_BODY, draft.body[1]))
    is_labelled = any(each.label for each in _within(draft, timestamps, body - _BEFORE_BODY, body))
    in_body = [
        each for each in in_body if each.label or (has_year(each.when) and not is_labelled and _is_one_day(in_body))
    ]
    near = near_headline(headlines, body)
    if near:
        below = _in_lines(draft, timestamps, near + 1, body) + in_body
        if len(headlines) == 1 and _are_of_teasers(draft, below):
            below = [each for each in below if each.label]
        return [below, *_above_headline(draft, timestamps, near)]
    headline = headlines[-1] if headlines else -1
    below_headline = _in_lines(draft, timestamps, headline + 1, headline + 1 + _BELOW_HEADLINE)
    above_body = _in_lines(draft, timestamps, max(headline + 1, body - _BEFORE_BODY), body) + in_body
    if _are_of_teasers(draft, above_body):
        above_body = [each for each in above_body if each.label]
    if headline <= 0:  # the first line may be the title of the page, and the day when the page was saved may follow
        is_near = headline == 0 and body <= _ABOVE_BODY
        below_headline = [each for each in below_headline if each.label or (is_near and _is_below_first(draft, each))]
        return [above_body, below_headline]
    between = _within(draft, timestamps, headline + 1, body)
    if _are_listed(between):
        above_body = [each for each in above_body if each.label]
    between = between if _is_one_day(between) and not _are_listed(between) else []
    return [below_headline, above_body, between, *_above_headline(draft, timestamps, headline)]


def near_headline(headlines: Sequence[int], body: int) -> int:
    """The first headline near the body; 0 if there is none. The first line of a page is none: it may be its title."""
    return next((number for number in headlines if number >= max(1, body - _ABOVE_BODY)), 0)


def _is_below_first(draft: Draft, timestamp: Timestamp) -> bool:
    """Whether the first line is a headline without an outlet, and nothing of a menu stands between it and a timestamp.

    One short line may: a section. The day when the page was saved mostly has its day of the week.
    """
    between = range(1, bisect_left(draft.lines, timestamp.end, key=_END))
    menu = [draft.lines[number].text for number in between if draft.line_kind(number) == "boilerplate"]
    patterns = load_patterns(draft.options.own_patterns)
    is_of_page = (
        draft.title[1] < draft.lines[0].end or len(menu) > 1 or any(map(patterns.is_boilerplate, filter(None, menu)))
    )
    return not is_of_page and not timestamp.weekday


def _above_headline(draft: Draft, timestamps: Sequence[Timestamp], headline: int) -> list[list[Timestamp]]:
    """The timestamps directly above a headline, and those farther above if they are of one day.

    If there are several, they are those of teasers, and only labels count.
    """
    near = _in_lines(draft, timestamps, headline - _ABOVE_HEADLINE, headline)
    far = _in_lines(draft, timestamps, headline - _FAR_ABOVE_HEADLINE, headline - _ABOVE_HEADLINE)
    if len(_within(draft, timestamps, headline - _TEASERS, headline)) >= _FEWEST_TEASERS - 1:
        return [[each for each in near if each.label]]
    return [near, [each for each in far if not each.weekday and _is_one_day(far)]]


def _below_body(draft: Draft, timestamps: Sequence[Timestamp]) -> list[Timestamp]:
    """The timestamps directly below the body of a whole page, unless those of teasers or comments follow."""
    end = draft.body[1]
    near = _within(draft, timestamps, end, end + _TEASERS)
    if not _is_one_day(near):
        return []
    below = [] if _are_listed(near) else _within(draft, timestamps, end, end + _LAST_LINES)
    labelled = [each for each in _in_lines(draft, timestamps, end, end + _TEASERS // 2) if each.label]
    return labelled or [each for each in below if _ends_article(draft, each)]


def _places_of_text(
    draft: Draft, timestamps: Sequence[Timestamp], headline: int, body: int
) -> Iterator[list[Timestamp]]:
    """The places in a text without much of a page around it."""
    lines = draft.lines
    body_end = lines[body].end if body < len(lines) else len(draft.text)
    headline_end = lines[headline].end if headline >= 0 else draft.title[1]
    yield [each for each in timestamps if each.label]
    between = [each for each in timestamps if headline_end <= each.start < body_end]
    if between and between[0].weekday and between[0].when[:10] > between[-1].when[:10]:
        between.reverse()  # the day when the page was saved stands above, and is never before the article's
    yield between
    if headline >= 0:
        yield _above_headline(draft, timestamps, headline)[0]
    else:
        yield [each for each in timestamps if each.start < body_end]
    in_body = _in_lines(draft, timestamps, body, min(body + _IN_BODY, draft.body[1]))
    standfirst_end = _standfirst_end(draft, body)
    if _is_one_day(in_body):
        yield [
            each
            for each in in_body
            if has_year(each.when)
            and (each.is_beside_words or each.start < standfirst_end or _is_beside_byline(draft, each))
        ]
    last = max(lines[-_LAST_LINES:][0].start if lines else 0, body_end)
    yield [each for each in timestamps if each.start >= last and _ends_article(draft, each)]


def _is_beside_byline(draft: Draft, timestamp: Timestamp) -> bool:
    """Whether a byline, or its label, stands in the line above a timestamp or in the one below it."""
    patterns = load_patterns(draft.options.own_patterns)
    number = bisect_left(draft.lines, timestamp.end, key=_END)
    beside = (draft.lines[near].text for near in (number - 1, number + 1) if 0 <= near < len(draft.lines))
    return any(text.casefold() in patterns.byline_labels or patterns.byline_label(text) for text in beside)


def _standfirst_end(draft: Draft, body: int) -> int:
    """Where the first short lines of the body end."""
    return next((line.start for line in draft.lines[body:] if not line.text), len(draft.text))


def _within(draft: Draft, timestamps: Iterable[Timestamp], first: int, end: int) -> list[Timestamp]:
    """The timestamps in lines `first` to `end`, the end excluded."""
    first, last = max(0, first), min(end, len(draft.lines)) - 1
    if first > last:
        return []
    start, stop = draft.lines[first].start, draft.lines[last].end
    return [each for each in timestamps if start <= each.start < stop]


def _in_lines(draft: Draft, timestamps: Iterable[Timestamp], first: int, end: int) -> list[Timestamp]:
    """The timestamps in lines `first` to `end`; if they are those of teasers, only the ones with a label."""
    found = _within(draft, timestamps, first, end)
    return [each for each in found if each.label] if _are_listed(found) else found


def _are_listed(timestamps: Iterable[Timestamp]) -> bool:
    """Whether timestamps are those of teasers, of comments, or of a list of events."""
    unlabelled = {each.when[:_MINUTE] for each in timestamps if not each.label}
    days, times = {when[:_DAY] for when in unlabelled}, [when for when in unlabelled if len(when) == _MINUTE]
    return len(days) >= _FEWEST_TEASERS or (len(days) == 1 and len(times) >= _FEWEST_COMMENTS)


def _are_of_teasers(draft: Draft, timestamps: Iterable[Timestamp]) -> bool:
    """Whether the title of another article stands between two days without a label."""
    unlabelled = [each for each in timestamps if not each.label]
    return any(
        is_title(line) and count_words(line.text) >= _FEWEST_WORDS
        for one, other in pairwise(unlabelled)
        if one.when[:10] != other.when[:10]
        for line in draft.lines[
            bisect_left(draft.lines, one.end, key=_END) + 1 : bisect_left(draft.lines, other.end, key=_END)
        ]
    )


def _is_one_day(timestamps: Iterable[Timestamp]) -> bool:
    return len({timestamp.when[:10] for timestamp in timestamps}) == 1


def _ends_article(draft: Draft, timestamp: Timestamp) -> bool:
    """Whether a timestamp stands directly below text, a byline or another line with a zone.

    Below another short line it may be the day of a comment, of another story, or of what is to come.
    """
    byline_label = load_patterns(draft.options.own_patterns).byline_label
    before = [number for number, line in enumerate(draft.lines) if line.end <= timestamp.start][-1:]
    return all(
        draft.lines[number].is_body
        or draft.line_kind(number) != "body"
        or draft.lines[number].text[-1:] in _ENDS
        or byline_label(draft.lines[number].text)
        for number in before
    )
