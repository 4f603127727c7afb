"""The addresses of pages equal those of Flask, and each leads to its page."""

import pytest
from flask import Flask, url_for
from hypothesis import given
from hypothesis import strategies as st

from search import Filters, Library, Watch
from tests.support.places import SAMPLE
from web import urls
from web.app import create_app
from web.params import SearchParams
from web.security import Hosts

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
NAMES = TEXTS.filter(bool)
SEARCHES = st.builds(
    SearchParams,
    TEXTS,
    page=st.integers(1, 3),
    sort=st.sampled_from(("relevance", "title")),
    duplicates=st.just("grouped"),
    filters=st.builds(Filters, source=st.lists(NAMES, max_size=3).map(tuple), date=st.just(("2031",)) | st.just(())),
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    library = Library.open(SAMPLE, tmp_path_factory.mktemp("site") / "index")
    return create_app(Watch(library, idle=True), Hosts.of("localhost", 80))


@given(params=SEARCHES, one=NAMES, other=NAMES, hit=st.integers(0, 3), plain=st.booleans())
def test_every_address_equals_that_of_flask(
    site: Flask, *, params: SearchParams, one: str, other: str, hit: int, plain: bool
) -> None:
    kept = {"filters": params.filters, "sort": params.sort}
    every, newest = SearchParams(params.q, **kept), SearchParams(params.q, filters=params.filters)
    read = {"view": "plain" if plain else None, "hit": hit or None, "_anchor": f"hit-{hit}" if hit else None}
    q = params.q or None
    with site.test_request_context():
        for made, expected in (
            (urls.home(), url_for("home.home")),
            (urls.search(params), url_for("search.search", **params.arguments())),
            (urls.search(anchor=one), url_for("search.search", _anchor=one)),
            (
                urls.article(one, params, hit=hit, plain=plain),
                url_for("article.article", article_id=one, **{**params.arguments(), "q": q}, **read),
            ),
            (urls.text(one), url_for("article.text", article_id=one)),
            (urls.comparison(one, other, params.q), url_for("compare.compare", a=one, b=other, q=q)),
            (urls.story(one), url_for("stories.story", article_id=one)),
            (urls.story(one, api=True), url_for("api.story", article_id=one)),
            (
                urls.report(params.q, 2, only=one),
                url_for("report.report", q=q, only=one or None, page=2),
            ),
            (urls.report(export="csv"), url_for("api.report_table")),
            (urls.report(export="json"), url_for("api.report")),
            (urls.help_(params.q), url_for("help.search_tips", q=q)),
            (urls.help_api(), url_for("help.api")),
            (urls.export(params, "csv"), url_for("api.search_table", **every.arguments())),
            (urls.export(params, "jsonl"), url_for("api.search_lines", **every.arguments())),
            (urls.export(params, "feed"), url_for("feed.newest", **newest.arguments())),
            (urls.suggest(params.q), url_for("suggestions.suggest", q=q)),
            (urls.opensearch(), url_for("suggestions.description")),
            (urls.static("style.css"), url_for("static", filename="style.css", v=urls.content("style.css"))),
        ):
            assert made == expected
