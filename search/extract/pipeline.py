"""From a file's text to what a reader would say of it: one step a file, in this order.

A step is a pure function Draft -> Draft. It may add what it learnt; it never changes the text. Where one found
seams, the draft is cut there, and the steps that follow see the articles one by one.
"""

from collections.abc import Callable

from search.config import ALL_STEPS
from search.extract.boilerplate import find_boilerplate
from search.extract.datelines import find_dateline
from search.extract.dates import find_dates
from search.extract.draft import Draft, cut
from search.extract.front_matter import find_front_matter
from search.extract.headline import find_headline
from search.extract.inline_boilerplate import find_inline_boilerplate
from search.extract.language import find_language
from search.extract.lines import split_lines
from search.extract.source import find_source
from search.extract.split_articles import split_articles
from search.extract.timestamps import find_timestamps
from search.extract.title import find_title
from search.extract.trailing_boilerplate import find_trailing_boilerplate

VERSION = 3
"""Raised whenever the same text would be cleaned otherwise: every file is read again then."""
Step = Callable[[Draft], Draft]

_WORK: tuple[Step, ...] = (
    split_lines,
    find_timestamps,
    find_boilerplate,
    split_articles,
    find_headline,
    find_dateline,
    find_front_matter,
    find_inline_boilerplate,
    find_trailing_boilerplate,
    find_title,
    find_dates,
    find_source,
    find_language,
)
STEPS = tuple(zip(ALL_STEPS, _WORK, strict=True))
"""The steps in their order, each with the name by which the configuration leaves it out."""


def clean(draft: Draft) -> tuple[Draft, ...]:
    """The drafts of the articles in a text, in their order, after all steps but those that are to be skipped."""
    for number, (name, step) in enumerate(STEPS):
        if name not in draft.how.skip:
            draft = step(draft)
            if draft.seams:
                return tuple(_finished(part, number + 1) for part in cut(draft))
    return (draft,)


def _finished(draft: Draft, first: int) -> Draft:
    for name, step in STEPS[first:]:
        if name not in draft.how.skip:
            draft = step(draft)
    return draft
