"""Tell whether a line of names names the authors by the day beside it, and whether such a day is one of many."""

from collections import Counter

from search.extract.draft import Draft
from search.extract.first_names import has_first_name
from search.extract.line_shapes import first_body_line
from search.extract.patterns import Patterns

SHORTEST_STANDFIRST = 40
"""Code points of the shortest line that can be a standfirst. Shorter ones on a whole page are buttons and links, unless
they are points of a list."""
_BELOW_HEADLINE = 12
"""Lines below a headline in which a name may stand beside the day of the article."""
LINES_OF_LIST = 8
"""Lines around a day in which those of other articles or of comments may stand."""
_MOST_DAYS = 2
"""Days around names that need no label: when an article was published and updated."""


def is_dated_below_head(draft: Draft, number: int, name: str, patterns: Patterns) -> bool:
    """Whether a name stands above a timestamp, and directly below the headline or, if that has a day, a standfirst."""
    if number + 1 >= len(draft.lines) or draft.line_kind(number + 1) != "stamp" or not number:
        return False
    above = draft.lines[number - 1]
    is_below_standfirst = above.end - above.start >= SHORTEST_STANDFIRST and has_day(draft, number + 1)
    is_below_headline = draft.line_kind(number - 1) == "headline"
    return (is_below_headline or is_below_standfirst) and _is_of_person(draft, number, name, patterns)


def is_dated_in_head(draft: Draft, number: int, name: str, headline: int, patterns: Patterns) -> bool:
    """Whether a name stands some lines below the headline beside the only day: above it, or between it and text."""
    stamp = _stamp_below(draft, number)
    if stamp < 0:
        stamp = number - 1
        is_above_text = number + 1 < len(draft.lines) and draft.lines[number + 1].is_body
        if not is_above_text or draft.line_kind(stamp) != "stamp":
            return False
    return (
        0 <= headline < stamp <= headline + _BELOW_HEADLINE
        and has_day(draft, stamp)
        and not is_of_list(draft, stamp, LINES_OF_LIST)
        and _is_of_person(draft, number, name, patterns)
    )


def _is_of_person(draft: Draft, number: int, name: str, patterns: Patterns) -> bool:
    """Whether a name may be one of a person, and stands above one timestamp at most. In a chat it comes again."""
    if not is_person_of_head(draft, name, patterns):
        return False
    same = (other for other, line in enumerate(draft.lines[:-1]) if line.text == draft.lines[number].text)
    return sum(draft.line_kind(other + 1) == "stamp" for other in same) <= 1


def may_be_dated(draft: Draft, number: int) -> bool:
    """Whether a timestamp stands beside a line, or below a mark that stands below it."""
    return is_beside_stamp(draft, number) or _stamp_below(draft, number) >= 0


def _stamp_below(draft: Draft, number: int) -> int:
    """The timestamp directly below a line, or below a line with a mark alone; -1 if there is none."""
    below = draft.lines[number + 1 : number + 3]
    is_mark = len(below) > 1 and len(below[0].text) == 1 and not below[0].text.isalnum()
    other = number + 1 + is_mark
    return other if below and draft.line_kind(other) == "stamp" else -1


def is_person_of_head(draft: Draft, name: str, patterns: Patterns) -> bool:
    """Whether a name beside a day is one of a person whom the body does not tell of. Topics, teams and places stand
    there, too, and the body names most of them."""
    first = name.split(maxsplit=1)[0].casefold()
    return (
        name[0].isupper()
        and first not in patterns.weekdays
        and f" {first} " not in draft.text  # "Real Estate"
        and has_first_name(name)
        and not _tells_of(draft, name)
    )


def _tells_of(draft: Draft, name: str) -> bool:
    """Whether the body names a person. Below its first line, one that begins with the name may be about its author."""
    if draft.text.count(name) < 2:
        return False  # most names
    body = first_body_line(draft)
    for number, line in enumerate(draft.lines):
        at = draft.text.find(name, line.start, line.end) if line.is_body else -1
        if at > line.start or (at == line.start and number == body):
            return True
    return False


def has_day(draft: Draft, number: int) -> bool:
    """Whether a line has a timestamp that names a day. Comments and teasers often say "2 hours ago" instead."""
    line = draft.lines[number]
    return any(line.start <= timestamp.start < line.end for timestamp in draft.timestamps)


def is_beside_stamp(draft: Draft, number: int) -> bool:
    """Whether the line above or below is a timestamp."""
    last = len(draft.lines) - 1
    return any(draft.line_kind(other) == "stamp" for other in (max(0, number - 1), min(number + 1, last)))


def is_of_list(draft: Draft, number: int, reach: int) -> bool:
    """Whether other days stand so few lines around a timestamp, as in a list of comments, events or other articles. The
    only day that is said to be the one of the publication, or of the update, is the article's own."""
    lines = draft.lines[max(0, number - reach) : number + reach + 1]
    start, end = lines[0].start, lines[-1].end
    around = {(each.label, each.when[:10]) for each in draft.timestamps if start <= each.start < end}
    labels = Counter(label for label, _ in around)
    return len({day for label, day in around if not label or labels[label] > 1}) > _MOST_DAYS
