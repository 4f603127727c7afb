"""The short way for plain articles: a headline in the first line, paragraphs below it, and nothing else.

Most articles are so. What the steps behind `split_articles` find in one is known beforehand: the headline, the body, a
day that the text mentions, and the language. A text that may have more goes the long way, through all steps.
"""

from search.extract.byline_lines import may_have_bylines
from search.extract.datelines import find_dateline
from search.extract.draft import Draft, whole_line
from search.extract.headline import is_only_headline
from search.extract.inline_boilerplate import find_inline_boilerplate
from search.extract.language import find_language
from search.extract.mentions import find_mention
from search.extract.source import find_source
from search.extract.trailing_boilerplate import find_trailing_boilerplate

_MOST_SHORT = 8
"""Short lines of a plain article, at most. `find_body` looks for a page around the body of others."""
_OTHERS = (find_dateline, find_inline_boilerplate, find_trailing_boilerplate, find_source)
"""The steps that find nothing in a plain article."""


def read_plain(draft: Draft) -> Draft | None:
    """What the steps behind `split_articles` make of a plain article; None if a text is not certainly one. Linear."""
    if not _is_plain(draft):
        return None
    lines = draft.lines
    title = lines[0]
    last = next(number for number in reversed(range(len(lines))) if lines[number].is_body)
    draft = draft._replace(
        zones_by_line={0: whole_line(title, "headline")},
        title=(title.start, title.end),
        body=(1, last + 1),
        mentions=find_mention(draft, ()),
    )
    return find_language(draft)


def _is_plain(draft: Draft) -> bool:
    """Whether only the headline, a mentioned day and the language are left to find."""
    lines = draft.lines
    if draft.options.skip or draft.zones_by_line or draft.timestamps or draft.whole or not is_only_headline(lines):
        return False
    short = [number for number, line in enumerate(lines) if not line[3]]  # a line has `is_body` there
    if len(short) > _MOST_SHORT or (len(short) > 1 and may_have_bylines(draft, short[1:])):
        return False
    for step in _OTHERS:  # noqa: SIM110 - faster
        if step(draft) is not draft:
            return False
    return True
