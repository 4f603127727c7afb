"""Sorted paths answer as a list of paths would."""

import os

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.sorted_paths import SortedPaths

NAMES = st.sampled_from(("a", "b.txt", "B.TXT", "x.csv", "\udcff", "é.txt"))
PATHS = st.sets(st.lists(NAMES, min_size=1, max_size=3).map("/".join), max_size=40)


def in_order(paths: set[str]) -> list[str]:
    return sorted(paths, key=os.fsencode)


@given(paths=PATHS, others=PATHS)
def test_paths_are_found_chosen_and_compared(paths: set[str], others: set[str]) -> None:
    table, ordered = SortedPaths.of(paths), in_order(paths)
    assert [*table] == ordered == [table.at(number) for number in range(len(table))]
    for _ in range(3):  # by bisection at first
        assert [table.find(path) for path in ordered] == [*range(len(table))]
        assert {path for path in others if path in table} == paths & others
    assert table.missing_in(SortedPaths.of(others)) == in_order(paths - others)
    assert table.shared_with(SortedPaths.of(others)) == in_order(paths & others)
    ending = table.ending_with([b".txt", b"sv"])
    assert ending.tolist() == [path.lower().endswith((".txt", "sv")) for path in ordered]
    assert [*table.only(np.flatnonzero(ending))] == [path for path in ordered if path.lower().endswith((".txt", "sv"))]
    assert table.named(("b.txt", "x.csv")) == [
        path for path in ordered if path.rpartition("/")[2] in ("b.txt", "x.csv")
    ]


@given(paths=PATHS, left_out=PATHS, new=PATHS)
def test_paths_leave_and_come(paths: set[str], left_out: set[str], new: set[str]) -> None:
    table = SortedPaths.of(paths)
    kept = table.without(np.array([table.find(path) for path in in_order(paths & left_out)], np.int64))
    assert [*kept] == in_order(paths - left_out)
    coming = SortedPaths.of(new - (paths - left_out))
    assert [*kept.with_inserted(coming, kept.places_of(coming))] == in_order((paths - left_out) | new)
    if shared := new & {*kept}:
        with pytest.raises(ValueError, match="there already"):
            kept.places_of(SortedPaths.of(shared))


def test_few_paths_are_looked_up_among_many() -> None:
    many = SortedPaths.of(f"{number:05}.txt" for number in range(0, 5000, 2))
    few = SortedPaths.of(("00000.txt", "00007.txt", "00010.txt", "z.txt"))
    assert few.numbers_in(many).tolist() == [0, ~4, 5, ~2500]
    assert few.shared_with(many) == ["00000.txt", "00010.txt"]
