"""Requests take turns, and a slow one does not hold up the others."""

import sys
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event
from typing import Any

import pytest

from tests.support.processes import TIMEOUT
from web.turns import Turns

LONG = 2 * TIMEOUT
"""Seconds of a turn that no test waits for."""


def answer(turns: Turns, name: str) -> Iterable[bytes]:
    return turns({"PATH_INFO": name}, lambda *_: None)


@pytest.fixture
def threads_change_often() -> Iterator[None]:
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


@pytest.mark.usefixtures("threads_change_often")
def test_quick_requests_are_answered_one_at_a_time() -> None:
    inside: list[str] = []
    seen: set[int] = set()
    start = Barrier(4)

    def app(environ: dict[str, Any], _start_response: object) -> Iterable[bytes]:
        inside.append(environ["PATH_INFO"])
        for _ in range(20_000):  # while which other threads run
            seen.add(len(inside))
        inside.pop()
        return [b"answer"]

    turns = Turns(app, LONG)

    def ask(name: int) -> Iterable[bytes]:
        start.wait(TIMEOUT)
        return answer(turns, f"/{name}")

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(ask, range(4), timeout=TIMEOUT)) == [[b"answer"]] * 4
    assert seen == {1}


def test_a_slow_request_holds_up_no_other() -> None:
    begun, may_end = Event(), Event()

    def app(environ: dict[str, Any], _start_response: object) -> Iterable[bytes]:
        if environ["PATH_INFO"] == "/slow":
            begun.set()
            assert may_end.wait(TIMEOUT)
        return [environ["PATH_INFO"].encode()]

    turns = Turns(app, 0.01)
    with ThreadPoolExecutor(1) as pool:
        slow = pool.submit(answer, turns, "/slow")
        assert begun.wait(TIMEOUT)
        assert [answer(turns, f"/{number}") for number in range(3)] == [[b"/0"], [b"/1"], [b"/2"]]
        assert not slow.done()
        may_end.set()
        assert slow.result(TIMEOUT) == [b"/slow"]


def test_a_request_that_fails_ends_its_turn() -> None:
    def app(environ: dict[str, Any], _start_response: object) -> Iterable[bytes]:
        if environ["PATH_INFO"] == "/wrong":
            raise KeyError("wrong")
        return [b"answer"]

    turns = Turns(app, LONG)
    with ThreadPoolExecutor(1) as pool:
        for name in ("/wrong", "/right", "/wrong"):
            asked = pool.submit(answer, turns, name)
            assert (asked.exception(TIMEOUT) is None) == (name == "/right")
