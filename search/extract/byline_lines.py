"""Find the lines that name the authors, near the headline: with a label, or with other evidence beside them."""

import re
from collections.abc import Container, Sequence
from itertools import chain

from search.extract.author_box import has_box, may_have_box
from search.extract.bylines import BETWEEN_NAMES, OF_BYLINE, is_job_title, parse_byline
from search.extract.dated_names import is_beside_stamp, is_dated_below_head, is_dated_in_head, may_be_dated
from search.extract.draft import Draft, Line, whole_line
from search.extract.east_asian_bylines import east_asian_authors
from search.extract.name_words import HONORIFICS
from search.extract.other_credits import is_of_other
from search.extract.patterns import BYLINE_LABEL, SOURCE_NAME, Patterns, load_patterns
from search.extract.person_names import leading_persons, may_be_names
from search.kernels.signs import MAY_BE_NAMES, WIDE
from search.types.article import Zone

MOST_LINES = 30
"""Lines below the headline that are examined."""
_AT_END = 3
"""Lines at the very end of the body in which a byline is looked for."""
_BELOW_BODY = 10
"""Lines from the beginning of the body on in which the headline may stand."""
_FEW_LINES = 20
"""Of a text with so few lines, all are looked at once."""
_ABOVE, _BELOW = 2, 5
"""Lines above the headline, and lines from the beginning of the body on, in which a byline is looked for."""
_OF_AUTHORS = MAY_BE_NAMES | BYLINE_LABEL | SOURCE_NAME | WIDE
"""Each line that may be a byline by its words has one of these signs."""
_JOINED = re.compile(r"[|,-]\w|\w[A-Z][a-z]")
"""Matches where a job title may be joined to a name: "Ann Roe|Editor", "Ann RoeEditor"."""
_FEWEST_WORDS = 2
"""Words of the shortest name."""
_OTHER_LABEL = (" by", " von", " par", " por", " from", ":")
"""Ends of lines after which a person is named who did something else: "Fact checked by"."""
_MARKS = " ,|·-–—"
"""Marks and blanks between names and a job title."""
_QUOTATION = re.compile(r"[\"“„«»].+[\"”“«»]")
"""Matches a quotation, below which the person is named who said it."""


def find_bylines(draft: Draft, body: int) -> dict[int, tuple[Zone, ...]]:
    """The bylines around the headline and line `body`, the first one of the body. Examines some forty lines."""
    patterns = load_patterns(draft.options.own_patterns)
    if len(draft.lines) <= _FEW_LINES and not _has_author_line(draft, patterns):
        return {}  # most articles
    return bylines_around(draft, body, patterns)


def _has_author_line(draft: Draft, patterns: Patterns) -> bool:
    """Whether a short line without a zone may be a byline by its words."""
    if not draft.other_signs & _OF_AUTHORS:
        return False
    for number, line in enumerate(draft.lines):
        if not line[3] and number not in draft.zones_by_line and _may_name_authors(line, patterns):
            return True
    return False


def bylines_around(draft: Draft, body: int, patterns: Patterns) -> dict[int, tuple[Zone, ...]]:
    """The bylines among the lines around the headline and line `body`, and at the end of the body."""
    headline, numbers = lines_around(draft, body)
    last = body_end(draft)
    at_end = range(max(numbers[-1] + 1 if numbers else 0, last - _AT_END), min(last + 1, len(draft.lines)))
    new_zones: dict[int, tuple[Zone, ...]] = {}
    dated_names: dict[int, tuple[Zone, ...]] = {}
    lines, zones_by_line = draft.lines, draft.zones_by_line
    others = [number for number in (*numbers, *at_end) if not lines[number][3] and number not in zones_by_line]
    for number in others:  # short lines without a zone
        line = lines[number]
        if number - 1 not in new_zones and not _may_name_authors(line, patterns):
            continue
        is_byline = _is_labelled(draft, number, patterns) or _continues(draft, number, new_zones, patterns)
        if not is_byline:
            is_near = number in (headline + 1, body - 1) or number - 1 in new_zones
            is_byline = (
                _is_source(draft, number, patterns, is_near=is_near) or _is_of_names(draft, number, headline, patterns)
            ) and _is_above_body(draft, number, headline, body)
        if is_byline and not is_of_other(draft, number, patterns):
            new_zones[number] = whole_line(line, "byline")
            if number > headline + 1 and _is_label(lines[number - 1].text, patterns):
                new_zones[number - 1] = whole_line(lines[number - 1], "byline")
        elif may_be_dated(draft, number) and _is_dated(draft, number, headline, body, patterns):
            dated_names[number] = whole_line(line, "byline")
    return new_zones or dated_names


def _may_name_authors(line: Line, patterns: Patterns) -> bool:
    """Whether a line may be a byline by its words: it has a label, or is the name of a source, or names and a job title
    alone. Most lines are prose."""
    text = line.text
    return line.signs & _OF_AUTHORS > 0 and (
        (line.signs & MAY_BE_NAMES > 0 and may_be_names(line, patterns))
        or (line.signs & BYLINE_LABEL > 0 and patterns.byline_label(text) is not None)
        or text in patterns.agencies
        or text in patterns.outlets
        or (line.signs & WIDE > 0 and bool(east_asian_authors(text)))
    )


def _is_labelled(draft: Draft, number: int, patterns: Patterns) -> bool:
    """Whether a line is a byline by its words: "By Ann Roe", "記者王小明"."""
    line = draft.lines[number]
    text = line.text
    if not (line.signs & OF_BYLINE and (patterns.byline_label(text) or east_asian_authors(text))):
        return False
    return parse_byline(text, patterns, beside_stamp=is_beside_stamp(draft, number)) is not None


