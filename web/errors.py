"""Errors as pages that help, and as problem+json (RFC 9457) under /api. What the person typed is kept."""

import json
from http import HTTPStatus

from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException

from search import (
    BadFilter,
    IndexMissing,
    NoSuchArticle,
    NoSuchPage,
    QueryTooLong,
    SeedsearchError,
    error_message,
    log_bug,
)
from web.links import Link, Links
from web.params import query_text, search_params
from web.presenters import results
from web.views import api
from web.views.pages import live, page

_STATUS: dict[type[SeedsearchError], HTTPStatus] = {
    BadFilter: HTTPStatus.BAD_REQUEST,
    QueryTooLong: HTTPStatus.BAD_REQUEST,
    NoSuchPage: HTTPStatus.NOT_FOUND,
    NoSuchArticle: HTTPStatus.NOT_FOUND,
    IndexMissing: HTTPStatus.SERVICE_UNAVAILABLE,
}
_SOON = 2
"""Seconds after which it is worth asking again while the first index is made."""
_LOGGED = "The terminal where seedsearch runs shows the traceback. Please report it."
_SENTENCES = {
    HTTPStatus.NOT_FOUND: "There is no page at this address.",
    HTTPStatus.METHOD_NOT_ALLOWED: "This address accepts only GET requests.",
}


def register(app: Flask) -> None:
    """Answer every error of `app` from here."""
    app.register_error_handler(SeedsearchError, _known)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(OSError, _system)
    app.register_error_handler(MemoryError, _system)
    app.register_error_handler(Exception, _unknown)


def _known(error: SeedsearchError) -> Response:
    now = live()
    if isinstance(error, IndexMissing) and (now.updating or now.problem):
        return _waiting(results.live_line(now))
    last = error.last if isinstance(error, NoSuchPage) else None
    status = _STATUS.get(type(error), HTTPStatus.INTERNAL_SERVER_ERROR)
    return _answer(status, str(error), last, too_long=isinstance(error, QueryTooLong))


def _waiting(line: str) -> Response:
    """The answer while there is no index, but is to be one."""
    status = HTTPStatus.SERVICE_UNAVAILABLE
    if request.path.startswith(api.PREFIX):
        response = _answer(status, line or "The texts are being indexed.")
    else:
        response = Response(page("waiting.html"), status)
    response.headers["Retry-After"] = str(_SOON)
    return response


def _http(error: HTTPException) -> Response:
    status = HTTPStatus(error.code or HTTPStatus.INTERNAL_SERVER_ERROR)
    response = _answer(status, _SENTENCES.get(status) or error.description or status.phrase)
    response.headers.extend(header for header in error.get_headers() if header[0] == "Allow")
    return response


def _system(error: Exception) -> Response:
    return _answer(HTTPStatus.INTERNAL_SERVER_ERROR, error_message(error))


def _unknown(error: Exception) -> Response:
    log_bug(f"{request.method} {request.path.encode('unicode_escape').decode()}", error)
    return _answer(HTTPStatus.INTERNAL_SERVER_ERROR, f"{error_message(error)} {_LOGGED}")


def _answer(status: HTTPStatus, detail: str, last: int | None = None, *, too_long: bool = False) -> Response:
    """The page or the problem; the page offers to search again for what was typed, unless that is too long."""
    if request.path.startswith(api.PREFIX):
        problem = {"type": "about:blank", "title": status.phrase, "status": status, "detail": detail}
        body = json.dumps({**problem, "query": query_text(request)}, ensure_ascii=False)
        return Response(body, status, mimetype="application/problem+json")
    heading = "The query is too long" if too_long else status.phrase
    values = {"heading": heading, "detail": detail, "last": last, "again": not too_long, **_last(last)}
    return Response(page("error.html", **values), status)


def _last(number: int | None) -> dict[str, Links | Link]:
    """What leads to the last page of what was asked for, and the links that it is one of."""
    if number is None or not query_text(request):
        return {}
    links = Links(search_params(request))
    return {"links": links, "last_page": links.results(f"page:{number}")}
