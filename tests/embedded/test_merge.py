"""Segments stay few, deleted articles disappear, and results do not depend on the segments."""

import errno
import os
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from random import Random
from typing import Any

import pytest

from search.engines.embedded.engine import EmbeddedEngine
from search.engines.embedded.segment import merge
from search.engines.embedded.segment.merge import FANOUT, segments_to_merge
from search.engines.embedded.segment.merge_field import write_field
from search.engines.embedded.segment.segment_reader import SegmentReader
from search.engines.embedded.storage.commit_points import read_commit_points
from search.errors import PROCESS_LOST
from tests.support.engines import add_texts, paths_of, search
from tests.support.files import largest_file
from tests.support.workers import kill_itself, started_workers


def segments(folder: Path) -> int:
    return len(next(read_commit_points(folder)).segments)


def test_a_full_tier_is_merged_with_those_below() -> None:
    few, full = [10] * (FANOUT - 1), [2000] * FANOUT
    assert segments_to_merge(few, [0] * len(few)) == set()
    assert segments_to_merge([10, *few], [0] * FANOUT) == set(range(FANOUT))
    assert segments_to_merge([100_000, 10, *few], [0] * (FANOUT + 1)) == set(range(1, FANOUT + 1))
    assert segments_to_merge([*full, 7], [0] * (FANOUT + 1)) == set(range(FANOUT + 1))


def test_the_segments_of_one_update_become_one_and_count_as_one() -> None:
    assert segments_to_merge([2000, 2000, 10], [0, 0, 0], new=3) == {0, 1, 2}
    assert segments_to_merge([2000, 10, 10], [0, 0, 0], new=2) == {1, 2}
    assert segments_to_merge([2000, 10], [0, 0], new=1) == set()
    few = [10] * (FANOUT - 2)
    assert segments_to_merge([*few, 5, 5], [0] * FANOUT, new=2) == {FANOUT - 2, FANOUT - 1}
    assert segments_to_merge([*few, 10, 5, 5], [0] * (FANOUT + 1), new=2) == set(range(FANOUT + 1))


def test_a_mostly_deleted_segment_is_rewritten() -> None:
    assert segments_to_merge([100_000, 40_000], [10, 41_000]) == {1}


def test_more_segments_than_fit_into_memory_are_merged_in_rounds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = EmbeddedEngine(tmp_path, "none")
    monkeypatch.setattr(merge, "_MOST_TERMS", 400)  # those of three segments
    with engine.writer() as batch:
        for number in range(2 * FANOUT):
            add_texts(batch, {f"{number:02}.txt": "Ferry\n\nA word of the ferry."})
    assert segments(tmp_path) == 1
    assert paths_of(search(engine, "ferry")) == [f"{number:02}.txt" for number in range(2 * FANOUT)]


def test_the_parts_of_an_index_share_a_dictionary_so_that_a_merge_copies_articles(tmp_path: Path) -> None:
    engine, random = EmbeddedEngine(tmp_path, "none"), Random(2031)
    with engine.writer() as batch:
        for number in range(3):
            texts = (" ".join(f"word{random.randrange(9999)}" for _ in range(2000)) for _ in range(65))
            add_texts(batch, {f"{number}-{at}.txt": text for at, text in enumerate(texts)})
        files = [SegmentReader(path, path.stat().st_size) for path in sorted(tmp_path.glob("segment-*.bin"))]
        dictionaries = {file.stored_fields.dictionary for file in files}
        frames = sum(int(file.stored_fields.frame_sizes.sum()) for file in files)
    assert (len(files), len(dictionaries), b"" in dictionaries) == (3, 1, False)
    (merged,) = engine.searcher().reader.segments
    assert {merged.stored_fields.dictionary} == dictionaries
    assert merged.stored_fields.frame_sizes.sum() == frames


