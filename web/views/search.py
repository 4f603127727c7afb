"""The page of results."""

from flask import Blueprint, Response, request

from search import SORTS, meaning_line, partial_line
from web import urls
from web.caching import until_updated
from web.changes import changed
from web.context import searcher
from web.links import Links
from web.params import search_params
from web.presenters import explanation, facets
from web.presenters.results import shown_hits
from web.render import page, redirect

blueprint = Blueprint("search", __name__)

_ORDERS = {sort: "File time" if sort == "modified" else sort.capitalize() for sort in SORTS}
"""The orders of results, and their names on the page."""


@blueprint.get("/search")
@until_updated
def search() -> str | Response:
    """A page of results. With `change`, which buttons send, a redirect to the changed search."""
    params = search_params(request)
    if not params.q.strip():
        return redirect(urls.search(params.but(q="*")) if params.filters else urls.home())
    if change := request.args.get("change", ""):
        if change.startswith(explanation.NUMBERED):
            return redirect(urls.search(explanation.numbered_query(searcher().explain(params.q), change)))
        return redirect(urls.search(changed(params, change)))
    results = searcher().search(params.q, **params.choices() | {"facets": params.facets or True})
    assert results.facets
    links = Links(params)
    return page(
        "results.html",
        results=results,
        not_read="" if results.total else searcher().not_read,
        hits=tuple(shown_hits(results.hits, links)),
        partial_line=partial_line(results),
        partial_hits=tuple(shown_hits(results.partial.hits, links)) if results.partial else (),
        meaning_line=meaning_line(results),
        meaning_hits=tuple(shown_hits(results.by_meaning.hits, links)) if results.by_meaning else (),
        explanation=explanation.shown_explanation(searcher().explain(params.q), links),
        params=params,
        links=links,
        kept=tuple(params.kept()),
        orders=_ORDERS,
        chips=facets.active_filters(params, links),
        panel=facets.filter_panel(results.facets, params, links),
    )
