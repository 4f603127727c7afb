"""Query trees of this program as Whoosh's: what is lost on the way."""

from collections.abc import Iterator
from copy import copy, deepcopy
from datetime import date, datetime
from pickle import dumps, loads
from typing import NoReturn

import pytest
from hypothesis import given
from hypothesis import strategies as st
from whoosh import query
from whoosh.query.qcore import QueryError
from whoosh.searching import Searcher

from search.engines.embedded.searcher.scoring import evaluate
from search.query.expand import expand
from search.query.nodes import AnyOf, Compound, Days, Forms, Missing, MultiPhrase, Near, SynonymWords, leaves_of
from search.query.tree import (
    And,
    AndNot,
    ConstantScoreQuery,
    DateRange,
    Every,
    FuzzyTerm,
    Not,
    NullQuery,
    Or,
    Phrase,
    Prefix,
    Query,
    Term,
    Wildcard,
)
from search.whoosh_api.index import WhooshIndex
from search.whoosh_api.index_reader import WhooshIndexReader
from search.whoosh_api.translate import translate
from search.whoosh_api.whoosh_tree import Leaf, whoosh_tree
from tests.support.whoosh_oracle import Scores, our_results

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


@pytest.mark.parametrize("leaf", [leaf for leaf in LEAVES if not isinstance(leaf, AnyOf)], ids=repr)
def test_equal_leaves_keep_their_own_boosts_in_the_engine(searcher: Searcher, leaf: Query) -> None:
    tree = And([boosted(leaf, 2.0), boosted(leaf, 0.5), Or([leaf, boosted(Term("text", "fish"), 4.0)])])
    expanded = expand(tree, reader_of(searcher).vocabulary, [])
    assert [part.boost for part in leaves_of(expanded)] == [2.5, 1.0, 4.0]


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


MARCH = (date(2031, 3, 1).toordinal(), date(2031, 3, 31).toordinal())
UNSCORED = [
    Days(*MARCH),
    DateRange("date", datetime(2031, 3, 1), datetime(2031, 3, 31)),
    DateRange("date", datetime(2032, 1, 1), None),
    Missing("date"),
    NullQuery,
]


def _boosted_copy(leaf: Query, boost: float) -> Query:
    return leaf if leaf == NullQuery else boosted(leaf, boost)


def _larger(part: st.SearchStrategy[Query]) -> st.SearchStrategy[Query]:
    boosts, several = st.sampled_from((1.0, 0.5, 3.0)), st.lists(part, min_size=1, max_size=3)
    return st.one_of(
        st.builds(And, several, boosts),
        st.builds(Or, several, boosts),
        st.builds(Not, part),
        st.builds(AndNot, part, part),
        st.builds(ConstantScoreQuery, part, boosts),
    )


TREES: st.SearchStrategy[Query] = st.recursive(
    st.builds(_boosted_copy, st.sampled_from(LEAVES + UNSCORED), st.sampled_from((1.0, 0.5, 3.0))), _larger
)


def reader_of(searcher: Searcher) -> WhooshIndexReader:
    reader = searcher.reader()
    assert isinstance(reader, WhooshIndexReader)
    return reader


def unexpanded(tree: Query) -> Query:
    """The tree that a parser would make: without nodes that only an expansion makes."""
    match tree:
        case AnyOf():
            return Or([Term(tree.fieldname, word) for word in tree.words])
        case Days():
            return DateRange("date", datetime.fromordinal(tree.first), datetime.fromordinal(tree.last))
    return tree.apply(unexpanded)


def engine_matches(searcher: Searcher, tree: Query) -> set[str]:
    """The paths of what the engine finds for a tree, by its own expansion."""
    reader = reader_of(searcher)
    found = evaluate(expand(unexpanded(tree), reader.vocabulary, []), reader.multi_reader).documents
    return {searcher.stored_fields(number)["path"] for number in found.tolist()}


def no_fallback(tree: query.Query) -> NoReturn:
    raise AssertionError(tree)


def and_back(searcher: Searcher, tree: query.Query) -> query.Query:
    """A tree of Whoosh that was translated to nodes of this program and back."""
    return whoosh_tree(translate(tree, reader_of(searcher).vocabulary, no_fallback))


@given(TREES)
def test_a_tree_finds_the_same_as_whooshs_tree_of_it_and_there_and_back(searcher: Searcher, tree: Query) -> None:
    made = whoosh_tree(tree)
    found: Scores = our_results(searcher, made)
    assert {path for path, _ in found} == engine_matches(searcher, tree)
    assert our_results(searcher, tree) == found
    assert our_results(searcher, and_back(searcher, made)) == found
    assert our_results(searcher, deepcopy(made)) == found


def test_each_kind_of_leaf_finds_something_and_leaves_something_out(searcher: Searcher) -> None:
    for leaf in LEAVES + UNSCORED[:-1]:
        count = len(our_results(searcher, whoosh_tree(leaf)))
        assert 0 < count < len(TEXTS) or (count == len(TEXTS) and leaf == Every()), leaf


@pytest.mark.parametrize(
    ("tree", "paths"),
    [
        (AndNot(Term("text", "ferry"), Term("text", "strike")), ["b.txt"]),
        (ConstantScoreQuery(Term("text", "ferry"), 3.0), ["a.txt", "b.txt"]),
        (Days(*MARCH), ["a.txt", "d.txt"]),
        (SynonymWords("text", ["ferry", "strike"]), ["a.txt", "c.txt"]),
    ],
    ids=repr,
)
def test_rare_nodes_match_too(searcher: Searcher, tree: Query, paths: list[str]) -> None:
    found = our_results(searcher, whoosh_tree(tree))
    assert sorted(path for path, _ in found) == paths
    if isinstance(tree, ConstantScoreQuery):
        assert {score for _, score in found} == {3.0}


def test_a_node_that_whoosh_cannot_hold_is_an_error() -> None:
    class Unknown(Term):
        pass

    for tree in (Unknown("text", "ferry"), Query()):
        with pytest.raises(QueryError, match="no place for"):
            whoosh_tree(And([Term("text", "ferry"), tree]))
    with pytest.raises(QueryError, match="no place for"):
        Leaf(And([]))
