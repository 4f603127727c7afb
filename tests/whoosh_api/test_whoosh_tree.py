"""Query trees of this program as Whoosh's: what is lost on the way."""

from collections.abc import Iterator
from copy import copy, deepcopy
from pickle import dumps, loads

import pytest
from whoosh import query
from whoosh.searching import Searcher

from search.query.nodes import AnyOf, Compound, Forms, MultiPhrase, Near
from search.query.tree import And, Every, FuzzyTerm, Or, Phrase, Prefix, Query, Term, Wildcard
from search.whoosh_api.index import WhooshIndex
from search.whoosh_api.whoosh_tree import whoosh_tree
from tests.support.whoosh_oracle import our_results

TEXTS = {
    "a.txt": "Ferry strike\n\nPublished: 4 March 2031\n\nThe ferry strike at the dock ends today.",
    "b.txt": "Docks\n\nPublished: 9 June 2032\n\nA ferry waits at the docks of a well-known harbour.",
    "c.txt": "Harbour\n\nFerries strike the harbour wall.",
    "d.txt": "Fish\n\nPublished: 4 March 2031\n\nNobody buys fish at the dock.",
}


@pytest.fixture(scope="module")
def searcher(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Searcher]:
    index = WhooshIndex(tmp_path_factory.mktemp("index"))
    with index.writer() as writer:
        for path, text in TEXTS.items():
            writer.add_document(path=path, text=text)
    with index.refresh().searcher() as searcher:
        yield searcher


LEAVES = [
    Forms("text", "ferry"),
    Near("text", ["ferry", "dock"], slop=6),
    Compound("text", ["well", "known"]),
    MultiPhrase("text", ["ferry", "str*"]),
    AnyOf("text", ["ferries", "ferry"]),
    Term("text", "ferry"),
    Phrase("text", ["ferry", "strike"]),
    Prefix("text", "ferr"),
    Prefix("text", "har", "hår"),
    Wildcard("text", "f*y"),
    FuzzyTerm("text", "fery"),
    Every(),
]
"""A leaf of each class that has scores."""


def boosted(tree: Query, boost: float) -> Query:
    changed = copy(tree)
    changed.boost = boost
    return changed


@pytest.mark.parametrize("leaf", LEAVES, ids=repr)
def test_a_boost_multiplies_the_scores_of_a_leaf(searcher: Searcher, leaf: Query) -> None:
    scores = dict(our_results(searcher, whoosh_tree(leaf)))
    expected = pytest.approx({path: 3 * score for path, score in scores.items()})
    made = whoosh_tree(leaf)
    assert scores
    assert dict(our_results(searcher, made.with_boost(3.0))) == expected
    assert dict(our_results(searcher, whoosh_tree(boosted(leaf, 3.0)))) == expected
    assert dict(our_results(searcher, made)) == scores
    made.boost = 3.0
    assert dict(our_results(searcher, made)) == expected
    assert made.boost == 3.0
    assert leaf.boost == 1


@pytest.mark.parametrize("leaf", LEAVES, ids=repr)
def test_a_boosted_leaf_ranks_as_a_part_of_a_query_of_whoosh(searcher: Searcher, leaf: Query) -> None:
    fish = query.Term("text", "fish")
    scores, others = dict(our_results(searcher, whoosh_tree(leaf))), dict(our_results(searcher, fish))
    expected = {path: 9 * scores.get(path, 0.0) + others.get(path, 0.0) for path in scores | others}
    found = our_results(searcher, query.Or([whoosh_tree(leaf).with_boost(9.0), fish]))
    assert dict(found) == pytest.approx(expected)
    assert expected[found[0][0]] == pytest.approx(max(expected.values()))


@pytest.mark.parametrize("kind", [And, Or])
def test_the_boost_of_a_conjunction_and_of_alternatives_is_kept(searcher: Searcher, kind: type[And | Or]) -> None:
    tree = kind([Forms("text", "ferry"), Term("text", "strike")])
    expected = {path: 2 * score for path, score in our_results(searcher, whoosh_tree(tree))}
    assert dict(our_results(searcher, whoosh_tree(boosted(tree, 2.0)))) == pytest.approx(expected)


@pytest.mark.parametrize("leaf", LEAVES, ids=repr)
def test_nodes_with_other_boosts_are_not_equal(leaf: Query) -> None:
    for one, other in (
        (leaf, boosted(leaf, 2.0)),
        (whoosh_tree(leaf), whoosh_tree(leaf).with_boost(2.0)),
        (whoosh_tree(leaf), whoosh_tree(boosted(leaf, 2.0))),
    ):
        assert one != other
        assert len({one, other, deepcopy(one), loads(dumps(other))}) == 2
        assert repr(one) != repr(other)
    assert whoosh_tree(leaf).with_boost(2.0) == whoosh_tree(boosted(leaf, 2.0))
