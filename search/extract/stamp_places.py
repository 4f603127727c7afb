"""Order the timestamps of an article by where they stand: which of them is most likely the article's own.

The date of publication stands between headline and body, directly above the headline, or directly below the body.
Farther up a page there is the day when it was saved, farther down there are comments and teasers of other articles.
"""

from collections.abc import Iterable, Sequence

from search.extract.draft import Draft, Timestamp
from search.extract.line_shapes import first_body_line
from search.extract.patterns import load_patterns
from search.extract.written_days import has_year

_ABOVE_BODY = 25
"""Lines between headline and body that are the article's. If there are more, menus and teasers are among them."""
_BEFORE_BODY = 8
"""Lines directly above the body."""
_IN_BODY = 6
"""The first lines of the body: a standfirst or a notice may be taken for body."""
_BELOW_HEADLINE, _ABOVE_HEADLINE = 6, 3
"""Lines directly below and above a headline."""
_FEWEST_TEASERS = 4
"""So many different days, each alone in its line, are those of teasers."""
_LAST_LINES = 4
"""Lines below the body, or at the end of a clean text, in which a timestamp counts."""
_ENDS = frozenset(".?!…。！？।)")


def likely_places(draft: Draft, timestamps: Sequence[Timestamp]) -> list[list[Timestamp]]:
    """The timestamps of each place, the likeliest place first. Linear."""
    if not draft.is_whole_page:
        return _places_of_text(draft, timestamps)
    body = first_body_line(draft)
    headline = _headline_line(draft, body)
    standfirst_end = _standfirst_end(draft, body)
    below_headline = _in_lines(draft, timestamps, range(headline + 1, headline + 1 + _BELOW_HEADLINE))
    above_body = _in_lines(draft, timestamps, range(max(headline + 1, body - _BEFORE_BODY), standfirst_end))
    between = _in_lines(draft, timestamps, range(headline + 1, body))
    below_body = _in_lines(draft, timestamps, range(draft.body[1], draft.body[1] + _LAST_LINES))
    above_headline = _in_lines(draft, timestamps, range(headline - _ABOVE_HEADLINE, headline))
    is_near = body - headline <= _ABOVE_BODY
    if headline > 0 and is_near:
        places = [_in_lines(draft, timestamps, range(headline + 1, standfirst_end)), above_headline]
    elif headline > 0:
        places = [below_headline, above_body, _same_day(between), above_headline]
    else:  # the first line may be the title of the page, and the day when the page was saved may follow
        places = [above_body, below_headline if is_near else [each for each in below_headline if each.label]]
    return [*places, [each for each in below_body if each.label or _ends_article(draft, each)]]


def _places_of_text(draft: Draft, timestamps: Sequence[Timestamp]) -> list[list[Timestamp]]:
    """The places in a text without much of a page around it: below the headline, above the body, at the end."""
    lines = draft.lines
    body = first_body_line(draft)
    headline = _headline_line(draft, body)
    body_end = lines[body].end if body < len(lines) else len(draft.text)
    last = max(lines[-_LAST_LINES:][0].start if lines else 0, body_end)
    headline_end = lines[headline].end if headline >= 0 else draft.title[1]
    near = lines[max(0, headline - _ABOVE_HEADLINE)].start if headline >= 0 else 0
    above = [timestamp for timestamp in timestamps if near <= timestamp.start < body_end]
    return [
        [timestamp for timestamp in above if timestamp.start >= headline_end],
        above,
        [
            each
            for each in _in_lines(draft, timestamps, range(body, _standfirst_end(draft, body)))
            if has_year(each.when)
        ],
        [timestamp for timestamp in timestamps if timestamp.label],
        [each for each in timestamps if each.start >= last and _ends_article(draft, each)],
    ]


def _standfirst_end(draft: Draft, body: int) -> int:
    """The line before which a timestamp may stand within the body, if the body begins with a standfirst."""
    first_long = next((number for number in range(body, draft.body[1]) if not draft.lines[number].text), draft.body[1])
    return min(body + _IN_BODY, first_long, draft.body[1])


def _headline_line(draft: Draft, body: int) -> int:
    """The number of the last line above the body that is the headline or a repeat of it; -1 if none is."""
    return next((number for number in reversed(range(body)) if draft.line_kind(number) == "headline"), -1)


def _in_lines(draft: Draft, timestamps: Iterable[Timestamp], place: range) -> list[Timestamp]:
    """The timestamps in some lines; none if they are those of teasers."""
    first, last = max(0, place.start), min(place.stop, len(draft.lines)) - 1
    if first > last:
        return []
    start, end = draft.lines[first].start, draft.lines[last].end
    found = [timestamp for timestamp in timestamps if start <= timestamp.start < end]
    days = {timestamp.when[:10] for timestamp in found if not timestamp.is_beside_words and not timestamp.label}
    return [timestamp for timestamp in found if timestamp.label or len(days) < _FEWEST_TEASERS]


def _same_day(timestamps: list[Timestamp]) -> list[Timestamp]:
    """The timestamps if all are of one day."""
    return timestamps if len({timestamp.when[:10] for timestamp in timestamps}) == 1 else []


def _ends_article(draft: Draft, timestamp: Timestamp) -> bool:
    """Whether a timestamp stands directly below text, a byline or another line with a zone.

    Below another short line it may be the day of a comment, of another story, or of what is to come.
    """
    bylines = load_patterns(draft.options.own_patterns).bylines
    before = [number for number, line in enumerate(draft.lines) if line.end <= timestamp.start][-1:]
    return all(
        draft.lines[number].is_body
        or draft.line_kind(number) != "body"
        or draft.lines[number].text[-1:] in _ENDS
        or bylines.match(draft.lines[number].text)
        for number in before
    )
