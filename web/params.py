"""What a request asks for, checked; anything odd is a BadParameter with a sentence about it."""

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from typing import Any, get_args

from flask import Request
from werkzeug.exceptions import BadRequest

from search import NO_FILTERS, SORTS, Filters, Sort

_LARGEST_SIZE = 100
PARAMETERS = {
    "source": "source",
    "agency": "agency",
    "place": "place",
    "lang": "language",
    "folder": "folder",
    "date": "date",
}
"""What a filter is called in an address, as in a query, and its name in `Filters`."""
assert get_args(Sort) == SORTS


@dataclass(frozen=True, slots=True)
class SearchParams:
    """The parameters of a search. `size` is None where the configured one is wanted; each filter is a parameter."""

    q: str
    page: int = 1
    sort: Sort = "relevance"
    size: int | None = None
    filters: Filters = NO_FILTERS

    def arguments(self) -> dict[str, Any]:
        """What stands for them in an address, without what goes without saying."""
        given = ((item, getattr(self, item.name)) for item in fields(self) if item.name != "filters")
        filters = {name: values for name, kind in PARAMETERS.items() if (values := getattr(self.filters, kind))}
        return {item.name: value for item, value in given if value != item.default} | filters

    def kept(self) -> Iterator[tuple[str, Any]]:
        """What another query keeps of them, one value at a time."""
        kept = replace(self, q="", page=1).arguments()
        kept.pop("q", None)
        for name, value in kept.items():
            yield from ((name, one) for one in (value if isinstance(value, tuple) else (value,)))


@dataclass(frozen=True, slots=True)
class ReportParams:
    """The parameters of the report: a part of paths, whether only what is doubtful is wanted, and the page."""

    part: str
    doubtful: bool
    page: int


def query_text(request: Request) -> str:
    """The query as typed; empty where there is none, as on the report, whose `q` is a part of a path."""
    is_report = (request.endpoint or "").rpartition(".")[2].startswith("report")
    return "" if is_report else request.args.get("q", "")


def report_params(request: Request) -> ReportParams:
    """The parameters of the report. Raises BadRequest."""
    doubtful = _choice(request, "doubtful", ("", "0", "1")) == "1"
    return ReportParams(request.args.get("q", ""), doubtful, _number(request, "page", None))


def wants_plain(request: Request) -> bool:
    """Whether an article is to be shown as its file is. Raises BadRequest."""
    return _choice(request, "view", ("", "zones", "plain")) == "plain"


def search_params(request: Request) -> SearchParams:
    """The parameters of a search. Raises BadRequest."""
    sort = request.args.get("sort") or "relevance"
    if sort not in SORTS:
        raise BadRequest(f"Results cannot be sorted by “{sort[:40]}”, only by {', '.join(SORTS)}.")
    size = _number(request, "size", _LARGEST_SIZE) if "size" in request.args else None
    filters = Filters.of(**{kind: request.args.getlist(name) for name, kind in PARAMETERS.items()})
    return SearchParams(query_text(request), _number(request, "page", None), sort, size, filters)


def wants_facets(request: Request) -> bool:
    """Whether the API is to tell what results could be filtered by. Raises BadRequest."""
    return _choice(request, "facets", ("", "0", "1")) == "1"


def _choice(request: Request, name: str, values: tuple[str, ...]) -> str:
    text = request.args.get(name, "")
    if text not in values:
        raise BadRequest(f"{name} may be {' or '.join(filter(None, values))}, not “{text[:40]}”.")
    return text


def _number(request: Request, name: str, largest: int | None) -> int:
    text = request.args.get(name) or "1"
    if not (text.isascii() and text.isdecimal() and len(text) < 19 and int(text) > 0):
        raise BadRequest(f"{name} has to be a whole number from 1 on, not “{text[:40]}”.")
    if largest and int(text) > largest:
        raise BadRequest(f"{name} may be {largest} at most.")
    return int(text)
