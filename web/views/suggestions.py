"""Suggestions while a query is typed (OpenSearch Suggestions), and the description of this search for browsers."""

import json
from collections.abc import Iterator

from flask import Blueprint, Response, render_template, request

from web import urls
from web.caching import until_updated
from web.context import searcher
from web.links import is_long
from web.params import SearchParams, query_text

blueprint = Blueprint("suggestions", __name__)


@blueprint.get("/suggest")
@until_updated
def suggest() -> Response:
    """The query as typed, then completions, descriptions and addresses. Empty lists for a long query."""
    typed = query_text(request)
    columns = tuple(zip(*_rows(typed), strict=True)) if typed.strip() and not is_long(SearchParams(typed)) else ()
    return Response(json.dumps([typed, *(columns or ((), (), ()))]), mimetype="application/x-suggestions+json")


@blueprint.get("/opensearch.xml")
@until_updated
def description() -> Response:
    """Describes this search to browsers, so that people can add it to their address bar."""
    return Response(
        render_template("opensearch.xml", urls=urls, site=request.host_url.rstrip("/")),
        mimetype="application/opensearchdescription+xml",
    )


def _rows(typed: str) -> Iterator[tuple[str, str, str]]:
    """Each suggestion with its description and its address."""
    site = request.host_url.rstrip("/")
    suggestions = searcher().suggest(typed)
    for completion in suggestions.completions:
        count = f"{completion.total:,} article{'' if completion.total == 1 else 's'}"
        yield completion.query, count, site + urls.search(completion.query)
    for article in suggestions.titles:
        yield article.title, "article", site + urls.article(article.id)
