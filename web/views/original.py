"""The original file of an article.

A file of the corpus is foreign. A web page of it must neither run scripts, nor load anything, nor ask this site for
anything. So it is shown in a sandbox, and only PDFs and web pages are shown at all. Everything else is a download.

Nothing here is cached: a file may change before the index does.
"""

from flask import Blueprint, Response, request
from werkzeug.wsgi import wrap_file

from web.context import searcher
from web.downloads import disposition
from web.params import query_text
from web.render import page

blueprint = Blueprint("original", __name__)

_WIDTH = 1200
"""Pixels of the width of an image of a page."""
_SANDBOX = "sandbox; default-src 'none'; img-src data:; style-src 'unsafe-inline'; font-src data:"
_SHOWN = {
    "pdf": ("application/pdf", "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'"),
    "html": ("text/html", _SANDBOX),
}
"""How the files of a type are shown: as this content, with this policy."""


@blueprint.get("/original/<article_id>")
def original(article_id: str) -> Response:
    """The file of an article as it is in the folder. Sent a piece at a time."""
    file = searcher().original(article_id)
    content_type, policy = _SHOWN.get(file.type, ("application/octet-stream", "sandbox; default-src 'none'"))
    response = Response(wrap_file(request.environ, file.file), content_type=content_type, direct_passthrough=True)
    response.content_length = file.size
    response.headers["Content-Security-Policy"] = policy
    response.headers["Content-Disposition"] = disposition("inline" if file.type in _SHOWN else "attachment", file.name)
    return response


@blueprint.get("/original/<article_id>/pages/<int:number>")
def original_page(article_id: str, number: int) -> str:
    """A page of a PDF as an image, with a box around each hit."""
    query = query_text(request)
    view = searcher().article(article_id, query)
    marks = searcher().page_marks(article_id, query, number)
    first = view.text[slice(*view.marks[marks.boxes[0].number - view.first])] if marks.boxes else ""
    return page("original_page.html", marks=marks, view=view, searched=query, first_words=first)


@blueprint.get("/original/<article_id>/pages/<int:number>.png")
def original_image(article_id: str, number: int) -> Response:
    """The image of a page of a PDF."""
    return Response(searcher().page_image(article_id, number, _WIDTH), mimetype="image/png")
