"""What a browser may keep of the answers: pages as long as the index is the same, style and scripts for good."""

from collections.abc import Callable
from functools import wraps
from hashlib import blake2b
from secrets import token_hex
from typing import Any

from flask import Flask, Response, current_app, make_response, request
from flask.typing import ResponseReturnValue

from search import IndexMissing, Watch
from web import urls

_ASK_FIRST = {"Cache-Control": "private, no-cache", "Vary": "*"}
_FOR_GOOD = "max-age=31536000, immutable"


def register(app: Flask) -> None:
    """Let the address of each static file name its content. What was kept of an earlier process counts no more."""
    app.config["PROCESS"] = token_hex(8)
    app.url_defaults(_name_content)
    app.after_request(_keep_static)


def until_updated(view: Callable[..., ResponseReturnValue]) -> Callable[..., Response]:
    """A view whose answer depends on nothing but its address, the state of the index, and how far an update is.

    Its answers have an ETag, and a request that names it is answered with 304 before the view is called. The ETag is
    weak, since equal answers differ in the time that they took.
    """

    @wraps(view)
    def answer(**values: Any) -> Response:
        tag = _tag()
        known = request.if_none_match
        is_known = tag is not None and not known.star_tag and known.contains_weak(tag)
        response = Response(status=304) if is_known else make_response(view(**values))
        if tag and response.status_code in (200, 304):
            response.set_etag(tag, weak=True)
            response.headers.update(_ASK_FIRST)
        return response

    return answer


def _tag() -> str | None:
    """A name for what a view answers now. None where there is no index, which the view tells.

    The state is looked at before the view looks, so the tag may be older than the answer, and never newer.
    """
    watch: Watch = current_app.config["WATCH"]
    try:
        state = watch.library.state()
    except IndexMissing:
        return None
    parts = (current_app.config["PROCESS"], state, repr(watch.live), request.host, request.full_path)
    return blake2b("\n".join(parts).encode("utf-8", "backslashreplace"), digest_size=12).hexdigest()


def _name_content(endpoint: str, values: dict[str, Any]) -> None:
    if endpoint == "static":
        values["v"] = urls.content(values["filename"])


def _keep_static(response: Response) -> Response:
    if request.endpoint == "static" and response.status_code in (200, 206, 304):
        named = request.args.get("v")
        if named and named == urls.content((request.view_args or {})["filename"]):
            response.headers["Cache-Control"] = _FOR_GOOD
    return response
