"""What a request asks for, checked; anything odd is a BadParameter with a sentence about it."""

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from typing import Any, cast, get_args

from flask import Request
from werkzeug.exceptions import BadRequest

from search import DUPLICATE_MODES, KINDS, NO_FILTERS, SORTS, DuplicateMode, FacetSelection, Filters, Kind, Sort

_LARGEST_SIZE = 100
_HOW_LISTED = ("q", "page", "size", "duplicates", "facets")
_TWO_IDS = "Use compare?a=ID&b=ID. The id of an article is the last part of its address."
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
assert get_args(DuplicateMode) == DUPLICATE_MODES


@dataclass(frozen=True, slots=True)
class SearchParams:
    """The parameters of a search. `size` is None where the configured one is wanted; each filter is a parameter."""

    q: str
    page: int = 1
    sort: Sort = "relevance"
    size: int | None = None
    duplicates: DuplicateMode = "grouped"
    facets: FacetSelection = False
    filters: Filters = NO_FILTERS

    def choices(self) -> dict[str, Any]:
        """What `Library.search` is asked beside the query."""
        return {item.name: getattr(self, item.name) for item in fields(self) if item.name != "q"}

    def asked(self) -> dict[str, Any]:
        """Which articles are meant, and in which order: what `Library.search` and `Library.matches` both take."""
        return {item.name: getattr(self, item.name) for item in fields(self) if item.name not in _HOW_LISTED}

    def arguments(self) -> dict[str, Any]:
        """What stands for them in an address, without what goes without saying, as that a page tells facets."""
        given = ((item, getattr(self, item.name)) for item in fields(self) if item.name != "filters")
        filters = {name: values for name, kind in PARAMETERS.items() if (values := getattr(self.filters, kind))}
        return {item.name: value for item, value in given if value != item.default and value is not True} | filters

    def pairs(self) -> Iterator[tuple[str, Any]]:
        """The same for the fields of a form, one value at a time."""
        for name, value in self.arguments().items():
            yield from ((name, one) for one in (value if isinstance(value, tuple) else (value,)))

    def kept(self) -> Iterator[tuple[str, Any]]:
        """What another query keeps of them."""
        return (pair for pair in self.but(page=1, facets=False).pairs() if pair[0] != "q")

    def but(self, **changes: Any) -> "SearchParams":
        """The same with some of them changed."""
        return replace(self, **changes)


@dataclass(frozen=True, slots=True)
class ReadingParams:
    """The parameters of an article's page: the search that led there, the number of the hit to begin with, 0 for none,
    and whether the file is to be shown as it is."""

    search: SearchParams
    hit: int
    plain: bool


@dataclass(frozen=True, slots=True)
class ReportParams:
    """The parameters of the report: a part of paths, whether only what is doubtful is wanted, and the page."""

    part: str
    doubtful: bool
    page: int


@dataclass(frozen=True, slots=True)
class CompareParams:
    """The ids of two articles to set side by side."""

    a: str
    b: str


def query_text(request: Request) -> str:
    """The query as typed; empty where there is none, as on the report, whose `q` is a part of a path."""
    is_report = (request.endpoint or "").rpartition(".")[2].startswith("report")
    return "" if is_report else request.args.get("q", "")


def report_params(request: Request, *, whole: bool = False) -> ReportParams:
    """The parameters of the report; of the whole of it no page is asked for. Raises BadRequest."""
    doubtful = _choice(request, "doubtful", ("", "0", "1")) == "1"
    return ReportParams(request.args.get("q", ""), doubtful, 1 if whole else _number(request, "page", None))


def compare_params(request: Request) -> CompareParams:
    """The parameters of a comparison. Raises BadRequest."""
    a, b = (request.args.get(name, "").strip() for name in ("a", "b"))
    if not (a and b):
        missing = " and ".join(name for name, identity in (("a", a), ("b", b)) if not identity)
        raise BadRequest(f"A comparison needs the ids of two articles. Missing: {missing}. {_TWO_IDS}")
    if a == b:
        raise BadRequest(f"Both ids name the same article. {_TWO_IDS}")
    return CompareParams(a, b)


def reading_params(request: Request) -> ReadingParams:
    """The parameters of an article's page. Raises BadRequest."""
    view = request.args.getlist("view")[-1:]  # a button that leaves the plain file says so after the form
    plain = _one_of("view", "".join(view), ("", "zones", "plain")) == "plain"
    return ReadingParams(search_params(request), hit_number(request), plain)


def hit_number(request: Request) -> int:
    """The number of a hit in an article, 0 for none. Raises BadRequest."""
    return _number(request, "hit", None) if request.args.get("hit") else 0


def search_params(request: Request, *, whole: bool = False) -> SearchParams:
    """The parameters of a search; of all results, each by itself, page, size, duplicates and facets are not asked
    for. Raises BadRequest."""
    sort = request.args.get("sort") or "relevance"
    if sort not in SORTS:
        raise BadRequest(f"Results cannot be sorted by “{sort[:40]}”, only by {', '.join(SORTS)}.")
    size = _number(request, "size", _LARGEST_SIZE) if not whole and "size" in request.args else None
    page = 1 if whole else _number(request, "page", None)
    filters = Filters.of(**{kind: request.args.getlist(name) for name, kind in PARAMETERS.items()})
    duplicates = "grouped" if whole else _duplicates(request)
    facets = False if whole else _facets(request)
    return SearchParams(query_text(request), page, sort, size, duplicates, facets, filters)


def _duplicates(request: Request) -> DuplicateMode:
    """`duplicates=grouped|all`, or in the old spelling `copies=folded|all`."""
    if "duplicates" in request.args:
        return "all" if _choice(request, "duplicates", ("", *DUPLICATE_MODES)) == "all" else "grouped"
    return "all" if _choice(request, "copies", ("", "folded", "all")) == "all" else "grouped"


def _facets(request: Request) -> FacetSelection:
    asked = _choice(request, "facets", ("", "0", "1", *KINDS))
    return asked == "1" if asked in ("", "0", "1") else cast(Kind, asked)


def _choice(request: Request, name: str, values: tuple[str, ...]) -> str:
    return _one_of(name, request.args.get(name, ""), values)


def _one_of(name: str, text: str, values: tuple[str, ...]) -> str:
    if text not in values:
        raise BadRequest(f"{name} must be {' or '.join(filter(None, values))}, not “{text[:40]}”.")
    return text


def _number(request: Request, name: str, largest: int | None) -> int:
    number = whole_number(name, request.args.get(name) or "1")
    if largest and number > largest:
        raise BadRequest(f"{name} must be at most {largest}.")
    return number


def whole_number(name: str, text: str) -> int:
    """A number from 1 on that a text says. Raises BadRequest."""
    if not (text.isascii() and text.isdecimal() and len(text) < 19 and int(text) > 0):
        raise BadRequest(f"{name} must be a whole number, 1 or more, not “{text[:40]}”.")
    return int(text)
