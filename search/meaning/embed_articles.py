"""Makes the vectors of the articles that have none yet, and commits them now and then."""

import time
from collections.abc import Callable

from search.arrays import bounds_of
from search.engines.base import ArticleVectors, Engine, Unembedded
from search.errors import IndexBusy
from search.events.body_text import body_text
from search.logs import LOG
from search.meaning.embedder import load_embedder
from search.meaning.passages import Passage

Progress = Callable[[int, int], None]
"""Called now and then with the number of articles that have vectors, and of all articles."""
_FIRST_INTERVAL, _LONGEST_INTERVAL = 10.0, 300.0
"""Seconds until the first commit. The interval doubles with each commit, up to the longest."""
_PASSAGES = 32
"""Passages that are embedded at once: a second of work."""
_BUSY_PAUSE, _BUSY_TRIES = 1.0, 60
"""Seconds between two tries to commit while another process writes, and how often it is tried at the end."""


def embed_articles(
    engine: Engine, progress: Progress = lambda _done, _of: None, interval: float = _FIRST_INTERVAL
) -> int:
    """Make vectors until every article has some; also of articles that are indexed meanwhile. Gives how many were made.

    It commits after `interval` seconds, and then after ever longer ones. A run that is stopped commits what it has
    made, and the next one goes on from there. Raises ModelError, IndexMissing, IndexDamaged, OSError, and IndexBusy
    where another process writes for a minute. Cost: some 35 ms for each passage of 128 pieces on one core.
    """
    running = _Run(engine, progress, interval)
    try:
        while running.embed_missing():
            pass
    except (KeyboardInterrupt, SystemExit):  # Ctrl-C, or the end of the server
        running.commit()
        raise
    return running.total


class _Run:
    """`total` is the number of articles whose vectors were committed."""

    def __init__(self, engine: Engine, progress: Progress, interval: float) -> None:
        self._engine = engine
        self._embedder = load_embedder()
        self._progress = progress
        self._interval = interval
        self._made: list[ArticleVectors] = []
        self.total = 0

    def embed_missing(self) -> bool:
        """Embed what one state of the index lacks, and commit once. Whether that was anything.

        A merge moves articles, so vectors that are made for an older state are dropped. So each commit is followed by a
        look at the newest one.
        """
        searcher = self._engine.searcher()
        done, of, began = searcher.embedded, searcher.stats.articles, time.monotonic()
        self._progress(done, of)
        total = self.total
        articles: list[Unembedded] = []
        passages: list[list[Passage]] = []
        for article in searcher.unembedded():
            articles.append(article)
            passages.append(self._embedder.passages(body_text(article.article)))
            if sum(map(len, passages)) < _PASSAGES:
                continue
            self._embed(articles, passages)
            done += len(articles)
            articles, passages = [], []
            self._progress(done, of)
            if time.monotonic() - began > self._interval and self.commit():
                self._interval = min(2 * self._interval, _LONGEST_INTERVAL)
                return True
        self._embed(articles, passages)
        for _ in range(_BUSY_TRIES):
            if self.commit():
                return self.total > total
            time.sleep(_BUSY_PAUSE)
        raise IndexBusy("Another process is updating this index. Wait until it is done.")

    def _embed(self, articles: list[Unembedded], passages: list[list[Passage]]) -> None:
        vectors = self._embedder.embed_passages([passage for each in passages for passage in each])
        bounds = bounds_of([len(each) for each in passages]).tolist()
        for number, (article, each) in enumerate(zip(articles, passages, strict=True)):
            own = vectors[bounds[number] : bounds[number + 1]]
            self._made.append(ArticleVectors(article.key, [passage.span for passage in each], own))

    def commit(self) -> bool:
        """Commit what was made. False where another process is writing: then it is kept for the next commit."""
        try:
            self._engine.add_vectors(self._made)
        except IndexBusy as busy:
            LOG.info("Vectors are committed later. %s", busy)
            return False
        self.total += len(self._made)
        self._made = []
        return True
