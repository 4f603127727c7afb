"""Find the lines that name the authors, near the headline: with a label, or with other evidence beside them."""

import re
from collections.abc import Sequence
from itertools import chain

from search.extract.bylines import BETWEEN_NAMES, Byline, is_job_title, may_follow, parse_byline
from search.extract.draft import Draft, whole_line
from search.extract.line_shapes import first_body_line
from search.extract.patterns import Patterns, load_patterns
from search.extract.person_names import leading_persons, may_begin_with_person
from search.types.article import Zone

MOST_LINES = 30
"""Lines below the headline that are examined."""
_LAST_LINES, _LINES_BELOW = 6, 3
"""Lines at the end of the body and below it in which an author may be named."""
_AT_END = 3
"""Lines at the very end of the body in which a byline is looked for."""
_MOST_OTHERS = 2
"""With so many persons in other bylines above the body, no byline is taken for the one of the article."""
_BELOW_BODY = 10
"""Lines from the beginning of the body on in which the headline may stand."""
_ABOVE, _BELOW = 2, 5
"""Lines above the headline, and lines from the beginning of the body on, in which a byline is looked for."""
SHORTEST_STANDFIRST = 40
"""Code points of the shortest line that can be a standfirst. Shorter ones on a whole page are buttons and links, unless
they are points of a list."""
_OTHER_LABEL = (" by", " von", " par", " por", ":")
"""Ends of lines after which a person is named who did something else: "Fact checked by"."""
_MOST_DAYS = 2
"""Days around the names of authors: when an article was published and updated."""
_BELOW_HEADLINE = 4
"""Lines below a headline in which a timestamp may name the authors."""
_MARKS = " |/·•–—-"
"""Marks and blanks between a day and names."""
_LONGEST_NAMES = 80
"""Code points of the longest line that has only names and a job title."""
_MOST_BOXES, _LONGEST_LABEL, _INDENT = 4, 40, 4
"""Occurrences of a name that are examined, code points before each, and code points of an indent."""
_BEFORE_BOX = re.compile(
    r"(?:^|\n)\W*(?:about|über|more from|mehr von|more by|alles von|alle beiträge von|latest posts by|all posts by)"
    r"(?: the author| den autor| die autorin)?\W{1,3}$",
    re.IGNORECASE,
)
"""Matches what stands before the name in the box of an author."""
_IN_BOX = re.compile(
    r"(?: \([^()\n]{1,40}\))?,? (?:is an?|is the|ist|covers|writes|reports|est|es|é|è|leitet|arbeitet|schreibt)\s"
)
"""Matches what stands behind the name in the box of an author."""


def find_bylines(draft: Draft, body: int) -> dict[int, tuple[Zone, ...]]:
    """The bylines around the headline and line `body`, the first one of the body. Examines some forty lines."""
    patterns = load_patterns(draft.options.own_patterns)
    headline, numbers = _beginning(draft, body)
    body_end = _body_end(draft)
    at_end = range(max(numbers[-1] + 1 if numbers else 0, body_end - _AT_END), min(body_end + 1, len(draft.lines)))
    title = draft.lines[headline].text if headline >= 0 else ""
    new_zones: dict[int, tuple[Zone, ...]] = {}
    for number in (*numbers, *at_end):
        line = draft.lines[number]
        if not line.text or line.is_body or number in draft.zones_by_line:
            continue
        before = draft.lines[number - 1].text if number else ""
        has_label = patterns.byline_label(line.text)
        byline = has_label and parse_byline(line.text, patterns, beside_stamp=_is_beside_stamp(draft, number))
        continues = number - 1 in new_zones and (
            line.text in BETWEEN_NAMES or (before in BETWEEN_NAMES and bool(leading_persons(line.text, patterns)[0]))
        )
        is_source = (line.text in patterns.agencies or line.text in patterns.outlets) and (
            number in (headline + 1, body - 1) or number - 1 in new_zones or _is_beside_stamp(draft, number)
        )
        is_above_body = headline < number and (
            number < body or any(line.is_body for line in draft.lines[number + 1 : number + 1 + _BELOW])
        )
        if (
            byline
            or continues
            or (is_above_body and (is_source or (not has_label and _is_of_names(draft, number, title, patterns))))
        ):
            new_zones[number] = whole_line(line, "byline")
            if number > headline + 1 and _is_label(before, patterns):
                new_zones[number - 1] = whole_line(draft.lines[number - 1], "byline")
    return new_zones


