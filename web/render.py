"""Rendering a page, and redirecting to another."""

from typing import Any

from flask import Response, render_template, request

from web.context import activity, is_on_cluster, offers_meaning
from web.links import Links
from web.params import SearchParams, query_text
from web.presenters.activity import activity_line


def page(template: str, **values: Any) -> str:
    """A page as HTML. `values` come before the defaults that every page needs."""
    query, now = query_text(request), activity()
    defaults = {
        "query": query,
        "kept": (),
        "links": Links(SearchParams(query)),
        "activity": now,
        "activity_line": activity_line(now),
        "offers_meaning": offers_meaning(),
        "is_on_cluster": is_on_cluster(),
    }
    return render_template(template, **{**defaults, **values})


def redirect(address: str) -> Response:
    """A redirect to an address of any length."""
    return Response(status=302, headers={"Location": address})