def test_many_small_updates_leave_few_segments_and_the_same_results(tmp_path: Path) -> None:
    updated, fresh = EmbeddedEngine(tmp_path / "updated", "none"), EmbeddedEngine(tmp_path / "fresh", "none")
    texts = {
        f"{number}.txt": f"Ferry {number}\n\nword{number % 5} ferry " * (1 + number % 3)
        for number in range(3 * FANOUT + 5)
    }
    for path, text in texts.items():
        with updated.writer() as batch:
            add_texts(batch, {path: text})
        assert segments(tmp_path / "updated") <= FANOUT
    for path in list(texts)[::4]:
        del texts[path]
        with updated.writer() as batch:
            batch.remove(path)
    with fresh.writer() as batch:
        add_texts(batch, texts)
    for query in ("*", "ferry", "word3", '"ferry 7"', "word1 OR word2", "-word4", "fer*", "ferri~1"):
        for sort in ("relevance", "title", "path"):
            assert search(updated, query, sort=sort) == search(fresh, query, sort=sort)
    assert paths_of(search(updated, "*")) == sorted(texts)


def test_segments_that_cannot_be_merged_are_committed_as_they_are(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    engine = EmbeddedEngine(tmp_path, "none")
    with ExitStack() as full, engine.writer() as batch:
        for number in range(6):
            add_texts(batch, {f"{number}.txt": unlike_others(number)})
        largest = max(path.stat().st_size for path in tmp_path.glob("segment-*"))
        full.enter_context(largest_file(2 * largest))
    assert paths_of(search(engine, "ferry")) == [f"{number}.txt" for number in range(6)]
    assert segments(tmp_path) == len([*tmp_path.glob("segment-*")]) == 6
    assert os.strerror(errno.EFBIG) in caplog.text
    with engine.writer() as batch:
        for number in range(6, FANOUT):
            add_texts(batch, {f"{number}.txt": unlike_others(number)})
        add_texts(batch, {f"{n}.txt": unlike_others(n) for n in range(4)})
    assert paths_of(search(engine, "ferry")) == [f"{number}.txt" for number in range(FANOUT)]


@pytest.mark.parametrize("is_text", [True, False])
def test_a_process_that_is_killed_in_the_last_commit_loses_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, *, is_text: bool
) -> None:
    monkeypatch.setattr(merge, "_MUCH", 0)  # so another process merges the text, and one compares articles
    texts = {f"{number}.txt": unlike_others(number % 3) for number in range(6)}
    here, killed = EmbeddedEngine(tmp_path / "here", "none"), EmbeddedEngine(tmp_path / "killed", "none")
    with started_workers() as workers:

        def submit(work: Callable[..., Any], *arguments: Any) -> Any:
            return workers.submit(*([kill_itself] if (work is write_field) == is_text else [work, *arguments]))

        for engine in (here, killed):
            with engine.writer() as batch:
                for path, text in texts.items():
                    add_texts(batch, {path: text})
                if engine is killed:
                    batch.work_in(submit)
    assert search(killed, "ferry") == search(here, "ferry")
    pairs = [engine.searcher().reader.index_state.pairs.tolist() for engine in (here, killed)]
    assert pairs[0] == pairs[1] != []
    if is_text:
        assert segments(tmp_path / "killed") == len([*(tmp_path / "killed").glob("segment-*")]) == 6
        assert PROCESS_LOST in caplog.text


def test_a_first_index_that_fails_leaves_no_segments(tmp_path: Path) -> None:
    engine = EmbeddedEngine(tmp_path, "none")
    with pytest.raises(OSError, match=os.strerror(errno.EFBIG)), ExitStack() as full, engine.writer() as batch:
        add_texts(batch, {"0.txt": unlike_others(0)})
        (segment,) = tmp_path.glob("segment-*")
        full.enter_context(largest_file(segment.stat().st_size // 2))
        add_texts(batch, {"1.txt": unlike_others(1)})
    assert not [*tmp_path.glob("segment-*")]


def unlike_others(seed: int) -> str:
    """A text about a ferry, with words that no other one has."""
    return f"Ferry\n\n{' '.join(f'w{Random(seed).getrandbits(99)}x{number}' for number in range(2000))}"
