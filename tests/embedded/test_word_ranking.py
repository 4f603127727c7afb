"""Of a query of nothing but words only the first matches are made. They are those of all matches, sorted."""

from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from search.engines.embedded import EmbeddedEngine
from search.engines.embedded.searcher.index_searcher import EmbeddedIndexSearcher
from search.engines.embedded.searcher.word_ranking import rank_words
from search.query import parse
from search.query.expand import expand
from search.search_options import search_options
from search.types.requests import NO_FILTERS
from tests.support.engines import add_texts

WORDS = ("ferry", "ferries", "harbour", "harbours", "quay", "pier", "storm", "storms", "fare", "well-known")
OPTIONS = search_options("relevance", NO_FILTERS, "all", True)
RANKED = (
    "ferry",
    "ferry quay",
    "ferry OR quay OR storm",
    "ferry storm pier",
    "ferry ferry pier",
    "harbour storm pier fare quay",
    "title:ferry OR title:quay",
    "ferry quay in:everything",
    "harb* pier",
    '"pier" OR quay',
    "nothing ferry",
)
EVALUATED = (
    '"ferry quay" pier',
    "ferry -quay",
    "+ferry storm quay",
    "title:ferry title:quay",
    "well-known OR pier",
    "(ferry OR quay) pier",
)


@pytest.fixture(scope="module")
def searcher(tmp_path_factory: pytest.TempPathFactory) -> EmbeddedIndexSearcher:
    """An index of two segments with deleted articles."""
    random, engine = Random(11), EmbeddedEngine(Path(tmp_path_factory.mktemp("index")), "english")
    for first in (0, 90):
        bodies = [" ".join(random.choices(WORDS, k=random.choice((3, 3, 9, 40)))) for _ in range(150)]
        with engine.writer() as batch:
            texts = {f"{first + n:03}.txt": f"{random.choice(WORDS)}\n\n{body}" for n, body in enumerate(bodies)}
            add_texts(batch, texts)
    searcher = engine.searcher()
    assert len(searcher.reader.segments) == 2
    assert not searcher.reader.documents.all_live
    return searcher


@pytest.mark.parametrize("text", RANKED + EVALUATED)
@pytest.mark.parametrize("partial", [True, False])
def test_the_same_is_listed_whether_all_matches_are_made_or_not(
    searcher: EmbeddedIndexSearcher, text: str, partial: bool
) -> None:
    options = replace(OPTIONS, partial=partial)
    for first, count in ((0, 0), (0, 10), (20, 7), (0, 300), (1 << 70, 10), (0, 1 << 63)):
        searcher.reader.documents.answers = type(searcher.reader.documents.answers)()
        some = searcher.search(parse(text), options, first=first, count=count)
        made = searcher.search(parse(text), options, first=first, count=count, facets=True)
        assert made._replace(facets=None) == some


@pytest.mark.parametrize("text", RANKED + EVALUATED)
def test_queries_of_nothing_but_words_are_ranked_by_their_words(searcher: EmbeddedIndexSearcher, text: str) -> None:
    def no_matches() -> None:
        raise AssertionError("all matches were made")

    expanded = expand(parse(text).tree, searcher.reader.vocabulary, [])
    ranked = rank_words(expanded, OPTIONS, searcher.reader, 10, no_matches)  # type: ignore[arg-type]
    assert (ranked is not None) == (text in RANKED)


def test_filtered_sorted_and_grouped_matches_are_all_made(searcher: EmbeddedIndexSearcher) -> None:
    expanded = expand(parse("ferry quay").tree, searcher.reader.vocabulary, [])
    for options in (replace(OPTIONS, sort="path"), replace(OPTIONS, filters=replace(NO_FILTERS, source=("AFP",)))):
        assert rank_words(expanded, options, searcher.reader, 10, lambda: pytest.fail("not asked for")) is None