def _continues(draft: Draft, number: int, bylines: Container[int], patterns: Patterns) -> bool:
    """Whether a line goes on with the byline above: a word between names, or the names behind such a word."""
    if number - 1 not in bylines:
        return False
    text = draft.lines[number].text
    return text in BETWEEN_NAMES or (
        draft.lines[number - 1].text in BETWEEN_NAMES and bool(leading_persons(text, patterns)[0])
    )


def _is_above_body(draft: Draft, number: int, headline: int, body: int) -> bool:
    """Whether a line is below the headline, and above the body or a few lines above a line of it."""
    lines_below = draft.lines[number + 1 : number + 1 + _BELOW]
    return headline < number and (number < body or any(line.is_body for line in lines_below))


def _is_source(draft: Draft, number: int, patterns: Patterns, *, is_near: bool) -> bool:
    """Whether a line is the name of a known agency or outlet, near headline, body or byline or beside a timestamp."""
    text = draft.lines[number].text
    is_known = text in patterns.agencies or text in patterns.outlets
    return is_known and (is_near or is_beside_stamp(draft, number))


def lines_around(draft: Draft, body: int) -> tuple[int, Sequence[int]]:
    """The last headline above line `body`, -1 if there is none, and the lines around both where authors may be named.
    The region of a body may begin a few lines above its headline."""
    last = len(draft.lines)
    headlines = [number for number, zones in draft.zones_by_line.items() if zones[0][0] == "headline"]
    headline = max([number for number in headlines if number < body], default=-1)
    above = range(max(0, headline - _ABOVE), headline)
    below = range(headline + 1, min(body, headline + 1 + MOST_LINES))
    numbers = (*above, *below, *range(body, min(body + _BELOW, last)))
    if headlines == [headline]:
        return headline, numbers  # most texts
    within = [number for number in headlines if body <= number < body + _BELOW_BODY]
    below_those = (range(number + 1, min(number + 1 + _BELOW, last)) for number in within)
    return headline, sorted({*numbers, *chain.from_iterable(below_those)}) if within else numbers


def body_end(draft: Draft) -> int:
    """The line below the body; the number of lines if the text is no whole page."""
    return draft.body[1] if draft.is_whole_page else len(draft.lines)


def _is_label(text: str, patterns: Patterns) -> bool:
    """Whether a line is the label of the names in the next line: "By", "Autor:"."""
    folded = text.casefold()
    return folded in patterns.byline_starts or (
        folded.endswith((":", "：")) and folded.rstrip(" :：") in patterns.byline_labels
    )


def _is_of_names(draft: Draft, number: int, headline: int, patterns: Patterns) -> bool:
    """Whether a line has only names, with or without a job title, and there is evidence that they are the authors.

    That is a label above, the job title, a timestamp or a job title below, or the box of an author. A timestamp counts
    only below the headline or a standfirst: the names in comments and menus have timestamps too.
    """
    _, end_of_line, text, _, signs = line = draft.lines[number]
    if not may_be_names(line, patterns) or (signs & BYLINE_LABEL and patterns.byline_label(text)):
        return False
    above = draft.lines[number - 1] if number else None
    has_label = above is not None and _is_label(above.text, patterns)
    if not has_label and not may_have_evidence(draft, number, patterns):
        return False  # most lines
    names, end = leading_persons(text, patterns)
    rest = text[end:].strip(_MARKS)
    if not names or (rest and not is_job_title(rest, patterns)):
        return False
    if not has_label and _is_about_other(draft, number, names[0], headline):
        return False
    if has_label or has_box(draft.text, names[0], end_of_line):
        return True
    below = draft.lines[number + 1].text if number + 1 < len(draft.lines) else ""
    if rest or (below and is_job_title(below, patterns)):
        return not (above and draft.line_kind(number - 1) != "headline" and _QUOTATION.fullmatch(above.text))
    return is_dated_below_head(draft, number, names[0], patterns)


def _is_dated(draft: Draft, number: int, headline: int, body: int, patterns: Patterns) -> bool:
    """Whether a line has only names and stands beside the day of the article, in what is between headline and body."""
    text = draft.lines[number].text
    if patterns.byline_label(text) or not _is_above_body(draft, number, headline, body):
        return False
    names, end = leading_persons(text, patterns)
    is_alone = bool(names) and not text[end:].strip(_MARKS)
    return (
        is_alone
        and not _is_about_other(draft, number, names[0], headline)
        and is_dated_in_head(draft, number, names[0], headline, patterns)
    )


def _is_about_other(draft: Draft, number: int, name: str, headline: int) -> bool:
    """Whether the line above says that a person did something else, or the headline names the person."""
    has_other_label = number > 0 and draft.lines[number - 1].text.casefold().endswith(_OTHER_LABEL)
    return has_other_label or (headline >= 0 and name in draft.lines[headline].text)


def may_have_evidence(draft: Draft, number: int, patterns: Patterns) -> bool:
    """Whether a job, a timestamp or the box of an author may show that a line names the authors. The box has the first
    two words of the line, or what is left of the second one."""
    text, words = draft.lines[number].text, draft.lines[number].text.split()
    below = draft.lines[number + 1].text if number + 1 < len(draft.lines) else ""
    if may_be_dated(draft, number) or not text.isascii() or _JOINED.search(text):
        return True
    if len(words) < _FEWEST_WORDS:
        return False
    if words[0].casefold() in HONORIFICS or may_have_box(
        draft.text, f"{words[0]} {words[1][0]}", draft.lines[number].end
    ):
        return True
    has_job = not patterns.job_titles.isdisjoint([word.strip(",.") for word in text.casefold().split()])
    return has_job or (below != "" and is_job_title(below, patterns))
