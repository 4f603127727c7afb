"""Both kinds of kernels rank queries of words alike, as a plain sum and sort does, and refuse damaged lists."""

import mmap
import os
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.kernels import kernels
from search.kernels.interface import Kernels
from search.kernels.interface.scoring import Matches
from search.kernels.packed_lists import DocumentTable, PackedList
from search.kernels.word_query import MOST_WORDS, WordQuery
from tests.support.kernels import both, outcome
from tests.unit.kernels.test_postings import HOSTILE, LENGTHS, packed_list, table_of

SIZE = 150
STATM = Path("/proc/self/statm")
TABLE = table_of([0] * SIZE)  # so the address of a document is its number
COUNTS = st.dictionaries(st.integers(0, SIZE - 1), st.integers(1, 3), max_size=100)
QUERIES = st.builds(
    WordQuery,
    words=st.just(()),
    title=st.sampled_from([-1, 0]),
    needs_all=st.booleans(),
    partial=st.booleans(),
    all_but_one_first=st.booleans(),
    most=st.one_of(st.integers(-1, 8), st.just(SIZE)),
)


def fields_of(counts: dict[int, int]) -> list[tuple[list[PackedList], object, np.ndarray]]:
    """A field that has a word so often in each document."""
    addresses = sorted(document for document, count in counts.items() for _ in range(count))
    return [([packed_list(addresses, 0, SIZE)] * bool(addresses), TABLE, np.ones(1))]


def weigh(frequencies: Sequence[int]) -> tuple[list[float], float]:
    """Rare words weigh more."""
    return [4 / (1 + frequency) for frequency in frequencies], 0.5


@both
@given(
    words=st.lists(COUNTS, min_size=1, max_size=4),
    query=QUERIES,
    dead=st.sets(st.integers(0, SIZE - 1)),
    ids=st.lists(st.integers(0, 9), min_size=SIZE, max_size=SIZE),
)
def test_the_best_sums_of_words_come_first(
    kernels: Kernels, words: list[dict[int, int]], query: WordQuery, dead: set[int], ids: list[int]
) -> None:
    live, norms = np.array([number not in dead for number in range(SIZE)]), np.linspace(0.3, 2, SIZE)
    living = [{number: count for number, count in word.items() if number not in dead} for word in words]
    factors, bonus = weigh([*map(len, living)])
    words_of = {number: [number in word for word in living] for number in set().union(*living)}
    scores = {
        number: sum(
            factor * word[number] / (word[number] + norms[number])
            for factor, word in zip(factors, living, strict=True)
            if number in word
        )
        for number in words_of
    }
    full = {number for number, has in words_of.items() if all(has) or not query.needs_all}
    with_bonus = {number: scores[number] + bonus * (query.title == 0 and all(words_of[number])) for number in full}
    others = words_of.keys() - full if query.partial and len(full) <= max(0, query.most) else set()
    is_late = {number: not (query.all_but_one_first and words_of[number].count(False) == 1) for number in others}
    first = sorted(full, key=lambda number: (-with_bonus[number], ids[number], number))[: max(0, query.most)]
    behind = sorted(others, key=lambda number: (is_late[number], -scores[number], ids[number], number))
    behind = behind[: max(0, query.most - len(full))]
    matches, (partial, bits) = kernels.rank_words(
        query._replace(words=[*map(fields_of, words)]), live, norms, np.array(ids, np.uint64), weigh
    )
    assert plain(matches) == (len(full), first, [with_bonus[number] for number in first])
    assert plain(partial) == (len(others), behind, [scores[number] for number in behind])
    assert bits.tolist() == [sum(has << at for at, has in enumerate(words_of[number])) for number in behind]


def plain(matches: Matches) -> tuple[int, list[int], list[float]]:
    return matches[0], matches[1].tolist(), matches[2].tolist()


@both
def test_documents_of_common_words_are_left_out_only_where_they_cannot_be_among_the_first(kernels: Kernels) -> None:
    words = [
        {number: 1 + number % 3 for number in range(each, SIZE, step)} for each, step in ((0, 1), (0, 2), (140, 9))
    ]
    query = WordQuery([*map(fields_of, words)], -1, needs_all=False, partial=False, all_but_one_first=False, most=SIZE)
    columns = np.ones(SIZE, np.bool_), np.linspace(2, 0.3, SIZE), np.arange(SIZE).astype(np.uint64)
    total, documents, scores = kernels.rank_words(query, *columns, weigh)[0]
    for most in range(SIZE):
        matches = kernels.rank_words(query._replace(most=most), *columns, weigh)[0]
        assert plain(matches) == (total, documents[:most].tolist(), scores[:most].tolist())


@both
def test_each_query_begins_with_nothing(kernels: Kernels) -> None:
    for size in (3, 1, 900, 2, 5000, 900):
        columns = np.ones(size, np.bool_), np.ones(size), np.arange(size).astype(np.uint64)
        for gaps, is_right in ((b"\x00", True), (b"\x00" + b"\x7f" * 200, False), (b"\x00", True)):
            fields = [([PackedList(gaps, b"", 0, size)], table_of([0] * size), np.ones(1))]
            query = WordQuery([fields, fields], 0, needs_all=True, partial=True, all_but_one_first=True, most=9)
            if is_right:
                assert plain(kernels.rank_words(query, *columns, weigh)[0])[:2] == (1, [0])
            else:
                with pytest.raises(ValueError, match="damaged"):
                    kernels.rank_words(query, *columns, weigh)


@pytest.mark.skipif(not STATM.exists(), reason="this system does not say how much memory a process has")
@pytest.mark.skipif("LD_PRELOAD" in os.environ, reason="AddressSanitizer keeps what is freed")
def test_little_is_kept_of_a_query_with_many_matches() -> None:
    size = 1_400_000
    fields = [
        ([PackedList(b"\0" + b"\1" * (size - 1), b"", 0, size)], DocumentTable.of(np.arange(size + 1)), np.ones(1))
    ]
    columns = np.ones(size, np.bool_), np.ones(size), np.arange(size).astype(np.uint64)
    query = WordQuery([fields] * MOST_WORDS, -1, needs_all=False, partial=False, all_but_one_first=False, most=9)
    before = resident()
    assert kernels("auto").rank_words(query, *columns, weigh)[0][0] == size
    assert resident() - before < 160_000_000  # of 224 million that it takes: 12 bytes for each entry, and 8


def resident() -> int:
    """Bytes of memory that this process has."""
    return int(STATM.read_text().split()[1]) * mmap.PAGESIZE


@given(lengths=LENGTHS, lists=HOSTILE, others=HOSTILE, query=QUERIES, data=st.data())
def test_of_any_lists_both_kernels_rank_the_same_or_refuse_them(
    lengths: list[int], lists: list[PackedList], others: list[PackedList], query: WordQuery, data: st.DataObject
) -> None:
    size, table = len(lengths), table_of(lengths)
    words = [[([each._replace(skips=b"") for each in some], table, np.ones(1))] * 2 for some in (lists, others)]
    count = data.draw(st.sampled_from([2, 2, 2, 0, 1, MOST_WORDS + 1]))
    some_query = query._replace(words=(words * MOST_WORDS)[:count], title=data.draw(st.integers(-2, 3)))
    factors = data.draw(st.sampled_from([[1.0, 2.0], [1.0], [2.0, 2.0, 2.0]]))
    norms, ids = np.ones(max(0, size - data.draw(st.integers(0, 1)))), np.arange(size).astype(np.uint64)
    outcome(
        lambda kernels: kernels.rank_words(some_query, np.ones(size, np.bool_), norms, ids, lambda _: (factors, 0.0))
    )
