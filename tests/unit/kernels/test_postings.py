"""Both kinds of kernels count the tokens of documents in packed lists, and refuse lists that are damaged."""

from collections import Counter
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.arrays import bounds_of
from search.kernels import kernels
from search.kernels.interface import Kernels
from search.kernels.packed_lists import DocumentTable, PackedList
from tests.support.kernels import both, outcome

LENGTHS = st.lists(st.one_of(st.integers(0, 3), st.integers(0, 400)), max_size=150)
HOSTILE = st.lists(
    st.builds(
        PackedList,
        st.one_of(st.binary(max_size=12), st.lists(st.sampled_from([0, 1, 3, 127, 129, 255]), max_size=20).map(bytes)),
        st.integers(-1, 300),
        st.integers(-1, 300),
    ),
    max_size=3,
)


def table_of(lengths: list[int]) -> DocumentTable:
    """The table of documents with some tokens each."""
    return DocumentTable.of(bounds_of([length + 1 for length in lengths]))


def packed_list(addresses: list[int], base: int, end: int) -> PackedList:
    """A list with some addresses, in increasing order."""
    gaps = [after - before for before, after in zip([base, *addresses], addresses, strict=False)]
    return PackedList(kernels("numpy").pack(np.array(gaps, np.int64)).tobytes(), base, end)


@both
@given(lengths=LENGTHS, data=st.data())
def test_tokens_are_counted_by_document_and_weighted(kernels: Kernels, lengths: list[int], data: st.DataObject) -> None:
    table = table_of(lengths)
    end = int(table.bounds[-1])
    lists, expected = [], Counter[int]()
    live = np.array([data.draw(st.integers(0, 9)) > 0 for _ in lengths], np.bool_)
    weights = np.array([data.draw(st.sampled_from([0.0, 1.0, 2.0])) for _ in lengths], np.float64)
    for _ in range(data.draw(st.integers(0, 3)) if end else 0):
        base = data.draw(st.integers(0, end - 1))
        addresses = sorted(data.draw(st.lists(st.integers(base, end - 1), min_size=1)))
        lists.append(packed_list(addresses, base, end))
        for address in addresses:
            document = max(n for n in range(len(lengths)) if table.bounds[n] <= address)
            expected[document] += int(weights[document]) if live[document] else 0
    documents, counts = kernels.count_tokens([(lists, table, weights)], live)
    assert dict(zip(documents.tolist(), counts.tolist(), strict=True)) == {
        document: count for document, count in expected.items() if live[document]
    }
    assert documents.tolist() == sorted(documents.tolist())


@given(lengths=LENGTHS, others=LENGTHS, lists=HOSTILE, more=HOSTILE, seed=st.integers(0, 9))
def test_of_any_lists_both_kernels_count_the_same_or_refuse_them(
    lengths: list[int], others: list[int], lists: list[PackedList], more: list[PackedList], seed: int
) -> None:
    live = np.random.default_rng(seed).random(len(lengths)) > seed / 9
    weights = np.arange(len(lengths)) % 3 / 2
    fields = [(lists, table_of(lengths), weights), (more, table_of(others[: len(lengths)]), weights)]
    calls: list[Callable[[Kernels], object]] = [
        lambda kernels: kernels.count_tokens(fields[:1], live),
        lambda kernels: kernels.count_tokens(fields, live),
        lambda kernels: kernels.count_tokens(fields[1:], live[: len(others)]),
    ]
    for call in calls:
        outcome(call)


@both
@pytest.mark.parametrize(
    "damaged",
    [
        PackedList(b"", 0, 10),
        PackedList(b"\x01\x80", 0, 10),
        PackedList(b"\x01" + b"\x80" * 9 + b"\x01", 0, 10),
        PackedList(b"\x05\x05", 0, 10),
        PackedList(b"\x05" + b"\xff" * 8 + b"\x7f", 0, 10),
        PackedList(b"\x01", 9, 10),
        PackedList(b"\x01", -1, 10),
        PackedList(b"\x01", 0, 1 << 62),
    ],
)
def test_a_damaged_list_is_refused(kernels: Kernels, damaged: PackedList) -> None:
    with pytest.raises(ValueError, match="damaged, or leads out"):
        kernels.count_tokens([([damaged], table_of([4, 4]), np.ones(2))], np.ones(2, np.bool_))


@pytest.mark.parametrize("entry", [-1, 1, 2, 1 << 20])
def test_a_wrong_table_does_not_lead_out_of_the_columns(entry: int) -> None:
    right = table_of([4, 4])
    wrong = right._replace(documents=np.full(len(right.documents), entry, np.int32))
    for table in (wrong, right._replace(documents=right.documents[:1]), right._replace(bounds=right.bounds * 0 + 10)):
        try:
            documents, _ = kernels().count_tokens(
                [([PackedList(b"\x03", 0, 10)], table, np.ones(2))], np.ones(2, np.bool_)
            )
        except ValueError:
            continue
        assert set(documents.tolist()) <= {0, 1}
