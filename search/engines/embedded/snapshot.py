"""One generation of the index, open for reading."""

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from whoosh import query as tree

from search.engines.embedded.catalogue import Catalogue, load
from search.engines.embedded.evaluate import Answer, evaluate
from search.engines.embedded.facets import counts
from search.engines.embedded.filters import Columns, Narrowed
from search.engines.embedded.hits import fields_of
from search.engines.embedded.manifest import Generation
from search.engines.embedded.segment import Segment
from search.engines.embedded.telling import days
from search.engines.embedded.view import View
from search.engines.embedded.vocabulary import IndexVocabulary
from search.model import NO_FILTERS, Article, Filters, Found, Match, Place, Reading, Sort
from search.query import Query
from search.query.expand import expand
from search.query.match import places

_ID = re.compile(r"[0-9a-f]{16}")


class Snapshot:
    """Answers from one generation, whatever is committed meanwhile. Not safe across threads."""

    def __init__(self, folder: Path, generation: Generation, language: str) -> None:
        self.generation = generation
        self.catalogue: Catalogue
        self.catalogue, self.dead = load(folder / generation.state.name, generation.state.length)
        self.segments: list[Segment] = []
        try:
            for file in generation.segments:
                self.segments.append(Segment(folder / file.name, file.length))
        except BaseException:
            self.close()
            raise
        self._view = View(self.segments, self.dead)
        self._columns = Columns(self._view)
        self._vocabulary = IndexVocabulary(self._view, language)

    def close(self) -> None:
        """Let go of the files."""
        for segment in self.segments:
            segment.close()

    def search(  # noqa: PLR0913 - all of it by name
        self, query: Query, *, first: int, count: int, sort: Sort, filters: Filters = NO_FILTERS, facets: bool = False
    ) -> Found:
        """As `Engine.search`."""
        notes: list[str] = []
        expanded = expand(query.tree, self._vocabulary, notes)
        narrowed = Narrowed(self._columns, evaluate(expanded, self._view), filters)
        answer = narrowed.answer
        page = self._ordered(answer, first + count, sort)[first:]
        matches = [self._match(document, float(answer.scores[at]), expanded) for document, at in page]
        counted = counts(narrowed) if facets else None
        return Found(len(answer.documents), tuple(matches), (*notes, *narrowed.notes()), counted)

    def read(self, identity: str, query: Query) -> Reading | None:
        """As `Engine.read`."""
        known = self._documents((identity,)) if _ID.fullmatch(identity) else []
        if not known:
            return None
        notes: list[str] = []
        expanded = expand(query.tree, self._vocabulary, notes)
        article, found = self._matched(known[0], expanded)
        return Reading(article, found is not None, found or (), tuple(notes))

    def articles(self, identities: Sequence[str]) -> list[Article]:
        """As `Engine.articles`."""
        known = [self._view.article(document) for document in self._documents(identities)]
        found = {article.id: article for article in known}
        return [found[identity] for identity in identities if identity in found]

    def _documents(self, identities: Iterable[str]) -> list[int]:
        """The live documents with these ids."""
        wanted = np.array([int(identity, 16) for identity in identities], np.uint64)
        found: list[int] = np.flatnonzero(np.isin(self._view.ids, wanted) & self._view.live).tolist()
        return found

    def _match(self, document: int, score: float, expanded: tree.Query) -> Match:
        article, found = self._matched(document, expanded)
        assert found is not None, f"the index and the text of {article.path} disagree"
        return Match(article, score, found)

    def _matched(self, document: int, expanded: tree.Query) -> tuple[Article, tuple[Place, ...] | None]:
        """An article, and the places that an expanded query matches in it."""
        article = self._view.article(document)
        return article, places(expanded, fields_of(self._view, document, article), days(article.dated))

    def _ordered(self, answer: Answer, count: int, sort: Sort) -> list[tuple[int, int]]:
        """The first `count` matches in order, equal ones by their ids; each document with its number in the answer."""
        if sort in ("newest", "oldest"):
            return self._by_date(answer.documents, count, newest=sort == "newest")
        if sort != "relevance":
            return self._by_key(answer.documents, count, sort)
        chosen = np.arange(len(answer.documents))
        if len(chosen) > count:
            chosen = np.flatnonzero(answer.scores >= np.partition(answer.scores, -count)[-count])
        documents = answer.documents[chosen]
        order = np.lexsort((self._view.ids[documents], -answer.scores[chosen]))[:count]
        return list(zip(documents[order].tolist(), chosen[order].tolist(), strict=True))

    def _by_date(self, documents: NDArray[np.int64], count: int, *, newest: bool) -> list[tuple[int, int]]:
        moments = self._view.moments[documents]
        undated, when, inferred = moments < 0, moments >> 1, moments & 1
        order = np.lexsort((self._view.ids[documents], inferred, -when if newest else when, undated))[:count]
        return list(zip(documents[order].tolist(), order.tolist(), strict=True))

    def _by_key(self, documents: NDArray[np.int64], count: int, key: str) -> list[tuple[int, int]]:
        chosen: list[tuple[bytes, int, int, int]] = []
        for base, segment in self._view.segments:
            start, end = np.searchsorted(documents, (base, base + segment.count)).tolist()
            inside = documents[start:end] - base
            order = np.lexsort((segment.store.ids[inside], segment.store.ranks(key)[inside]))[:count]
            for number, at in zip(inside[order].tolist(), order.tolist(), strict=True):
                identity = int(segment.store.ids[number])
                chosen.append((segment.store.key(key, number), identity, base + number, start + at))
        return [(document, at) for _, _, document, at in sorted(chosen)[:count]]
