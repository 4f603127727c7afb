"""Both kinds of kernels build the documents of lists, count by them what they count by addresses, and refuse others."""

from collections import Counter
from itertools import accumulate, pairwise
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.arrays import bounds_of
from search.kernels import kernels
from search.kernels.interface import Kernels
from search.kernels.packed_lists import MOST_BITS, DocumentTable, PackedList
from tests.support.kernels import both, outcome

Fields = list[tuple[list[PackedList], DocumentTable, np.ndarray[tuple[int], np.dtype[np.float64]]]]
HOSTILE_BYTES = st.one_of(
    st.binary(max_size=12), st.lists(st.sampled_from([0, 1, 2, 3, 4, 127, 129, 255]), max_size=20).map(bytes)
)


@st.composite
def occurrences(draw: st.DrawFn) -> tuple[list[int], list[int]]:
    """How many tokens some documents have, and the addresses of some of these."""
    random = Random(draw(st.integers(0, 1 << 32)))
    lengths = [random.choice((0, 1, 5, 300)) for _ in range(draw(st.integers(1, 200)))]
    bounds = bounds_of([length + 1 for length in lengths]).tolist()
    share = random.choice((0.01, 0.3, 1))
    tokens = [at for first, end in pairwise(bounds) for at in range(first, end - 1)]
    return lengths, [address for address in tokens if random.random() < share] or [0]


def table_of(lengths: list[int]) -> DocumentTable:
    return DocumentTable.of(bounds_of([length + 1 for length in lengths]))


def packed_list(addresses: list[int], lengths: list[int], base: int = 0) -> PackedList:
    """A list with its documents. Its addresses count from a base, and so do the documents with `lengths`."""
    gaps = kernels("numpy").pack(np.diff(addresses, prepend=0))
    bounds = bounds_of([length + 1 for length in lengths])
    documents, _ = kernels("numpy").build_documents(gaps, np.array([len(gaps)]), bounds, 0)
    return PackedList(gaps.tobytes(), b"", base, base + int(bounds[-1]), documents.tobytes())


def without_documents(fields: Fields) -> Fields:
    return [([each._replace(documents=b"") for each in lists], table, weights) for lists, table, weights in fields]


@both
@given(drawn=occurrences())
def test_documents_have_what_the_addresses_say(kernels: Kernels, drawn: tuple[list[int], list[int]]) -> None:
    lengths, addresses = drawn
    bounds = bounds_of([length + 1 for length in lengths])
    gaps = kernels.pack(np.diff(addresses, prepend=0))
    packed, sizes = kernels.build_documents(gaps, np.array([len(gaps)]), bounds, 0)
    assert sizes.tolist() == [len(packed)]
    expected = Counter((bounds.searchsorted(addresses, side="right") - 1).tolist())
    bits, size, *_ = kernels.unpack(packed).tolist()
    header = 1 + len(kernels.pack(np.array([size])))
    entries = kernels.unpack(packed[header : header + size]).tolist()
    rests = iter(kernels.unpack(packed[header + size :]).tolist())
    full = (1 << bits) - 1
    counts = [1 + (entry & full) + (next(rests) if entry & full == full else 0) for entry in entries]
    documents = [*accumulate((entry >> bits) + 1 for entry in entries)]
    assert dict(zip([document - 1 for document in documents], counts, strict=True)) == expected
    assert not [*rests]


