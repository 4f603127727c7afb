"""Links and buttons: those of a long query lead to the same pages as those of a short one."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qsl, quote_plus, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.exceptions import BadRequest

from search import DUPLICATE_MODES, KINDS, SORTS, Filters
from tests.support.event_articles import FILES
from tests.support.files import write_files
from tests.support.html_tree import Element, link_target, parse_html
from tests.support.server import Server, serve
from web import urls
from web.changes import changed
from web.links import LONGEST, Links
from web.params import PARAMETERS, SearchParams

SHORT = "ferry OR board"
LONG = f'{SHORT} OR "{700 * "x"}"'
IGNORED = {
    "/feed.atom": {"page", "size", "sort", "facets"},
    "/api/v1/search.": {"page", "size", "duplicates", "facets"},
    "/search": {"view"},
}
"""Form fields that mean nothing in an address."""
TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=12)
VALUES = st.lists(TEXTS, max_size=3, unique=True).map(tuple)
SEARCHES = st.builds(
    SearchParams,
    st.sampled_from((SHORT, LONG)),
    page=st.integers(1, 9),
    sort=st.sampled_from(SORTS),
    size=st.none() | st.integers(1, 100),
    duplicates=st.sampled_from(DUPLICATE_MODES),
    facets=st.sampled_from((False, *KINDS)),
    filters=st.builds(Filters, **dict.fromkeys(KINDS, VALUES)),
)
CHANGES = st.one_of(
    st.builds("page:{}".format, st.integers(1, 99)),
    st.builds("sort:{}".format, st.sampled_from(SORTS)),
    st.builds("duplicates:{}".format, st.sampled_from(DUPLICATE_MODES)),
    st.builds("facets:{}".format, st.sampled_from(("", *KINDS))),
    st.builds("{}:{}".format, st.sampled_from((*PARAMETERS, "dates")), TEXTS),
    st.sampled_from(("filters:", "dates:")),
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder: Path = tmp_path_factory.mktemp("links")
    with serve(write_files(folder / "texts", FILES), folder / "index") as server:
        yield server


@given(SEARCHES, CHANGES)
def test_a_button_makes_the_same_change_as_a_link(params: SearchParams, change: str) -> None:
    address = urls.search(changed(params, change))
    link = Links(params).results(change)
    assert link.address == ("" if Links(params).are_buttons else address)
    assert link.address or (link.name, link.value) == ("change", change)
    assert Links(params).are_buttons == (len(urls.search(params)) - len("/search?") > LONGEST)


@given(SEARCHES, st.sampled_from(list(PARAMETERS)), TEXTS)
def test_a_change_adds_and_removes_a_filter(params: SearchParams, name: str, value: str) -> None:
    once = changed(params, f"{name}:{value}")
    chosen = getattr(params.filters, PARAMETERS[name])
    assert (value in getattr(once.filters, PARAMETERS[name])) != (value in chosen)
    if name != "folder" and value not in chosen:
        assert changed(once, f"{name}:{value}").filters == params.filters


@pytest.mark.parametrize(
    ("chosen", "value", "expected"),
    [
        ("news", "news/july", ("news/july",)),
        ("none", "none/july", ("none", "none/july")),
        ("none/july", "none", ("none/july", "none")),
        ('"none"', "none/july", ("none/july",)),
        ("none/july", '"none"', ('"none"',)),
    ],
)
def test_a_folder_replaces_those_in_it_and_above_it(chosen: str, value: str, expected: tuple[str, ...]) -> None:
    params = SearchParams("ferry", filters=Filters(folder=(chosen,)))
    assert changed(params, f"folder:{value}").filters.folder == expected


@given(st.text(max_size=9))
def test_an_invalid_change_is_refused(change: str) -> None:
    names = {"page", "sort", "duplicates", "facets", "filters", "dates", *PARAMETERS}
    if change.partition(":")[0] not in names:
        with pytest.raises(BadRequest):
            changed(SearchParams("ferry"), change)


def leads_to(site: Server, shown: Element, element: Element) -> str:
    """The address to which a link or a button of a page leads in the end."""
    address, _, anchor = link_target(shown, element).partition("#")
    if urlsplit(address).path in ("/search", "/compare") and element.tag == "button":
        answer = site.get(address)
        address = answer.header("location") or address if answer.status == 302 else address
    return address + f"#{anchor}" * bool(anchor)


def address_parts(address: str) -> tuple[str, frozenset[tuple[str, str]], str]:
    """An address without its query text and without ignored parameters."""
    parts = urlsplit(address)
    ignored = next((names for path, names in IGNORED.items() if parts.path.startswith(path)), set())
    return parts.path, frozenset(it for it in parse_qsl(parts.query) if it[0] not in {"q", *ignored}), parts.fragment


def ways(shown: Element) -> list[Element]:
    """The links and buttons of the main part of a page, without those of explanations, which depend on the query."""
    found = [it for it in shown.one("main").walk() if it.tag in ("a", "button")]
    explained = {id(it) for part in shown.all("details", "terms") for it in part.walk()}
    return [it for it in found if id(it) not in explained and not it.attributes.get("href", "").startswith("#")]


@pytest.mark.parametrize(
    "more",
    [
        "",
        "&sort=title&duplicates=all&size=1&page=2",
        "&lang=en&date=2031&duplicates=all",
        "&facets=place&folder=evening",
    ],
)
def test_a_page_of_a_long_query_has_the_links_of_a_short_one(site: Server, more: str) -> None:
    short, long = (parse_html(site.get(f"/search?q={quote_plus(query)}{more}").text) for query in (SHORT, LONG))
    expected = [(it.line, address_parts(leads_to(site, short, it))) for it in ways(short)]
    found = [(it.attributes.get("aria-label") or it.line, leads_to(site, long, it)) for it in ways(long)]
    assert len(expected) > 8
    assert [(name, address_parts(address)) for name, address in found] == expected
    for name, address in found:
        answer = site.get(address.partition("#")[0])
        assert answer.status == 200, name
        assert quote_plus(LONG) in address, name


def test_the_page_of_an_article_keeps_a_long_query(site: Server) -> None:
    [hit] = site.get("/api/v1/search?q=path:sails").json["hits"]
    address = f"/articles/{hit['id']}?q={{}}&sort=title&hit=1{{}}"
    for view in ("", "&view=plain"):
        pages = [parse_html(site.get(address.format(quote_plus(query), view)).text) for query in (SHORT, LONG)]
        short, long = ([address_parts(leads_to(site, shown, it)) for it in ways(shown)] for shown in pages)
        assert len(short) > 5
        ticks = len(pages[0].one("svg", "rail").all("a"))
        assert len(long) == len(short) - ticks  # which are places on the page
        zones = {("view", "zones"), ("view", "plain")}  # of two the last counts
        comparable = [(path, pairs - zones if ("view", "zones") in pairs else pairs, at) for path, pairs, at in long]
        assert [it for it in comparable if it not in short] == []


def test_long_terms_and_suggestions_are_buttons(site: Server) -> None:
    page = parse_html(site.get(f"/search?q={quote_plus(LONG)}").text)
    for button in page.one("details", "terms").all("button"):
        answer = site.get(leads_to(site, page, button))
        assert answer.status == 200
    for wrong in ("term:9", "term:x", "offer:1", "offer:99", "page:0", "page:x", "nothing", ":", "term:"):
        assert site.get(f"/search?q=ferry&change={wrong}").status == 400
