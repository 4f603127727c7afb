"""Scans are read by OCR once, and the next update takes in what was read."""

import os
from pathlib import Path

import pytest

from search import Config, Library
from search.documents.ocr_cache import OcrCache
from search.errors import OcrError
from search.indexing.scans import lost_pages
from search.paths import ocr_folder
from search.types.files import FileRecord, Stamp, UnreadPart
from tests.support.pdf_builder import PdfBuilder, PdfPage
from tests.support.scans import install_tesseract, needs_tesseract, printed, scan, scanned_page, type_page

HARBOUR = ("Harbour strike goes on", "The dock workers stay at home.")
FERRY = ("A ferry waits at the quay,", "and nobody is on board.")
FAILED = "cannot be read by OCR: tesseract failed"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "scan.pdf").write_bytes(scan(HARBOUR, FERRY))
    return tmp_path / "texts"


def library_of(folder: Path, **settings: str) -> Library:
    """The library of a folder, up to date."""
    library = Library.open(folder, folder.parent / "index", Config(**settings))  # type: ignore[arg-type]
    library.update()
    return library


def read_scans(library: Library) -> int:
    """Read the scans and take them into the index. Gives how many files were read."""
    count = library.read_scans()
    library.update()
    return count


def use_tesseract(folder: Path, monkeypatch: pytest.MonkeyPatch, answer: str, version: str = "5.9") -> None:
    """Put a program in the place of tesseract."""
    place = install_tesseract(folder.parent / f"bin-{version}", answer, version)
    monkeypatch.setenv("PATH", f"{place}:{os.environ['PATH']}")


def problems(library: Library) -> list[tuple[str, str]]:
    """Why files or parts of them are not read."""
    return [(row.path, row.skipped or remark) for row in library.searcher().report() for remark in row.remarks or [""]]


@needs_tesseract
def test_a_scan_is_found_with_its_pages_and_is_marked(folder: Path) -> None:
    library = library_of(folder)
    assert (library.search("ferry").total, library.scans()) == (0, 1)
    assert library.searcher().not_read == "1 file was not read: 1 PDF without text (OCR)"
    assert read_scans(library) == 1
    (hit,) = library.search("ferry").hits
    view = library.searcher().article(hit.id)
    assert view.text.split() == " ".join((*HARBOUR, *FERRY)).split()
    assert [(at.label, view.text[at.start :].split()[0]) for at in view.breaks] == [("1", "Harbour"), ("2", "A")]
    assert view.fields == (("Read by OCR", "all pages"),)
    marks = library.searcher().page_marks(hit.id, "ferry", 2)
    (box,) = marks.boxes
    assert (0.09 < box.left < 0.11, 0.14 < box.top < box.top + box.height < 0.22, marks.unmarked) == (True, True, 0)
    report = library.searcher().report()
    assert (report.summary.by_ocr, library.searcher().not_read) == (1, "")
    assert "has pages that were read by OCR (tesseract-" in next(iter(report)).remarks[0]


