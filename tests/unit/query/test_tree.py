"""Equality of the nodes of a query tree."""

from copy import copy, deepcopy

import pytest

from search.query import parse
from search.query.nodes import MultiPhrase
from search.query.tree import NullQuery, Prefix, Query


def test_equal_phrases_with_starred_words_have_equal_hashes() -> None:
    alike = {"fer*": frozenset(["ferry"]), "do*": frozenset(["dock"])}
    one = MultiPhrase("text", ["fer*", "do*"], alike)
    other = MultiPhrase("text", ["fer*", "do*"], dict(reversed(alike.items())))
    assert one == other
    assert hash(one) == hash(other)
    assert one != MultiPhrase("text", ["fer*", "do*"], {"fer*": frozenset(["ferry"])})


@pytest.mark.parametrize("typed", ["*", "fer*", "ferry~2", "source:none", "-ferry", "ferry OR dock", "date:2031"])
def test_nodes_with_other_boosts_are_not_equal(typed: str) -> None:
    one = parse(typed).tree
    other = deepcopy(one)
    assert (one, hash(one), repr(one)) == (other, hash(other), repr(other))
    other.boost = 2.0
    assert one != other
    assert repr(one) != repr(other)


def test_how_a_leaf_was_typed_makes_it_no_other() -> None:
    leaves: list[Query] = [Prefix("text", "burg", "bürg"), Prefix("text", "burg")]
    leaves[1].is_content_word = True
    assert len({*leaves}) == 1
    assert parse('"well-known firm"').tree == parse('"well known firm"').tree


def test_a_query_for_nothing_stays_one_with_a_boost() -> None:
    boosted = copy(NullQuery)
    boosted.boost = 2.0
    assert boosted == NullQuery
    assert hash(boosted) == hash(NullQuery)
