"""Both kinds of kernels decode numbers as they were encoded, and refuse what is none."""

from collections.abc import Callable
from itertools import accumulate, pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.kernels.interface import Kernels
from tests.support.kernels import both, outcome

NUMBER = st.one_of(st.integers(0, 300), st.integers(0, (1 << 35) - 1), st.integers(0, (1 << 63) - 1))
MOSTLY_SHORT = st.tuples(st.just([1] * 60), st.lists(NUMBER, max_size=4)).map(lambda parts: parts[0] + parts[1])
NUMBERS = st.one_of(st.lists(NUMBER), MOSTLY_SHORT.flatmap(st.permutations))
SMALL = st.integers(0, (1 << 35) - 1)
LISTS = st.one_of(
    st.lists(st.lists(SMALL, min_size=1)), st.lists(st.lists(st.one_of(st.just(1), SMALL), min_size=40, max_size=80))
)


def packed(numbers: list[int]) -> bytes:
    """Numbers of seven bits a byte, as the format describes them."""
    data = bytearray()
    for number in numbers:
        groups = [number & 0x7F]
        while number := number >> 7:
            groups.append(number & 0x7F | 0x80)
        data += bytes(reversed(groups))
    return bytes(data)


BYTES = st.one_of(
    st.binary(),
    st.lists(st.sampled_from([0, 1, 127, 128, 255]), max_size=40).map(bytes),
    NUMBERS.map(packed),
)


def array(data: bytes) -> Any:
    return np.frombuffer(data, np.uint8)


@both
@given(numbers=NUMBERS)
def test_numbers_are_encoded_as_the_format_says_and_decoded_again(kernels: Kernels, numbers: list[int]) -> None:
    found = kernels.pack(np.array(numbers, np.int64))
    assert found.tobytes() == packed(numbers)
    assert kernels.unpack(found).tolist() == numbers


@both
@pytest.mark.parametrize("size", range(1, 10))
def test_a_number_takes_as_few_bytes_as_it_needs(kernels: Kernels, size: int) -> None:
    first, last = (1 << 7 * (size - 1)) * (size > 1), (1 << 7 * size) - 1
    for number in (first, last):
        assert len(kernels.pack(np.array([number], np.int64))) == size
        assert kernels.unpack(kernels.pack(np.array([number], np.int64))).tolist() == [number]


@both
@given(lists=LISTS, base=st.integers(0, 1 << 40))
def test_lists_of_gaps_are_decoded_to_running_sums(kernels: Kernels, lists: list[list[int]], base: int) -> None:
    data = [packed(gaps) for gaps in lists]
    sizes = np.array([*map(len, data)], np.int64)
    bases = np.array([base + number for number in range(len(lists))], np.int64)
    counts, found = kernels.unpack_gaps(array(b"".join(data)), sizes, bases)
    assert counts.tolist() == [*map(len, lists)]
    expected = [list(accumulate(gaps, initial=base + number))[1:] for number, gaps in enumerate(lists)]
    assert found.tolist() == [it for each in expected for it in each]
    assert (kernels.unpack_gaps(array(b"".join(data)), sizes)[1] + bases.repeat(counts)).tolist() == found.tolist()


@given(data=BYTES, sizes=st.lists(st.integers(-2, 12), max_size=8), bases=st.lists(st.integers(), max_size=8))
def test_of_any_bytes_both_kernels_decode_the_same_or_refuse_them(
    data: bytes, sizes: list[int], bases: list[int]
) -> None:
    wrapped = np.array([base % (1 << 63) for base in bases], np.int64)
    calls: list[Callable[[Kernels], object]] = [
        lambda kernels: kernels.unpack(array(data)),
        lambda kernels: kernels.unpack_gaps(array(data), np.array(sizes, np.int64)),
        lambda kernels: kernels.unpack_gaps(array(data), np.array([len(data)], np.int64), wrapped[:1]),
        lambda kernels: kernels.unpack_gaps(array(data), np.array(sizes, np.int64), wrapped),
    ]
    for call in calls:
        outcome(call)


@both
@pytest.mark.parametrize("data", [b"\x81", b"\x80" * 9 + b"\x01", b"\x01" * 30 + b"\x80"])
def test_a_number_that_is_too_long_or_has_no_end_is_refused(kernels: Kernels, data: bytes) -> None:
    with pytest.raises(ValueError, match="too long or has no end"):
        kernels.unpack(array(data))


@both
def test_a_list_that_ends_within_a_number_is_refused(kernels: Kernels) -> None:
    with pytest.raises(ValueError, match="too long or has no end"):
        kernels.unpack_gaps(array(b"\x01\x81\x01"), np.array([2, 1]))


