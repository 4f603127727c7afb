"""Full and partial matches of a page are read in one call. So each is what it is on a page of its own."""

from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from search.engines.embedded import EmbeddedEngine
from search.engines.embedded.searcher.index_searcher import EmbeddedIndexSearcher
from search.query import parse
from search.search_options import search_options
from search.types.requests import NO_FILTERS
from tests.support.engines import add_texts

WORDS = ("ferry", "harbour", "quay", "pier", "storm", "fare")
QUERIES = (
    "ferry quay",
    "ferry harbour quay",
    "storm pier fare quay",
    "ferry -storm quay",
    '"ferry quay" pier fare',
    "(ferry) pier fare",
)


@pytest.fixture(scope="module")
def searcher(tmp_path_factory: pytest.TempPathFactory) -> EmbeddedIndexSearcher:
    """An index of short texts of some words."""
    random, folder = Random(4), tmp_path_factory.mktemp("index")
    engine = EmbeddedEngine(Path(folder), "english")
    bodies = [" ".join(random.choices(WORDS, k=3)) for _ in range(60)]
    texts = {f"{number:02}.txt": f"{random.choice(WORDS)}\n\n{body}" for number, body in enumerate(bodies)}
    with engine.writer() as batch:
        add_texts(batch, texts)
    return engine.searcher()


@pytest.mark.parametrize("text", QUERIES)
def test_full_matches_are_marked_alike_whether_partial_ones_follow_or_not(
    searcher: EmbeddedIndexSearcher, text: str
) -> None:
    options = search_options("relevance", NO_FILTERS, "all", True)
    with_partial = searcher.search(parse(text), options, first=0, count=40)
    alone = searcher.search(parse(text), replace(options, partial=False), first=0, count=40)
    assert with_partial.partial
    assert with_partial.partial.matches
    assert with_partial.matches == alone.matches


@pytest.mark.parametrize("text", QUERIES)
def test_a_long_page_has_what_short_ones_have(searcher: EmbeddedIndexSearcher, text: str) -> None:
    options = search_options("relevance", NO_FILTERS, "all", True)
    whole = searcher.search(parse(text), options, first=0, count=60)
    assert whole.partial
    for first in range(0, 20, 3):
        page = searcher.search(parse(text), options, first=first, count=3)
        followers = page.partial.matches if page.partial else ()
        assert page.matches == whole.matches[first : first + 3]
        assert (*page.matches, *followers) == (*whole.matches, *whole.partial.matches)[first : first + 3]
