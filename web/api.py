"""The same results as JSON, under /api/v1."""

from collections.abc import Iterable, Iterator

from flask import Blueprint, Response, jsonify, request

from search import as_json, report_csv, report_json
from web.pages import library
from web.params import query_text, report_params, search_params, wants_facets

PREFIX = "/api/v1"

blueprint = Blueprint("api", __name__, url_prefix=PREFIX)


@blueprint.get("/search")
def search() -> Response:
    """What the page of results shows; what they could be filtered by only if that is asked for."""
    wanted = search_params(request)
    found = library().search(
        wanted.q,
        page=wanted.page,
        size=wanted.size,
        sort=wanted.sort,
        filters=wanted.filters,
        facets=wants_facets(request),
    )
    return jsonify(as_json(found))


@blueprint.get("/articles/<identity>")
def article(identity: str) -> Response:
    """What the page of an article shows."""
    return jsonify(as_json(library().article(identity, query_text(request))))


@blueprint.get("/status")
def status() -> Response:
    """What there is to search."""
    return jsonify(as_json(library().status()))


@blueprint.get("/report")
def report() -> Response:
    """What was done to each file, all of them: as the page of the report, a file on each line as it is read."""
    wanted = report_params(request)
    rows = library().report(wanted.part, doubtful=wanted.doubtful)
    return Response(_bytes(report_json(rows, "utf-8")), mimetype="application/json")


@blueprint.get("/report.csv")
def report_table() -> Response:
    """The same as a table to keep."""
    wanted = report_params(request)
    rows = library().report(wanted.part, doubtful=wanted.doubtful)
    headers = {"Content-Disposition": "attachment; filename=report.csv"}
    return Response(_bytes(report_csv(rows)), headers=headers, content_type="text/csv; charset=utf-8")


def _bytes(lines: Iterable[str]) -> Iterator[bytes]:
    return (line.encode("utf-8", "backslashreplace") for line in lines)
