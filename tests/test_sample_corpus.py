"""The sample corpus: what stands in the `.toml` beside each text must come out of it."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from search import ArticleView, Library

CORPUS = Path(__file__).parent / "corpus"
EXPECTED: dict[str, dict[str, Any]] = {
    path.relative_to(CORPUS).with_suffix(".txt").as_posix(): tomllib.loads(path.read_text(encoding="utf-8"))
    for path in sorted(CORPUS.rglob("*.toml"))
}
HITS = [(path, query, count) for path, expected in EXPECTED.items() for query, count in expected["hits"].items()]


@pytest.fixture(scope="module")
def articles(library: Library) -> dict[str, ArticleView]:
    """The articles by their paths."""
    return {hit.path: library.article(hit.id) for hit in library.search("*", size=100).hits}


def test_every_text_has_its_expectations(articles: dict[str, ArticleView]) -> None:
    assert len(EXPECTED) >= 14
    assert set(articles) == set(EXPECTED) == {path.relative_to(CORPUS).as_posix() for path in CORPUS.rglob("*.txt")}


@pytest.mark.parametrize("path", EXPECTED)
def test_a_text_is_decoded_and_has_its_title(articles: dict[str, ArticleView], path: str) -> None:
    assert (articles[path].encoding, articles[path].title) == (EXPECTED[path]["encoding"], EXPECTED[path]["title"])
    assert "\ufffd" not in articles[path].text


@pytest.mark.parametrize(
    ("path", "query", "count"), HITS, ids=[f"{Path(path).stem}: {query}" for path, query, _ in HITS]
)
def test_a_query_marks_as_many_places_as_expected(library: Library, path: str, query: str, count: int) -> None:
    hits = {hit.path: hit for hit in library.search(query, size=100).hits}
    assert (hits[path].hits if path in hits else 0) == count
    if count:
        assert len(library.article(hits[path].id, query).marks) == count
    else:
        assert path not in hits


def test_four_outlets_tell_one_event(library: Library) -> None:
    found = {hit.path for hit in library.search("calder strike OR stevedores path:harbour").hits}
    assert found == {path for path in EXPECTED if path.startswith("harbour/")}
