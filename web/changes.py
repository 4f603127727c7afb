"""One change of a search, as a text: `page:2`, `sort:newest`, `source:The Gazette`.

Links have the address of the changed search. Buttons send the search and a change, and are redirected to that address.
"""

from typing import Any

from werkzeug.exceptions import BadRequest

from search import NO_FILTERS, UNKNOWN, Filters, unquote_value
from web.params import PARAMETERS, SearchParams, whole_number


def changed(params: SearchParams, change: str) -> SearchParams:
    """The search with one change. A value that makes no sense, such as an unknown sort, is kept: the page of the new
    address says what is wrong with it.

    `page:2`, `sort:title`, `duplicates:all` and `facets:source` set a parameter. `source:…` and the names of the other
    filters add a value, or remove it if it is set. `dates:…` replaces all dates, `dates:` removes them. `filters:`
    removes all filters. Every change except `page` and `facets` goes to the first page. Raises BadRequest.
    """
    name, _, value = change.partition(":")
    first: dict[str, Any] = {"page": 1}
    if name == "page":
        return params.but(page=whole_number(name, value))
    if name == "facets":
        return params.but(facets=value or False)
    if name in ("sort", "duplicates"):
        return params.but(**first, **{name: value})
    if name == "filters":
        return params.but(**first, filters=NO_FILTERS)
    if name == "dates":
        return params.but(**first, filters=params.filters.replace("date", *filter(None, (value,))))
    if name in PARAMETERS:
        return params.but(**first, filters=_toggled(params.filters, PARAMETERS[name], value))
    raise BadRequest(f"“{name[:40]}” is not a change that a button can make.")


def _toggled(filters: Filters, kind: str, value: str) -> Filters:
    chosen = getattr(filters, kind)
    if not chosen:  # the usual link
        return filters.replace(kind, value)
    others = [other for other in chosen if other != value and not (kind == "folder" and _overlap(other, value))]
    return filters.replace(kind, *others, *(() if value in chosen else (value,)))


def _overlap(one: str, other: str) -> bool:
    """Whether one of two folders contains the other, so that filtering by both makes no sense."""
    if UNKNOWN in (one, other):
        return False
    one, other = unquote_value(one), unquote_value(other)
    return one.startswith(f"{other}/") or other.startswith(f"{one}/")
