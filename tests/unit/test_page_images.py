"""Images of the pages of indexed PDFs, and the boxes of what a query marks on them."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from search import Library
from search.errors import NoSuchPage
from tests.support.pdf_builder import A4, PdfBuilder, PdfPage, Text

FIRST = (
    "Streik legt den Hafen lahm",
    "4. März 2031",
    "Von Anna Berg",
    "Die Arbeiter am Kai von Norddorf legten am Montag ihre Arbeit nieder.",
    "Der Streik soll bis zum Freitag dauern, sagte eine Sprecherin.",
)
SECOND = (
    "Kein Ende der Gespräche",
    "5. März 2031",
    "Von Jan Holm",
    "Auch am Dienstag fuhr keine Fähre nach Altbrück, und die Schulen blieben zu.",
    "Der Streik geht weiter, sagte der Bürgermeister am Abend im Rathaus.",
)
THIRD = (
    "Museum öffnet wieder",
    "6. März 2031",
    "Von Anna Berg",
    "Das Museum von Seeheim zeigt ab Sonntag Bilder aus zwei Jahrhunderten.",
    "Der Eintritt ist frei, sagte die Leiterin am Donnerstag.",
)
LINES = (*FIRST, "_" * 60, *SECOND, "_" * 60, *THIRD)
TOP, DISTANCE = 60, 24
Folder = Callable[[Mapping[str, str | bytes]], Path]


@pytest.fixture
def library(make_folder: Folder, tmp_path: Path) -> Library:
    """A PDF of one page that holds several articles of an export, indexed."""
    texts = [Text(60, TOP + number * DISTANCE, line) for number, line in enumerate(LINES)]
    folder = make_folder({"export.pdf": PdfBuilder([PdfPage(texts)]).build()})
    library = Library.open(folder, tmp_path / "index")
    library.update()
    return library


def test_hits_have_boxes_in_an_article_that_begins_within_a_page(library: Library) -> None:
    with library.searcher() as searcher:
        hits = searcher.search("Streik").hits
        boxes = [box for hit in hits for box in searcher.page_marks(hit.id, "Streik", 1).boxes]
    assert len(hits) == 2
    lines = {int(((box.top + box.height) * A4[1] - TOP) / DISTANCE) for box in boxes}
    assert lines == {number for number, line in enumerate(LINES) if "Streik" in line}


def test_an_article_has_no_image_of_a_page_that_it_is_not_on(library: Library) -> None:
    with library.searcher() as searcher:
        hit = searcher.search("Streik").hits[0]
        assert searcher.page_image(hit.id, 1, 200).startswith(b"\x89PNG")
        with pytest.raises(NoSuchPage):
            searcher.page_image(hit.id, 2, 200)