def test_scans_are_read_once(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    use_tesseract(folder, monkeypatch, printed("A", "ferry"))
    library = library_of(folder)
    assert [read_scans(library), read_scans(library), library.update().bytes] == [1, 0, 0]
    again = Library.open(folder, folder.parent / "another index")
    again.update()
    assert again.search("ferry").total == 1


@needs_tesseract
def test_of_a_document_only_the_pages_without_text_are_read(folder: Path) -> None:
    pages = [type_page("The council meets on Monday about the school."), scanned_page(*FERRY), type_page("It is open.")]
    (folder / "scan.pdf").write_bytes(PdfBuilder(pages).build())
    library = library_of(folder)
    assert problems(library) == [("scan.pdf", "page 2 cannot be read without OCR")]
    read_scans(library)
    view = library.searcher().article(library.search("ferry").hits[0].id)
    assert view.fields == (("Read by OCR", "page 2"),)
    for word, number in (("council", 1), ("ferry", 2)):
        assert len(library.searcher().page_marks(view.id, word, number).boxes) == 1
    words = f"The council meets on Monday about the school. {' '.join(FERRY)} It is open."
    assert view.text.split() == words.split()


def test_pages_of_which_the_reader_died_are_known_from_the_record() -> None:
    parts = (
        ("page 2", "reader failed"),
        ("page 3", "damaged"),
        ("a.doc", "reader failed"),
        ("page 12", "reader failed"),
    )
    problems = tuple(UnreadPart(part, "cannot be read", reason) for part, reason in parts)
    assert lost_pages(FileRecord("a.pdf", Stamp(1, 1, 1), "", "", (), problems=problems)) == [2, 12]


@pytest.mark.soak
def test_pages_beside_one_that_kills_the_reader_are_read(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    use_tesseract(folder, monkeypatch, printed("A", "ferry"))
    deadly = PdfPage(size=(420, 200), operators=b"0 0 m 9 9 l S\n" * 1_500_000)
    pages = [type_page("The council meets on Monday about the school."), deadly, scanned_page(*FERRY)]
    (folder / "scan.pdf").write_bytes(PdfBuilder(pages).build())
    library = library_of(folder)
    assert read_scans(library) == 1
    view = library.searcher().article(library.search("ferry").hits[0].id)
    assert view.fields == (("Read by OCR", "page 3"),)
    assert len(library.searcher().page_marks(view.id, "council", 1).boxes) == 1
    assert any(remark.startswith("page 2 cannot be read: its reader") for _, remark in problems(library))


def test_other_languages_read_a_scan_again(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    use_tesseract(folder, monkeypatch, printed("A", "$6"))
    read_scans(library_of(folder, ocr_languages="eng"))
    assert library_of(folder).scans() == 0
    library = library_of(folder, ocr_languages="deu+eng")
    assert library.search("eng").total == 1
    assert [read_scans(library), read_scans(library)] == [1, 0]
    assert "deu+eng" in library.searcher().article(library.search("*").hits[0].id).text
    with pytest.raises(OcrError, match="tesseract has no language “xyz”"):
        library_of(folder, ocr_languages="eng+xyz").scans()


def test_an_image_without_words_is_not_read_again(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    use_tesseract(folder, monkeypatch, "true")
    library = library_of(folder)
    assert [read_scans(library), read_scans(library)] == [1, 0]
    assert problems(library) == [("scan.pdf", "holds no text")]


def test_a_page_that_fails_is_tried_again_only_by_another_version(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    use_tesseract(folder, monkeypatch, "exit 3")
    library = library_of(folder)
    assert [read_scans(library), read_scans(library)] == [1, 0]
    assert problems(library) == [("scan.pdf", f"has no readable text layer, and {FAILED}")]
    use_tesseract(folder, monkeypatch, "true", "5.10")
    assert [read_scans(library), read_scans(library)] == [1, 0]
    assert problems(library) == [("scan.pdf", "holds no text")]


def test_a_damaged_cache_is_read_anew(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    use_tesseract(folder, monkeypatch, printed("A", "ferry"))
    library = library_of(folder)
    library.read_scans()
    (file,) = OcrCache(ocr_folder(library.corpus)).folder.rglob("*.jsonl")
    file.write_bytes(file.read_bytes().replace(b"ferry", b"fairy"))
    library.update()
    assert (library.search("ferry OR fairy").total, library.scans()) == (0, 1)
    read_scans(library)
    assert library.search("ferry").total == 1


def test_without_its_cache_a_scan_needs_ocr_again(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    use_tesseract(folder, monkeypatch, printed("A", "ferry"))
    library = library_of(folder)
    read_scans(library)
    for file in OcrCache(ocr_folder(library.corpus)).folder.rglob("*.jsonl"):
        file.unlink()
    marks = library.searcher().page_marks(library.search("ferry").hits[0].id, "ferry", 1)
    assert (marks.boxes, marks.unmarked) == ((), 1)
    library.update()
    assert (library.search("ferry").total, library.scans()) == (0, 1)


def test_what_was_read_goes_when_its_file_goes_and_stays_when_that_moves(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    use_tesseract(folder, monkeypatch, printed("A", "ferry"))
    (folder / "other.pdf").write_bytes(scan(FERRY))
    library = library_of(folder)
    assert read_scans(library) == 2
    kept = OcrCache(ocr_folder(library.corpus))
    (folder / "scan.pdf").rename(folder / "moved.pdf")
    library.update()
    assert (len(kept.engines()), library.search("ferry").total, library.scans()) == (2, 2, 0)
    (folder / "moved.pdf").unlink()
    library.update()
    assert (len(kept.engines()), library.search("ferry").total, library.scans()) == (1, 1, 0)


def test_a_file_that_has_changed_is_left_to_the_next_update(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    use_tesseract(folder, monkeypatch, "true")
    library = library_of(folder)
    (folder / "scan.pdf").write_bytes(scan(FERRY))
    assert library.read_scans() == 0
    (folder / "scan.pdf").unlink()
    assert library.read_scans() == 0


def test_a_cache_within_the_corpus_is_refused(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    use_tesseract(folder, monkeypatch, "true")
    monkeypatch.setenv("XDG_CACHE_HOME", str(folder))
    library = library_of(folder)
    with pytest.raises(OcrError, match="your cache lies in the corpus"):
        library.read_scans()
    assert [path.name for path in folder.iterdir()] == ["scan.pdf"]


def test_a_cache_that_cannot_be_written_is_named(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    use_tesseract(folder, monkeypatch, printed("A", "ferry"))
    library = library_of(folder)
    library.read_scans()
    (file,) = OcrCache(ocr_folder(library.corpus)).folder.rglob("*.jsonl")
    file.unlink()
    file.with_suffix(".part").mkdir()
    with pytest.raises(OcrError, match="What OCR reads cannot be stored: Is a directory"):
        library.read_scans()


def test_without_tesseract_the_program_is_named_and_nothing_is_tried(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(folder))
    library = library_of(folder)
    assert "OCR needs the program tesseract: apt install tesseract-ocr" in library.searcher().not_read
    with pytest.raises(OcrError, match="needs the program tesseract"):
        library.read_scans()
