"""One generation of the index, open for reading."""

from collections.abc import Iterable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from whoosh import query as tree

from search.analysis import Tokens
from search.engines.embedded.catalogue import Catalogue, load
from search.engines.embedded.evaluate import Answer, evaluate
from search.engines.embedded.manifest import Generation
from search.engines.embedded.segment import Segment
from search.engines.embedded.view import View, fields_of
from search.engines.embedded.vocabulary import IndexVocabulary
from search.model import Article, Found, Match, Sort
from search.query import Query
from search.query.expand import expand
from search.query.match import places


class Snapshot:
    """Answers from one generation, whatever is committed meanwhile. Not safe across threads."""

    def __init__(self, folder: Path, generation: Generation, language: str) -> None:
        self.generation = generation
        self.catalogue: Catalogue
        self.catalogue, self.dead = load(folder / generation.state.name, generation.state.length)
        self.segments = [Segment(folder / file.name, file.length) for file in generation.segments]
        self._view = View(self.segments, self.dead)
        self._vocabulary = IndexVocabulary(self.segments, language)

    def close(self) -> None:
        """Let go of the files."""
        for segment in self.segments:
            segment.close()

    def search(self, query: Query, *, first: int, count: int, sort: Sort) -> Found:
        """As `Engine.search`."""
        notes: list[str] = []
        expanded = expand(query.tree, self._vocabulary, notes)
        answer = evaluate(expanded, self._view)
        page = self._ordered(answer, first + count, sort)[first:]
        matches = [self._match(document, float(answer.scores[document]), expanded) for document in page]
        return Found(int(answer.matches.sum()), tuple(matches), tuple(notes))

    def read(self, identity: str, query: Query) -> tuple[Article, Found] | None:
        """An article, and itself as the only match where the query matches it."""
        document = self._document(identity)
        if document is None:
            return None
        notes: list[str] = []
        expanded = expand(query.tree, self._vocabulary, notes)
        article, fields = self._article(document)
        found = places(expanded, fields)
        matches = () if found is None else (Match(article, 0.0, found),)
        return article, Found(len(matches), matches, tuple(notes))

    def documents(self, identities: Iterable[str]) -> list[tuple[Segment, int]]:
        """The live documents with these ids, each as its segment and its number there."""
        wanted = np.array([int(identity, 16) for identity in identities], np.uint64)
        found = np.flatnonzero(np.isin(self._view.ids, wanted) & self._view.live).tolist()
        return [self._view.place(document) for document in found]

    def _match(self, document: int, score: float, expanded: tree.Query) -> Match:
        article, fields = self._article(document)
        found = places(expanded, fields)
        assert found is not None, f"the index and the text of {article.path} disagree"
        return Match(article, score, found)

    def _article(self, document: int) -> tuple[Article, dict[str, Tokens]]:
        segment, number = self._view.place(document)
        article = segment.store.article(number)
        return article, fields_of(article, segment.store.tokens(number, article.text))

    def _ordered(self, answer: Answer, count: int, sort: Sort) -> list[int]:
        """The first `count` matches in order, equal ones by their ids."""
        documents = np.flatnonzero(answer.matches)
        if sort != "relevance":
            return self._by_key(documents, count, sort)
        scores = answer.scores[documents]
        if len(documents) > count:
            least = np.partition(scores, -count)[-count]
            documents, scores = documents[scores >= least], scores[scores >= least]
        return documents[np.lexsort((self._view.ids[documents], -scores))][:count].tolist()

    def _by_key(self, documents: NDArray[np.int64], count: int, key: str) -> list[int]:
        chosen: list[tuple[bytes, int, int]] = []
        for base, segment in self._view.segments:
            inside = documents[(documents >= base) & (documents < base + segment.count)] - base
            order = np.lexsort((segment.store.ids[inside], segment.store.ranks(key)[inside]))
            for number in inside[order][:count].tolist():
                chosen.append((segment.store.key(key, number), int(segment.store.ids[number]), base + number))
        return [document for _, _, document in sorted(chosen)[:count]]

    def _document(self, identity: str) -> int | None:
        try:
            number = int(identity, 16)
        except ValueError:
            return None
        if len(identity) != 16 or identity != f"{number:016x}":
            return None
        found = np.flatnonzero((self._view.ids == np.uint64(number)) & self._view.live)
        return int(found[0]) if len(found) else None
