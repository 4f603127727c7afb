"""The pages, one function each."""

from itertools import islice
from typing import Any

from flask import Blueprint, Response, current_app, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from search import SORTS, IndexMissing, Library
from web import facets, present
from web.params import query_text, report_params, search_params, wants_plain

blueprint = Blueprint("pages", __name__)

_FIRST_EXAMPLES = (0, 1, 3, 6)  # those that say most with least
_ROWS = 50


def library() -> Library:
    """The library that this application serves."""
    found: Library = current_app.config["LIBRARY"]
    return found


def page(template: str, **values: Any) -> str:
    """A page, with what all of them show."""
    return render_template(template, present=present, **{"query": query_text(request), "kept": (), **values})


@blueprint.get("/")
def home() -> str:
    """The box, what there is to search, and queries to try."""
    examples = library().examples()
    return page("home.html", status=library().status(), examples=[examples[number] for number in _FIRST_EXAMPLES])


@blueprint.get("/search")
def search() -> str | AnyResponse:
    """A page of results."""
    wanted = search_params(request)
    if not wanted.q.strip():
        return redirect(present.search_address(wanted, q="*") if wanted.filters else "/")
    found = library().search(
        wanted.q, page=wanted.page, size=wanted.size, sort=wanted.sort, filters=wanted.filters, facets=True
    )
    assert found.facets
    narrowed = {
        "chips": facets.chips(wanted),
        "without": facets.without(wanted),
        "narrowing": facets.narrowing(found.facets, wanted),
    }
    return page("results.html", results=found, wanted=wanted, kept=tuple(wanted.kept()), sorts=SORTS, **narrowed)


@blueprint.get("/articles/<identity>")
def article(identity: str) -> str:
    """An article, with every hit of the query marked and numbered; or its whole file as it is."""
    view = library().article(identity, query_text(request))
    around = library().surroundings(view) if wants_plain(request) else None
    return page("article.html", view=view, around=around)


@blueprint.get("/report")
def report() -> str:
    """What was done to each file."""
    wanted = report_params(request)
    found = library().report(wanted.part, doubtful=wanted.doubtful)
    first = (wanted.page - 1) * _ROWS
    rows = list(islice(found.rows(first), _ROWS + 1))
    return page("report.html", wanted=wanted, report=found, rows=rows[:_ROWS], first=first, more=len(rows) > _ROWS)


@blueprint.get("/help")
def help_() -> str:
    """The query language, with examples that run on this corpus."""
    tried = [(example, library().search(example.query, size=1).total) for example in library().examples()]
    return page("help.html", examples=tried)


@blueprint.get("/healthz")
def health() -> Response:
    """Whether searches can be answered."""
    try:
        library().status()
    except IndexMissing:
        return Response("no index\n", status=503, mimetype="text/plain")
    return Response("ok\n", mimetype="text/plain")
