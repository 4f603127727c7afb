"""Documents of a folder are indexed with what they say of themselves, and what cannot be read is remembered."""

import zipfile
from pathlib import Path

import pytest

from search import Config, Library
from search.config import SKIPPABLE_STEPS
from search.documents.formats import registry
from search.engines.embedded import EmbeddedEngine
from search.types.files import FileRecord, Skipped
from tests.support.files import write_files

TABLE = (
    "id,headline,date,outlet,url,text\n"
    "7,Harbour reopens,2031-03-04,Quay Gazette,https://quay.example/7,The harbour reopened on Tuesday. Ferries run.\n"
    "9,School closes,2031-03-05,Quay Gazette,,The school on the hill closes in June. Few children live there.\n"
)
MAIL = (
    "From: Ann Roe <ann@quay.example>\nTo: desk@quay.example\nSubject: Cranes for the harbour\n"
    "Date: Tue, 4 Mar 2031 09:10:00 +0100\n\nTwo cranes arrive in May.\n\n-- \nAnn Roe\n"
)


def record(library: Library, path: str) -> FileRecord:
    """What the index remembers of a file."""
    return EmbeddedEngine(library.index, "none").records()[path]


@pytest.fixture
def library(tmp_path: Path) -> Library:
    folder = write_files(tmp_path / "texts", {"ferry.txt": "Ferry stops\n\nThe ferry has stopped.", "rows.csv": TABLE})
    write_files(folder, {"crane.eml": MAIL, "broken.docx": "PK\x03\x04 no document"})
    with zipfile.ZipFile(folder / "old.zip", "w") as archive:
        archive.writestr("1999/storm.txt", "Storm at sea\n\nA storm kept all boats in the harbour.\n")
        archive.writestr("1999/scan.docx", b"PK\x03\x04 broken")
    library = Library.open(folder, tmp_path / "index")
    library.update()
    return library


def test_every_row_of_a_table_is_an_article(library: Library) -> None:
    hits = {hit.title: hit for hit in library.search("type:csv", sort="path").hits}
    harbour = hits["Harbour reopens"]
    assert len(hits) == 2
    assert (harbour.about.source, harbour.about.url, harbour.about.member) == (
        *("Quay Gazette", "https://quay.example/7"),
        "id:7",
    )
    assert harbour.about.published
    assert (harbour.about.published.when, harbour.about.published.provenance) == ("2031-03-04", "metadata")


def test_a_title_that_the_text_does_not_hold_is_found_and_is_no_part_of_the_text(library: Library) -> None:
    (hit,) = library.search("title:reopens").hits
    with library.searcher() as searcher:
        view = searcher.article(hit.id)
        assert view.text.startswith("Harbour reopens\n\nThe harbour reopened")
        assert view.added == len("Harbour reopens\n\n")
        assert searcher.file_text(hit.id) == ("", "The harbour reopened on Tuesday. Ferries run.", "")


def test_a_member_of_an_archive_is_found(library: Library) -> None:
    (hit,) = library.search("storm").hits
    assert (hit.path, hit.about.member, hit.about.type) == ("old.zip", "1999/storm.txt", "txt")


def test_what_cannot_be_read_is_remembered_and_not_read_again(library: Library) -> None:
    assert [problem.part for problem in record(library, "old.zip").problems] == ["1999/scan.docx"]
    assert record(library, "broken.docx").articles == ()
    assert record(library, "broken.docx").problems
    assert library.update().bytes == 0