def read_bylines(draft: Draft) -> Byline:
    """The authors and the agency that the bylines of an article name. Examines the byline zones.

    Only bylines near the headline, near the beginning of the body and at its end count; others belong to other
    articles. Lines that follow each other name the authors together. Where several bylines that do not follow each
    other name three persons or more, it is unknown whose byline is the one of the article.
    """
    patterns = load_patterns(draft.options.own_patterns)
    has_byline = any(zone.kind == "byline" for zones in draft.zones_by_line.values() for zone in zones)
    if not has_byline and not any(timestamp.is_beside_words for timestamp in draft.timestamps):
        return Byline()  # most articles
    body = first_body_line(draft)
    _, numbers = _beginning(draft, body)
    body_end = _body_end(draft)
    near = {*numbers, *range(body_end - _LAST_LINES, body_end + _LINES_BELOW)}
    authors: list[str] = []
    others: set[str] = set()
    agency, previous = "", -1
    for number in sorted(near & draft.zones_by_line.keys()):
        byline = _read_line(draft, number, draft.zones_by_line[number], patterns)
        if byline:
            agency = agency or byline.agency
            if not authors or number == previous + 1:
                authors += (name for name in byline.authors if name not in authors)
            elif number < body:
                others.update(byline.authors)
            previous = number
    is_unknown = len(others.difference(authors)) >= _MOST_OTHERS
    return Byline(() if is_unknown else tuple(authors), agency)


def _read_line(draft: Draft, number: int, zones: Sequence[Zone], patterns: Patterns) -> Byline | None:
    """What the byline in a line names, or names beside a day name; None if there are none of them."""
    bylines = [draft.text[zone.start : zone.end] for zone in zones if zone.kind == "byline"]
    if not bylines:
        is_stamp = any(zone.kind == "stamp" for zone in zones)
        names = _names_beside_day(draft, number, patterns) if is_stamp else ()
        return Byline(names) if names else None
    text = bylines[0]
    beside_stamp = len(zones) > 1 or _is_beside_stamp(draft, number)
    byline = parse_byline(text, patterns, beside_stamp=beside_stamp) or Byline(leading_persons(text, patterns)[0])
    byline = byline._replace(agency=byline.agency or patterns.agencies.get(text, ""))
    return byline if byline.authors or byline.agency or text in BETWEEN_NAMES else None


def _names_beside_day(draft: Draft, number: int, patterns: Patterns) -> tuple[str, ...]:
    """The persons that a timestamp below the headline names before its day, or behind it and a mark."""
    start, end_of_line, text, _ = draft.lines[number]
    days = [each for each in draft.timestamps if start <= each.start < end_of_line and each.is_beside_words]
    above = range(max(0, number - _BELOW_HEADLINE), number)
    if not days or not any(draft.line_kind(other) == "headline" for other in above) or _is_of_list(draft, number):
        return ()
    names, end = leading_persons(text, patterns)
    if names and start + end <= days[0].start and may_follow(text[end:], patterns):
        return names if _may_be_person(draft, names[0], patterns) else ()
    behind = text[days[-1].end - start :]
    rest = behind.lstrip(_MARKS)
    names, end = leading_persons(rest, patterns)
    following = rest[end:].lstrip()[:1]
    has_mark = not behind[: len(behind) - len(rest)].isspace()
    is_alone = following.isdigit() or (has_mark and following in ("", *_MARKS))
    return names if names and is_alone and _may_be_person(draft, names[0], patterns) else ()


def _is_of_list(draft: Draft, number: int) -> bool:
    """Whether other days stand around a timestamp, as in a list of comments, events or other articles."""
    lines = draft.lines[max(0, number - _BELOW_HEADLINE) : number + _BELOW_HEADLINE + 1]
    start, end = lines[0].start, lines[-1].end
    return len({each.when[:10] for each in draft.timestamps if start <= each.start < end}) > _MOST_DAYS


