"""Grouped near-duplicates as the library gives them."""

from pathlib import Path

import pytest

from search import Library
from search.errors import NoSuchArticle, NoSuchPage
from tests.conftest import Folder
from tests.support.duplicate_texts import prose


@pytest.fixture
def library(make_folder: Folder, tmp_path: Path) -> Library:
    """Three articles: the second is a near-duplicate of the first, the third only of the second."""
    texts = {
        "a.txt": f"Ferry strike\n\n{prose(1)}\n\n{prose(2)}",
        "b.txt": f"Ferry strike again\n\n{prose(2)}\n\n{prose(3)}",
        "c.txt": f"Ferry strike ends\n\n{prose(3)}\n\n{prose(4)}",
    }
    library = Library.open(make_folder(texts), tmp_path / "index")
    library.update()
    return library


def test_pages_count_grouped_results(library: Library) -> None:
    first, second = (library.search("ferry", sort="path", size=1, page=page) for page in (1, 2))
    assert [it.path for it in first.hits + second.hits] == ["a.txt", "c.txt"]
    assert first.pages == second.pages == 2
    with pytest.raises(NoSuchPage, match="the last one is 2"):
        library.search("ferry", sort="path", size=1, page=3)


@pytest.mark.parametrize("identity", ["0" * 16, "nonsense", ""])
def test_an_unknown_article_has_no_near_duplicates(library: Library, identity: str) -> None:
    with pytest.raises(NoSuchArticle):
        library.searcher().duplicates(identity)
