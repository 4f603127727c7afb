"""However many workers and files there are, what all have in hand fits into the memory that an update may take."""

from hypothesis import given
from hypothesis import strategies as st

from search.indexing import file_batches
from search.indexing.file_batches import FileBatch, FileToRead, plan_rounds

MEGABYTE = 1_000_000
SIZES = st.lists(st.one_of(st.integers(0, 50), st.integers(0, 40 * MEGABYTE), st.just(10**9)), max_size=60)


def files(sizes: list[int]) -> FileBatch:
    return FileBatch.of([FileToRead(f"{number:05}.txt", size, None) for number, size in enumerate(sizes)])


def in_hand(batch: FileBatch, largest: int) -> int:
    return sum(min(file.size, largest) for file in batch.files)


@given(SIZES, st.sampled_from((1, 400, 8 * MEGABYTE, 32 << 20)), st.integers(1, 256), st.booleans())
def test_batches_hold_every_file_once_within_the_memory(
    sizes: list[int], largest: int, workers: int, is_first: bool
) -> None:
    every = files(sizes)
    found = plan_rounds(every, largest, workers, is_first=is_first)
    taken = [file for each in found for batch in each.batches for file in batch.files]
    assert sorted(taken, key=every.files.index) == every.files
    for each in found:
        most = max(in_hand(batch, largest) for batch in each.batches)
        needed = each.processes * (file_batches._EACH_PROCESS + file_batches._EACH_BYTE * most)
        assert 1 <= each.processes <= workers
        assert file_batches._PARENT + needed <= file_batches.MEMORY or each.processes == 1
        assert each.allows_commit or len(each.batches) <= 8 * each.processes


def test_long_files_come_last_in_batches_of_their_own() -> None:
    usual, long, longest = plan_rounds(files([30 * MEGABYTE, 100, 8 * MEGABYTE, 200]), 32 << 20, 64)
    assert [len(batch) for batch in usual.batches] == [2]
    assert (len(long.batches), long.processes) == (1, 2)
    assert (len(longest.batches), longest.processes) == (1, 1)


def test_a_first_index_begins_with_a_small_batch_for_each_process() -> None:
    many = files([2000] * 10_000)
    (usual,) = plan_rounds(many, 8 * MEGABYTE, 2, is_first=True)
    sizes = [in_hand(batch, MEGABYTE) for batch in usual.batches]
    assert all(MEGABYTE < size <= 2 * MEGABYTE for size in sizes[:2])
    assert sizes[2] > 3 * MEGABYTE
    assert [file for batch in usual.batches for file in batch.files] == many.files
    (only,) = plan_rounds(files([2000] * 10), 8 * MEGABYTE, 2, is_first=True)
    assert len(only.batches) == 1


def test_the_last_batches_for_several_processes_are_smaller() -> None:
    """So all processes end at about the same time."""
    many = files([2000] * 10_000)
    one, two = (plan_rounds(many, 8 * MEGABYTE, workers)[0] for workers in (1, 2))
    sizes = [in_hand(batch, MEGABYTE) for batch in two.batches]
    assert len(one.batches) < len(sizes)
    assert max(sizes[-3:]) <= MEGABYTE < 3 * MEGABYTE < sizes[0]
    assert sizes == sorted(sizes, reverse=True)


def test_usual_files_go_to_as_many_workers_as_the_memory_allows() -> None:
    many = files([2000] * 40_000)
    one, two, eight = (plan_rounds(many, 8 * MEGABYTE, workers)[0] for workers in (1, 2, 8))
    assert (one.processes, two.processes, eight.processes) == (1, 2, 5)
    assert len(one.batches) < len(two.batches) < len(eight.batches)
    assert [len(each.batches) for each in plan_rounds(files([2000] * 10), 8 * MEGABYTE, 8)] == [1]