@both
@given(first=occurrences(), second=occurrences(), seed=st.integers(0, 99))
def test_documents_count_as_their_addresses(
    kernels: Kernels, first: tuple[list[int], list[int]], second: tuple[list[int], list[int]], seed: int
) -> None:
    lengths = first[0] + second[0]
    base = sum(first[0]) + len(first[0])
    lists = [packed_list(first[1], first[0]), packed_list(second[1], second[0], base), packed_list(first[1], lengths)]
    live = np.random.default_rng(seed).random(len(lengths)) > 0.1
    weights = np.arange(len(lengths)) % 3 / 2
    fields: Fields = [(lists, table_of(lengths), weights), (lists[:2], table_of(lengths), np.array([1.5]))]
    expected = kernels.count_tokens(without_documents(fields), live)
    np.testing.assert_equal(kernels.count_tokens(fields, live), expected)
    chosen = np.flatnonzero(np.random.default_rng(seed).random(len(lengths)) < 0.1)
    for documents in (chosen, np.arange(len(lengths))):
        in_documents = kernels.count_tokens_in(without_documents(fields), documents)
        np.testing.assert_equal(kernels.count_tokens_in(fields, documents), in_documents)
    assert kernels.document_frequency(fields, live) == len(expected[0])


@both
@given(
    steps=st.lists(st.sampled_from([1, 1, 2, 3, 30, 127, 128, 129]), min_size=1, max_size=200), seed=st.integers(0, 99)
)
def test_documents_of_a_long_folder_are_read_one_by_one_and_eight_at_once(
    kernels: Kernels, steps: list[int], seed: int
) -> None:
    random, lengths, numbers = Random(seed), [3] * 3000, [number for number in accumulate(steps) if number < 3000]
    counts = {number: random.choice((1, 1, 1, 2, 3)) for number in numbers}
    addresses = [4 * number + at for number, count in counts.items() for at in range(count)]
    fields: Fields = [([packed_list(addresses, lengths)], table_of(lengths), np.array([2.0]))]
    live = np.array([random.random() < 0.9 for _ in lengths])
    expected = {number: 2.0 * count for number, count in counts.items() if live[number]}
    documents, tokens = kernels.count_tokens(fields, live)
    assert dict(zip(documents.tolist(), tokens.tolist(), strict=True)) == expected
    assert kernels.document_frequency(fields, live) == len(expected)
    assert kernels.count_tokens_in(fields, documents).tolist() == tokens.tolist()


@both
def test_where_a_list_has_its_documents_a_count_reads_no_addresses(kernels: Kernels) -> None:
    lengths = [3] * 400
    whole = packed_list([*range(0, 1600, 4)], lengths)
    fields: Fields = [([whole._replace(gaps=b"\xff")], table_of(lengths), np.ones(1))]
    documents, counts = kernels.count_tokens(fields, np.ones(400, np.bool_))
    assert (documents.tolist(), counts.tolist()) == ([*range(400)], [1.0] * 400)
    assert kernels.count_tokens_in(fields, np.arange(400)).tolist() == [1.0] * 400


@pytest.mark.parametrize("entries", [8, 16, 18, 19, 24, 100])
def test_a_list_that_leads_behind_the_last_document_is_refused(entries: int) -> None:
    size, step = 1200, 64
    documents = bytes([1, entries, *[(step - 1) << 1] * entries])
    fields: Fields = [([PackedList(b"\x01", b"", 0, 2 * size, documents)], table_of([1] * size), np.ones(1))]
    for kernel in ("count_tokens", "document_frequency"):
        found = outcome(lambda each, kernel=kernel: getattr(each, kernel)(fields, np.ones(size, np.bool_)))  # type: ignore[misc]
        assert isinstance(found, str) == (entries * step > size)


@pytest.mark.parametrize(("counts", "bits"), [([1] * 90, 1), ([1, 2] * 45, 2), ([1, 4] * 45, 3), ([60] * 90, 6)])
def test_a_count_takes_the_bits_that_make_a_list_shortest(counts: list[int], bits: int) -> None:
    addresses = [80 * number + at for number, count in enumerate(counts) for at in range(count)]
    documents = packed_list(addresses, [79] * len(counts)).documents
    assert documents[0] == bits <= MOST_BITS


COUNTS = st.sampled_from([1, 2, 64, 127, 128, 129, 192, 254, 255, 256, 257, 20_000])


