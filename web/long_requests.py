"""The answer to a request that is too long to be parsed: a page for people, a problem for programs."""

import json
from http import HTTPStatus

from jinja2 import Environment, PackageLoader

from web import urls

_STATUS = HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE
_DETAIL = "The query is longer than seedsearch accepts. Shorten it, or search for its parts one by one."


def too_long(request: bytes) -> tuple[str, bytes]:
    """The content type and the body of the answer, by the beginning of the request."""
    if request.partition(b" ")[2].startswith(b"/api/"):
        problem = {"type": "about:blank", "title": _STATUS.phrase, "status": _STATUS, "detail": _DETAIL}
        return "application/problem+json", json.dumps(problem).encode()
    template = Environment(loader=PackageLoader("web"), autoescape=True).get_template("too_long.html")
    return "text/html; charset=utf-8", template.render(urls=urls, detail=_DETAIL).encode()
