"""The help pages: search tips, and the API."""

from flask import Blueprint, request

from web import urls
from web.caching import until_updated
from web.context import activity, searcher
from web.openapi import Site, operations
from web.params import SearchParams
from web.render import page

blueprint = Blueprint("help", __name__)

_TYPED = 3  # letters of the example of a query that is being typed


@blueprint.get("/help")
@until_updated
def search_tips() -> str:
    """The query language, with examples from this folder."""
    examples = [(example, searcher().search(example.query, size=1).total) for example in searcher().examples()]
    return page("help.html", examples=examples)


@blueprint.get("/help/api")
@until_updated
def api() -> str:
    """The API, with examples from this folder."""
    query = searcher().examples()[0].query
    site = Site(searcher(), activity(), request.host_url.rstrip("/"))
    return page(
        "help_api.html",
        operations=tuple(operations(site)),
        feed=urls.export(SearchParams(query), "feed"),
        suggest=urls.suggest(query[:_TYPED]),
    )