@given(drawn=st.lists(st.tuples(st.sampled_from([0, 1, 63, 64, 200]), COUNTS), min_size=1, max_size=12))
def test_both_kernels_choose_the_same_bits(drawn: list[tuple[int, int]]) -> None:
    lengths = [length for step, count in drawn for length in (*[0] * step, count)]
    bounds = bounds_of([length + 1 for length in lengths])
    addresses = [first + at for first, count in zip(bounds.tolist(), lengths, strict=False) for at in range(count)]
    gaps = kernels("numpy").pack(np.diff(addresses, prepend=0))
    outcome(lambda each: each.build_documents(gaps, np.array([len(gaps)]), bounds, 0))


@given(
    data=st.one_of(
        HOSTILE_BYTES,
        st.lists(st.integers(0, 400)).map(lambda it: kernels("numpy").pack(np.array(it, np.int64)).tobytes()),
    ),
    sizes=st.lists(st.integers(-2, 12), max_size=8),
    lengths=st.lists(st.integers(0, 30), max_size=30),
)
def test_of_any_bytes_both_kernels_build_the_same_documents_or_refuse_them(
    data: bytes, sizes: list[int], lengths: list[int]
) -> None:
    bounds = bounds_of([length + 1 for length in lengths])
    packed = np.frombuffer(data, np.uint8)
    for some in (sizes, [len(data)]):
        for least in (0, 3):
            outcome(
                lambda each, some=some, least=least: each.build_documents(
                    packed, np.array(some, np.int64), bounds, least
                )
            )  # type: ignore[misc]
    outcome(lambda each: each.build_documents(packed, np.array([len(data)]), bounds[:0], 0))


@given(
    documents=st.one_of(
        HOSTILE_BYTES,
        st.builds(
            lambda bits, entries, rests: bytes([bits, len(entries)]) + entries + rests,
            st.integers(0, 8),
            st.lists(st.integers(0, 127), max_size=40).map(bytes),
            st.lists(st.integers(0, 127), max_size=9).map(bytes),
        ),
    ),
    base=st.integers(-1, 60),
    end=st.one_of(st.integers(-1, 300), st.integers(2000, 2401)),
    lengths=st.one_of(st.lists(st.integers(0, 9), max_size=60), st.just([1] * 1200)),
)
def test_any_bytes_are_the_same_documents_to_both_kernels_or_refused(
    documents: bytes, base: int, end: int, lengths: list[int]
) -> None:
    packed = PackedList(b"\x01", b"", base, end, documents or b"\x00")
    fields: Fields = [([packed], table_of(lengths), np.arange(len(lengths)) % 3 / 2)]
    live, norms = np.ones(len(lengths), np.bool_), np.ones(len(lengths))
    outcome(lambda each: each.count_tokens(fields, live))
    outcome(lambda each: each.document_frequency(fields, live))
    outcome(lambda each: each.score_tokens(fields, live, norms, float))
    for kind in ("numpy", "auto"):  # what is read of the list depends on how many documents are asked for
        try:
            counts = kernels(kind).count_tokens_in(fields, np.arange(len(lengths)))
        except ValueError as error:
            assert "damaged, or leads out" in str(error)
        else:
            assert len(counts) == len(lengths)


@pytest.mark.skipif(kernels("auto") is kernels("numpy"), reason="NumPy does not look at the table")
def test_a_list_whose_last_document_is_before_its_first_is_refused() -> None:
    table, live = table_of([3, 3, 3]), np.ones(3, np.bool_)
    listed = PackedList(b"\x00", b"", 0, 3, documents=b"\x01\x01\x00")
    assert kernels("auto").document_frequency([([listed], table, np.ones(3))], live) == 1
    wrong = table._replace(cells=table.cells.copy())
    wrong.cells[0] = 2
    with pytest.raises(ValueError, match="damaged"):
        kernels("auto").document_frequency([([listed], wrong, np.ones(3))], live)
