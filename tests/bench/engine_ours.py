"""seedsearch, through its public interface: a library with `update` and `search`."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from search import Library
from search.config import load_config
from search.indexing.workers import cores
from search.version import VERSION
from tests.bench.engines import BEST, UNCLEANED, Answer
from tests.bench.mix import Question

__all__ = ["VERSION", "build", "searcher"]


def build(texts: Path, index: Path) -> None:
    """As `seedsearch index` does: with a process on each core."""
    Library.open(texts, index, load_config({}, UNCLEANED)).update(workers=cores())


class Ours:
    """A library that is open."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def ask(self, question: Question) -> Answer:
        """Unquoted words are stemmed, a phrase is exact."""
        results = self._library.search(question.text, size=BEST, duplicates="all")
        marked = sum(any(fragment.marks for fragment in hit.fragments) for hit in results.hits)
        return Answer(results.total, len(results.hits), marked)

    def update(self) -> None:
        """Bring the index up to date in this process."""
        self._library.update()


@contextmanager
def searcher(texts: Path, index: Path) -> Iterator[Ours]:
    """The index of a folder."""
    yield Ours(Library.open(texts, index, load_config({}, UNCLEANED)))
