"""Give the articles of a file what only its first article states: its day, outlet and author."""

from collections.abc import Sequence
from itertools import pairwise

from search.extract.draft import Draft
from search.extract.record_separators import is_separator
from search.types.article import Dated

_DAY = len("2031-03-04")


def inherit_from_first(drafts: Sequence[Draft]) -> tuple[Draft, ...]:
    """The drafts of a file, in order, the others with what they inherit from the first.

    An article that states a day, even without its year, or has a dateline inherits no date. One that states anything of
    its origin inherits neither outlet nor author. A document of an export inherits nothing. Linear in the zones.
    """
    first = drafts[0]
    others = (
        draft if is_separator(before.lines[-1].text) else _inherit(draft, first) for before, draft in pairwise(drafts)
    )
    return (first, *others)


def _inherit(draft: Draft, first: Draft) -> Draft:
    kinds = {zone.kind for zone in draft.zones()}
    states_day = bool(draft.timestamps or draft.published or draft.updated) or "dateline" in kinds
    states_origin = states_day or "byline" in kinds or bool(draft.source or draft.agency or draft.author)
    if not states_origin:
        draft = draft._replace(source=first.source, author=first.author)
    if (dated := first.published or first.updated) and not states_day:
        return draft._replace(published=Dated(dated.when[:_DAY], "file", 0, 0), mentions=None)
    return draft
