"""A node of a cluster that is killed loses nothing that was acknowledged, and no search is answered wrong or late.

`make cluster` runs these tests, and `make soak`; they need Java.
"""

import threading
import time
from collections.abc import Callable
from itertools import islice
from pathlib import Path

import pytest

from search.query import parse
from search.types.requests import SearchOptions
from tests.faults.cluster_load import ANSWERED_WITHIN, FILES, Load, engine_on, index_name, texts_of
from tests.support.engines import add_texts
from tests.support.opensearch.nodes import Nodes
from tests.support.profiles import rounds, seeded_random
from tests.support.soak import Trials

pytestmark = pytest.mark.timeout(3600)
KILLS = rounds(1, 5)
"""Kills in each phase, of another node each time."""


def _during_bulk(load: Load, kill: Callable[[], None]) -> None:
    load.begun += 1
    texts = [*texts_of(load.begun).items()]
    with load.engine.writer() as batch:
        for first in range(0, FILES, FILES // 4):
            if first == FILES // 4:
                kill()
            add_texts(batch, dict(texts[first : first + FILES // 4]))
    load.written = load.begun


def _during_commit(load: Load, kill: Callable[[], None]) -> None:
    load.begun += 1
    with load.engine.writer() as batch:
        add_texts(batch, texts_of(load.begun))
        kill()
    load.written = load.begun


def _during_search(load: Load, kill: Callable[[], None]) -> None:
    kill()
    end = time.monotonic() + 10
    while time.monotonic() < end:
        total = load.engine.searcher().search(parse("ferry pier"), SearchOptions(), first=0, count=10).total
        assert total == FILES * load.written


def _during_paging(load: Load, kill: Callable[[], None]) -> None:
    matches = load.engine.searcher().matches(parse("quay"), SearchOptions("path"))
    paths = [match.article.path for match in islice(matches, FILES // 2)]
    kill()
    load.write()  # what is streamed is of the state before
    paths += [match.article.path for match in matches]
    assert paths == sorted(path for round_ in range(1, load.written) for path in texts_of(round_))


@pytest.mark.parametrize("phase", [_during_bulk, _during_commit, _during_search, _during_paging])
def test_a_killed_node_loses_nothing(
    phase: Callable[[Load, Callable[[], None]], None], nodes: Nodes, tmp_path: Path, trials: Trials
) -> None:
    moments = seeded_random(phase.__name__)
    load = Load(engine_on(nodes.hosts, index_name(tmp_path)))
    load.write()
    with load.searching() as answers:
        for kill in range(KILLS):
            trials()
            killer = threading.Timer(moments.uniform(0, 0.3), nodes.kill, [kill % nodes.count])
            phase(load, killer.start)
            killer.join()
            load.check_all()
            nodes.start(kill % nodes.count)
            load.write()
    load.check_all()
    trials.outcome = f"{load.written * FILES} articles acknowledged, 0 lost; {answers}"
    assert answers.wrong == []
    assert not answers.errors
    assert answers.longest < ANSWERED_WITHIN
    assert answers.count > KILLS
