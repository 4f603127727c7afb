"""What processes send one another arrives as it was."""

import pickle

import pytest

from search.engines.file_table import FileTable
from search.indexing.file_batches import FileBatch, FileToRead
from search.indexing.index_batch import IndexedBatch
from search.types.files import FileRecord, Skipped, Stamp, UnreadPart
from search.types.reading import Reading

PLAIN = FileRecord("a.txt", Stamp(5, 1, 2, 3), "00" * 16, "utf-8", ("0" * 16,), settings=7, doubts=(5,))
ODD = FileRecord(
    *("b\udce9.pdf", Stamp(6, -1, (1 << 64) - 1), "ff" * 16, "", ("1" * 16, "2" * 16), 3, 4, (1 << 64) - 1, 12),
    *(("outlet",), (1, 0), "pdf 1", (UnreadPart("page 2", "is empty", "needs OCR"),)),
)


@pytest.mark.parametrize("changed", [(), (PLAIN,), (PLAIN, ODD)])
@pytest.mark.parametrize("same", [(), (ODD, PLAIN, ODD)])
def test_a_batch_that_was_indexed(changed: tuple[FileRecord, ...], same: tuple[FileRecord, ...]) -> None:
    skipped = (Skipped("c.txt", "is gone"),)
    batch = IndexedBatch(FileTable.of(changed), ("part", None), same, skipped, frozenset({"c.txt"}), 11)
    received = pickle.loads(pickle.dumps(batch))
    assert received == batch
    assert [*received.changed.values()] == [*changed]
    assert all(type(record.stamp) is Stamp for record in received.same)


@pytest.mark.parametrize(
    "files", [(), (FileToRead("a.txt", 5, None), FileToRead("b.txt", 6, PLAIN, Reading("", title="Ferries")))]
)
def test_a_batch_of_files_to_read(files: tuple[FileToRead, ...]) -> None:
    received = pickle.loads(pickle.dumps(FileBatch.of(files)))
    assert received == FileBatch.of(files)
    assert received.files == [*files]
    assert all(isinstance(file, FileToRead) for file in received.files)
