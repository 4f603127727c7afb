"""The systems to compare: seedsearch in several settings, and bm25s. Each ranks documents for queries."""

import tempfile
from collections.abc import Iterable, Mapping, Sequence
from importlib.util import find_spec
from inspect import signature
from pathlib import Path
from typing import Any

from search import Library, QueryTooLong, Searcher
from tests.eval.relevance.collection import Collection, Document
from tests.support.files import write_files

DEPTH = 100
"""Documents of a ranking."""
BM25S = "bm25s"
SETTINGS: Mapping[str, Mapping[str, Any]] = {"as typed": {}, "all words": {"partial": False}}
"""The arguments of `Searcher.search` for each setting of seedsearch."""
if "partial" not in signature(Searcher.search).parameters:
    SETTINGS = {"as typed": {}}
Ranking = list[str]
Rankings = dict[str, dict[str, Ranking]]
"""By the name of a set of queries and the id of a query."""


def rank(collection: Collection, systems: Iterable[str]) -> dict[str, Rankings]:
    """The rankings of each system for all queries of a collection."""
    names = list(systems)
    rankings = _rank_seedsearch(collection, [name for name in names if name in SETTINGS])
    return ({BM25S: _rank_bm25s(collection)} if BM25S in names else {}) | rankings


def bm25s_installed() -> bool:
    """Whether there is something to compare with. `make eval` installs it."""
    return find_spec(BM25S) is not None


def _rank_seedsearch(collection: Collection, settings: Sequence[str]) -> dict[str, Rankings]:
    """Indexes the collection once, a file for each document, with the extraction, as for a user."""
    ids = {f"{number:06}.txt": key for number, key in enumerate(collection.documents)}
    with tempfile.TemporaryDirectory() as place:
        pages = (document.page for document in collection.documents.values())
        folder = write_files(Path(place) / "texts", dict(zip(ids, pages, strict=True)))
        library = Library.open(folder, Path(place) / "index")
        library.update()
        with library.searcher() as searcher:
            return {
                setting: {
                    queries.name: {
                        key: [ids[path] for path in _paths(searcher, text, SETTINGS[setting])]
                        for key, text in queries.queries.items()
                    }
                    for queries in collection.query_sets
                }
                for setting in settings
            }


def _paths(searcher: Searcher, query: str, options: Mapping[str, Any]) -> list[str]:
    """The files of the matches. A file whose text became several articles has the rank of the best of them."""
    try:
        results = searcher.search(query, size=DEPTH, duplicates="all", **options)
    except QueryTooLong:
        return []
    partial = getattr(results, "partial", None)
    hits = [*results.hits, *(partial.hits if partial else ())]
    return list(dict.fromkeys(hit.path for hit in hits))[:DEPTH]


def _rank_bm25s(collection: Collection) -> Rankings:
    """Lucene's variant, with the stemmer of Snowball and the English stop words of bm25s."""
    import bm25s
    from Stemmer import Stemmer

    stemmer = Stemmer("english")

    def tokenize(texts: list[str]) -> Any:
        return bm25s.tokenize(texts, stopwords="en", stemmer=stemmer, show_progress=False)

    def text(document: Document) -> str:
        return f"{document.title} {document.text}"

    ids = list(collection.documents)
    index = bm25s.BM25(method="lucene", k1=1.2, b=0.75)
    index.index(tokenize([text(document) for document in collection.documents.values()]), show_progress=False)
    rankings: Rankings = {}
    for queries in collection.query_sets:
        tokens = tokenize(list(queries.queries.values()))
        found, scores = index.retrieve(tokens, k=min(DEPTH, len(ids)), show_progress=False)
        rows = zip(queries.queries, found.tolist(), scores.tolist(), strict=True)
        rankings[queries.name] = {
            key: [ids[number] for number, score in zip(numbers, row, strict=True) if score > 0]
            for key, numbers, row in rows
        }
    return rankings
