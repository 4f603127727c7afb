"""The orders of results as OpenSearch sorts by them. Equal ones come in order of their ids."""

from typing import Any

from search.types.requests import Sort

_BY_ID = {"id": "asc"}


def sort_by(sort: Sort) -> list[dict[str, Any]]:
    """What to sort by, for an order of results."""
    match sort:
        case "newest" | "oldest":
            order = "desc" if sort == "newest" else "asc"
            return [{"moment": {"order": order, "missing": "_last"}}, {"inferred": {"order": "asc"}}, _BY_ID]
        case "modified":
            return [{"modified": {"order": "desc", "missing": "_last"}}, _BY_ID]
        case "title" | "path":
            return [{f"{sort}_key": {"order": "asc", "missing": "_first"}}, _BY_ID]
    return [{"_score": "desc"}, _BY_ID]
