"""One generation of the index, open for reading."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from whoosh import query as tree

from search.engines.embedded.searcher.collapse import FoldableCopies, Folding, fold
from search.engines.embedded.searcher.completions import Completer, Titles
from search.engines.embedded.searcher.facets import counts
from search.engines.embedded.searcher.filters import Columns, Narrowed
from search.engines.embedded.searcher.match_positions import fields_of
from search.engines.embedded.searcher.more_like_this import Related
from search.engines.embedded.searcher.multi_reader import View
from search.engines.embedded.searcher.query_counts import Counts
from search.engines.embedded.searcher.scoring import Answer, evaluate
from search.engines.embedded.searcher.vocabulary import IndexVocabulary
from search.engines.embedded.segment.segment_reader import Segment
from search.engines.embedded.segment.stored_metadata import days
from search.engines.embedded.storage.commit_points import Generation
from search.engines.embedded.storage.container import damage
from search.engines.embedded.storage.duplicate_pairs import values
from search.engines.embedded.storage.file_table import Catalogue, load
from search.errors import IndexDamaged
from search.highlight import fragments
from search.query import Query
from search.query.expand import expand
from search.query.explain import Explanation, explain
from search.query.marks import IN_TEXT, Marks, marks_of
from search.query.match import places
from search.query.suggest import Suggestions, suggest
from search.types.article import Article, Span
from search.types.duplicates import Copied, CopyPair
from search.types.files import readable_path
from search.types.requests import FacetsAsked, Listing, Sort
from search.types.results import Found, Match, Reading

_ID = re.compile(r"[0-9a-f]{16}")
_Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Ordered:
    """Matches of an expanded query in their order: the document and the score of each, and the copies `under` some as
    in `Folding`. Of all, `total`, so many are `listed`, and not under another."""

    expanded: tree.Query
    documents: _Ints
    scores: NDArray[np.float64]
    under: Mapping[int, Sequence[tuple[int, int]]]
    listed: int
    total: int
    notes: tuple[str, ...]
    narrowed: Narrowed


class Snapshot:
    """Answers from one generation, whatever is committed meanwhile. Not safe across threads, but for closing it."""

    def __init__(self, folder: Path, generation: Generation, language: str) -> None:
        self.generation = generation
        self._folder = folder
        self._holders: set[int] = set()
        self._is_over = False
        self.catalogue: Catalogue
        self.catalogue, self.dead = load(folder / generation.state.name, generation.state.length)
        self.segments: list[Segment] = []
        try:
            for file in generation.segments:
                self.segments.append(Segment(folder / file.name, file.length))
            if not self._dead_are_there():
                raise self.damage("it names other segments than there are")
        except BaseException:
            self.close()
            raise
        self._view = View(self.segments, self.dead)
        self._columns = Columns(self._view)
        self._vocabulary = IndexVocabulary(self._view, language)
        self._titles = Titles(self._view)
        self._related = Related(self._view)

    def _dead_are_there(self) -> bool:
        """Whether the state file tells of each segment which of its documents have left it, each once."""
        return len(self.dead) == len(self.segments) and all(
            len(dead) <= segment.count and (np.diff(dead) > 0).all() and dead.max(initial=0) < segment.count
            for dead, segment in zip(self.dead, self.segments, strict=True)
        )

    def verify(self) -> None:
        """Raises IndexDamaged where the state file tells of other articles than the segments hold. Linear."""
        living = np.sort(self._view.ids[self._view.live])
        if not np.array_equal(living, np.sort(self.catalogue.files.ids)):
            raise self.damage("it names other articles than there are")
        _ = self._copies

    def damage(self, what: str) -> IndexDamaged:
        """The error that says what is wrong with the state file."""
        return damage(self._folder / self.generation.state.name, what)

    def close(self) -> None:
        """Let go of the files as soon as no `Held` needs them."""
        self._is_over = True
        if not self._holders:
            for segment in self.segments:
                segment.close()

    def hold(self, holder: int) -> None:
        """Stay open until this holder lets go."""
        self._holders.add(holder)

    def let_go(self, holder: int) -> None:
        """What is over is closed with its last holder. In any thread, at any time: it waits for nothing."""
        self._holders.discard(holder)
        if self._is_over:
            self.close()

    def answering(self) -> AbstractContextManager[None]:
        """What lasts as long as one question is answered."""
        return self._view.cache.answering()

    def search(self, query: Query, listing: Listing, *, first: int, count: int, facets: FacetsAsked) -> Found:
        """As `Engine.search`."""
        found = self.order(query, listing, first + count)
        matches, folded = self.matches(found, first, count), found.total - found.listed
        told = counts(found.narrowed, facets) if facets else None
        return Found(found.total, matches, found.notes, folded, told)

    def order(self, query: Query, listing: Listing, count: int | None = None) -> Ordered:
        """The first `count` matches that the filters leave, or all of them. Reads none of them."""
        notes: list[str] = []
        expanded = expand(query.tree, self._vocabulary, notes)
        found = self._view.answers.get(query.understood, lambda: evaluate(expanded, self._view))
        narrowed = Narrowed(self._columns, found, listing.filters)
        answer = narrowed.answer
        listed, under = self._folded(answer, listing.sort) if listing.copies == "folded" else Folding(answer, {})
        number = len(listed.documents)
        documents, at = self._ordered(listed, number if count is None else count, listing.sort)
        told = (*notes, *narrowed.notes())
        return Ordered(expanded, documents, listed.scores[at], under, number, len(answer.documents), told, narrowed)

    def matches(self, found: Ordered, first: int, count: int) -> tuple[Match, ...]:
        """Matches number `first` to `first + count` of those. Cost: reading them."""
        documents, scores = (each[first : first + count].tolist() for each in (found.documents, found.scores))
        under = (found.under.get(document, ()) for document in documents)
        return tuple(map(partial(self._match, found.expanded), documents, scores, under))

    def explain(self, query: Query) -> Explanation:
        """As `Engine.explain`."""
        return explain(query, Counts(self._view, self._vocabulary))

    def suggest(self, query: Query, most: int) -> Suggestions:
        """As `Engine.suggest`."""
        return suggest(query, Completer(self._view, self._vocabulary, self._titles), most)

    def read(self, identity: str, query: Query, hit: int) -> Reading | None:
        """As `Engine.read`."""
        known = self._documents((identity,))
        if not known:
            return None
        notes: list[str] = []
        expanded = expand(query.tree, self._vocabulary, notes)
        article, marks, _ = self._matched(known[0], expanded)
        portion = (marks_of(()) if marks is None else marks).portion(hit, len(article.text))
        return Reading(article, marks is not None, portion, tuple(notes))

    def articles(self, identities: Sequence[str]) -> list[Article]:
        """As `Engine.articles`."""
        known = [self._view.article(document) for document in self._documents(identities)]
        found = {article.id: article for article in known}
        return [found[identity] for identity in identities if identity in found]

    def related(self, identity: str, most: int) -> tuple[Article, ...]:
        """As `Engine.related`."""
        known = self._documents((identity,))
        if not known:
            return ()
        article = self._view.article(known[0])
        return (article, *map(self._view.article, self._related.to(article, known[0], most)))

    def frequencies(self, words: Collection[str]) -> Mapping[str, int]:
        """As `Engine.frequencies`."""
        return self._related.frequencies(words)

    def copies(self, identities: Sequence[str] | None) -> list[CopyPair]:
        """As `Engine.copies`."""
        found = self.catalogue.pairs
        if identities is not None:
            ids = _numbers(identities)
            found = found[np.isin(found["a"], ids) | np.isin(found["b"], ids)]
        return values(found)

    def _documents(self, identities: Iterable[str]) -> list[int]:
        """The live documents with these ids."""
        found: list[int] = np.flatnonzero(np.isin(self._view.ids, _numbers(identities)) & self._view.live).tolist()
        return found

    def _folded(self, answer: Answer, sort: Sort) -> Folding:
        """The matches with their copies under them."""
        if not len(self.catalogue.pairs):
            return Folding(answer, {})

        def ordered(some: Answer) -> list[int]:
            documents: list[int] = self._ordered(some, len(some.documents), sort)[0].tolist()
            return documents

        return fold(answer, self._copies, ordered, self._view.size)

    @cached_property
    def _copies(self) -> FoldableCopies:
        try:
            return FoldableCopies.of(self.catalogue.pairs, self._view)
        except ValueError as error:
            raise self.damage(str(error)) from error

    def _match(self, expanded: tree.Query, document: int, score: float, copies: Iterable[tuple[int, int]]) -> Match:
        article, marks, path = self._matched(document, expanded)
        if marks is None:
            raise RuntimeError("a query matches an article by its postings, and not by its tokens")
        under = tuple(self._copied(article.id, *each) for each in copies)
        return Match(article, score, len(marks), fragments(article, marks, path), under)

    def _copied(self, identity: str, document: int, pair: int) -> Copied:
        """A copy of an article, by the number of the pair that they make."""
        (known,) = values(self.catalogue.pairs[pair : pair + 1])
        return Copied(self._view.article(document), known.seen_from(identity))

    def _matched(self, document: int, expanded: tree.Query) -> tuple[Article, Marks | None, list[Span]]:
        """An article, and what an expanded query marks in its text, None where it does not match, and in its path."""
        article = self._view.article(document)
        found = places(expanded, fields_of(self._view, document, article), days(article.dated))
        if found is None:
            return article, None, []
        path = [each for each in found if each.field == "path"]
        in_path = marks_of(path).meeting(0, len(readable_path(article.path)))[1] if path else []
        return article, marks_of([each for each in found if each.field in IN_TEXT]), in_path

    def _ordered(self, answer: Answer, count: int, sort: Sort) -> tuple[_Ints, _Ints]:
        """The first `count` matches in order, equal ones by their ids: documents, and their numbers in the answer."""
        if sort in ("newest", "oldest"):
            return self._by_date(answer.documents, count, newest=sort == "newest")
        if sort != "relevance":
            return self._by_key(answer.documents, count, sort)
        chosen = np.arange(len(answer.documents))
        if len(chosen) > count:
            chosen = np.flatnonzero(answer.scores >= np.partition(answer.scores, -count)[-count])
        documents = answer.documents[chosen]
        order = np.lexsort((self._view.ids[documents], -answer.scores[chosen]))[:count]
        return documents[order], chosen[order]

    def _by_date(self, documents: _Ints, count: int, *, newest: bool) -> tuple[_Ints, _Ints]:
        moments = self._view.moments[documents]
        undated, when, inferred = moments < 0, moments >> 1, moments & 1
        order = np.lexsort((self._view.ids[documents], inferred, -when if newest else when, undated))[:count]
        return documents[order], order

    def _by_key(self, documents: _Ints, count: int, key: str) -> tuple[_Ints, _Ints]:
        chosen: list[tuple[bytes, int, int]] = []
        for base, segment in self._view.segments:
            start, end = np.searchsorted(documents, (base, base + segment.count)).tolist()
            inside = documents[start:end] - base
            order = np.lexsort((segment.store.ids[inside], segment.store.ranks(key)[inside]))[:count]
            for number, at in zip(inside[order].tolist(), order.tolist(), strict=True):
                identity = int(segment.store.ids[number])
                chosen.append((segment.store.key(key, number), identity, start + at))
        best = np.array([at for _, _, at in sorted(chosen)[:count]], np.int64)
        return documents[best], best


class Held:
    """A snapshot that stays open as long as this object lives, though newer ones come."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        snapshot.hold(id(self))

    def __del__(self) -> None:
        self.snapshot.let_go(id(self))


def _numbers(identities: Iterable[str]) -> NDArray[np.uint64]:
    """Ids as numbers; what can be none is left out."""
    return np.array([int(identity, 16) for identity in identities if _ID.fullmatch(identity)], np.uint64)
