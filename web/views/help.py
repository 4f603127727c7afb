"""The help pages: search tips, and the API."""

from flask import Blueprint, request

from web import urls
from web.caching import until_updated
from web.context import activity, library
from web.openapi import Site, operations
from web.params import SearchParams
from web.render import page

blueprint = Blueprint("help", __name__)

_TYPED = 3  # letters of the example of a query that is being typed


@blueprint.get("/help")
@until_updated
def search_tips() -> str:
    """The query language, with examples from this folder."""
    examples = [(example, library().search(example.query, size=1).total) for example in library().examples()]
    return page("help.html", examples=examples)


@blueprint.get("/help/api")
@until_updated
def api() -> str:
    """The API, with examples from this folder."""
    query = library().examples()[0].query
    site = Site(library(), activity(), request.host_url.rstrip("/"))
    return page(
        "help_api.html",
        operations=tuple(operations(site)),
        feed=urls.export(SearchParams(query), "feed"),
        suggest=urls.suggest(query[:_TYPED]),
    )
