"""From a file's text to what a reader would say of it: one step a file, in this order.

A step is a pure function Draft -> Draft. It may add what it learnt; it never changes the text.
"""

from collections.abc import Callable

from search.corpus.cleaning.draft import Draft
from search.corpus.cleaning.title import find_title

STEPS: tuple[Callable[[Draft], Draft], ...] = (find_title,)


def clean(draft: Draft) -> Draft:
    """`draft` after all steps."""
    for step in STEPS:
        draft = step(draft)
    return draft
