"""Suggestions while a query is typed, in the form of OpenSearch, and what tells a browser's address bar of them."""

import json
from collections.abc import Iterator

from flask import Blueprint, Response, render_template, request

from web import present
from web.caching import until_updated
from web.pages import library
from web.params import query_text

blueprint = Blueprint("suggestions", __name__)


@blueprint.get("/suggest")
@until_updated
def suggest() -> Response:
    """The query as typed, completed queries and titles, what each is, and where it leads."""
    typed = query_text(request)
    columns = tuple(zip(*_rows(typed), strict=True)) if typed.strip() else ()
    return Response(json.dumps([typed, *(columns or ((), (), ()))]), mimetype="application/x-suggestions+json")


@blueprint.get("/opensearch.xml")
@until_updated
def description() -> Response:
    """What a browser has to know to search here from its address bar."""
    return Response(
        render_template("opensearch.xml", site=request.host_url.rstrip("/")),
        mimetype="application/opensearchdescription+xml",
    )


def _rows(typed: str) -> Iterator[tuple[str, str, str]]:
    """Each suggestion with what it is and its address."""
    here = request.host_url.rstrip("/")
    found = library().suggest(typed)
    for completion in found.completions:
        number = f"{completion.total:,} article{'' if completion.total == 1 else 's'}"
        yield completion.query, number, here + present.search_address(completion.query)
    for article in found.titles:
        yield article.title, "article", here + present.article_address(article.id, "")
