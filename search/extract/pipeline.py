"""Run the extraction steps in order. Each step is in a module of its own.

A step is a pure function from Draft to Draft. It adds what it found and never changes the text. If a step finds seams,
the draft is split there, and the steps after it see each article by itself.

`find_body` only finds where the body is. The steps after it look for the title and for front matter next to the body.
What they leave outside the body of a whole page, `find_outside_boilerplate` marks.
"""

import operator
from collections.abc import Callable, Sequence

from search.config import ALL_STEPS
from search.extract.body import find_body
from search.extract.boilerplate import find_boilerplate
from search.extract.datelines import find_dateline
from search.extract.dates import find_dates
from search.extract.draft import Draft, split_at_seams
from search.extract.front_matter import find_front_matter
from search.extract.headline import find_headline
from search.extract.inherit import inherit_from_first
from search.extract.inline_boilerplate import find_inline_boilerplate
from search.extract.language import find_language
from search.extract.lines import split_lines
from search.extract.outside_boilerplate import find_outside_boilerplate
from search.extract.source import find_source
from search.extract.split_articles import split_articles
from search.extract.timestamps import find_timestamps
from search.extract.title import find_title
from search.extract.trailing_boilerplate import find_trailing_boilerplate

Step = Callable[[Draft], Draft]

_FUNCTIONS: tuple[Step, ...] = (
    split_lines,
    find_timestamps,
    find_boilerplate,
    split_articles,
    find_body,
    find_headline,
    find_dateline,
    find_front_matter,
    find_inline_boilerplate,
    find_trailing_boilerplate,
    find_outside_boilerplate,
    find_title,
    find_dates,
    find_source,
    find_language,
)
STEPS = tuple(zip(ALL_STEPS, _FUNCTIONS, strict=True))
"""The steps in their order, each with the name by which the setting `skip_steps` leaves it out."""

LABELLED_STEPS = frozenset(
    {"boilerplate", "split_articles", "inline_boilerplate", "trailing_boilerplate", "outside_boilerplate"}
)
"""The steps that are left out where a document says what its boilerplate is."""
_SEAMS = operator.attrgetter("seams")


def run_steps(draft: Draft) -> tuple[Draft, ...]:
    """Run the steps on a text, except those to skip. Gives a draft for each article, in order."""
    return run_steps_on_all((draft,))[0]


def run_steps_on_all(drafts: Sequence[Draft]) -> list[tuple[Draft, ...]]:
    """The same for several texts.

    Each step runs on all of them before the next one does. Its code and its tables stay in the cache of the processor
    then, so some hundred texts take two thirds of the time that they take one by one.
    """
    parts: Sequence[Draft] = drafts
    texts: Sequence[int] = range(len(drafts))
    skipped: frozenset[str] = frozenset().union(*{draft.options.skip for draft in drafts})
    for name, step in STEPS:
        if name in skipped:
            parts = [draft if name in draft.options.skip else step(draft) for draft in parts]
        else:
            parts = list(map(step, parts))
        if any(map(_SEAMS, parts)):
            split = [split_at_seams(draft) for draft in parts]
            texts = [text for text, of_text in zip(texts, split, strict=True) for _ in of_text]
            parts = [part for of_text in split for part in of_text]
    articles: list[list[Draft]] = [[] for _ in drafts]
    for text, part in zip(texts, parts, strict=True):
        articles[text].append(part)
    return [inherit_from_first(of_text) if len(of_text) > 1 else tuple(of_text) for of_text in articles]
