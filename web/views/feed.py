"""The newest results as an Atom feed."""

from flask import Blueprint, Response, request

from web.caching import until_updated
from web.context import searcher
from web.params import search_params
from web.presenters import feed

blueprint = Blueprint("feed", __name__)


@blueprint.get("/feed.atom")
@until_updated
def newest() -> Response:
    """The newest results of a search."""
    params = search_params(request).but(sort="newest", page=1, size=None, facets=False)
    results = searcher().search(params.q, **params.choices() | {"size": feed.MOST})
    return Response(feed.atom(params, results, searcher().status()), content_type=f"{feed.MIMETYPE}; charset=utf-8")
