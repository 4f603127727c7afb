"""An index on a cluster that is written and searched at once, and whether every answer is right."""

import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from search.engines.opensearch.article_build import Access
from search.engines.opensearch.engine import OpenSearchEngine
from search.engines.opensearch.indexes import Layout
from search.errors import SeedsearchError
from search.query import parse
from search.types.requests import SearchOptions
from tests.support.engines import add_texts, search

ANSWERED_WITHIN = 5.0
"""Seconds in which every search has to be answered, whatever happens to one node."""
FILES = 200
"""Articles of one round."""


def engine_on(hosts: Sequence[str], name: str) -> OpenSearchEngine:
    """An engine whose index each node has a part of, with one replica."""
    return OpenSearchEngine(Access(tuple(hosts)), Layout(name, shards=3, replicas=1), "", "none")


def texts_of(round_: int, files: int = FILES) -> dict[str, str]:
    """The articles of a round: each says which round it is of."""
    return {f"{round_}/{n:04}.txt": f"Ferry {n} left\n\nround{round_} {'quay pier ' * 40}" for n in range(files)}


@dataclass
class Answers:
    """What searches were answered: how often, how late at most, and what was wrong with them."""

    count: int = 0
    longest: float = 0.0
    wrong: list[str] = field(default_factory=list)
    errors: Counter[str] = field(default_factory=Counter)

    def __str__(self) -> str:
        return (
            f"{self.count} searches, {len(self.wrong)} wrong, {self.errors.total()} errors,"
            f" the longest {self.longest:.1f} s"
        )


class Load:
    """Writes rounds of articles, and knows how many there must be. Safe across threads."""

    def __init__(self, engine: OpenSearchEngine) -> None:
        self.engine = engine
        self.written = 0
        """Rounds that were acknowledged."""
        self.begun = 0
        """Rounds that were begun: they may be visible."""

    def write(self) -> None:
        """Add a round; the same one again where the last try failed."""
        self.begun = self.written + 1
        with self.engine.writer() as batch:
            add_texts(batch, texts_of(self.begun))
        self.written = self.begun

    def check_all(self) -> None:
        """Fail unless exactly the acknowledged rounds are there, each article as it was written."""
        assert search(self.engine, "*", count=1).total == FILES * self.written
        for round_ in range(1, self.written + 1):
            assert search(self.engine, f"round{round_}", count=1).total == FILES
        assert self.engine.check() == ()
        assert len(self.engine.records()) == FILES * self.written

    def search(self, answers: Answers) -> None:
        """Search once, and note the answer."""
        least, began = self.written, time.monotonic()
        try:
            found = self.engine.searcher().search(parse("quay*"), SearchOptions("path"), first=0, count=10)
        except SeedsearchError as error:
            answers.errors[str(error)] += 1
        else:
            rounds, rest = divmod(found.total, FILES)
            if rest or not least <= rounds <= self.begun or len(found.matches) != min(10, found.total):
                answers.wrong.append(f"{found.total} articles, {least} to {self.begun} rounds were written")
        answers.count += 1
        answers.longest = max(answers.longest, time.monotonic() - began)

    @contextmanager
    def searching(self) -> Iterator[Answers]:
        """Search all the time while the block runs."""
        answers, end = Answers(), threading.Event()

        def search_on() -> None:
            while not end.is_set():
                self.search(answers)

        thread = threading.Thread(target=search_on, name="searches")
        thread.start()
        try:
            yield answers
        finally:
            end.set()
            thread.join()


def index_name(folder: Path) -> str:
    """A name for the index of a test."""
    return f"seedsearch-{folder.name.replace('_', '-').lower()}"
