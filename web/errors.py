"""Error pages, and problem+json (RFC 9457) under /api. Error pages keep the query."""

import json
from http import HTTPStatus

from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException

from search import (
    BadFilter,
    EngineUnavailable,
    IndexMissing,
    NoSuchArticle,
    NoSuchFile,
    NoSuchPage,
    QueryTooLong,
    SeedsearchError,
    error_message,
    log_bug,
)
from web.context import activity, give_up_index
from web.links import Link, Links
from web.params import query_text, search_params
from web.presenters.activity import activity_line
from web.render import page
from web.views import api

_STATUS: dict[type[SeedsearchError], HTTPStatus] = {
    BadFilter: HTTPStatus.BAD_REQUEST,
    QueryTooLong: HTTPStatus.BAD_REQUEST,
    NoSuchPage: HTTPStatus.NOT_FOUND,
    NoSuchArticle: HTTPStatus.NOT_FOUND,
    NoSuchFile: HTTPStatus.NOT_FOUND,
    IndexMissing: HTTPStatus.SERVICE_UNAVAILABLE,
}
_RETRY_AFTER = 2
"""Seconds after which to try again while the first index is made, or a cluster does not answer."""
_BUG = "The terminal where seedsearch runs shows the traceback. Please report it."
_DETAILS = {
    HTTPStatus.NOT_FOUND: "There is no page at this address.",
    HTTPStatus.METHOD_NOT_ALLOWED: "This address accepts only GET requests.",
}


def register(app: Flask) -> None:
    """Register the error handlers of an application."""
    app.register_error_handler(SeedsearchError, _seedsearch_error)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(OSError, _system_error)
    app.register_error_handler(MemoryError, _system_error)
    app.register_error_handler(Exception, _bug)


def _seedsearch_error(error: SeedsearchError) -> Response:
    if isinstance(error, EngineUnavailable):
        give_up_index(error)
        return _waiting("unavailable.html", str(error))
    if isinstance(error, IndexMissing):
        now = activity()
        if now.updating or now.problem:
            return _waiting("waiting.html", activity_line(now))
    last = error.last if isinstance(error, NoSuchPage) else None
    status = _STATUS.get(type(error), HTTPStatus.INTERNAL_SERVER_ERROR)
    return _answer(status, str(error), last, too_long=isinstance(error, QueryTooLong))


def _waiting(template: str, line: str) -> Response:
    """The answer while the first index is being made, or a cluster does not answer."""
    status = HTTPStatus.SERVICE_UNAVAILABLE
    if request.path.startswith(api.PREFIX):
        response = _answer(status, line or "The texts are being indexed.")
    else:
        response = Response(page(template), status)
    response.headers["Retry-After"] = str(_RETRY_AFTER)
    return response


def _http_error(error: HTTPException) -> Response:
    status = HTTPStatus(error.code or HTTPStatus.INTERNAL_SERVER_ERROR)
    response = _answer(status, _DETAILS.get(status) or error.description or status.phrase)
    response.headers.extend(header for header in error.get_headers() if header[0] == "Allow")
    return response


def _system_error(error: Exception) -> Response:
    return _answer(HTTPStatus.INTERNAL_SERVER_ERROR, error_message(error))


def _bug(error: Exception) -> Response:
    log_bug(f"{request.method} {request.path.encode('unicode_escape').decode()}", error)
    return _answer(HTTPStatus.INTERNAL_SERVER_ERROR, f"{error_message(error)} {_BUG}")


def _answer(status: HTTPStatus, detail: str, last: int | None = None, *, too_long: bool = False) -> Response:
    """The error page or the problem. The page offers to search for the query again, unless it is too long."""
    if request.path.startswith(api.PREFIX):
        problem = {"type": "about:blank", "title": status.phrase, "status": status, "detail": detail}
        body = json.dumps({**problem, "query": query_text(request)}, ensure_ascii=False)
        return Response(body, status, mimetype="application/problem+json")
    heading = "The query is too long" if too_long else status.phrase
    values = {"heading": heading, "detail": detail, "last": last, "again": not too_long, **_last(last)}
    return Response(page("error.html", **values), status)


def _last(number: int | None) -> dict[str, Links | Link]:
    """The link to the last page of the results, and the links of the page that it belongs to."""
    if number is None or not query_text(request):
        return {}
    links = Links(search_params(request))
    return {"links": links, "last_page": links.results(f"page:{number}")}
