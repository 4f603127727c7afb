"""Find front matter, the lines between the headline and the body: bylines, captions, standfirsts."""

from collections.abc import Iterable

from search.extract.byline_lines import MOST_LINES, find_bylines
from search.extract.dated_names import SHORTEST_STANDFIRST
from search.extract.draft import Draft, Line, add_zones, whole_line
from search.extract.line_shapes import first_body_line, first_letter_script
from search.extract.patterns import Patterns, load_patterns
from search.kernels.signs import ENDS_SENTENCE
from search.types.article import Zone, ZoneKind

_LONGEST_CAPTION = 80
"""Code points. A line as long as this, or longer, is a standfirst unless it says that it is a caption."""
_SCRIPT_SAMPLE = 1000
"""Code points of the body in which a first letter is looked for, to tell the script."""


def find_front_matter(draft: Draft) -> Draft:
    """Mark the lines between the headline and the body, and bylines near them. Examines some forty lines.

    On a whole page the last headline above the body counts: a menu is often below the first one.
    A line in another script than the body is a link to the article in another language, so it is boilerplate.
    """
    body = first_body_line(draft)
    headlines = [number for number, zones in draft.zones_by_line.items() if number < body and zones[0][0] == "headline"]
    first = (max if draft.is_whole_page else min)(headlines, default=body)
    new_zones = find_bylines(draft, body)
    if first < body < len(draft.lines) and (first + 1 < body or len(headlines) > 1):
        patterns = load_patterns(draft.options.own_patterns)
        numbers = (*range(min(headlines), first), *range(first + 1, min(body, first + MOST_LINES)))
        others = [
            number
            for number in numbers
            if number not in draft.zones_by_line
            and number not in new_zones
            and draft.lines[number].text
            and (number > first or patterns.is_caption(draft.lines[number]))
        ]
        new_zones |= _other_lines(draft, others, body, patterns) if others else {}
    return add_zones(draft, new_zones)


def _other_lines(draft: Draft, numbers: Iterable[int], body: int, patterns: Patterns) -> dict[int, tuple[Zone, ...]]:
    """The zones of lines that are no bylines: captions, standfirsts, links to other languages."""
    new_zones = {}
    has_standfirst = False
    start, end, *_ = draft.lines[body]
    body_script = first_letter_script(draft.text[start : min(end, start + _SCRIPT_SAMPLE)])
    for number in numbers:
        line = draft.lines[number]
        is_foreign = first_letter_script(line.text) not in ("", body_script)
        kind: ZoneKind = (
            "boilerplate"
            if is_foreign
            else _kind(
                line,
                patterns,
                below_standfirst=has_standfirst,
                on_whole_page=draft.is_whole_page,
                may_be_link=draft.is_whole_page and number + 1 < body,
            )
        )
        has_standfirst |= kind == "standfirst"
        new_zones[number] = whole_line(line, kind)
    return new_zones


def _kind(
    line: Line, patterns: Patterns, *, below_standfirst: bool, on_whole_page: bool, may_be_link: bool
) -> ZoneKind:
    text = line.text
    if patterns.is_caption(line):
        return "caption"
    if on_whole_page and len(text) < SHORTEST_STANDFIRST and text[0] not in "•·":
        return "boilerplate"
    if text[0] in "•·*-–" or len(text) >= _LONGEST_CAPTION:
        return "standfirst"
    if not below_standfirst:
        return "standfirst"
    return "boilerplate" if may_be_link and not line.signs & ENDS_SENTENCE else "caption"
