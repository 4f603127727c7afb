"""Several threads search one state of an index at once, while a writer commits newer states."""

import random
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier, Event
from typing import Any

import pytest

from search.engines.base import Engine, IndexSearcher
from search.engines.embedded import EmbeddedEngine
from search.engines.embedded.storage.commit_points import read_commit_points
from search.engines.embedded.storage.index_state import IndexState
from search.query import parse
from search.query.explain import explain
from search.query.suggest import suggest
from search.types.requests import SearchOptions
from tests.support.engines import add_texts

WORDS = ("ferry", "ferries", "harbour", "strike", "quay", "station", "stations", "bridge", "council", "storm")
TYPED = (
    "ferry",
    "ferr*",
    '"ferry strike"',
    "harbour OR quay",
    "station -storm",
    "bridge~",
    "title:storm",
    '"quay bri*"',
)
THREADS, TEXTS = 8, 45


def texts(seed: int) -> dict[str, str]:
    """Texts of a block each, more than are kept decompressed; many are near-duplicates of each other."""
    dice = random.Random(seed)
    passages = [" ".join(dice.choices(WORDS, k=1200)) for _ in range(12)]
    return {
        f"{number}.txt": f"{' '.join(dice.choices(WORDS, k=3))}\n\n{dice.choice(passages)}. {dice.choice(passages)}."
        for number in range(TEXTS)
    }


@pytest.fixture(autouse=True)
def many_switches() -> Iterator[None]:
    """Threads take turns every hundredth of a millisecond."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    yield
    sys.setswitchinterval(before)


def questions(article_ids: list[str]) -> list[Callable[[IndexSearcher], Any]]:
    """Questions of all kinds."""

    def understood(typed: str, searcher: IndexSearcher) -> Any:
        with searcher.query_index() as index:
            return explain(parse(typed), index), suggest(parse(typed), index, 6)

    grouped = SearchOptions(duplicates="grouped")
    asked: list[Callable[[IndexSearcher], Any]] = []
    for typed in TYPED:
        asked.append(lambda it, typed=typed: it.search(parse(typed), grouped, first=0, count=10, facets=True))
        asked.append(lambda it, typed=typed: understood(typed, it))
    asked.append(lambda it: list(it.matches(parse("*"), SearchOptions("title"))))
    for one in article_ids:
        asked.append(lambda it, one=one: it.read(one, parse("ferry quay")))
        asked.append(lambda it, one=one: it.more_like_this({"ferry": 1.0, "storm": 0.5}, None, one, 5))
    return asked


def test_threads_on_one_searcher_get_the_answers_of_one_thread(tmp_path: Path) -> None:
    engine = EmbeddedEngine(tmp_path, "english")
    for seed in (1, 2):
        with engine.writer() as writer:
            add_texts(writer, texts(seed))
    every = engine.searcher().search(parse("*"), SearchOptions("path"), first=0, count=5)
    asked = questions([match.article.id for match in every.matches])
    expected = [question(EmbeddedEngine(tmp_path, "english").searcher()) for question in asked]
    searcher, done = engine.searcher(), Event()

    def ask(seed: int) -> None:
        order = list(range(len(asked)))
        random.Random(seed).shuffle(order)
        for number in order:
            assert asked[number](searcher) == expected[number]

    with ThreadPoolExecutor(THREADS + 1) as threads:
        commits = threads.submit(commit_until, engine, done)
        try:
            for asking in [threads.submit(ask, seed) for seed in range(THREADS)]:
                asking.result()
        finally:
            done.set()
        assert commits.result() > 0
    assert engine.searcher().state != searcher.state


def commit_until(engine: Engine, done: Event) -> int:
    """Commit changes to all texts until it is done; how often that was."""
    commits = 0
    while not done.is_set() or not commits:
        with engine.writer() as writer:
            add_texts(writer, texts(3 + commits))
        assert engine.searcher().search(parse("*"), SearchOptions(), first=0, count=1).total == TEXTS
        commits += 1
    return commits


def test_threads_that_ask_for_the_file_table_at_once_all_get_it(tmp_path: Path) -> None:
    engine = EmbeddedEngine(tmp_path, "none")
    with engine.writer() as batch:
        add_texts(batch, texts(3))
    [commit_point] = read_commit_points(tmp_path)
    together = Barrier(THREADS)

    def files(state: IndexState) -> int:
        together.wait()
        return len(state.files)

    with ThreadPoolExecutor(THREADS) as threads:
        for _ in range(50):
            state = IndexState(tmp_path, commit_point)
            assert {*threads.map(files, THREADS * [state])} == {TEXTS}
