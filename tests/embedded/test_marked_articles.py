"""An article that a query matches has marks that show why."""

import shutil
from pathlib import Path

import numpy as np
import pytest

from search import IndexDamaged, Library
from search.engines.embedded import EmbeddedEngine
from search.engines.embedded.searcher.match_marks import MatchMarks
from search.query import parse
from search.query.expand import expand
from search.query.marks import RANKED
from tests.faults.forging import forge_column
from tests.support.engines import add_texts, search
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


def test_an_article_with_thousands_of_matches_is_marked_beside_others(tmp_path: Path) -> None:
    many = RANKED + 500
    texts = {
        "long.txt": "Ferry log\n\n" + "The ferry sails. " * many,
        "short.txt": "Crew list\n\nOne ferry and its crew.\n",
        "paths/ferry.txt": "Harbour\n\nThe ferry waits.\n",
    }
    library = Library.open(write_files(tmp_path / "texts", texts), tmp_path / "index")
    library.update()
    hits = {hit.path: hit for hit in library.search("ferry OR path:ferry").hits}
    assert {path: hit.hits for path, hit in hits.items()} == {
        "long.txt": many + 1,
        "short.txt": 1,
        "paths/ferry.txt": 1,
    }
    assert [fragment.field for fragment in hits["long.txt"].fragments][:2] == ["title", "body"]
    for hit in hits.values():
        for fragment in hit.fragments:
            marked = [fragment.text[start:end].lower() for start, end in fragment.marks]
            assert marked == ["ferry"] * len(marked) != []
    view = library.searcher().article(hits["long.txt"].id, "ferry", hit=many)
    assert (view.total, view.marks[-1]) == (many + 1, (len(view.text) - 13, len(view.text) - 8))


def test_tokens_that_are_not_those_of_the_postings_are_damage(library: Library) -> None:
    reader = EmbeddedEngine(library.index, "none").searcher().reader
    query = expand(parse("share").tree, reader.vocabulary, [])
    stored = reader.documents.read(np.arange(2))
    counts, best = MatchMarks(np.arange(2), stored, query, reader.documents).fragments([3, 3])
    assert (counts, [*map(len, best)]) == ([1, 1], [1, 1])
    swapped = stored._replace(packed_offsets=stored.packed_offsets[:1] * 2)
    with pytest.raises(IndexDamaged, match="article 1 has other tokens"):
        MatchMarks(np.arange(2), swapped, query, reader.documents).fragments([3, 3])


def test_a_title_with_words_that_a_searched_text_lacks_is_damage(library: Library, tmp_path: Path) -> None:
    index = shutil.copytree(library.index, tmp_path / "index")
    [segment] = index.glob("segment-*.bin")
    assert search(EmbeddedEngine(index, "none"), "article").total == 1
    every_length: list[bytes] = []
    forge_column(segment, "text.lengths", lambda held: every_length.append(held) or held)
    forge_column(segment, "text.counts", lambda _: every_length[0])
    with pytest.raises(IndexDamaged, match="article 0 has other tokens than its postings"):
        search(EmbeddedEngine(index, "none"), "article")


def test_a_word_behind_the_end_of_a_path_is_damage(tmp_path: Path) -> None:
    engine = EmbeddedEngine(tmp_path, "none")
    with engine.writer() as batch:
        add_texts(batch, {f"{number}.txt": f"pier {number}" for number in range(5)})
    field = engine.searcher().reader.documents.parts("path")[0]
    [number] = field.terms.numbers(frozenset({"txt"}))
    at = int(field.list_bounds[number])
    [segment] = tmp_path.glob("segment-*.bin")
    forge_column(segment, "path.gaps", lambda held: held[:at] + bytes([held[at] + 1]) + held[at + 1 :])
    for text in ("path:txt", "path:txt pier"):
        with pytest.raises(IndexDamaged, match="has other tokens than its postings"):
            search(EmbeddedEngine(tmp_path, "none"), text)
