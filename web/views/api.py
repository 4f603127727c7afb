"""The API: the results as JSON and CSV, under /api/v1."""

from flask import Blueprint, Response, jsonify, request

from search import duplicates_json, report_csv, report_json, with_byte_order_mark
from web.caching import until_updated
from web.context import activity, searcher
from web.downloads import download, file_name, stream
from web.openapi import openapi
from web.params import compare_params, hit_number, query_text, report_params, search_params
from web.presenters import api

PREFIX = "/api/v1"

blueprint = Blueprint("api", __name__, url_prefix=PREFIX)


@blueprint.get("/openapi.json")
@until_updated
def description() -> Response:
    """The description of the API, as OpenAPI."""
    return Response(openapi(), mimetype="application/json")


@blueprint.get("/search")
@until_updated
def search() -> Response:
    """A page of results; with facets only if asked for."""
    return jsonify(api.search(searcher(), search_params(request)))


@blueprint.get("/search.csv")
@until_updated
def search_table() -> Response:
    """All results as CSV."""
    params = search_params(request, whole=True)
    lines = api.search_table(searcher(), params, request.host_url.rstrip("/"))
    return download(with_byte_order_mark(lines), "text/csv", file_name(params.q, "csv"))


@blueprint.get("/search.jsonl")
@until_updated
def search_lines() -> Response:
    """All results as JSON Lines."""
    params = search_params(request, whole=True)
    return download(api.search_lines(searcher(), params), "application/jsonl", file_name(params.q, "jsonl"))


@blueprint.get("/explain")
@until_updated
def explain() -> Response:
    """How a query is read: terms, suggested correction, other queries."""
    return jsonify(api.explain(searcher(), query_text(request)))


@blueprint.get("/articles/<article_id>")
@until_updated
def article(article_id: str) -> Response:
    """An article with its text and marks."""
    return jsonify(api.article(searcher(), article_id, query_text(request), hit_number(request)))


@blueprint.get("/compare")
@until_updated
def compare() -> Response:
    """The comparison of two articles."""
    return jsonify(api.compare(searcher(), compare_params(request)))


@blueprint.get("/articles/<article_id>/similar")
@until_updated
def similar(article_id: str) -> Response:
    """The articles most similar to one."""
    return jsonify(api.similar(searcher(), article_id))


@blueprint.get("/stories/<article_id>")
@until_updated
def story(article_id: str) -> Response:
    """The coverage of a story."""
    return jsonify(api.story(searcher(), article_id))


@blueprint.get("/articles/<article_id>/duplicates")
@blueprint.get("/articles/<article_id>/copies")  # the old address
@until_updated
def article_duplicates(article_id: str) -> Response:
    """The near-duplicates of an article, which is a of each pair."""
    return jsonify(api.duplicates(searcher(), article_id))


@blueprint.get("/duplicates")
@blueprint.get("/copies")  # the old address
@until_updated
def duplicates() -> Response:
    """All pairs of near-duplicates, one on each line, sent as they are read."""
    return stream(duplicates_json(searcher().duplicate_pairs(), "utf-8"), "application/json")


@blueprint.get("/status")
@until_updated
def status() -> Response:
    """What is in the index."""
    return jsonify(api.status(searcher()))


@blueprint.get("/live")
def live() -> Response:
    """The progress of the running update, also in words."""
    return jsonify(api.live(activity()))


@blueprint.get("/report")
def report() -> Response:
    """How all files were read, one on each line, sent as they are read."""
    params = report_params(request, whole=True)
    files = searcher().report(params.part, params.only)
    return stream(report_json(files, "utf-8"), "application/json")


@blueprint.get("/report.csv")
def report_table() -> Response:
    """The same as CSV."""
    params = report_params(request, whole=True)
    files = searcher().report(params.part, params.only)
    return download(with_byte_order_mark(report_csv(files)), "text/csv", "report.csv")
