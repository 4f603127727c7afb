"""One commit point of the index, open for reading: its segments, and what is computed of them once."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from search.arrays import Flags
from search.engines.collapse import CollapsiblePairs
from search.engines.embedded.searcher.collapse import collapsible_pairs
from search.engines.embedded.searcher.filters import DocValues
from search.engines.embedded.searcher.multi_reader import MultiReader
from search.engines.embedded.searcher.vocabulary import IndexVocabulary
from search.engines.embedded.segment.segment_reader import SegmentReader
from search.engines.embedded.segment.stored_vectors import StoredVectors, VectorFile, are_made
from search.engines.embedded.storage.commit_points import CommitPoint
from search.engines.embedded.storage.container import damage
from search.engines.embedded.storage.index_state import IndexState
from search.errors import IndexDamaged
from search.query.synonyms import NO_SYNONYMS, Synonyms

if TYPE_CHECKING:  # what only some questions need is loaded for them
    from search.engines.embedded.searcher.completions import TitleIndex
    from search.engines.embedded.searcher.document_vectors import DocumentVectors
    from search.engines.embedded.searcher.more_like_this import MoreLikeThis
    from search.engines.embedded.storage.stored_files import StoredFiles

_T = TypeVar("_T")


class CommitReader:
    """The files of one commit point, open as long as a searcher needs them. Safe across threads.

    What is computed on first use may be computed by two threads at once, with the same result.
    """

    def __init__(
        self,
        folder: Path,
        commit_point: CommitPoint,
        language: str,
        synonyms: Synonyms = NO_SYNONYMS,
        known: "StoredFiles | None" = None,
    ) -> None:
        """Raises IndexDamaged, OSError. Cost: reading the state but for the file table, and the end of each segment
        file. `known` is as in `IndexState`."""
        self.commit_point = commit_point
        self._folder = folder
        self._searchers: set[int] = set()
        self._is_replaced = False
        self.index_state = IndexState(folder, commit_point, known)
        self.deleted = self.index_state.deleted
        self.segments: list[SegmentReader] = []
        self._vector_files: list[VectorFile | None] = []
        self.vector_damage: dict[str, IndexDamaged] = {}
        try:
            for file in commit_point.segments:
                self.segments.append(SegmentReader(folder / file.name, file.length))
            if not self._deletions_fit():
                raise self.damage("it names other segments than there are")
            self._vector_files += self._open_vectors()
        except BaseException:
            self.close()
            raise
        self.documents = MultiReader(self.segments, self.deleted)
        self.doc_values = DocValues(self.documents)
        self.vocabulary = IndexVocabulary(self.documents, language, synonyms)

    @cached_property
    def titles(self) -> "TitleIndex":
        """The words of titles, to complete what is typed."""
        from search.engines.embedded.searcher.completions import TitleIndex

        return TitleIndex(self.documents)

    @cached_property
    def more_like_this(self) -> "MoreLikeThis":
        """Articles that have most in common with weighted words."""
        from search.engines.embedded.searcher.more_like_this import MoreLikeThis

        return MoreLikeThis(self.documents)

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
            return collapsible_pairs(self.index_state.pairs, self.documents)
        except ValueError as error:
            raise self.damage(str(error)) from error

    @cached_property
    def has_vectors(self) -> Flags:
        """Which documents have their vectors. Cost: reading one number for each, once."""
        counts = self._of_vectors(VectorFile.counts, lambda documents: StoredVectors.none(documents).counts)
        return np.concatenate([np.zeros(0, np.bool_), *map(are_made, counts)])

    @cached_property
    def stored_vectors(self) -> list[StoredVectors]:
        """The vectors of each segment, as far as they are made. Cost: reading all of them, once."""
        return self._of_vectors(VectorFile.read, StoredVectors.none)

    @property
    def has_damaged_vectors(self) -> bool:
        """Whether vectors are damaged. Cost: as `stored_vectors`."""
        return bool(self.stored_vectors and self.vector_damage)

    def _open_vectors(self) -> list[VectorFile | None]:
        """The file with the vectors of each segment; None where there is none, or a damaged one."""
        opened: list[VectorFile | None] = []
        for segment, (_, file) in zip(self.segments, self.commit_point.vectors_by_segment, strict=True):
            vector_file = None
            with self._noting_damage():
                vector_file = VectorFile(self._folder / file.name, file.length, segment.count) if file else None
            opened.append(vector_file)
        return opened

    def _of_vectors(self, read: Callable[[VectorFile], _T], none: Callable[[int], _T]) -> list[_T]:
        """What `read` gives of the file with the vectors of each segment, or `none` where there is no such file, or a
        damaged one."""
        results: list[_T] = []
        for segment, vector_file in zip(self.segments, self._vector_files, strict=True):
            result = none(segment.count)
            with self._noting_damage():
                result = read(vector_file) if vector_file else result
            results.append(result)
        return results

    @contextmanager
    def _noting_damage(self) -> Iterator[None]:
        """Damage to vectors raises nothing: they are not needed to search by words. `vector_damage` names it."""
        try:
            yield
        except IndexDamaged as error:
            self.vector_damage[error.file] = error

    @cached_property
    def document_vectors(self) -> "DocumentVectors":
        """The vectors of all documents."""
        from search.engines.embedded.searcher.document_vectors import DocumentVectors

        bases = [base for base, _ in self.documents.segments]
        return DocumentVectors(list(zip(bases, self.stored_vectors, strict=True)))

    def verify(self) -> None:
        """Raises IndexDamaged where the state file names other articles than the segments hold. Linear."""
        from search.engines.embedded.storage.state_files import stats_of

        living = np.sort(self.documents.ids[self.documents.live])
        files = self.index_state.files
        if stats_of(files, self.index_state.updated) != self.index_state.stats:
            raise self.damage("it counts other files than it names")
        if not np.array_equal(living, np.sort(files.ids)):
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
            self.index_state.close()
            for segment in self.segments:
                segment.close()
            for vector_file in self._vector_files:
                if vector_file:
                    vector_file.close()
