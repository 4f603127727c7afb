"""What browsers may cache: pages while the index stays the same, styles and scripts forever."""

from collections.abc import Callable
from functools import wraps
from hashlib import blake2b
from secrets import token_hex
from typing import Any

from flask import Flask, Response, current_app, make_response, request
from flask.typing import ResponseReturnValue

from search import IndexMissing
from web import urls
from web.context import activity, searcher

_REVALIDATE = {"Cache-Control": "private, no-cache", "Vary": "*"}
_FOREVER = "max-age=31536000, immutable"


def register(app: Flask) -> None:
    """Set up caching. What browsers cached from an earlier process is not used."""
    app.config["PROCESS"] = token_hex(8)
    app.after_request(_cache_static)


def until_updated(view: Callable[..., ResponseReturnValue]) -> Callable[..., Response]:
    """Cache a view whose answer depends only on its address, the state of the index, and the running update.

    Answers get an ETag. A request with this ETag gets 304, and the view is not called. The ETag is weak, because equal
    answers differ in their `took_ms`.
    """

    @wraps(view)
    def answer(**values: Any) -> Response:
        tag = _tag()
        cached = request.if_none_match
        is_fresh = tag is not None and not cached.star_tag and cached.contains_weak(tag)
        response = Response(status=304) if is_fresh else make_response(view(**values))
        if tag and response.status_code in (200, 304):
            response.set_etag(tag, weak=True)
            response.headers.update(_REVALIDATE)
        return response

    return answer


def _tag() -> str | None:
    """The ETag of the answer of a view. None if there is no index; the view says so.

    The view answers from the same state.
    """
    try:
        state = searcher().state
    except IndexMissing:
        return None
    parts = (current_app.config["PROCESS"], state, repr(activity()), request.host_url, request.full_path)
    return blake2b("\n".join(parts).encode("utf-8", "backslashreplace"), digest_size=12).hexdigest()


def _cache_static(response: Response) -> Response:
    if request.endpoint == "static" and response.status_code in (200, 206, 304):
        version = request.args.get("v")
        if version and version == urls.content((request.view_args or {})["filename"]):
            response.headers["Cache-Control"] = _FOREVER
    return response
