"""Boilerplate of any length makes no pair; a report that many outlets print makes all of its pairs."""

from pathlib import Path

import pytest

from search import Library
from tests.conftest import Folder
from tests.unit.extract.test_recurring_lines import FORM, REPORT, RIGHTS, articles, outlets


def pairs(library: Library) -> set[tuple[str, str]]:
    """The paths of all pairs of a folder, after an update."""
    library.update()
    return {(pair.a.path, pair.b.path) for pair in library.searcher().duplicate_pairs()}


def files(texts: list[str]) -> dict[str, str]:
    return {f"{number:02}.txt": text for number, text in enumerate(texts)}


@pytest.mark.parametrize("words", [30, 60, 200])
def test_articles_that_share_only_forms_and_notices_are_no_pairs(
    make_folder: Folder, tmp_path: Path, words: int
) -> None:
    texts = files(articles(12, FORM, RIGHTS, words=words))
    assert pairs(Library.open(make_folder(texts), tmp_path / "index")) == set()
    printed_again = texts | {"again.txt": f"Other title\n\n{texts['03.txt']}"}
    library = Library.open(make_folder(printed_again), tmp_path / "more")
    assert pairs(library) == {("03.txt", "again.txt")}


def test_a_report_that_ten_outlets_print_makes_all_of_its_pairs(make_folder: Folder, tmp_path: Path) -> None:
    library = Library.open(make_folder(files(list(outlets(REPORT)))), tmp_path / "index")
    assert len(pairs(library)) == 45
    assert library.search(REPORT[2].split()[7], duplicates="all").total == 10


def test_an_error_page_in_place_of_articles_makes_no_pairs(make_folder: Folder, tmp_path: Path) -> None:
    error = "This video cannot be played on your device. " * 3 + "Please reload the page, or try another browser. " * 2
    titles = (
        "Mayor opens harbour",
        "Ferries stand still",
        "Winter comes early",
        "Island council meets",
        "Crab prices rise",
    )
    library = Library.open(make_folder(files([f"{title}\n\n{error}" for title in titles])), tmp_path / "index")
    assert pairs(library) == set()