def _may_be_person(draft: Draft, name: str, patterns: Patterns) -> bool:
    """Whether the text does not use the first word of a name as another word: "Real Estate"."""
    first = name.split(maxsplit=1)[0].casefold()
    return name[0].isupper() and first not in patterns.weekdays and f" {first} " not in draft.text


def _beginning(draft: Draft, body: int) -> tuple[int, Sequence[int]]:
    """The last headline above line `body`, -1 if there is none, and the lines around both where authors may be named.
    The region of a body may begin a few lines above its headline."""
    last = len(draft.lines)
    headlines = [number for number, zones in draft.zones_by_line.items() if zones[0].kind == "headline"]
    headline = max([number for number in headlines if number < body], default=-1)
    above = range(max(0, headline - _ABOVE), headline)
    below = range(headline + 1, min(body, headline + 1 + MOST_LINES))
    numbers = (*above, *below, *range(body, min(body + _BELOW, last)))
    within = [number for number in headlines if body <= number < body + _BELOW_BODY]
    below_those = (range(number + 1, min(number + 1 + _BELOW, last)) for number in within)
    return headline, sorted({*numbers, *chain.from_iterable(below_those)}) if within else numbers


def _body_end(draft: Draft) -> int:
    """The line below the body; the number of lines if the text is no whole page."""
    return draft.body[1] if draft.is_whole_page else len(draft.lines)


def _is_label(text: str, patterns: Patterns) -> bool:
    """Whether a line is the label of the names in the next line: "By", "Autor:"."""
    folded = text.casefold()
    return folded in patterns.byline_starts or (
        folded.endswith((":", "：")) and folded.rstrip(" :：") in patterns.byline_labels
    )


def _is_of_names(draft: Draft, number: int, headline: str, patterns: Patterns) -> bool:
    """Whether a line has only names, with or without a job title, and there is evidence that they are the authors.

    That is a label above, the job title, a timestamp or a job title below, or the box of an author. A timestamp counts
    only below the headline or a standfirst: the names in comments and menus have timestamps too.
    """
    text, end_of_line = draft.lines[number].text, draft.lines[number].end
    if len(text) > _LONGEST_NAMES or not may_begin_with_person(text):
        return False
    names, end = leading_persons(text, patterns)
    rest = text[end:].strip(" |·-–—")
    if not names or (rest and not is_job_title(rest.lstrip(", "), patterns)):
        return False
    above = draft.lines[number - 1] if number else None
    has_label = above is not None and _is_label(above.text, patterns)
    has_other_label = above is not None and above.text.casefold().endswith(_OTHER_LABEL)
    if not has_label and (has_other_label or names[0] in headline):
        return False
    if rest or has_label or _has_box(draft.text, names[0], end_of_line):
        return True
    below = number + 1
    if below < len(draft.lines) and is_job_title(draft.lines[below].text, patterns):
        return True
    is_below_title = above and (
        draft.line_kind(number - 1) == "headline" or above.end - above.start >= SHORTEST_STANDFIRST
    )
    has_stamp = below < len(draft.lines) and draft.line_kind(below) == "stamp"
    if not is_below_title or not has_stamp or not _may_be_person(draft, names[0], patterns):
        return False
    same = (other for other, line in enumerate(draft.lines[:-1]) if line.text == text)
    return sum(draft.line_kind(other + 1) == "stamp" for other in same) == 1  # in a chat a name comes again


def _is_beside_stamp(draft: Draft, number: int) -> bool:
    """Whether the line above or below is a timestamp."""
    last = len(draft.lines) - 1
    return any(draft.line_kind(other) == "stamp" for other in (max(0, number - 1), min(number + 1, last)))


def _has_box(text: str, name: str, start: int) -> bool:
    """Whether the text behind `start` has a box of an author with this name. Examines three occurrences of it."""
    for _ in range(_MOST_BOXES):
        start = text.find(name, start)
        if start < 0:
            return False
        begins_line = "\n" in text[max(0, start - _INDENT) : start]
        is_box = _BEFORE_BOX.search(text, max(0, start - _LONGEST_LABEL), start)
        if is_box or (begins_line and _IN_BOX.match(text, start + len(name))):
            return True
        start += len(name)
    return False
