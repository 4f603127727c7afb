"""What is not read is summed up by sort, in words."""

from search.engines.file_table import FileTable
from search.reports.unread import unread_files, unread_line
from search.types.files import PARTLY_READ, FileRecord, Stamp, UnreadPart


def record(path: str, reader: str, *problems: tuple[str, str], articles: int = 0) -> FileRecord:
    found = tuple(UnreadPart(part, "is damaged", reason) for part, reason in problems)
    ids = tuple(f"{number:016x}" for number in range(articles))
    return FileRecord(path, Stamp(1, 1, 1), "0" * 32, "", ids, reader=reader, problems=found)


def line(*records: FileRecord, **other: int) -> str:
    return unread_line(unread_files(FileTable.of(records), {f".{suffix}": count for suffix, count in other.items()}))


def test_nothing_is_said_if_all_was_read() -> None:
    assert line(record("a.pdf", "pdf 1", articles=1)) == ""


def test_files_are_counted_by_what_they_are_and_why_they_were_not_read() -> None:
    records = [record(f"{number}.pdf", "pdf 1", ("", "encrypted")) for number in range(3)]
    records += [record("a.docx", "docx 1", ("", "damaged")), record("b.txt", "")]
    assert line(*records, png=5, jpg=4, xyz=1) == (
        "15 files were not read: 9 images, 3 encrypted PDFs, 1 .xyz file, 1 damaged Word document, 1 empty text"
    )


def test_several_mailboxes_have_their_own_ending() -> None:
    boxes = [record(f"{number}.mbox", "mbox 1", ("", "damaged")) for number in range(2)]
    assert line(*boxes) == "2 files were not read: 2 damaged mailboxes"


def test_of_many_sorts_only_the_most_frequent_are_named() -> None:
    others = {f"a{number}": 2 for number in range(6)}
    assert line(png=9, css=3, js=4, ppt=5, b=1, q=1, **others) == (
        "35 files were not read: 9 images, 7 program files, 5 old PowerPoint presentations, 2 .a0 files, 2 .a1 files, "
        "2 .a2 files, 2 .a3 files, 2 .a4 files, 4 of other kinds"
    )


def test_parts_of_files_are_counted_apart() -> None:
    archive = record("a.zip", "zip 1", ("b.docx", "damaged"), ("c.pdf", "encrypted"), ("", PARTLY_READ), articles=2)
    assert line(archive) == "2 parts of files were not read"
    assert line(archive, png=1) == "1 file was not read: 1 image; 2 parts of files were not read"
