"""One commit point of the index, open for reading: its segments, and what is computed of them once."""

from functools import cached_property
from pathlib import Path

import numpy as np

from search.engines.embedded.searcher.collapse import CollapsiblePairs
from search.engines.embedded.searcher.completions import TitleIndex
from search.engines.embedded.searcher.filters import DocValues
from search.engines.embedded.searcher.more_like_this import MoreLikeThis
from search.engines.embedded.searcher.multi_reader import MultiReader
from search.engines.embedded.searcher.vocabulary import IndexVocabulary
from search.engines.embedded.segment.segment_reader import SegmentReader
from search.engines.embedded.storage.commit_points import CommitPoint
from search.engines.embedded.storage.container import damage
from search.engines.embedded.storage.index_state import IndexState, read_state
from search.errors import IndexDamaged
from search.query.synonyms import NO_SYNONYMS, Synonyms


class CommitReader:
    """The files of one commit point, open as long as a searcher needs them. Safe across threads.

    What is computed on first use may be computed by two threads at once, with the same result.
    """

    def __init__(
        self, folder: Path, commit_point: CommitPoint, language: str, synonyms: Synonyms = NO_SYNONYMS
    ) -> None:
        """Raises IndexDamaged, OSError. Cost: reading the state file, and the end of each segment file."""
        self.commit_point = commit_point
        self._folder = folder
        self._searchers: set[int] = set()
        self._is_replaced = False
        self.index_state: IndexState
        self.index_state, self.deleted = read_state(folder / commit_point.state.name, commit_point.state.length)
        self.segments: list[SegmentReader] = []
        try:
            for file in commit_point.segments:
                self.segments.append(SegmentReader(folder / file.name, file.length))
            if not self._deletions_fit():
                raise self.damage("it names other segments than there are")
        except BaseException:
            self.close()
            raise
        self.documents = MultiReader(self.segments, self.deleted)
        self.doc_values = DocValues(self.documents)
        self.vocabulary = IndexVocabulary(self.documents, language, synonyms)
        self.titles = TitleIndex(self.documents)
        self.more_like_this = MoreLikeThis(self.documents)

    def _deletions_fit(self) -> bool:
        """Whether the state file has a list of deleted documents for each segment, increasing and within it."""
        return len(self.deleted) == len(self.segments) and all(
            len(deleted) <= segment.count and (np.diff(deleted) > 0).all() and deleted.max(initial=0) < segment.count
            for deleted, segment in zip(self.deleted, self.segments, strict=True)
        )

    @cached_property
    def collapsible_pairs(self) -> CollapsiblePairs:
        """The pairs of near-duplicates as documents. Raises IndexDamaged where one is of no article."""
        try:
            return CollapsiblePairs.of(self.index_state.pairs, self.documents)
        except ValueError as error:
            raise self.damage(str(error)) from error

    def verify(self) -> None:
        """Raises IndexDamaged where the state file names other articles than the segments hold. Linear."""
        living = np.sort(self.documents.ids[self.documents.live])
        if not np.array_equal(living, np.sort(self.index_state.files.ids)):
            raise self.damage("it names other articles than there are")
        _ = self.collapsible_pairs

    def damage(self, what: str) -> IndexDamaged:
        """The error that says what is wrong with the state file."""
        return damage(self._folder / self.commit_point.state.name, what)

    def acquire(self, searcher: int) -> None:
        """Stay open until this searcher, named by its `id`, releases it."""
        self._searchers.add(searcher)

    def release(self, searcher: int) -> None:
        """Close if it is replaced and this was the last searcher. Waits for nothing: the garbage collector may call it
        in any thread."""
        self._searchers.discard(searcher)
        if self._is_replaced:
            self.close()

    def close(self) -> None:
        """Close the files, now or with the last searcher that needs them."""
        self._is_replaced = True
        if not self._searchers:
            for segment in self.segments:
                segment.close()
