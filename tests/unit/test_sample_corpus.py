"""The sample corpus: each text has a `.toml` of expectations beside it."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from search import ArticleView, Library
from tests.support.places import SAMPLE

EXPECTED: dict[str, dict[str, Any]] = {
    path.relative_to(SAMPLE).with_suffix(".txt").as_posix(): tomllib.loads(path.read_text(encoding="utf-8"))
    for path in sorted(SAMPLE.rglob("*.toml"))
}
HITS = [(path, query, count) for path, expected in EXPECTED.items() for query, count in expected["hits"].items()]


@pytest.fixture(scope="module")
def articles(library: Library) -> dict[str, list[ArticleView]]:
    """The articles by the paths of their files."""
    found: dict[str, list[ArticleView]] = {}
    for hit in library.search("*", size=100, duplicates="all").hits:
        found.setdefault(hit.path, []).append(library.searcher().article(hit.id))
    return found


def test_every_text_has_its_expectations(articles: dict[str, list[ArticleView]]) -> None:
    assert len(EXPECTED) >= 14
    assert set(articles) == set(EXPECTED) == {path.relative_to(SAMPLE).as_posix() for path in SAMPLE.rglob("*.txt")}


@pytest.mark.parametrize("path", EXPECTED)
def test_a_text_is_decoded_and_has_its_articles(articles: dict[str, list[ArticleView]], path: str) -> None:
    expected = EXPECTED[path]
    assert {view.encoding for view in articles[path]} == {expected["encoding"]}
    assert {view.title for view in articles[path]} == {expected["title"], *expected.get("others", [])}
    assert not any("\ufffd" in view.text for view in articles[path])


@pytest.mark.parametrize(
    ("path", "query", "count"), HITS, ids=[f"{Path(path).stem}: {query}" for path, query, _ in HITS]
)
def test_a_query_marks_as_many_places_as_expected(library: Library, path: str, query: str, count: int) -> None:
    hits = [hit for hit in library.search(query, size=100, duplicates="all").hits if hit.path == path]
    assert sum(hit.hits for hit in hits) == count
    assert sum(len(library.searcher().article(hit.id, query).marks) for hit in hits) == count
    assert bool(hits) == bool(count)


def test_four_outlets_cover_one_event(library: Library) -> None:
    found = {hit.path for hit in library.search("calder strike OR stevedores path:harbour", duplicates="all").hits}
    assert found == {path for path in EXPECTED if path.startswith("harbour/")}
