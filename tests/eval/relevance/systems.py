"""What is compared: seedsearch in several settings, and bm25s. Each system ranks documents for queries."""

from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from search import Library, QueryTooLong, Searcher
from tests.eval.relevance.collection import Collection
from tests.eval.relevance.metrics import Ranking
from tests.support.files import write_files

BM25S = "bm25s"
SETTINGS: Mapping[str, Mapping[str, Any]] = {
    "as typed": {},
    "all words": {"partial": False},
    "by meaning": {"meaning": True},
}
"""The settings of seedsearch: for each the arguments of `Searcher.search`."""
USUAL = ("as typed", "all words")
"""The settings that are tried unless others are asked for. To prepare all collections for search by meaning takes half
an hour."""
DEPTH = 100
"""Documents of a ranking."""
Rankings = dict[str, dict[str, dict[str, Ranking]]]
"""Rankings by query set, system and query."""


def systems(settings: Sequence[str] = USUAL) -> list[str]:
    """The names of what is compared: some settings, and bm25s where it is installed, which `make eval` does."""
    return [*([BM25S] if find_spec(BM25S) else []), *settings]


def rank(collection: Collection, names: Sequence[str]) -> Rankings:
    """The rankings of some systems for all queries of a collection."""
    rankings: Rankings = {query_set.name: {} for query_set in collection.query_sets}
    if BM25S in names:
        _add_bm25s(collection, rankings)
    if settings := [name for name in names if name in SETTINGS]:
        _add_seedsearch(collection, settings, rankings)
    return rankings


def _add_seedsearch(collection: Collection, settings: Sequence[str], rankings: Rankings) -> None:
    """Index the documents once, a file for each, with the extraction as for a user. Queries are typed as they are."""
    ids = {f"{number:06}.txt": key for number, key in enumerate(collection.documents)}
    pages = (document.page for document in collection.documents.values())
    with TemporaryDirectory() as place:
        folder = write_files(Path(place) / "texts", dict(zip(ids, pages, strict=True)))
        library = Library.open(folder, Path(place) / "index")
        library.update()
        if any(SETTINGS[setting].get("meaning") for setting in settings):
            library.embed()
        with library.searcher() as searcher:
            for query_set in collection.query_sets:
                for setting in settings:
                    rankings[query_set.name][setting] = {
                        key: [ids[path] for path in _search(searcher, text, SETTINGS[setting])]
                        for key, text in query_set.queries.items()
                    }


def _search(searcher: Searcher, query: str, options: Mapping[str, Any]) -> list[str]:
    """The files of the best articles. A file that holds several articles has the rank of its best one."""
    try:
        results = searcher.search(query, size=DEPTH, duplicates="all", **options)
    except QueryTooLong:
        return []
    parts = [part for part in (results, results.partial, results.by_meaning) if part]
    hits = [hit for part in parts for hit in part.hits]
    return list(dict.fromkeys(hit.path for hit in hits))[:DEPTH]


def _add_bm25s(collection: Collection, rankings: Rankings) -> None:
    """BM25 as Lucene has it, with Snowball's English stemmer and the English stop words of bm25s."""
    import bm25s
    from Stemmer import Stemmer

    def tokenize(texts: list[str]) -> Any:
        return bm25s.tokenize(texts, stopwords="en", stemmer=Stemmer("english"), show_progress=False)

    ids = list(collection.documents)
    index = bm25s.BM25(method="lucene", k1=1.2, b=0.75)
    index.index(
        tokenize([f"{document.title} {document.text}" for document in collection.documents.values()]),
        show_progress=False,
    )
    for query_set in collection.query_sets:
        tokens = tokenize(list(query_set.queries.values()))
        numbers, scores = index.retrieve(tokens, k=min(DEPTH, len(ids)), show_progress=False)
        rankings[query_set.name][BM25S] = {
            key: [ids[number] for number, score in zip(*row, strict=True) if score > 0]
            for key, *row in zip(query_set.queries, numbers.tolist(), scores.tolist(), strict=True)
        }
