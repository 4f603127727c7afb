"""Both kinds of kernels find documents and addresses in packed lists, and refuse lists that are damaged."""

import tracemalloc
from collections import Counter
from collections.abc import Callable
from itertools import accumulate

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
SPANS = st.lists(st.tuples(st.integers(0, 1 << 20), st.integers(0, 1 << 20)))
HOSTILE = st.lists(
    st.builds(
        PackedList,
        st.one_of(st.binary(max_size=12), st.lists(st.sampled_from([0, 1, 3, 127, 129, 255]), max_size=20).map(bytes)),
        st.one_of(st.just(b""), st.binary(max_size=6)),
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
    packed = kernels("numpy").pack(np.array(gaps, np.int64))
    skips = kernels("numpy").build_skips(packed, np.array([len(packed)]), 0)[0] if len(packed) else packed
    return PackedList(packed.tobytes(), skips.tobytes(), base, end)


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
    assert kernels.document_frequency([(lists, table, weights)], live) == len(documents)


@both
@given(lengths=st.lists(st.integers(1, 9), min_size=1, max_size=150), data=st.data())
def test_documents_score_by_their_counts_and_by_how_many_they_are(
    kernels: Kernels, lengths: list[int], data: st.DataObject
) -> None:
    table, size = table_of(lengths), len(lengths)
    addresses = sorted(data.draw(st.sets(st.integers(0, int(table.bounds[-1]) - 1))))
    lists = [packed_list(addresses, 0, int(table.bounds[-1]))] * bool(addresses)
    fields, live, norms = [(lists, table, np.array([2.0]))], np.ones(size, np.bool_), np.linspace(0.5, 3, size)
    documents, counts = kernels.count_tokens(fields, live)
    found, scores = kernels.score_tokens(fields, live, norms, lambda number: number / 4)
    assert found.tolist() == documents.tolist()
    factor = len(documents) / 4
    pairs = zip(documents.tolist(), counts.tolist(), strict=True)
    assert scores.tolist() == [factor * count / (count + norms[document]) for document, count in pairs]


@both
def test_each_count_begins_with_nothing(kernels: Kernels) -> None:
    def count(size: int, gaps: bytes = b"\x01") -> list[int]:
        field = [PackedList(gaps, b"", 0, 2 * size)], table_of([1] * size), np.ones(1)
        documents, counts = kernels.count_tokens([field, field], np.ones(size, np.bool_))
        assert counts.tolist() == [2.0] * len(documents)
        return documents.tolist()

    for size in (3, 1, 900, 2, 5000, 900):
        assert count(size) == [0]
        with pytest.raises(ValueError, match="damaged"):
            count(size, b"\x00" + b"\x7f" * 200)
        assert count(size, b"\x00") == [0]


@st.composite
def long_lists(draw: st.DrawFn) -> list[int]:
    """Addresses of a list with several skips: runs of neighbours, and gaps of one to three bytes."""
    random = draw(st.randoms(use_true_random=False))
    count = draw(st.one_of(st.integers(1, 30), st.integers(200, 900)))
    largest = draw(st.sampled_from([1, 2, 90, 300, 20_000]))
    return [*accumulate(random.randint(1, largest) for _ in range(count))]


@both
@given(
    lists=st.lists(long_lists(), max_size=3),
    base=st.integers(0, 999),
    spans=st.lists(st.tuples(*[st.integers(0, 1 << 20)] * 2)),
)
def test_addresses_are_read_between_any_bounds(
    kernels: Kernels, lists: list[list[int]], base: int, spans: list[tuple[int, int]]
) -> None:
    shifted = [[base + address for address in addresses] for addresses in lists]
    end = max((addresses[-1] for addresses in shifted), default=0) + 1
    packed = [packed_list(addresses, base, end) for addresses in shifted]
    for start, length in [(0, end), (base, 1), *((start % end, length % end) for start, length in spans)]:
        expected = sorted(it for addresses in shifted for it in addresses if start <= it < start + length)
        assert kernels.addresses_between(packed, start, start + length).tolist() == expected


@both
@given(lists=st.lists(long_lists(), max_size=3), bounds=st.lists(st.integers(0, 20_000), max_size=12).map(sorted))
def test_positions_count_from_the_starts_of_ranges(kernels: Kernels, lists: list[list[int]], bounds: list[int]) -> None:
    ranges = list(zip(bounds[::2], bounds[1::2], strict=False))
    packed = [packed_list(addresses, 0, 900 * 20_000) for addresses in lists]
    found = kernels.positions_in(packed, *(np.array([it[side] for it in ranges], np.int64) for side in (0, 1)), 15)
    assert found.tolist() == [
        (number << 15) + address - start
        for number, (start, end) in enumerate(ranges)
        for address in sorted(it for addresses in lists for it in addresses)
        if start <= address < end
    ]


@both
def test_an_address_that_a_list_has_many_times_gives_as_many_positions(kernels: Kernels) -> None:
    packed = [packed_list([3] * 40, 0, 9), packed_list([2, 3], 0, 9)]
    assert kernels.positions_in(packed, np.array([3]), np.array([4]), 1).tolist() == [0] * 41


@pytest.mark.parametrize(
    "ranges", [([5], [4]), ([-1], [4]), ([0, 3], [4, 8]), ([9, 0], [10, 1]), ([0], [9]), ([0], [])]
)
def test_ranges_that_make_no_sense_are_refused(ranges: tuple[list[int], list[int]]) -> None:
    starts, ends = (np.array(side, np.int64) for side in ranges)
    assert "ranges" in str(outcome(lambda kernels: kernels.positions_in([packed_list([1], 0, 20)], starts, ends, 3)))


@both
@given(
    lists=st.lists(long_lists(), min_size=1, max_size=3),
    lengths=st.lists(st.integers(0, 300), max_size=40),
    data=st.data(),
)
def test_tokens_are_counted_in_chosen_documents(
    kernels: Kernels, lists: list[list[int]], lengths: list[int], data: st.DataObject
) -> None:
    table = table_of([*lengths, 900 * 20_000])  # the last document takes what the others leave
    end, size = int(table.bounds[-1]), len(lengths) + 1
    fields = [([packed_list(addresses, 0, end) for addresses in lists], table, np.arange(size) % 3 / 2)]
    if data.draw(st.booleans()):
        fields = [(*fields[0][:2], np.array([1.5]))]
    chosen = np.array(sorted(data.draw(st.sets(st.integers(0, size - 1)))), np.int64)
    documents, counts = kernels.count_tokens(fields, np.ones(size, np.bool_))
    expected = dict(zip(documents.tolist(), counts.tolist(), strict=True))
    counts_in = [expected.get(it, 0.0) for it in chosen.tolist()]
    assert kernels.count_tokens_in(fields, chosen).tolist() == counts_in
    norms = np.linspace(0.5, 3, size)
    scores = [4 * (count / (count + norm)) for count, norm in zip(counts_in, norms[chosen], strict=True)]
    np.testing.assert_allclose(kernels.score_tokens_in([(fields, 1.5), (fields, 2.5)], chosen, norms), scores)


@both
@given(first=long_lists(), others=st.lists(st.one_of(long_lists(), st.none()), max_size=3), base=st.integers(0, 9))
def test_phrases_start_where_their_words_follow_one_another(
    kernels: Kernels, first: list[int], others: list[list[int] | None], base: int
) -> None:
    words = [first, *(other or [address + 1 for address in first[::2]] for other in others)]
    placed = [[base + address for address in addresses] for addresses in words]
    packed = [packed_list(addresses, base, base + 900 * 20_000 + 2) for addresses in placed]
    expected = [start for start in placed[0] if all(start + number in set(each) for number, each in enumerate(placed))]
    assert kernels.phrase_starts([packed]).tolist() == expected
    assert kernels.phrase_starts([packed, packed[:1]]).tolist() == [*expected, *placed[0]]
    assert kernels.phrase_starts([]).tolist() == []


@both
@pytest.mark.parametrize("gap", [1, 20, 300])
def test_each_address_of_a_long_list_is_found_by_itself(kernels: Kernels, gap: int) -> None:
    addresses = [7 + gap * number for number in range(600)]
    whole, table = packed_list(addresses, 5, 1 << 20), DocumentTable.of(np.array([0, *addresses, 1 << 20]))
    counts = kernels.count_tokens_in([([whole], table, np.ones(1))], np.arange(601))
    assert counts.tolist() == [0.0, *[1.0] * 600]
    for number, address in enumerate(addresses):
        assert kernels.addresses_between([whole], address, address + 1).tolist() == [address]
        assert kernels.addresses_between([whole], address + 1, address + gap).tolist() == []
        one = kernels.count_tokens_in([([whole], table, np.ones(1))], np.array([number + 1]))
        assert one.tolist() == [1.0]
        assert kernels.phrase_starts([[packed_list([address - 1], 5, 1 << 20), whole]]).tolist() == [address - 1]


@both
def test_a_phrase_of_very_frequent_words_starts_at_each_of_their_places(kernels: Kernels) -> None:
    everywhere, but_for_some = [*range(70_000)], [at for at in range(70_000) if at % 1000]
    words = [packed_list(addresses, 0, 70_001) for addresses in (everywhere, everywhere, but_for_some)]
    assert kernels.phrase_starts([words]).tolist() == [at - 2 for at in but_for_some if at >= 2]


@both
def test_a_phrase_of_a_frequent_word_and_one_that_is_everywhere_starts_at_each_of_its_places(kernels: Kernels) -> None:
    frequent, but_for_some = [*range(5, 250_000, 50)], [at for at in range(250_000) if at % 700 != 6]
    words = [packed_list(addresses, 0, 250_001) for addresses in (frequent, but_for_some)]
    assert kernels.phrase_starts([words]).tolist() == [at for at in frequent if at % 700 != 5]


@both
def test_a_phrase_with_a_word_that_becomes_rare_starts_where_it_stands(kernels: Kernels) -> None:
    end = 12_000_000
    first = [*range(0, end, 45)]
    second = [at + 1 for at in range(0, end, 9) if (at % 90 != 45 if at < end // 3 else at % 3600 == 0)]
    words = [packed_list(addresses, 0, end + 2) for addresses in (first, second)]
    assert kernels.phrase_starts([words]).tolist() == sorted(set(first) & {at - 1 for at in second})


@both
@given(lengths=LENGTHS, data=st.data())
def test_addresses_are_those_of_their_documents(kernels: Kernels, lengths: list[int], data: st.DataObject) -> None:
    table = table_of(lengths)
    addresses = sorted(data.draw(st.lists(st.integers(0, int(table.bounds[-1]) - 1)))) if lengths else []
    expected = sorted({max(n for n in range(len(lengths)) if table.bounds[n] <= address) for address in addresses})
    assert kernels.documents_of(np.array(addresses, np.int64), table).tolist() == expected
    for outside in (-1, int(table.bounds[-1])):
        with pytest.raises(LookupError):
            kernels.documents_of(np.array([outside]), table)


@pytest.mark.skipif(kernels("auto") is kernels("numpy"), reason="the compiled kernels were not built")
def test_what_skips_lead_over_is_not_read() -> None:
    compiled = kernels("auto")
    addresses = [*range(0, 3000, 3)]
    whole = packed_list(addresses, 0, 3000)
    gaps = bytearray(whole.gaps)
    gaps[200:210] = b"\xff" * 10  # between two entries of the skips: no number is so long
    damaged, table = whole._replace(gaps=bytes(gaps)), table_of([99] * 30)
    assert compiled.addresses_between([damaged], 2000, 2010).tolist() == [2001, 2004, 2007]
    assert compiled.count_tokens_in([([damaged], table, np.ones(30))], np.array([20])).tolist() == [33.0]
    assert compiled.phrase_starts([[packed_list([2000], 0, 3000), damaged]]).tolist() == [2000]
    with pytest.raises(ValueError, match="damaged"):
        compiled.addresses_between([damaged], 0, 2010)


@given(lists=HOSTILE, start=st.integers(-1, 300), length=st.integers(-1, 300), lengths=LENGTHS)
def test_any_bytes_are_lists_or_refused(lists: list[PackedList], start: int, length: int, lengths: list[int]) -> None:
    table = table_of(lengths)
    documents, weights = np.arange(0, len(lengths), 2), np.ones(len(lengths))
    calls: list[Callable[[Kernels], object]] = [
        lambda kernels: kernels.addresses_between(lists, start, start + length),
        lambda kernels: kernels.count_tokens_in([(lists, table, weights)], documents),
        lambda kernels: kernels.score_tokens_in([([(lists, table, weights)], 2.0)] * 2, documents, weights),
        lambda kernels: kernels.positions_in(lists, np.array([start, 200]), np.array([start + length, 260]), 9),
        lambda kernels: kernels.phrase_starts([lists] * bool(lists)),
    ]
    for call in calls:
        expected, found = outcome_or_none(call, kernels("numpy")), outcome_or_none(call, kernels("auto"))
        if expected is not None and not any(packed.skips for packed in lists):
            np.testing.assert_equal(found, expected)


def outcome_or_none(call: Callable[[Kernels], object], of: Kernels) -> object:
    """What a call of some kernels gives; None where they refuse."""
    try:
        return call(of)
    except ValueError:
        return None


@given(lengths=LENGTHS, others=LENGTHS, lists=HOSTILE, more=HOSTILE, seed=st.integers(0, 9))
def test_of_any_lists_both_kernels_count_the_same_or_refuse_them(
    lengths: list[int], others: list[int], lists: list[PackedList], more: list[PackedList], seed: int
) -> None:
    live = np.random.default_rng(seed).random(len(lengths)) > seed / 9
    weights = np.arange(len(lengths)) % 3 / 2
    fields = [(lists, table_of(lengths), weights), (more, table_of(others[: len(lengths)]), weights)]
    calls: list[Callable[[Kernels], object]] = [
        lambda kernels: kernels.count_tokens(fields[:1], live),
        lambda kernels: kernels.count_tokens([(*fields[0][:2], np.array([1.5]))], live),
        lambda kernels: kernels.count_tokens(fields, live),
        lambda kernels: kernels.count_tokens(fields[1:], live[: len(others)]),
        lambda kernels: kernels.document_frequency(fields, live),
        lambda kernels: kernels.score_tokens(fields, live, np.ones(len(live)), float),
        lambda kernels: kernels.score_tokens(fields[:1], live, np.ones(len(others)), float),
    ]
    has_skips = any(packed.skips for packed in (*lists, *more))  # hostile ones, which NumPy does not look at
    for call in calls:
        expected, found = outcome_or_none(call, kernels("numpy")), outcome_or_none(call, kernels("auto"))
        if not has_skips:
            np.testing.assert_equal(found, expected)


@both
@pytest.mark.parametrize(
    "damaged",
    [
        PackedList(b"", b"", 0, 10),
        PackedList(b"\x01\x80", b"", 0, 10),
        PackedList(b"\x01" + b"\x80" * 9 + b"\x01", b"", 0, 10),
        PackedList(b"\x05\x05", b"", 0, 10),
        PackedList(b"\x05" + b"\xff" * 8 + b"\x7f", b"", 0, 10),
        PackedList(b"\x01", b"", 9, 10),
        PackedList(b"\x01", b"", -1, 10),
        PackedList(b"\x01", b"", 0, 1 << 62),
    ],
)
def test_a_damaged_list_is_refused(kernels: Kernels, damaged: PackedList) -> None:
    with pytest.raises(ValueError, match="damaged, or leads out"):
        kernels.count_tokens([([damaged], table_of([4, 4]), np.ones(2))], np.ones(2, np.bool_))


@both
def test_what_is_no_list_is_refused(kernels: Kernels) -> None:
    for wrong in (tuple(PackedList(b"\x01", b"", 0, 8)), None):
        with pytest.raises((TypeError, AttributeError)):
            kernels.count_tokens([([wrong], table_of([4, 4]), np.ones(2))], np.ones(2, np.bool_))  # type: ignore[list-item]


@given(LENGTHS)
def test_a_table_gives_the_document_of_every_address_in_a_step_or_says_that_its_cell_has_many(
    lengths: list[int],
) -> None:
    bounds, cells, shift = table_of(lengths)
    for address in range(int(bounds[-1])):
        document, count = cells[address >> shift].tolist()
        if count >= 0:
            document += (address & ((1 << shift) - 1)) >= count
            assert bounds[document] <= address < bounds[document + 1]
        else:
            start = address >> shift << shift
            assert bounds[document] <= start < bounds[document + 1] <= bounds[document + 2] < start + (1 << shift)


@pytest.mark.parametrize("document", [-1, 1, 2, 1 << 20])
@pytest.mark.parametrize("count", [-1, 0, 1 << 20])
def test_a_wrong_table_does_not_lead_out_of_the_columns(document: int, count: int) -> None:
    right = table_of([4, 4])
    cells = np.tile(np.array([document, count], np.int32), (len(right.cells), 1))
    other_cells = (cells, right.cells[:1], right.cells[:, :1].copy())
    other_bounds = right._replace(bounds=right.bounds * 0 + 10)
    for table in (*(right._replace(cells=other) for other in other_cells), other_bounds):
        try:
            documents, _ = kernels().count_tokens(
                [([PackedList(b"\x03", b"", 0, 10)], table, np.ones(2))], np.ones(2, np.bool_)
            )
        except ValueError:
            continue
        assert set(documents.tolist()) <= {0, 1}


@both
def test_an_answer_may_be_written_to_without_changing_the_next_one(kernels: Kernels) -> None:
    lists = [packed_list([3, 5, 9], 0, 10)]
    for _ in range(2):
        addresses = kernels.addresses_between(lists, 0, 10)
        assert addresses.tolist() == [3, 5, 9]
        addresses[:] = 0


@both
def test_little_is_kept_of_long_lists(kernels: Kernels) -> None:
    tracemalloc.start()
    try:
        for base in range(9):
            long = PackedList(b"\1" * 1_000_000, b"", base, 2_000_000)
            assert kernels.addresses_between([long], 0, 2_000_000)[-1] == base + 1_000_000
        assert tracemalloc.get_traced_memory()[0] < 30_000_000
    finally:
        tracemalloc.stop()