def test_another_version_of_a_reader_reads_its_files_again(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(registry.BY_NAME, "csv", registry.BY_NAME["csv"]._replace(version=99))
    registry.reader_name.cache_clear()
    try:
        holders = ("old.zip", "crane.eml")  # may hold tables
        assert library.update().bytes == sum((library.corpus / name).stat().st_size for name in ("rows.csv", *holders))
        assert record(library, "rows.csv").reader.startswith("csv 99")
    finally:
        registry.reader_name.cache_clear()


def test_a_program_that_is_installed_is_part_of_its_readers_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = []
    for status in (0o600, 0o700):
        (tmp_path / "readpst").touch()
        (tmp_path / "readpst").chmod(status)
        monkeypatch.setenv("PATH", str(tmp_path))
        registry.reader_name.cache_clear()
        names.append(registry.reader_name("pst"))
    registry.reader_name.cache_clear()
    assert "readpst" not in names[0]
    assert " readpst " in names[1]


def test_another_limit_of_documents_reads_only_documents_again(library: Library) -> None:
    again = Library.open(library.corpus, library.index, Config(largest_document=30))
    assert again.update().bytes == sum(
        path.stat().st_size for path in library.corpus.iterdir() if path.suffix != ".txt"
    )
    (problem,) = record(again, "crane.eml").problems
    assert "largest_document" in problem.message
    assert again.search("ferry -type:csv").total == 1


def test_a_row_keeps_its_id_when_another_is_put_before_it(library: Library) -> None:
    before = {hit.title: hit.id for hit in library.search("type:csv").hits}
    header, *rows = TABLE.splitlines(keepends=True)
    write_files(
        library.corpus, {"rows.csv": "".join((header, "3,Old news,2031-01-01,,,Nothing has happened today.\n", *rows))}
    )
    library.update()
    after = {hit.title: hit.id for hit in library.search("type:csv").hits}
    assert after.items() > before.items()


def test_a_file_of_a_kind_that_is_not_read_is_counted_by_the_next_update(library: Library) -> None:
    before = library.searcher()
    assert before.not_read == "1 file was not read: 1 damaged Word document; 1 part of a file was not read"
    library.update()
    assert library.searcher().state == before.state
    write_files(library.corpus, {"quay.png": "no picture"})
    assert library.update().bytes == 0
    now = library.searcher().not_read
    assert now == "2 files were not read: 1 damaged Word document, 1 image; 1 part of a file was not read"
    (library.corpus / "quay.png").unlink()
    (library.corpus / "broken.docx").unlink()
    library.update()
    assert library.searcher().not_read == "1 part of a file was not read"


SIDECAR = "file,title,date,author,outlet,url\nferry.txt,No ferry today,2031-03-04,Ann Roe,Quay Gazette,https://quay.example/f\n"


def test_a_sidecar_says_what_a_text_is(library: Library) -> None:
    write_files(library.corpus, {"articles.csv": SIDECAR})
    assert library.update().changed == 0  # the text is the same
    (hit,) = library.search("ferry type:txt").hits
    about = hit.about
    assert (hit.title, about.author, about.source, about.url) == (
        *("No ferry today", "Ann Roe", "Quay Gazette"),
        "https://quay.example/f",
    )
    assert about.published
    assert (about.published.when, about.published.provenance) == ("2031-03-04", "sidecar")
    assert record(library, "ferry.txt").by_rule == ("sidecar",)
    assert not library.search("path:articles").total
    (library.corpus / "articles.csv").unlink()
    library.update()
    assert library.search("ferry type:txt").hits[0].title == "Ferry stops"


def test_what_a_sidecar_names_and_is_not_there_is_said(library: Library) -> None:
    table = f"{SIDECAR}fery.txt,Late,,,,\n"
    write_files(library.corpus, {"articles.csv": table})
    one = Skipped("articles.csv", "names a file that is not there to read: fery.txt")
    assert library.update().notes == (one,)
    write_files(library.corpus, {"articles.csv": f"{table}boat.txt,Boat,,,,\n"})
    two = Skipped("articles.csv", "names 2 files that are not there to read: fery.txt, …")
    assert library.update().notes == (two,)


@pytest.mark.parametrize("skipped", ["", ", ".join(SKIPPABLE_STEPS)])
def test_an_export_of_a_database_becomes_its_documents(tmp_path: Path, skipped: str) -> None:
    export = "".join(
        f"{number} of 2 DOCUMENTS\n\n\nQuay Gazette\n\nMarch {number}, 2031 Tuesday\n\nHarbour report {number}\n\n"
        f"BYLINE: Ann Roe\n\nSECTION: Local\n\nLENGTH: 80 words\n\n"
        f"The harbour was closed on day {number} of the month..\n\nLOAD-DATE: March {number}, 2031\n\n\n"
        for number in (1, 2)
    )
    folder = write_files(tmp_path / "texts", {"a.txt": "Ferry stops", "nexis.txt": export, "z.txt": " \n"})
    library = Library.open(folder, tmp_path / "index", Config(skip_steps=skipped))
    library.update()
    assert [len(record(library, path).articles) for path in ("a.txt", "nexis.txt", "z.txt")] == [1, 2, 0]
    hits = library.search("path:nexis", duplicates="all").hits
    assert sorted(hit.title for hit in hits) == ["Harbour report 1", "Harbour report 2"]
    assert {hit.about.source for hit in hits} == {"Quay Gazette"}


@pytest.mark.parametrize("skipped", ["", ", ".join(SKIPPABLE_STEPS)])
def test_hundreds_of_texts_and_the_documents_between_them_are_all_indexed(tmp_path: Path, skipped: str) -> None:
    texts = {f"{number:03}.txt": f"Harbour news {number}\n\nThe ferry number {number} sails." for number in range(300)}
    folder = write_files(tmp_path / "texts", {**texts, "140.eml": MAIL, "141.txt": "", "200.docx": "PK\x03\x04 none"})
    library = Library.open(folder, tmp_path / "index", Config(workers=1, skip_steps=skipped))
    library.update()
    assert library.search("sails").total == 299
    assert library.search("cranes").total == 1
    assert [hit.path for number in (0, 127, 128, 140, 299) for hit in library.search(f'"number {number}"').hits] == [
        f"{number:03}.txt" for number in (0, 127, 128, 140, 299)
    ]
    assert len(record(library, "299.txt").articles) == 1
    assert record(library, "141.txt").articles == ()
