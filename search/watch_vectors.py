"""Makes vectors in the background while a folder is served, for searching by meaning."""

from collections.abc import Callable
from dataclasses import replace
from threading import Event

from search.errors import ModelError, WorkerLost
from search.indexing.own_process import run_in_subprocess
from search.library import Library
from search.meaning.embedder import require_model
from search.types.activity import Embedding
from search.watch_background import BackgroundWork, Work, give_way

_LOST = (
    "A process that was preparing search by meaning ended unexpectedly, perhaps because memory ran out. "
    "Another one goes on in a minute."
)


class VectorWatch(BackgroundWork):
    """Makes the vectors that an index lacks, in a process of the lowest priority, each time that it is woken. It does
    nothing unless the setting `meaning` is on."""

    name = "vectors"

    def __init__(self, library: Library, warn: Callable[[str], None], stop: Event) -> None:
        super().__init__(library, warn, stop)
        self.embedding: Embedding | None = None
        """How far it is; None while nothing is to do."""

    def start(self) -> None:
        """Start the thread. Without the model, warn and do nothing."""
        if not self._library.config.meaning:
            return
        try:
            require_model()
        except ModelError as error:
            self._report(error)
            return
        super().start()

    def _work(self) -> None:
        """Make the vectors that are missing, if any are."""
        status = self._library.retry(lambda searcher: searcher.status())
        if status.embedded == status.articles:
            return
        try:
            run_in_subprocess(_embed, self._place, self._progress, self._stop)
        except WorkerLost:
            raise WorkerLost(_LOST) from None
        finally:
            self.embedding = None
            self._library.refresh()

    def _progress(self, embedding: Embedding) -> None:
        self.embedding = embedding if embedding.done < embedding.of else None


def _embed(work: Work, progress: Callable[[Embedding], None]) -> int:
    """Make vectors. Runs in a process of its own."""
    corpus, index, config = work
    give_way()
    library = Library.open(corpus, index, replace(config, synonyms=""))  # nothing is searched, as in an update
    return library.embed(lambda done, of: progress(Embedding(done, of)))
