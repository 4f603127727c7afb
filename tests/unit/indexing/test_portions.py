"""However many workers and files there are, what all have in hand fits into the memory that an update may take."""

from hypothesis import given
from hypothesis import strategies as st

from search.indexing import portions
from search.indexing.portions import ToRead, rounds
from search.types.files import SourceFile, Stamp

MEGABYTE = 1_000_000
SIZES = st.lists(st.one_of(st.integers(0, 50), st.integers(0, 40 * MEGABYTE), st.just(10**9)), max_size=60)


def files(sizes: list[int]) -> list[ToRead]:
    return [(SourceFile(f"{number}.txt", Stamp(size, 0, 0)), None) for number, size in enumerate(sizes)]


def in_hand(portion: portions.Portion, largest: int) -> int:
    return sum(min(file.stamp.size, largest) for file, _ in portion.files)


@given(SIZES, st.sampled_from((1, 400, 8 * MEGABYTE, 32 << 20)), st.integers(1, 256))
def test_portions_hold_every_file_once_within_the_memory(sizes: list[int], largest: int, workers: int) -> None:
    every = files(sizes)
    found = rounds(every, largest, workers)
    taken = [file for each in found for portion in each.portions for file in portion.files]
    assert sorted(taken, key=every.index) == every
    for each in found:
        most = max(in_hand(portion, largest) for portion in each.portions)
        needed = each.processes * (portions._IDLE + portions._EACH_BYTE * most)
        assert 1 <= each.processes <= workers
        assert portions._COMMITTING + needed <= portions.MEMORY or each.processes == 1
        assert each.leaves_room or len(each.portions) <= 8 * each.processes


def test_long_files_come_last_in_portions_of_their_own() -> None:
    usual, long, longest = rounds(files([30 * MEGABYTE, 100, 8 * MEGABYTE, 200]), 32 << 20, 64)
    assert [len(portion.files) for portion in usual.portions] == [2]
    assert (len(long.portions), long.processes) == (1, 2)
    assert (len(longest.portions), longest.processes) == (1, 1)


def test_usual_files_go_to_as_many_workers_as_the_memory_allows() -> None:
    many = files([2000] * 40_000)
    one, two, eight = (rounds(many, 8 * MEGABYTE, workers)[0] for workers in (1, 2, 8))
    assert (one.processes, two.processes, eight.processes) == (1, 2, 5)
    assert len(one.portions) == len(two.portions) < len(eight.portions)
    assert [len(each.portions) for each in rounds(files([2000] * 10), 8 * MEGABYTE, 8)] == [1]
