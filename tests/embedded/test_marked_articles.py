"""An article that a query matches has marks that show why."""

from pathlib import Path

import pytest

from search import Library
from tests.support.files import write_files

TEXTS = {"button.txt": "Share this article\n", "ferry.txt": "Ferry stops\n\nThe crews share one boat.\n"}
"""The first has only a line of boilerplate, which is its title."""


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    place: Path = tmp_path_factory.mktemp("marks")
    library = Library.open(write_files(place / "texts", TEXTS), place / "index")
    library.update()
    return library


@pytest.mark.parametrize(
    "text", ["article", '"this article"', "share article", "title:article", "article in:everything"]
)
def test_a_title_that_is_boilerplate_is_matched_and_marked(library: Library, text: str) -> None:
    (hit,) = library.search(text, partial=False).hits
    (fragment,) = hit.fragments
    assert (hit.path, fragment.field, hit.hits > 0) == ("button.txt", "title", True)
    assert library.searcher().article(hit.id, text).found


def test_words_in_both_kinds_of_title_are_marked_once(library: Library) -> None:
    hits = library.search("share").hits
    assert {hit.path: hit.hits for hit in hits} == {"button.txt": 1, "ferry.txt": 1}
    assert library.search("ferry").hits[0].hits == 1
