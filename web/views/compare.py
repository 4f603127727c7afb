"""The page that compares two articles."""

from flask import Blueprint, Response, request

from web import urls
from web.caching import until_updated
from web.context import searcher
from web.links import Links
from web.params import SearchParams, compare_params, query_text
from web.presenters import comparison
from web.render import page, redirect

blueprint = Blueprint("compare", __name__)


@blueprint.get("/compare")
@until_updated
def compare() -> str | Response:
    """Two articles side by side. With `pair=A,B`, which buttons send, a redirect to their comparison."""
    query = query_text(request)
    if pair := request.args.get("pair"):
        a, _, b = pair.partition(",")
        return redirect(urls.comparison(a, b, query))
    params = compare_params(request)
    links = Links(SearchParams(query))
    view = searcher().compare(params.a, params.b)
    return page("compare.html", shown=comparison.shown_comparison(view, links), links=links)
