"""Suggestions while a query is typed, in the form of OpenSearch, and what tells a browser's address bar of them."""

import json
from collections.abc import Iterator

from flask import Blueprint, Response, render_template, request

from web import urls
from web.caching import until_updated
from web.links import is_long
from web.params import SearchParams, query_text
from web.views.pages import library

blueprint = Blueprint("suggestions", __name__)


@blueprint.get("/suggest")
@until_updated
def suggest() -> Response:
    """The query as typed, completed queries and titles, what each is, and where it leads; none where it is long."""
    typed = query_text(request)
    columns = tuple(zip(*_rows(typed), strict=True)) if typed.strip() and not is_long(SearchParams(typed)) else ()
    return Response(json.dumps([typed, *(columns or ((), (), ()))]), mimetype="application/x-suggestions+json")


@blueprint.get("/opensearch.xml")
@until_updated
def description() -> Response:
    """What a browser has to know to search here from its address bar."""
    return Response(
        render_template("opensearch.xml", urls=urls, site=request.host_url.rstrip("/")),
        mimetype="application/opensearchdescription+xml",
    )


def _rows(typed: str) -> Iterator[tuple[str, str, str]]:
    """Each suggestion with what it is and its address."""
    here = request.host_url.rstrip("/")
    found = library().suggest(typed)
    for completion in found.completions:
        number = f"{completion.total:,} article{'' if completion.total == 1 else 's'}"
        yield completion.query, number, here + urls.search(completion.query)
    for article in found.titles:
        yield article.title, "article", here + urls.article(article.id)
