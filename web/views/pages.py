"""The pages, one function each."""

from itertools import islice
from typing import Any

from flask import Blueprint, Response, current_app, render_template, request

from search import SORTS, IndexActivity, IndexMissing, Library, Watch
from web import urls
from web.caching import until_updated
from web.changes import changed
from web.links import Links
from web.openapi import Site, operations
from web.params import (
    SearchParams,
    compare_params,
    query_text,
    reading_params,
    report_params,
    search_params,
)
from web.presenters import comparison, explanation, facets, feed, results
from web.presenters.article import Reading
from web.presenters.story import shown

blueprint = Blueprint("pages", __name__)

_FIRST_EXAMPLES = (0, 1, 3, 6)  # those that say most with least
_ROWS = 50
_TYPED = 3  # letters of an example that is being typed


def library() -> Library:
    """The library that this application serves."""
    found: Library = current_app.config["LIBRARY"]
    return found


def live() -> IndexActivity:
    """What goes on beneath the pages."""
    watch: Watch = current_app.config["WATCH"]
    return watch.live


def page(template: str, **values: Any) -> str:
    """A page, with what all of them show."""
    query = query_text(request)
    usual = {"query": query, "kept": (), "links": Links(SearchParams(query))}
    modules = {"present": results, "understood": explanation, "urls": urls}
    return render_template(template, live=live(), **{**modules, **usual, **values})


def redirect(address: str) -> Response:
    """Leads on to an address, which may be long."""
    return Response(status=302, headers={"Location": address})


@blueprint.get("/")
@until_updated
def home() -> str:
    """The box, what there is to search, and queries to try."""
    examples = library().examples()
    return page("home.html", status=library().status(), examples=[examples[number] for number in _FIRST_EXAMPLES])


@blueprint.get("/search")
@until_updated
def search() -> str | Response:
    """A page of results; or where a button of one leads, which is the address of another."""
    wanted = search_params(request)
    if not wanted.q.strip():
        return redirect(urls.search(wanted.but(q="*")) if wanted.filters else urls.home())
    if change := request.args.get("change", ""):
        explained = change.startswith(explanation.NUMBERED)
        other = explanation.chosen(library().explain(wanted.q), change) if explained else changed(wanted, change)
        return redirect(urls.search(other))
    found = library().search(wanted.q, **wanted.choices() | {"facets": wanted.facets or True})
    assert found.facets
    links = Links(wanted)
    narrowed = {"chips": facets.chips(wanted, links), "narrowing": facets.narrowing(found.facets, wanted, links)}
    return page(
        "results.html",
        results=found,
        explanation=library().explain(wanted.q),
        wanted=wanted,
        links=links,
        kept=tuple(wanted.kept()),
        sorts=SORTS,
        **narrowed,
    )


@blueprint.get("/feed.atom")
@until_updated
def feed_() -> Response:
    """The newest results as a feed."""
    wanted = search_params(request).but(sort="newest", page=1, size=None, facets=False)
    results = library().search(wanted.q, **wanted.choices() | {"size": feed.MOST})
    return Response(feed.atom(wanted, results, library().status()), content_type=f"{feed.MIMETYPE}; charset=utf-8")


@blueprint.get("/articles/<identity>")
@until_updated
def article(identity: str) -> str:
    """An article, with every hit of the query marked and numbered; or its whole file as it is."""
    wanted = reading_params(request)
    view = library().article(identity, wanted.search.q, hit=wanted.hit)
    reading = Reading(view, wanted, library().surroundings(view) if wanted.plain else None)
    cited = reading.citation(request.host_url)
    links = reading.links
    duplicates = results.near_duplicates(identity, library().duplicates(identity), links)
    listed = {it.duplicate.id for it in duplicates}
    return page(
        "article.html",
        view=view,
        reading=reading,
        links=links,
        cited=cited,
        kept=tuple(wanted.search.kept()),
        duplicates=duplicates,
        similar=[it for it in library().similar(identity) if it.id not in listed],
    )


@blueprint.get("/articles/<identity>/text")
@until_updated
def text(identity: str) -> Response:
    """The text of an article's file, and nothing else."""
    view = library().article(identity)
    before, after = library().surroundings(view)
    return Response((before + view.text + after).encode("utf-8", "backslashreplace"), mimetype="text/plain")


@blueprint.get("/compare")
@until_updated
def compare() -> str | Response:
    """Two articles side by side; a button of a page names both as a pair."""
    query = query_text(request)
    if pair := request.args.get("pair"):
        a, _, b = pair.partition(",")
        return redirect(urls.comparison(a, b, query))
    wanted = compare_params(request)
    links = Links(SearchParams(query))
    return page("compare.html", shown=comparison.prepared(library().compare(wanted.a, wanted.b), links), links=links)


@blueprint.get("/stories/<identity>")
@until_updated
def story(identity: str) -> str:
    """The event of an article, as all tell it that seem to."""
    found = library().story(identity)
    return page("stories.html", story=found, shown=shown(found))


@blueprint.get("/report")
def report() -> str:
    """What was done to each file."""
    wanted = report_params(request)
    found = library().report(wanted.part, doubtful=wanted.doubtful)
    first = (wanted.page - 1) * _ROWS
    rows = list(islice(found.rows(first), _ROWS + 1))
    return page("report.html", wanted=wanted, report=found, rows=rows[:_ROWS], first=first, more=len(rows) > _ROWS)


@blueprint.get("/help")
@until_updated
def help_() -> str:
    """The query language, with examples that run on this corpus."""
    tried = [(example, library().search(example.query, size=1).total) for example in library().examples()]
    return page("help.html", examples=tried)


@blueprint.get("/help/api")
@until_updated
def help_api() -> str:
    """The API, with examples that run on this corpus."""
    query = library().examples()[0].query
    addresses = {"feed": urls.export(SearchParams(query), "feed"), "suggest": urls.suggest(query[:_TYPED])}
    site = Site(library(), live(), request.host_url.rstrip("/"))
    return page("help_api.html", operations=tuple(operations(site)), **addresses)


@blueprint.get("/healthz")
def health() -> Response:
    """Whether searches can be answered."""
    try:
        library().status()
    except IndexMissing:
        return Response("no index\n", status=503, mimetype="text/plain")
    return Response("ok\n", mimetype="text/plain")
