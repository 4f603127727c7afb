"""Find front matter, the lines between the headline and the body: bylines, captions, standfirsts."""

from search.extract.draft import Draft, add_zones, whole_line
from search.extract.line_shapes import first_body_line, first_letter_script
from search.extract.patterns import Patterns, load_patterns
from search.types.article import ZoneKind

_LONGEST_BYLINE, _LONGEST_CAPTION = 100, 80
"""Code points. A line as long as the longest caption, or longer, is a standfirst."""
_SHORTEST_STANDFIRST = 40
"""Code points of the shortest line of a whole page that can be a standfirst. Shorter ones are buttons and links."""
_SCRIPT_SAMPLE = 1000
"""Code points of the body in which a first letter is looked for, to tell the script."""
_MOST_LINES = 30
"""Lines that are examined."""


def find_front_matter(draft: Draft) -> Draft:
    """Mark the lines between the headline and the body, if there are both. Examines thirty lines.

    A line in another script than the body is a link to the article in another language, so it is boilerplate.
    """
    patterns = load_patterns(draft.options.own_patterns)
    first = next((n for n in range(min(_MOST_LINES, len(draft.lines))) if draft.line_kind(n) == "headline"), -1)
    body = first_body_line(draft)
    if first < 0 or body == len(draft.lines):
        return draft
    new_zones = {}
    has_standfirst = False
    start, end, *_ = draft.lines[body]
    body_script = first_letter_script(draft.text[start : min(end, start + _SCRIPT_SAMPLE)])
    for number in range(first + 1, min(body, first + _MOST_LINES)):
        line = draft.lines[number]
        if line.text and number not in draft.zones_by_line:
            is_foreign = first_letter_script(line.text) not in ("", body_script)
            kind: ZoneKind = (
                "boilerplate"
                if is_foreign
                else _kind(line.text, patterns, below_standfirst=has_standfirst, on_whole_page=draft.is_whole_page)
            )
            has_standfirst |= kind == "standfirst"
            new_zones[number] = whole_line(line, kind)
    return add_zones(draft, new_zones)


def _kind(text: str, patterns: Patterns, *, below_standfirst: bool, on_whole_page: bool) -> ZoneKind:
    if is_byline(text, patterns):
        return "byline"
    if patterns.captions.search(text):
        return "caption"
    if on_whole_page and len(text) < _SHORTEST_STANDFIRST:
        return "boilerplate"
    if text[0] in "•·*-–" or len(text) >= _LONGEST_CAPTION:
        return "standfirst"
    return "caption" if below_standfirst else "standfirst"


def is_byline(text: str, patterns: Patterns) -> bool:
    """Whether a line names the author: "By" and a name, or only an agency or an outlet."""
    if text in patterns.agencies or text in patterns.outlets:
        return True
    by = patterns.bylines.match(text)
    return by is not None and len(text) <= _LONGEST_BYLINE and text[by.end()].isupper()
