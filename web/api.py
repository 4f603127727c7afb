"""The same results as JSON, under /api/v1."""

from flask import Blueprint, Response, jsonify, request

from search import as_json
from web.pages import library
from web.params import query_text, search_params

PREFIX = "/api/v1"

blueprint = Blueprint("api", __name__, url_prefix=PREFIX)


@blueprint.get("/search")
def search() -> Response:
    """What the page of results shows."""
    wanted = search_params(request)
    return jsonify(as_json(library().search(wanted.q, page=wanted.page, size=wanted.size, sort=wanted.sort)))


@blueprint.get("/articles/<identity>")
def article(identity: str) -> Response:
    """What the page of an article shows."""
    return jsonify(as_json(library().article(identity, query_text(request))))


@blueprint.get("/status")
def status() -> Response:
    """What there is to search."""
    return jsonify(as_json(library().status()))
