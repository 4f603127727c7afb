"""A field that another process merges is what it would be if it were merged here, and leaves no file of its own."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from search.arrays import Ints
from search.engines.base import Submit
from search.engines.embedded.segment import merge
from search.engines.embedded.segment.merge import merge_files
from search.engines.embedded.segment.segment_reader import SegmentReader
from search.engines.embedded.segment.segment_writer import write_segment
from search.engines.embedded.storage.commit_points import NamedFile
from search.errors import WorkerLost
from search.indexing.workers import Workers
from search.types.article import Article
from tests.support.files import largest_file
from tests.support.workers import kill_itself, started_workers

DELETED: list[Ints] = [np.array([1, 7]), np.zeros(0, np.int64), np.arange(40)]
"""Documents of three segments. Of the last one all are deleted."""


class Merge:
    """A merge of three segments of a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._files = [_segment(folder, first) for first in (0, 40, 80)]
        self._segments = [SegmentReader(folder / file.name, file.length) for file in self._files]

    def __call__(self, submit: Submit | None, deleted: list[Ints] = DELETED) -> NamedFile | None:
        """Merge them. A file that is left besides is an error."""
        merged = None
        try:
            merged = merge_files(self.folder, self._segments, self._files, deleted, submit)
        finally:
            there = {path.name for path in self.folder.iterdir()}
            assert there == {file.name for file in (*self._files, merged) if file}
        return merged

    def content(self, submit: Submit | None, deleted: list[Ints] = DELETED) -> bytes:
        """The bytes of the merged segment."""
        file = self(submit, deleted)
        assert file
        content = (self.folder / file.name).read_bytes()
        (self.folder / file.name).unlink()
        return content

    def close(self) -> None:
        for segment in self._segments:
            segment.close()


def _segment(folder: Path, first: int) -> NamedFile:
    """A segment of forty articles, some of whose words are in all of them."""
    articles = [
        Article(
            f"{number:016x}",
            f"{number}.txt",
            f"Ferry {number}\n\nThe start-up of {number} e-mails, w{first}. " * 9,
            (0, 5),
            "utf-8",
        )
        for number in range(first, first + 40)
    ]
    file = write_segment(folder, articles)
    assert file
    return file


@pytest.fixture
def segments(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Merge]:
    """Three segments, of which any text is much."""
    monkeypatch.setattr(merge, "_MUCH", 0)
    made = Merge(tmp_path)
    yield made
    made.close()


@pytest.fixture
def workers() -> Iterator[Workers]:
    with started_workers() as started:
        yield started


@pytest.mark.parametrize("deleted", [DELETED, [np.zeros(0, np.int64)] * 3])
def test_the_segment_is_the_same_wherever_its_text_is_merged(
    segments: Merge, workers: Workers, deleted: list[Ints]
) -> None:
    names = list[str]()

    def submit(work: Callable[..., Any], *arguments: Any) -> Any:
        names.append(arguments[-1])
        return workers.submit(work, *arguments)

    assert segments.content(submit, deleted) == segments.content(None, deleted)
    assert names == ["text"]


def test_nothing_is_begun_elsewhere_where_all_is_deleted(segments: Merge) -> None:
    assert segments(None, [np.arange(40)] * 3) is None
    assert segments(_refused, [np.arange(40)] * 3) is None


def _refused(*_: Any) -> Any:
    raise AssertionError


def test_a_full_disk_there_is_an_error_here_and_leaves_no_file(segments: Merge, workers: Workers) -> None:
    with pytest.raises(OSError, match="File too large"):
        segments(lambda work, *arguments: workers.submit(_on_a_full_disk, work, *arguments))


def _on_a_full_disk(work: Callable[..., Any], *arguments: Any) -> Any:
    with largest_file(1000):
        return work(*arguments)


def test_a_full_disk_here_leaves_no_file_of_the_other_process(segments: Merge, workers: Workers) -> None:
    with pytest.raises(OSError, match="File too large"), largest_file(1000):
        segments(workers.submit)  # its processes have started already, without the limit


def test_a_process_that_is_killed_is_reported_and_leaves_no_file(segments: Merge) -> None:
    with pytest.raises(WorkerLost), started_workers() as lost:
        segments(lambda *_: lost.submit(kill_itself))
