"""What a request asks for, checked; anything odd is a BadParameter with a sentence about it."""

from dataclasses import dataclass
from typing import get_args

from flask import Request
from werkzeug.exceptions import BadRequest

from search import SORTS, Sort

_LARGEST_SIZE = 100
assert get_args(Sort) == SORTS


@dataclass(frozen=True, slots=True)
class SearchParams:
    """The parameters of a search. `size` is None where the configured one is wanted."""

    q: str
    page: int
    sort: Sort
    size: int | None


def query_text(request: Request) -> str:
    """The query as typed; empty where there is none."""
    return request.args.get("q", "")


def search_params(request: Request) -> SearchParams:
    """The parameters of a search. Raises BadRequest."""
    sort = request.args.get("sort") or "relevance"
    if sort not in SORTS:
        raise BadRequest(f"Results cannot be sorted by “{sort[:40]}”, only by {', '.join(SORTS)}.")
    size = _number(request, "size", _LARGEST_SIZE) if "size" in request.args else None
    return SearchParams(query_text(request), _number(request, "page", None), sort, size)


def _number(request: Request, name: str, largest: int | None) -> int:
    text = request.args.get(name) or "1"
    if not (text.isascii() and text.isdecimal() and len(text) < 19 and int(text) > 0):
        raise BadRequest(f"{name} has to be a whole number from 1 on, not “{text[:40]}”.")
    if largest and int(text) > largest:
        raise BadRequest(f"{name} may be {largest} at most.")
    return int(text)
