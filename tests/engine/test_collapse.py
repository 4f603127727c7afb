"""Near-duplicates are grouped under their best result: by the documented rule, over all matches, in every order."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.engines.base import Engine
from search.engines.collapse import COLLAPSE_SHARE
from search.engines.embedded import EmbeddedEngine
from search.engines.opensearch import collapse
from search.query import parse
from search.reports.duplicates import DuplicateList, near_duplicates_of
from search.types.duplicates import DuplicatePair
from search.types.matches import Match, PartialDocs, TopDocs
from search.types.requests import SORTS, Filters, SearchOptions, Sort
from tests.support.duplicate_texts import prose, text, update
from tests.support.engines import EngineFactory, add_texts
from tests.support.profiles import fewer

QUERIES = ["*", "odd", "title", "-odd"]
GROUPED = SearchOptions(duplicates="grouped")
BY_PATH = SearchOptions("path", duplicates="grouped")


def pairs_of(engine: Engine, article_id: str) -> dict[str, DuplicatePair]:
    """The duplicate pairs of an article as a, by the id of b."""
    pairs = (pair.seen_from(article_id) for pair in engine.searcher().duplicate_pairs([article_id]))
    return {pair.b: pair for pair in pairs}


def by_the_rule(engine: Engine, query: str, sort: Sort) -> list[tuple[str, list[str]]]:
    """The listed ids, each with those grouped under it. Computed match by match, from all pairs."""
    every = engine.searcher().search(parse(query), SearchOptions(sort), first=0, count=1000).matches
    listed: dict[str, list[str]] = {}
    for match in every:
        pairs = pairs_of(engine, match.article.id)
        better = (it for it in listed if it in pairs and pairs[it].share_a >= COLLAPSE_SHARE)
        if leader := next(better, None):
            listed[leader].append(match.article.id)
        else:
            listed[match.article.id] = []
    return list(listed.items())


def shown(matches: Sequence[Match]) -> list[tuple[str, list[str]]]:
    """The ids of matches, each with those grouped under it."""
    return [(it.article.id, [duplicate.id for duplicate in it.duplicates]) for it in matches]


def pages_of(engine: Engine, query: str, options: SearchOptions, size: int, count: int) -> list[TopDocs]:
    """Enough pages of results for `count` of them."""
    firsts = range(0, max(1, count), size)
    return [engine.searcher().search(parse(query), options, first=first, count=size) for first in firsts]


TEXTS = st.lists(st.lists(st.integers(1, 5), min_size=1, max_size=4), min_size=2, max_size=10)
SOME = st.lists(st.tuples(st.sampled_from(QUERIES), st.sampled_from(SORTS)), min_size=2, max_size=2)


@fewer(8)
@given(TEXTS, st.integers(1, 4), SOME)
def test_each_near_duplicate_is_grouped_under_its_best_result(
    engine_factory: EngineFactory, texts: list[list[int]], size: int, some: list[tuple[str, Sort]]
) -> None:
    with TemporaryDirectory() as folder:
        engine = engine_factory(Path(folder))
        for half in (0, 1):
            with engine.writer() as batch:
                named = {f"{at}.txt": text(*it) + " odd" * (sum(it) % 3) for at, it in enumerate(texts)}
                add_texts(batch, dict(list(named.items())[half::2]))
        for query, sort in product(QUERIES, SORTS) if isinstance(engine, EmbeddedEngine) else some:
            expected = by_the_rule(engine, query, sort)
            options = SearchOptions(sort, duplicates="grouped")
            pages = pages_of(engine, query, options, size, len(expected))
            assert [each for page in pages for each in shown(page.matches)] == expected
            assert {page.groups for page in pages} == {len(expected)}
            assert {page.total for page in pages} == {sum(1 + len(under) for _, under in expected)}
            assert shown([*engine.searcher().matches(parse(query), options)]) == expected
            for match in (match for page in pages for match in page.matches if match.duplicates):
                pairs = pairs_of(engine, match.article.id)
                for duplicate in match.duplicates:
                    pair = pairs[duplicate.id]
                    assert (duplicate.share_a, duplicate.share_b) == (pair.share_a, pair.share_b)
                    assert duplicate.relation[-1].text.startswith(f"share {pair.passages} passage")
                    assert duplicate.share_b >= COLLAPSE_SHARE


def rounded(found: TopDocs) -> TopDocs:
    """A page with rounded scores, so that those of two engines can be equal."""

    def each(matches: Sequence[Match]) -> tuple[Match, ...]:
        return tuple(match._replace(score=round(match.score, 4)) for match in matches)

    def partial(docs: PartialDocs | None) -> PartialDocs | None:
        return docs and docs._replace(matches=each(docs.matches))

    return found._replace(matches=each(found.matches), partial=partial(found.partial))


@pytest.mark.parametrize("options", [GROUPED, replace(GROUPED, filters=Filters.of(folder=["x"]))])
@pytest.mark.parametrize("typed", ["odd even", "odd even rare", "* -rare", "odd", "nothing here"])
def test_every_engine_groups_full_and_partial_matches_as_the_embedded_one(
    two_engines: tuple[Engine, Engine], typed: str, options: SearchOptions
) -> None:
    for first in range(0, 16, 3):
        engine, embedded = (
            each.searcher().search(parse(typed), replace(options, partial=True), first=first, count=3, facets=True)
            for each in two_engines
        )
        assert rounded(engine) == rounded(embedded)


def test_partial_matches_are_grouped_among_themselves(two_engines: tuple[Engine, Engine]) -> None:
    found = two_engines[0].searcher().search(parse("odd rare"), replace(GROUPED, partial=True), first=0, count=30)
    assert found.collapsed
    assert found.partial
    assert found.partial.groups < found.partial.total
    ids = [it for listed, under in shown((*found.matches, *found.partial.matches)) for it in (listed, *under)]
    assert len(ids) == len(set(ids)) == found.total + found.partial.total


@pytest.fixture(scope="module")
def two_engines(engine_factory: EngineFactory, tmp_path_factory: pytest.TempPathFactory) -> tuple[Engine, Engine]:
    """An engine and an embedded one with the same articles, some of which were replaced after a first update."""
    engines = (
        engine_factory(tmp_path_factory.mktemp("engine")),
        EmbeddedEngine(tmp_path_factory.mktemp("other"), "none"),
    )
    words = ("odd", "even", "odd even", "rare odd", "even rare even", "odd even rare")
    texts = {f"{'xy'[at % 2]}/{at}.txt": f"{text(at % 4, at % 3, 9 + at // 4)} {words[at % 6]}" for at in range(24)}
    for engine in engines:
        update(engine, {path: text(1, 2) for path in ("x/stays.txt", *list(texts)[::5])})
        update(engine, texts)
    return engines


def test_pages_do_not_depend_on_how_many_matches_are_read_at_once(
    two_engines: tuple[Engine, Engine], monkeypatch: pytest.MonkeyPatch
) -> None:
    engine, embedded = two_engines
    monkeypatch.setattr(collapse, "_AT_ONCE", 2)
    monkeypatch.setattr(collapse, "_MOST_IDS", 1)
    for sort in ("title", "newest"):
        options = SearchOptions(sort, duplicates="grouped")
        pages, others = (pages_of(each, "odd OR rare", options, 4, 12) for each in (engine, embedded))
        assert [shown(page.matches) for page in pages] == [shown(page.matches) for page in others]
        assert [(page.total, page.groups) for page in pages] == [(page.total, page.groups) for page in others]


CHAIN = {
    "a.txt": f"Ferry strike\n\n{prose(1)}\n\n{prose(2)}",
    "b.txt": f"Ferry strike again\n\n{prose(2)}\n\n{prose(3)}",
    "c.txt": f"Ferry strike ends\n\n{prose(3)}\n\n{prose(4)}",
    "d.txt": f"Harbour\n\n{prose(9)}",
}


@pytest.fixture
def chain(engine_factory: EngineFactory, tmp_path: Path) -> Engine:
    """Three articles: the second is a near-duplicate of the first, the third only of the second."""
    engine = engine_factory(tmp_path)
    update(engine, CHAIN)
    return engine


def paths_shown(found: TopDocs) -> list[tuple[str, list[str]]]:
    """The paths of results, each with those of the results grouped under it."""
    return [(it.article.path, [duplicate.path for duplicate in it.duplicates]) for it in found.matches]


def grouped(engine: Engine, typed: str, options: SearchOptions = BY_PATH) -> TopDocs:
    """All results of a query."""
    return engine.searcher().search(parse(typed), options, first=0, count=10)


def test_near_duplicates_of_near_duplicates_are_listed_separately(chain: Engine) -> None:
    results = grouped(chain, "ferry")
    assert paths_shown(results) == [("a.txt", ["b.txt"]), ("c.txt", [])]
    assert (results.total, results.groups) == (3, 2)
    (duplicate,) = results.matches[0].duplicates
    assert (duplicate.title, [each.text for each in duplicate.relation]) == ("Ferry strike again", ["share 1 passage"])
    assert 0.4 < duplicate.share_b < 0.6


def test_nothing_is_grouped_when_all_are_requested(chain: Engine) -> None:
    results = grouped(chain, "ferry", SearchOptions("path"))
    assert paths_shown(results) == [("a.txt", []), ("b.txt", []), ("c.txt", [])]
    assert (results.total, results.groups) == (3, 3)


def test_a_near_duplicate_that_does_not_match_is_not_grouped(chain: Engine) -> None:
    assert paths_shown(grouped(chain, "ends OR again")) == [("b.txt", ["c.txt"])]
    assert paths_shown(grouped(chain, "again")) == [("b.txt", [])]


def test_a_near_duplicate_that_has_left_is_not_grouped(chain: Engine) -> None:
    before = chain.searcher()
    update(chain, {"b.txt": None})
    assert paths_shown(grouped(chain, "ferry")) == [("a.txt", []), ("c.txt", [])]
    update(chain, {"b.txt": CHAIN["b.txt"]})
    assert paths_shown(grouped(chain, "ferry")) == [("a.txt", ["b.txt"]), ("c.txt", [])]
    found = before.search(parse("ferry"), BY_PATH, first=0, count=10)
    assert paths_shown(found) == [("a.txt", ["b.txt"]), ("c.txt", [])]


def test_the_near_duplicates_of_an_article_share_passages_with_it(chain: Engine) -> None:
    index = chain.searcher()
    articles = {match.article.path: match.article for match in grouped(chain, "*", SearchOptions()).matches}
    assert {path: sorted(it.path for it in near_duplicates_of(index, each)) for path, each in articles.items()} == {
        "a.txt": ["b.txt"],
        "b.txt": ["a.txt", "c.txt"],
        "c.txt": ["b.txt"],
        "d.txt": [],
    }
    shares = [duplicate.share_b for duplicate in near_duplicates_of(index, articles["b.txt"])]
    assert shares == sorted(shares, reverse=True)


def test_pairs_come_in_order_of_their_paths(chain: Engine) -> None:
    index = chain.searcher()
    pairs = DuplicateList(index)
    assert [(pair.a.path, pair.b.path) for pair in pairs] == [("a.txt", "b.txt"), ("b.txt", "c.txt")]
    assert len(pairs) == 2
    for pair in pairs:
        (article,) = index.articles([pair.a.id])
        (same,) = (duplicate for duplicate in near_duplicates_of(index, article) if duplicate.id == pair.b.id)
        assert (same.share_a, same.share_b) == (pair.share_a, pair.share_b)
        assert [each.text for each in same.relation] == [each.text for each in pair.relation]


def test_the_paths_of_articles_are_found_by_their_ids(chain: Engine) -> None:
    update(chain, {"\udcff/é\n.txt": "Ferry\n\nAnother one."})
    index = chain.searcher()
    paths = {match.article.id: match.article.path for match in grouped(chain, "*", SearchOptions()).matches}
    assert index.paths([*paths]) == paths
    assert len(paths) == 5
    some = list(paths)[1]
    assert index.paths([some, "0" * 16]) == {some: paths[some]}
    assert index.paths([]) == {}


def test_pairs_stay_those_of_one_state_while_an_article_leaves(chain: Engine) -> None:
    pairs = DuplicateList(chain.searcher())
    before = [("a.txt", "b.txt"), ("b.txt", "c.txt")]
    update(chain, {"c.txt": None})
    assert [(pair.a.path, pair.b.path) for pair in pairs] == before
    assert [(pair.a.path, pair.b.path) for pair in DuplicateList(chain.searcher())] == before[:1]
    assert grouped(chain, "ferry").total == 2
