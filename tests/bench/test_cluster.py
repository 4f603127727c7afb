"""What the comparison of engines finds: here between two embedded ones."""

from pathlib import Path
from random import Random

import pytest

from search.analysis.stemming import AUTO
from search.engines.base import IndexSearcher
from search.engines.embedded import EmbeddedEngine
from tests.bench.cluster.compare import index
from tests.bench.cluster.comparison import differences
from tests.bench.cluster.varied_articles import Files, varied
from tests.bench.cluster.varied_searches import RandomSearches, Search
from tests.bench.corpus import texts_of
from tests.support.places import SAMPLE

TEXTS = [*texts_of(SAMPLE)]


def searcher(folder: Path, files: list[Files]) -> IndexSearcher:
    """A searcher of an index of files."""
    engine = EmbeddedEngine(folder, AUTO)
    index(engine, files)
    return engine.searcher()


@pytest.fixture(scope="module")
def files() -> list[Files]:
    """Files made of the samples."""
    return [*varied(TEXTS, Random(1))]


@pytest.fixture(scope="module")
def searches() -> list[Search]:
    """Searches for words of the samples."""
    drawn = RandomSearches(TEXTS, Random(2))
    return [drawn.draw() for _ in range(40)]


def test_engines_with_the_same_articles_answer_alike(
    files: list[Files], searches: list[Search], tmp_path: Path
) -> None:
    pair = searcher(tmp_path / "one", files), searcher(tmp_path / "other", files)
    assert not [told for search in searches for told in differences(search, pair)]


def test_an_article_more_is_a_difference(files: list[Files], searches: list[Search], tmp_path: Path) -> None:
    first = files[0]
    less = [Files(first.records[1:], [each for each in first.articles if each.path != first.records[0].path])]
    pair = searcher(tmp_path / "one", files), searcher(tmp_path / "other", less)
    told = [told for search in searches for told in differences(search, pair)]
    assert any("total" in each for each in told)
    assert len(told) > len(searches) / 4


def test_articles_have_values_of_all_kinds(files: list[Files]) -> None:
    articles = [article for each in files for article in each.articles]
    for kind in ("source", "agency", "place", "author", "language"):
        assert len({getattr(article, kind) for article in articles}) > 1
    assert len({article.published for article in articles}) > 5
    assert any(article.title[1] > 6 and article.text[: article.title[1]].endswith(" again") for article in articles)
