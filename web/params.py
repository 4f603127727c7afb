"""The parameters of a request, checked. An invalid one raises BadRequest with a sentence about it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple, cast, get_args

from flask import Request
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import BadRequest

from search import (
    DUPLICATE_MODES,
    KINDS,
    NO_FILTERS,
    REPORT_FILTERS,
    SORTS,
    DuplicateMode,
    FacetSelection,
    Filters,
    Kind,
    Sort,
)

_Args = MultiDict[str, str]
_LARGEST_SIZE = 100
_LISTING = ("q", "page", "size", "duplicates", "facets", "partial", "meaning")
_TWO_IDS = "Use compare?a=ID&b=ID. The id of an article is the last part of its address."
PARAMETERS = {
    "source": "source",
    "agency": "agency",
    "place": "place",
    "author": "author",
    "type": "type",
    "lang": "language",
    "folder": "folder",
    "date": "date",
}
"""The name of each filter in addresses and queries, and its name in `Filters`."""
assert get_args(Sort) == SORTS
assert get_args(DuplicateMode) == DUPLICATE_MODES


class SearchParams(NamedTuple):
    """The parameters of a search. `size` and `partial` None stand for the setting. Each filter is a parameter of its
    own."""

    q: str
    page: int = 1
    sort: Sort = "relevance"
    size: int | None = None
    duplicates: DuplicateMode = "grouped"
    facets: FacetSelection = False
    partial: bool | None = None
    meaning: bool = False
    filters: Filters = NO_FILTERS

    def choices(self) -> dict[str, Any]:
        """The keyword arguments of `Library.search`."""
        return {name: value for name, value in self._asdict().items() if name != "q"}

    def selection(self) -> dict[str, Any]:
        """The keyword arguments of `Library.matches`: which articles, in which order."""
        return {name: value for name, value in self._asdict().items() if name not in _LISTING}

    def arguments(self) -> dict[str, Any]:
        """Names and values in an address, without defaults. `facets` True, as on pages, is left out too."""
        others, defaults = ("partial", "meaning", "filters"), self._field_defaults
        values: dict[str, Any] = {
            name: value
            for name, value in zip(self._fields, self, strict=True)
            if name not in others and value != defaults.get(name) and value is not True
        }
        if self.partial is not None:
            values["partial"] = int(self.partial)
        if self.meaning:
            values["meaning"] = 1
        if self.filters is not NO_FILTERS:
            values |= {name: chosen for name, kind in PARAMETERS.items() if (chosen := getattr(self.filters, kind))}
        return values

    def pairs(self) -> Iterator[tuple[str, Any]]:
        """The same for the fields of a form, one pair for each value."""
        for name, value in self.arguments().items():
            yield from ((name, one) for one in (value if isinstance(value, tuple) else (value,)))

    def kept(self) -> Iterator[tuple[str, Any]]:
        """The pairs that stay when the query changes."""
        return (pair for pair in self.but(page=1, facets=False).pairs() if pair[0] != "q")

    def but(self, **changes: Any) -> "SearchParams":
        """The same with some parameters changed."""
        return self._replace(**changes)


@dataclass(frozen=True, slots=True)
class ReadingParams:
    """The parameters of an article's page: the search that led there, the number of the hit to show (0: none), and
    whether to show the original file."""

    search: SearchParams
    hit: int
    plain: bool


@dataclass(frozen=True, slots=True)
class ReportParams:
    """The parameters of the report: a part of file paths, one of REPORT_FILTERS or "", and the page."""

    part: str
    only: str
    page: int


@dataclass(frozen=True, slots=True)
class CompareParams:
    """The ids of two articles to compare."""

    a: str
    b: str


def query_text(request: Request) -> str:
    """The query as typed. Empty on the report, where `q` is a part of a path."""
    is_report = request.path.startswith(("/report", "/api/v1/report"))
    return "" if is_report else request.args.get("q", "")


def report_params(request: Request, *, whole: bool = False) -> ReportParams:
    """The parameters of the report; without the page if the `whole` report is asked for. Raises BadRequest."""
    args = request.args
    only = _choice(args, "only", ("", "doubtful", *REPORT_FILTERS))
    if _choice(args, "doubtful", ("", "0", "1")) == "1":
        only = only or "doubtful"
    return ReportParams(args.get("q", ""), only, 1 if whole else _number(args, "page", None))


def compare_params(request: Request) -> CompareParams:
    """The parameters of a comparison. Raises BadRequest."""
    a, b = (request.args.get(name, "").strip() for name in ("a", "b"))
    if not (a and b):
        missing = " and ".join(name for name, article_id in (("a", a), ("b", b)) if not article_id)
        raise BadRequest(f"A comparison needs the ids of two articles. Missing: {missing}. {_TWO_IDS}")
    if a == b:
        raise BadRequest(f"Both ids name the same article. {_TWO_IDS}")
    return CompareParams(a, b)


def reading_params(request: Request) -> ReadingParams:
    """The parameters of an article's page. Raises BadRequest."""
    view = request.args.getlist("view")[-1:]  # a button back from the original file adds a second value
    plain = _one_of("view", "".join(view), ("", "zones", "plain")) == "plain"
    return ReadingParams(search_params(request), hit_number(request), plain)


