"""The same results as JSON, under /api/v1."""

from flask import Blueprint, Response, jsonify, request

from search import duplicates_json, report_csv, report_json, with_byte_order_mark
from web.caching import until_updated
from web.downloads import download, file_name, stream
from web.openapi import openapi
from web.params import compare_params, hit_number, query_text, report_params, search_params
from web.presenters import api
from web.views.pages import library, live

PREFIX = "/api/v1"

blueprint = Blueprint("api", __name__, url_prefix=PREFIX)


@blueprint.get("/openapi.json")
@until_updated
def description() -> Response:
    """What there is under PREFIX, as OpenAPI says it."""
    return Response(openapi(), mimetype="application/json")


@blueprint.get("/search")
@until_updated
def search() -> Response:
    """What the page of results shows; what they could be filtered by only if that is asked for."""
    return jsonify(api.search(library(), search_params(request)))


@blueprint.get("/search.csv")
@until_updated
def search_table() -> Response:
    """All results as a table to keep."""
    wanted = search_params(request, whole=True)
    lines = api.search_table(library(), wanted, request.host_url.rstrip("/"))
    return download(with_byte_order_mark(lines), "text/csv", file_name(wanted.q, "csv"))


@blueprint.get("/search.jsonl")
@until_updated
def search_lines() -> Response:
    """All results, each on a line of its own."""
    wanted = search_params(request, whole=True)
    return download(api.search_lines(library(), wanted), "application/jsonl", file_name(wanted.q, "jsonl"))


@blueprint.get("/explain")
@until_updated
def explain() -> Response:
    """What the page of results says of a query: its terms, what may be meant, and what would find more."""
    return jsonify(api.explain(library(), query_text(request)))


@blueprint.get("/articles/<identity>")
@until_updated
def article(identity: str) -> Response:
    """What the page of an article shows."""
    return jsonify(api.article(library(), identity, query_text(request), hit_number(request)))


@blueprint.get("/compare")
@until_updated
def compare() -> Response:
    """What the page of a comparison shows."""
    return jsonify(api.compare(library(), compare_params(request)))


@blueprint.get("/articles/<identity>/similar")
@until_updated
def similar(identity: str) -> Response:
    """The similar articles that the page of an article shows."""
    return jsonify(api.similar(library(), identity))


@blueprint.get("/stories/<identity>")
@until_updated
def story(identity: str) -> Response:
    """What the page of a story shows."""
    return jsonify(api.story(library(), identity))


@blueprint.get("/articles/<identity>/duplicates")
@blueprint.get("/articles/<identity>/copies")  # the old address
@until_updated
def article_duplicates(identity: str) -> Response:
    """The near-duplicates of an article, which is a of each pair."""
    return jsonify(api.duplicates(library(), identity))


@blueprint.get("/duplicates")
@blueprint.get("/copies")  # the old address
@until_updated
def duplicates() -> Response:
    """All pairs of near-duplicates, one on each line, sent as they are read."""
    return stream(duplicates_json(library().duplicate_pairs(), "utf-8"), "application/json")


@blueprint.get("/status")
@until_updated
def status() -> Response:
    """What there is to search."""
    return jsonify(api.status(library()))


@blueprint.get("/live")
def live_() -> Response:
    """What goes on, and how the pages tell it."""
    return jsonify(api.live(live()))


@blueprint.get("/report")
def report() -> Response:
    """What was done to each file, all of them: as the page of the report, a file on each line as it is read."""
    wanted = report_params(request, whole=True)
    rows = library().report(wanted.part, doubtful=wanted.doubtful)
    return stream(report_json(rows, "utf-8"), "application/json")


@blueprint.get("/report.csv")
def report_table() -> Response:
    """The same as a table to keep."""
    wanted = report_params(request, whole=True)
    rows = library().report(wanted.part, doubtful=wanted.doubtful)
    return download(with_byte_order_mark(report_csv(rows)), "text/csv", "report.csv")
