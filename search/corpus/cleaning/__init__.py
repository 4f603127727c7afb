"""From a file's text to what a reader would say of it: one step a file, in this order.

A step is a pure function Draft -> Draft. It may add what it learnt; it never changes the text. Where one found
seams, the draft is cut there, and the steps that follow see the articles one by one.
"""

from collections.abc import Callable

from search.config import ALL_STEPS
from search.corpus.cleaning.datelines import find_dateline
from search.corpus.cleaning.dates import find_dates
from search.corpus.cleaning.draft import Draft, cut
from search.corpus.cleaning.furniture import find_furniture
from search.corpus.cleaning.glued import find_seams
from search.corpus.cleaning.head import find_head
from search.corpus.cleaning.headline import find_headline
from search.corpus.cleaning.language import find_language
from search.corpus.cleaning.lines import split_lines
from search.corpus.cleaning.source import find_source
from search.corpus.cleaning.stamps import find_stamps
from search.corpus.cleaning.tail import find_tail
from search.corpus.cleaning.title import find_title
from search.corpus.cleaning.within import find_within

VERSION = 3
"""Raised whenever the same text would be cleaned otherwise: every file is read again then."""
Step = Callable[[Draft], Draft]

_WORK: tuple[Step, ...] = (
    split_lines,
    find_stamps,
    find_furniture,
    find_seams,
    find_headline,
    find_dateline,
    find_head,
    find_within,
    find_tail,
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
