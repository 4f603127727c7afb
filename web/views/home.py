"""The home page, and the health check."""

from flask import Blueprint, Response

from search import EngineUnavailable, IndexMissing
from web.caching import until_updated
from web.context import searcher
from web.render import page

blueprint = Blueprint("home", __name__)

_EXAMPLES = (0, 1, 3, 6)  # numbers of the examples that show most


@blueprint.get("/")
@until_updated
def home() -> str:
    """The search box, the number of articles, and example queries."""
    examples = searcher().examples()
    return page("home.html", status=searcher().status(), examples=[examples[number] for number in _EXAMPLES])


@blueprint.get("/healthz")
def health() -> Response:
    """`ok` if searches get answers, otherwise 503."""
    try:
        searcher()
    except IndexMissing:
        return Response("no index\n", status=503, mimetype="text/plain")
    except EngineUnavailable:
        return Response("the index cannot be reached\n", status=503, mimetype="text/plain")
    return Response("ok\n", mimetype="text/plain")
