"""Near-duplicates are grouped under their best result: by the documented rule, over all matches, in every order."""

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search import Library
from search.engines.base import Engine
from search.engines.collapse import COLLAPSE_SHARE
from search.engines.embedded import EmbeddedEngine
from search.errors import NoSuchArticle, NoSuchPage
from search.query import parse
from search.types.duplicates import DuplicatePair
from search.types.requests import SORTS, SearchOptions, Sort
from search.types.results import Match
from tests.conftest import Folder
from tests.support.duplicate_texts import prose, text
from tests.support.engines import add_texts
from tests.support.profiles import fewer

QUERIES = ["*", "odd", "title", "-odd"]


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


@fewer(8)
@given(st.lists(st.lists(st.integers(1, 5), min_size=1, max_size=4), min_size=2, max_size=10), st.integers(1, 4))
def test_each_near_duplicate_is_grouped_under_its_best_result(texts: list[list[int]], size: int) -> None:
    with TemporaryDirectory() as folder:
        engine = EmbeddedEngine(Path(folder), "none")
        for half in (0, 1):
            with engine.writer() as batch:
                named = {f"{at}.txt": text(*it) + " odd" * (sum(it) % 3) for at, it in enumerate(texts)}
                add_texts(batch, dict(list(named.items())[half::2]))
        for query in QUERIES:
            for sort in SORTS:
                expected = by_the_rule(engine, query, sort)
                pages = [
                    engine.searcher().search(
                        parse(query), SearchOptions(sort, duplicates="grouped"), first=first, count=size
                    )
                    for first in range(0, max(1, len(expected)), size)
                ]
                assert [each for page in pages for each in shown(page.matches)] == expected
                assert {page.groups for page in pages} == {len(expected)}
                assert {page.total for page in pages} == {sum(1 + len(under) for _, under in expected)}
                for match in (match for page in pages for match in page.matches):
                    pairs = pairs_of(engine, match.article.id)
                    for duplicate in match.duplicates:
                        pair = pairs[duplicate.id]
                        assert (duplicate.share_a, duplicate.share_b) == (pair.share_a, pair.share_b)
                        assert duplicate.relation[-1].text.startswith(f"share {pair.passages} passage")
                        assert duplicate.share_b >= COLLAPSE_SHARE


@pytest.fixture
def chain(make_folder: Folder, tmp_path: Path) -> Library:
    """Three articles: the second is a near-duplicate of the first, the third only of the second."""
    texts = {
        "a.txt": f"Ferry strike\n\n{prose(1)}\n\n{prose(2)}",
        "b.txt": f"Ferry strike again\n\n{prose(2)}\n\n{prose(3)}",
        "c.txt": f"Ferry strike ends\n\n{prose(3)}\n\n{prose(4)}",
        "d.txt": f"Harbour\n\n{prose(9)}",
    }
    library = Library.open(make_folder(texts), tmp_path / "index")
    library.update()
    return library


def test_near_duplicates_of_near_duplicates_are_listed_separately(chain: Library) -> None:
    results = chain.search("ferry", sort="path")
    assert [(hit.path, [duplicate.path for duplicate in hit.duplicates]) for hit in results.hits] == [
        ("a.txt", ["b.txt"]),
        ("c.txt", []),
    ]
    assert (results.total, results.groups) == (3, 2)
    (duplicate,) = results.hits[0].duplicates
    assert (duplicate.title, [each.text for each in duplicate.relation]) == ("Ferry strike again", ["share 1 passage"])
    assert 0.4 < duplicate.share_b < 0.6


def test_nothing_is_grouped_when_all_are_requested(chain: Library) -> None:
    results = chain.search("ferry", sort="path", duplicates="all")
    assert [(hit.path, hit.duplicates) for hit in results.hits] == [("a.txt", ()), ("b.txt", ()), ("c.txt", ())]
    assert (results.total, results.groups) == (3, 3)


def test_a_near_duplicate_that_does_not_match_is_not_grouped(chain: Library) -> None:
    results = chain.search("ends OR again", sort="path")
    assert [(hit.path, [duplicate.path for duplicate in hit.duplicates]) for hit in results.hits] == [
        ("b.txt", ["c.txt"])
    ]
    (hit,) = chain.search("again").hits
    assert hit.duplicates == ()


def test_pages_count_grouped_results(chain: Library) -> None:
    first, second = (chain.search("ferry", sort="path", size=1, page=page) for page in (1, 2))
    assert [it.path for it in first.hits + second.hits] == ["a.txt", "c.txt"]
    assert first.pages == second.pages == 2
    with pytest.raises(NoSuchPage, match="the last one is 2"):
        chain.search("ferry", sort="path", size=1, page=3)


def test_the_near_duplicates_of_an_article_share_passages_with_it(chain: Library) -> None:
    ids = {hit.path: hit.id for hit in chain.search("*", duplicates="all").hits}
    assert {
        path: sorted(duplicate.path for duplicate in chain.searcher().duplicates(identity))
        for path, identity in ids.items()
    } == {
        "a.txt": ["b.txt"],
        "b.txt": ["a.txt", "c.txt"],
        "c.txt": ["b.txt"],
        "d.txt": [],
    }
    shares = [duplicate.share_b for duplicate in chain.searcher().duplicates(ids["b.txt"])]
    assert shares == sorted(shares, reverse=True)
    for identity in ("0" * 16, "nonsense", ""):
        with pytest.raises(NoSuchArticle):
            chain.searcher().duplicates(identity)


def test_pairs_come_in_order_of_their_paths(chain: Library) -> None:
    pairs = chain.searcher().duplicate_pairs()
    assert [(pair.a.path, pair.b.path) for pair in pairs] == [("a.txt", "b.txt"), ("b.txt", "c.txt")]
    assert len(pairs) == 2
    for pair in pairs:
        (known,) = (duplicate for duplicate in chain.searcher().duplicates(pair.a.id) if duplicate.id == pair.b.id)
        assert (known.share_a, known.share_b) == (pair.share_a, pair.share_b)
        assert [each.text for each in known.relation] == [each.text for each in pair.relation]


def test_pairs_stay_those_of_one_state_while_an_article_leaves(chain: Library) -> None:
    pairs = chain.searcher().duplicate_pairs()
    before = [("a.txt", "b.txt"), ("b.txt", "c.txt")]
    (chain.corpus / "c.txt").unlink()
    chain.update()
    assert [(pair.a.path, pair.b.path) for pair in pairs] == before
    assert [(pair.a.path, pair.b.path) for pair in chain.searcher().duplicate_pairs()] == before[:1]
    assert chain.search("ferry").total == 2
