"""What a request asks for, checked; anything odd is a BadParameter with a sentence about it."""

from dataclasses import dataclass, fields
from typing import Any, get_args

from flask import Request
from werkzeug.exceptions import BadRequest

from search import COPIES, SORTS, Copies, Sort

_LARGEST_SIZE = 100
assert get_args(Sort) == SORTS
assert get_args(Copies) == COPIES


@dataclass(frozen=True, slots=True)
class SearchParams:
    """The parameters of a search. `size` is None where the configured one is wanted."""

    q: str
    page: int = 1
    sort: Sort = "relevance"
    size: int | None = None
    copies: Copies = "folded"

    def choices(self) -> dict[str, Any]:
        """What `Library.search` is asked beside the query."""
        return {item.name: getattr(self, item.name) for item in fields(self) if item.name != "q"}

    def arguments(self) -> dict[str, Any]:
        """What stands for them in an address, without what goes without saying."""
        given = ((item, getattr(self, item.name)) for item in fields(self))
        return {item.name: value for item, value in given if value != item.default}


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
    copies: Copies = "all" if _choice(request, "copies", ("", *COPIES)) == "all" else "folded"
    return SearchParams(query_text(request), _number(request, "page", None), sort, size, copies)


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
