"""A browser revalidates each page, and gets 304 as long as nothing has changed."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from search import Library, Watch
from tests.support.command import update_index
from tests.support.files import write_files
from tests.support.places import SAMPLE
from tests.support.server import Server, serve
from tests.support.texts import OTHER, STORY
from web.app import create_app
from web.security import Hosts

KEPT = (
    *(
        "/",
        "/search?q=ferry",
        "/search?q=ferry&page=1&sort=title",
        "/search?q=nothing",
        "/help",
        "/help/api",
        "/feed.atom?q=ferry",
    ),
    *("/suggest?q=fer", "/suggest?q=harb", "/opensearch.xml", "/api/v1/explain?q=ferry", "/api/v1/duplicates"),
    "/api/v1/copies",
    *(
        "/api/v1/search?q=ferry",
        "/api/v1/search?q=ferry&facets=1&lang=en",
        "/api/v1/search.csv?q=ferry",
        "/api/v1/search.jsonl?q=ferry",
        "/api/v1/status",
    ),
    "/api/v1/openapi.json",
)
OF_ARTICLES = (
    *(
        "/articles/{a}?q=ferry",
        "/articles/{a}?view=plain",
        "/articles/{a}/text",
        "/stories/{a}",
        "/compare?a={a}&b={b}",
    ),
    *("/api/v1/articles/{a}", "/api/v1/articles/{a}/duplicates", "/api/v1/articles/{a}/similar"),
    *("/api/v1/articles/{a}/copies", "/api/v1/stories/{a}", "/api/v1/compare?a={a}&b={b}"),
)
NEVER_KEPT = (
    *("/api/v1/live", "/stories/0", "/compare?a=0&b=1", "/api/v1/compare", "/api/v1/articles/0/similar"),
    *("/api/v1/articles/0/duplicates", "/articles/0/text", "/feed.atom?q=a&date=x"),
    *("/report", "/api/v1/report", "/api/v1/report.csv", "/healthz", "/nowhere", "/articles/0", "/search?q=a&page=9"),
    *("/search?q=a&size=0", "/search?q=", "/api/v1/articles/0", "/api/v1/search?q=a&sort=no"),
    *("/original/0", "/original/0/pages/0", "/original/0/pages/0.png"),
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_files(tmp_path / "texts", {"a.txt": STORY, "b.txt": OTHER})


@pytest.fixture
def changing_site(folder: Path) -> Iterator[Server]:
    """A site whose folder and index a test changes."""
    with serve(folder, folder.parent / "index") as server:
        yield server


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A site that stays as it is."""
    folder = tmp_path_factory.mktemp("caching")
    with serve(write_files(folder / "texts", {"a.txt": STORY, "b.txt": OTHER}), folder / "index") as server:
        yield server


def tag(site: Server, target: str) -> str:
    """The ETag of an answer that may be kept."""
    answer = site.get(target)
    assert answer.status == 200
    assert answer.header("cache-control") == "private, no-cache"
    found = answer.header("etag") or ""
    assert re.fullmatch(r'W/"[0-9a-f]{24}"', found)
    return found


def test_a_repeated_request_gets_304_until_something_changes(changing_site: Server, folder: Path) -> None:
    article, other = (hit["id"] for hit in changing_site.get("/api/v1/search?q=*").json["hits"])
    targets = (*KEPT, *(target.format(a=article, b=other) for target in OF_ARTICLES))
    tags = {target: tag(changing_site, target) for target in targets}
    assert len(set(tags.values())) == len(targets)
    assert tags == {target: tag(changing_site, target) for target in targets}
    for target, known in tags.items():
        for method in ("GET", "HEAD"):
            for named in (known, known.removeprefix("W/"), f'"other", {known}'):
                answer = changing_site.get(target, method=method, headers={"If-None-Match": named})
                assert (answer.status, answer.body) == (304, b""), target
                assert answer.header("etag") == known
                assert answer.header("cache-control") == "private, no-cache"
                assert answer.header("content-type") is None
    write_files(folder, {"c.txt": "Another ferry\n\nIt is new."})
    update_index(folder, folder.parent / "index")
    for target, known in tags.items():
        answer = changing_site.get(target, headers={"If-None-Match": known})
        assert answer.status == 200
        assert answer.header("etag") not in (None, known)


def test_every_address_is_covered_by_these_tests(tmp_path: Path) -> None:
    app = create_app(Watch(Library.open(SAMPLE, tmp_path / "index"), idle=True), Hosts(frozenset({"localhost"})))
    known = {target.format(a="0", b="1").partition("?")[0] for target in (*KEPT, *OF_ARTICLES, *NEVER_KEPT)}
    rules = {re.sub("<.*?>", "0", rule.rule) for rule in app.url_map.iter_rules() if rule.endpoint != "static"}
    assert rules <= known


def test_an_update_without_changes_keeps_the_etags(changing_site: Server, folder: Path) -> None:
    before = tag(changing_site, "/search?q=ferry")
    update_index(folder, folder.parent / "index")
    assert tag(changing_site, "/search?q=ferry") == before


@pytest.mark.parametrize("target", NEVER_KEPT)
def test_pages_that_depend_on_more_than_the_index_are_not_cached(site: Server, target: str) -> None:
    for named in (None, "*", '"a"', "nonsense"):
        answer = site.get(target, headers={"If-None-Match": named} if named else {})
        assert answer.status != 304
        assert answer.header("etag") is None
        assert answer.header("cache-control") == "no-store"


def test_an_unknown_etag_does_not_match(site: Server) -> None:
    for named in ("*", '"a"', "W/", "", ", ,", 5000 * "x", tag(site, "/help")):
        assert site.get("/search?q=ferry", headers={"If-None-Match": named}).status == 200


def test_a_head_request_gets_the_same_headers(site: Server) -> None:
    for target in KEPT:
        whole, head = site.get(target), site.get(target, method="HEAD")
        assert head.body == b""
        for name in ("content-type", "etag", "cache-control", "content-disposition"):
            assert head.header(name) == whole.header(name)


def test_another_process_has_other_etags(folder: Path) -> None:
    tags = []
    for size in ("10", "1"):
        with serve(folder, folder.parent / "index", SEEDSEARCH_PAGE_SIZE=size) as site:
            tags.append(tag(site, "/search?q=ferry"))
    assert len(set(tags)) == 2


def test_without_an_index_there_is_no_etag(changing_site: Server, folder: Path) -> None:
    before = tag(changing_site, "/search?q=ferry")
    shutil.rmtree(folder.parent / "index")
    answer = changing_site.get("/search?q=ferry", headers={"If-None-Match": before})
    assert (answer.status, answer.header("etag"), answer.header("cache-control")) == (503, None, "no-store")


def test_static_files_are_named_after_their_content_and_cached_forever(site: Server) -> None:
    found = set(re.findall(r'(?:href|src)="(/static/[^"]+)"', site.get("/").text))
    assert len(found) > 2
    for address in found:
        answer = site.get(address)
        assert (answer.status, answer.header("cache-control")) == (200, "max-age=31536000, immutable")
        assert answer.body == (SAMPLE.parent.parent / "web" / address[1:].partition("?")[0]).read_bytes()
        for other in (address.partition("?")[0], f"{address}0", address.replace("v=", "w=")):
            assert site.get(other).header("cache-control") == "no-cache"
    assert site.get("/static/nowhere.css?v=1").status == 404