def hit_number(request: Request) -> int:
    """The number of a hit in an article, 0 for none. Raises BadRequest."""
    return _number(request.args, "hit", None) if request.args.get("hit") else 0


def search_params(request: Request, *, whole: bool = False) -> SearchParams:
    """The parameters of a search. If all results (`whole`) are asked for, without those that only a page has: page,
    size, duplicates, facets, partial and meaning. Raises BadRequest."""
    args = request.args
    sort = args.get("sort") or "relevance"
    if sort not in SORTS:
        raise BadRequest(f"Results cannot be sorted by “{sort[:40]}”, only by {', '.join(SORTS)}.")
    size = _number(args, "size", _LARGEST_SIZE) if not whole and "size" in args else None
    page = 1 if whole else _number(args, "page", None)
    filters = _filters(args)
    duplicates = "grouped" if whole else _duplicates(args)
    facets = False if whole else _facets(args)
    partial = None if whole else _partial(args)
    meaning = not whole and _choice(args, "meaning", ("", "0", "1")) == "1"
    return SearchParams(query_text(request), page, sort, size, duplicates, facets, partial, meaning, filters)


def _filters(args: _Args) -> Filters:
    typed = {kind: args.getlist(name) for name, kind in PARAMETERS.items() if name in args}
    return Filters.of(**typed) if typed else NO_FILTERS


def _duplicates(args: _Args) -> DuplicateMode:
    """`duplicates=grouped|all`, or in the old spelling `copies=folded|all`."""
    if "duplicates" in args:
        return "all" if _choice(args, "duplicates", ("", *DUPLICATE_MODES)) == "all" else "grouped"
    return "all" if _choice(args, "copies", ("", "folded", "all")) == "all" else "grouped"


def _facets(args: _Args) -> FacetSelection:
    value = _choice(args, "facets", ("", "0", "1", *KINDS))
    return value == "1" if value in ("", "0", "1") else cast(Kind, value)


def _partial(args: _Args) -> bool | None:
    return {"": None, "0": False, "1": True}[_choice(args, "partial", ("", "0", "1"))]


def _choice(args: _Args, name: str, values: tuple[str, ...]) -> str:
    return _one_of(name, args.get(name, ""), values)


def _one_of(name: str, text: str, values: tuple[str, ...]) -> str:
    if text not in values:
        raise BadRequest(f"{name} must be {' or '.join(filter(None, values))}, not “{text[:40]}”.")
    return text


def _number(args: _Args, name: str, largest: int | None) -> int:
    number = whole_number(name, args.get(name) or "1")
    if largest and number > largest:
        raise BadRequest(f"{name} must be at most {largest}.")
    return number


def whole_number(name: str, text: str) -> int:
    """The value of a parameter as a number, 1 or more. Raises BadRequest."""
    if not (text.isascii() and text.isdecimal() and len(text) < 19 and int(text) > 0):
        raise BadRequest(f"{name} must be a whole number, 1 or more, not “{text[:40]}”.")
    return int(text)
