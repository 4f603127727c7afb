"""One generation of the index, open for reading."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path

import numpy as np
from whoosh import query as tree

from search.arrays import Floats, Ids, Ints
from search.engines.embedded.searcher.collapse import Collapsed, CollapsiblePairs, collapse
from search.engines.embedded.searcher.completions import Completer, TitleIndex
from search.engines.embedded.searcher.facets import counts
from search.engines.embedded.searcher.filters import DocValues, FilteredDocs
from search.engines.embedded.searcher.match_positions import fields_of
from search.engines.embedded.searcher.more_like_this import MoreLikeThis
from search.engines.embedded.searcher.multi_reader import MultiReader
from search.engines.embedded.searcher.scoring import ScoredDocs, evaluate
from search.engines.embedded.searcher.vocabulary import IndexVocabulary
from search.engines.embedded.segment.segment_reader import SegmentReader
from search.engines.embedded.segment.stored_metadata import days
from search.engines.embedded.storage.commit_points import CommitPoint
from search.engines.embedded.storage.container import damage
from search.engines.embedded.storage.duplicate_pairs import values
from search.engines.embedded.storage.file_table import IndexState, load
from search.errors import IndexDamaged
from search.highlight import fragments
from search.query import Query
from search.query.expand import expand
from search.query.explain import Explanation, explain
from search.query.marks import IN_TEXT, Marks, marks_of
from search.query.match import match_spans
from search.query.suggest import Suggestions, suggest
from search.types.article import Article, Span
from search.types.duplicates import Duplicate, DuplicatePair
from search.types.files import readable_path
from search.types.requests import FacetSelection, SearchOptions, Sort
from search.types.results import MarkedArticle, Match, TopDocs

_ID = re.compile(r"[0-9a-f]{16}")


@dataclass(frozen=True, slots=True)
class RankedDocs:
    """Matches of an expanded query in order: documents, scores, and the near-duplicates `collapsed_under` some, as
    in `Collapsed`. `total` counts all matches, `listed` those that are not under another."""

    expanded: tree.Query
    documents: Ints
    scores: Floats
    collapsed_under: Mapping[int, Sequence[tuple[int, int]]]
    listed: int
    total: int
    notes: tuple[str, ...]
    narrowed: FilteredDocs


class IndexSearcher:
    """Answers from one generation, whatever is committed meanwhile. Not safe across threads, but for closing it."""

    def __init__(self, folder: Path, generation: CommitPoint, language: str) -> None:
        self.generation = generation
        self._folder = folder
        self._holders: set[int] = set()
        self._is_over = False
        self.index_state: IndexState
        self.index_state, self.deleted = load(folder / generation.state.name, generation.state.length)
        self.segments: list[SegmentReader] = []
        try:
            for file in generation.segments:
                self.segments.append(SegmentReader(folder / file.name, file.length))
            if not self._dead_are_there():
                raise self.damage("it names other segments than there are")
        except BaseException:
            self.close()
            raise
        self._reader = MultiReader(self.segments, self.deleted)
        self._columns = DocValues(self._reader)
        self._vocabulary = IndexVocabulary(self._reader, language)
        self._titles = TitleIndex(self._reader)
        self._related = MoreLikeThis(self._reader)

    def _dead_are_there(self) -> bool:
        """Whether the state file tells of each segment which of its documents have left it, each once."""
        return len(self.deleted) == len(self.segments) and all(
            len(deleted) <= segment.count and (np.diff(deleted) > 0).all() and deleted.max(initial=0) < segment.count
            for deleted, segment in zip(self.deleted, self.segments, strict=True)
        )

    def verify(self) -> None:
        """Raises IndexDamaged where the state file tells of other articles than the segments hold. Linear."""
        living = np.sort(self._reader.ids[self._reader.live])
        if not np.array_equal(living, np.sort(self.index_state.files.ids)):
            raise self.damage("it names other articles than there are")
        _ = self._copies

    def damage(self, what: str) -> IndexDamaged:
        """The error that says what is wrong with the state file."""
        return damage(self._folder / self.generation.state.name, what)

    def close(self) -> None:
        """Let go of the files as soon as no `SearcherLease` needs them."""
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
        return self._reader.cache.answering()

    def search(
        self, query: Query, options: SearchOptions, *, first: int, count: int, facets: FacetSelection
    ) -> TopDocs:
        """As `Engine.search`."""
        found = self.order(query, options, first + count)
        matches, collapsed = self.matches(found, first, count), found.total - found.listed
        told = counts(found.narrowed, facets) if facets else None
        return TopDocs(found.total, matches, found.notes, collapsed, told)

    def order(self, query: Query, options: SearchOptions, count: int | None = None) -> RankedDocs:
        """The first `count` matches that the filters leave, or all of them. Reads none of them."""
        notes: list[str] = []
        expanded = expand(query.tree, self._vocabulary, notes)
        found = self._reader.answers.get(query.canonical, lambda: evaluate(expanded, self._reader))
        narrowed = FilteredDocs(self._columns, found, options.filters)
        answer = narrowed.answer
        listed, collapsed_under = (
            self._folded(answer, options.sort) if options.duplicates == "grouped" else Collapsed(answer, {})
        )
        number = len(listed.documents)
        documents, at = self._ordered(listed, number if count is None else count, options.sort)
        told = (*notes, *narrowed.notes())
        return RankedDocs(
            expanded, documents, listed.scores[at], collapsed_under, number, len(answer.documents), told, narrowed
        )

    def matches(self, found: RankedDocs, first: int, count: int) -> tuple[Match, ...]:
        """Matches number `first` to `first + count` of those. Cost: reading them."""
        documents, scores = (each[first : first + count].tolist() for each in (found.documents, found.scores))
        collapsed_under = (found.collapsed_under.get(document, ()) for document in documents)
        return tuple(map(partial(self._match, found.expanded), documents, scores, collapsed_under))

    def explain(self, query: Query) -> Explanation:
        """As `Engine.explain`."""
        return explain(query, Completer(self._reader, self._vocabulary, self._titles))

    def suggest(self, query: Query, most: int) -> Suggestions:
        """As `Engine.suggest`."""
        return suggest(query, Completer(self._reader, self._vocabulary, self._titles), most)

    def read(self, article_id: str, query: Query, hit: int) -> MarkedArticle | None:
        """As `Engine.read`."""
        known = self._documents((article_id,))
        if not known:
            return None
        notes: list[str] = []
        expanded = expand(query.tree, self._vocabulary, notes)
        article, marks, _ = self._matched(known[0], expanded)
        portion = (marks_of(()) if marks is None else marks).portion(hit, len(article.text))
        return MarkedArticle(article, marks is not None, portion, tuple(notes))

    def articles(self, article_ids: Sequence[str]) -> list[Article]:
        """As `Engine.articles`."""
        known = [self._reader.article(document) for document in self._documents(article_ids)]
        found = {article.id: article for article in known}
        return [found[article_id] for article_id in article_ids if article_id in found]

    def more_like_this(self, article_id: str, most: int) -> tuple[Article, ...]:
        """As `Engine.more_like_this`."""
        known = self._documents((article_id,))
        if not known:
            return ()
        article = self._reader.article(known[0])
        return (article, *map(self._reader.article, self._related.to(article, known[0], most)))

    def frequencies(self, words: Collection[str]) -> Mapping[str, int]:
        """As `Engine.frequencies`."""
        return self._related.frequencies(words)

    def duplicate_pairs(self, article_ids: Sequence[str] | None) -> list[DuplicatePair]:
        """As `Engine.duplicate_pairs`."""
        found = self.index_state.pairs
        if article_ids is not None:
            ids = _numbers(article_ids)
            found = found[np.isin(found["a"], ids) | np.isin(found["b"], ids)]
        return values(found)

    def _documents(self, article_ids: Iterable[str]) -> list[int]:
        """The live documents with these ids."""
        found: list[int] = np.flatnonzero(np.isin(self._reader.ids, _numbers(article_ids)) & self._reader.live).tolist()
        return found

    def _folded(self, answer: ScoredDocs, sort: Sort) -> Collapsed:
        """The matches with their copies under them."""
        if not len(self.index_state.pairs):
            return Collapsed(answer, {})

        def ordered(some: ScoredDocs) -> list[int]:
            documents: list[int] = self._ordered(some, len(some.documents), sort)[0].tolist()
            return documents

        return collapse(answer, self._copies, ordered, self._reader.size)

    @cached_property
    def _copies(self) -> CollapsiblePairs:
        try:
            return CollapsiblePairs.of(self.index_state.pairs, self._reader)
        except ValueError as error:
            raise self.damage(str(error)) from error

    def _match(self, expanded: tree.Query, document: int, score: float, copies: Iterable[tuple[int, int]]) -> Match:
        article, marks, path = self._matched(document, expanded)
        if marks is None:
            raise RuntimeError("a query matches an article by its postings, and not by its tokens")
        collapsed_under = tuple(self._copied(article.id, *each) for each in copies)
        return Match(article, score, len(marks), fragments(article, marks, path), collapsed_under)

    def _copied(self, article_id: str, document: int, pair: int) -> Duplicate:
        """A copy of an article, by the number of the pair that they make."""
        (known,) = values(self.index_state.pairs[pair : pair + 1])
        return Duplicate(self._reader.article(document), known.seen_from(article_id))

    def _matched(self, document: int, expanded: tree.Query) -> tuple[Article, Marks | None, list[Span]]:
        """An article, and what an expanded query marks in its text, None where it does not match, and in its path."""
        article = self._reader.article(document)
        found = match_spans(expanded, fields_of(self._reader, document, article), days(article.dated))
        if found is None:
            return article, None, []
        path = [each for each in found if each.field == "path"]
        in_path = marks_of(path).overlapping(0, len(readable_path(article.path)))[1] if path else []
        return article, marks_of([each for each in found if each.field in IN_TEXT]), in_path

    def _ordered(self, answer: ScoredDocs, count: int, sort: Sort) -> tuple[Ints, Ints]:
        """The first `count` matches in order, equal ones by their ids: documents, and their numbers in the answer."""
        if sort in ("newest", "oldest"):
            return self._by_date(answer.documents, count, newest=sort == "newest")
        if sort != "relevance":
            return self._by_key(answer.documents, count, sort)
        chosen = np.arange(len(answer.documents))
        if len(chosen) > count:
            chosen = np.flatnonzero(answer.scores >= np.partition(answer.scores, -count)[-count])
        documents = answer.documents[chosen]
        order = np.lexsort((self._reader.ids[documents], -answer.scores[chosen]))[:count]
        return documents[order], chosen[order]

    def _by_date(self, documents: Ints, count: int, *, newest: bool) -> tuple[Ints, Ints]:
        moments = self._reader.moments[documents]
        undated, when, inferred = moments < 0, moments >> 1, moments & 1
        order = np.lexsort((self._reader.ids[documents], inferred, -when if newest else when, undated))[:count]
        return documents[order], order

    def _by_key(self, documents: Ints, count: int, key: str) -> tuple[Ints, Ints]:
        chosen: list[tuple[bytes, int, int]] = []
        for base, segment in self._reader.segments:
            start, end = np.searchsorted(documents, (base, base + segment.count)).tolist()
            inside = documents[start:end] - base
            order = np.lexsort((segment.store.ids[inside], segment.store.ranks(key)[inside]))[:count]
            for number, at in zip(inside[order].tolist(), order.tolist(), strict=True):
                article_id = int(segment.store.ids[number])
                chosen.append((segment.store.key(key, number), article_id, start + at))
        best = np.array([at for _, _, at in sorted(chosen)[:count]], np.int64)
        return documents[best], best


class SearcherLease:
    """A snapshot that stays open as long as this object lives, though newer ones come."""

    def __init__(self, searcher: IndexSearcher) -> None:
        self.searcher = searcher
        searcher.hold(id(self))

    def __del__(self) -> None:
        self.searcher.let_go(id(self))


def _numbers(article_ids: Iterable[str]) -> Ids:
    """Ids as numbers; what can be none is left out."""
    return np.array([int(article_id, 16) for article_id in article_ids if _ID.fullmatch(article_id)], np.uint64)