@given(
    tokens=st.lists(st.tuples(st.integers(-1, 5), st.one_of(st.integers(-1, 2), st.integers(0, 1 << 40)))),
    ranks=st.lists(st.integers(-1, 5), max_size=6),
)
def test_of_any_tokens_both_kernels_build_the_same_lists_or_refuse_them(
    tokens: list[tuple[int, int]], ranks: list[int]
) -> None:
    ids, addresses = np.array([*(it for it, _ in tokens)], np.int32), np.array([*(at for _, at in tokens)], np.int64)
    outcome(lambda kernels: kernels.build_lists(ids, addresses, np.array(ranks, np.int32)))


@both
@pytest.mark.parametrize("addresses", [[5, 4], [-1, 0], [3, 7, 6]])
def test_lists_whose_addresses_fall_are_refused(kernels: Kernels, addresses: list[int]) -> None:
    ids, ranks = np.zeros(len(addresses), np.int32), np.zeros(1, np.int32)
    with pytest.raises(ValueError, match="the addresses of a list fall"):
        kernels.build_lists(ids, np.array(addresses), ranks)


@both
@given(tokens=st.lists(st.tuples(st.integers(0, 5), st.integers(1, 1 << 30))), ranks=st.permutations(range(6)))
def test_a_list_has_the_addresses_of_its_tokens(
    kernels: Kernels, tokens: list[tuple[int, int]], ranks: list[int]
) -> None:
    ids, addresses = [number for number, _ in tokens], [*accumulate(gap for _, gap in tokens)]
    data, sizes = kernels.build_lists(np.array(ids, np.int32), np.array(addresses, np.int64), np.array(ranks, np.int32))
    expected: list[list[int]] = [[] for _ in ranks]
    for number, address in zip(ids, addresses, strict=True):
        expected[ranks[number]].append(address)
    assert [size > 0 for size in sizes.tolist()] == [len(each) > 0 for each in expected]
    _, found = kernels.unpack_gaps(data, sizes[sizes > 0])
    assert found.tolist() == [address for each in expected for address in each]


@st.composite
def long_gaps(draw: st.DrawFn) -> list[int]:
    """The gaps of a list that may have several entries of skips."""
    random = draw(st.randoms(use_true_random=False))
    count = draw(st.one_of(st.integers(1, 20), st.integers(120, 600), st.sampled_from([127, 128, 129, 256])))
    return [random.choice((1, random.randint(0, 300), random.getrandbits(35))) for _ in range(count)]


@both
@given(lists=st.lists(long_gaps(), max_size=4), least=st.integers(0, 400))
def test_skips_lead_to_each_128th_address_of_a_long_list(kernels: Kernels, lists: list[list[int]], least: int) -> None:
    data = [packed(gaps) for gaps in lists]
    skips, sizes, _ = kernels.build_skips(array(b"".join(data)), np.array([*map(len, data)], np.int64), least)
    assert len(sizes) == sum(len(each) >= least for each in data)
    at = 0
    for gaps, each in zip(lists, data, strict=True):
        if len(each) < least:
            continue
        size, *sizes = [int(it) for it in sizes]  # type: ignore[assignment]
        steps = kernels.unpack(skips[at : at + size]).tolist()
        at += size
        assert [*accumulate(steps[::2])] == [*accumulate(gaps)][127::128]
        ends = [*accumulate(len(packed([gap])) for gap in gaps)]
        assert [*accumulate(steps[1::2])] == ends[127::128]
    assert at == len(skips)


@both
@given(gaps=long_gaps(), cuts=st.sets(st.integers(1, 599)))
def test_a_list_in_parts_has_the_same_skips(kernels: Kernels, gaps: list[int], cuts: set[int]) -> None:
    whole = array(packed(gaps))
    expected, _, after = kernels.build_skips(whole, np.array([len(whole)]), 0)
    state, found = (0, 0, 0), b""
    edges = [0, *sorted(cut for cut in cuts if cut < len(gaps)), len(gaps)]
    for start, end in pairwise(edges):
        part = array(packed(gaps[start:end]))
        skips, _, state = kernels.build_skips(part, np.array([len(part)]), 0, state)
        found += skips.tobytes()
    assert found == expected.tobytes()
    assert state == after


@given(
    data=st.one_of(BYTES, long_gaps().map(packed)),
    sizes=st.lists(st.integers(-2, 12), max_size=8),
    before=st.tuples(st.integers(-1, 130), st.integers(0, 1 << 40), st.integers(0, 300)),
)
def test_of_any_bytes_both_kernels_build_the_same_skips_or_refuse_them(
    data: bytes, sizes: list[int], before: tuple[int, int, int]
) -> None:
    for some in (sizes, [len(data)]):
        outcome(lambda kernels, some=some: kernels.build_skips(array(data), np.array(some, np.int64), 3, before))  # type: ignore[misc]
