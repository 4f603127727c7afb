"""Which articles a query matches, and how well: the tree evaluated from its leaves up, over all articles at once.

Whoosh's own collectors are left aside: their top N is wrong for nested queries.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache, reduce
from math import log
from typing import Any

from whoosh import query
from whoosh.reading import IndexReader

from search.engines.embedded.schema import FIELDS
from search.query import positions
from search.query.nodes import AnyOf, Near, field_of

K1, B = 1.2, 0.75

Scores = dict[int, float]
"""Score of each matching document by its number in the index."""


class Measured:
    """A reader and the mean lengths of its fields, each computed once: its own sums still count what was deleted."""

    def __init__(self, reader: IndexReader) -> None:
        def mean_length(field: str) -> float:
            lengths = [reader.doc_field_length(document, field) for document in reader.all_doc_ids()]
            return sum(lengths) / max(1, len(lengths)) or 1.0

        self.reader = reader
        self.mean_length = cache(mean_length)


def evaluate(tree: query.Query, held: Measured) -> Scores:
    """The documents that an expanded tree matches, scored by BM25 (Robertson and Zaragoza 2009, with Whoosh's idf).

    A field's score is weighted as the schema says, the scores of fields and clauses are added. Cost: the postings
    of all words in the tree.
    """
    if isinstance(tree, query.And):
        return reduce(_both, sorted((evaluate(part, held) for part in tree.subqueries), key=len))
    if isinstance(tree, query.Or):
        return reduce(_either, (evaluate(part, held) for part in tree.subqueries))
    if isinstance(tree, query.Not):
        excluded = evaluate(tree.query, held)
        return {document: 0.0 for document in held.reader.all_doc_ids() if document not in excluded}
    if isinstance(tree, query.Every):
        return dict.fromkeys(held.reader.all_doc_ids(), 0.0)
    if tree == query.NullQuery:
        return {}
    found: Scores = {}
    for name, weight in FIELDS.get(field_of(tree), ()):
        for document, score in _leaf(tree, name, held).items():
            found[document] = found.get(document, 0.0) + weight * score
    return found


def _both(left: Scores, right: Scores) -> Scores:
    return {document: score + right[document] for document, score in left.items() if document in right}


def _either(left: Scores, right: Scores) -> Scores:
    return left | {document: score + left.get(document, 0.0) for document, score in right.items()}


def _leaf(tree: query.Query, field: str, held: Measured) -> Scores:
    if isinstance(tree, query.Phrase):
        return _together(tree, field, held)
    assert isinstance(tree, AnyOf)
    frequencies: dict[int, float] = {}
    for word in tree.words:
        for document, frequency in _postings(field, word, held.reader, "weight"):
            frequencies[document] = frequencies.get(document, 0.0) + frequency
    return _bm25(frequencies, field, held)


def _together(tree: query.Phrase, field: str, held: Measured) -> Scores:
    """A phrase scores as its words do, in the documents where they stand together."""
    words: Sequence[str] = list(dict.fromkeys(tree.words))
    places = {word: dict(_postings(field, word, held.reader, "positions")) for word in words}
    common = set.intersection(*(set(found) for found in places.values()))
    matching = [document for document in common if _stand(tree, {word: places[word][document] for word in words})]
    scored = [_bm25({d: float(len(at)) for d, at in places[word].items()}, field, held) for word in tree.words]
    return {document: sum(scores[document] for scores in scored) for document in matching}


def _stand(tree: query.Phrase, where: Mapping[str, Sequence[int]]) -> bool:
    if isinstance(tree, Near):
        return bool(positions.near(tree.words, tree.others, where))
    return bool(positions.phrase(tree.words, where))


def _postings(field: str, word: str, reader: IndexReader, value: str) -> Iterable[tuple[int, Any]]:
    if (field, word.encode()) not in reader:
        return
    matcher = reader.postings(field, word)
    while matcher.is_active():
        yield matcher.id(), matcher.value_as(value) if value != "weight" else matcher.weight()
        matcher.next()


def _bm25(frequencies: Mapping[int, float], field: str, held: Measured) -> Scores:
    if not frequencies:
        return {}
    documents = held.reader.doc_count()
    idf = log(documents / (len(frequencies) + 1)) + 1
    mean, length = held.mean_length(field), held.reader.doc_field_length
    return {
        document: idf * count * (K1 + 1) / (count + K1 * (1 - B + B * length(document, field) / mean))
        for document, count in frequencies.items()
    }
