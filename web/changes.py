"""What a button changes of the search of its page, as one value: `page:2`, `sort:newest`, `source:The Gazette`.

A link has the address of what it leads to; a button sends its page's search and a change, and is led to that address.
"""

from typing import Any

from werkzeug.exceptions import BadRequest

from search import NO_FILTERS, Filters
from web.params import PARAMETERS, SearchParams, whole_number


def changed(wanted: SearchParams, change: str) -> SearchParams:
    """The search with one change. A value that makes no sense, such as an unknown sort, is kept: the page of the new
    address says what is wrong with it.

    `page:2`, `sort:title`, `duplicates:all` and `facets:source` set a parameter. `source:…` and the names of the other
    filters add a value, or remove it if it is set. `dates:…` replaces all dates, `dates:` removes them. `filters:`
    removes all filters. Every change except `page` and `facets` goes to the first page. Raises BadRequest.
    """
    name, _, value = change.partition(":")
    first: dict[str, Any] = {"page": 1}
    if name == "page":
        return wanted.but(page=whole_number(name, value))
    if name == "facets":
        return wanted.but(facets=value or False)
    if name in ("sort", "duplicates"):
        return wanted.but(**first, **{name: value})
    if name == "filters":
        return wanted.but(**first, filters=NO_FILTERS)
    if name == "dates":
        return wanted.but(**first, filters=wanted.filters.replace("date", *filter(None, (value,))))
    if name in PARAMETERS:
        return wanted.but(**first, filters=_toggled(wanted.filters, PARAMETERS[name], value))
    raise BadRequest(f"“{name[:40]}” is not a change that a button can make.")


def _toggled(filters: Filters, kind: str, value: str) -> Filters:
    chosen = getattr(filters, kind)
    others = [other for other in chosen if other != value and not (kind == "folder" and _overlap(other, value))]
    return filters.replace(kind, *others, *(() if value in chosen else (value,)))


def _overlap(one: str, other: str) -> bool:
    """Whether one of two folders holds the other, so that both together would not narrow anything."""
    return one.startswith(f"{other}/") or other.startswith(f"{one}/")
