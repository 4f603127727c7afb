"""Opens index folders that may be malicious, with the arguments CORPUS INDEX ...

It opens, searches, updates and searches each index, and prints the outcome as a line of JSON. Memory and time are
limited.
"""

import json
import os
import resource
import signal
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from search import Library, SeedsearchError
from tests.faults.answers import ask

MEMORY = 3 << 30
"""Bytes of addresses, of which libraries take one and a half thousand million already."""
SECONDS = 10


class Hung(BaseException):
    """Raised when it takes too long."""


def taste(corpus: Path, index: Path) -> str:
    """The outcome for an index: "told of", "used" or "built anew", or else the exception."""
    signal.alarm(SECONDS)
    try:
        before = _outcome(lambda: ask(Library.open(corpus, index)).failed)
        _outcome(lambda: Library.open(corpus, index).update())
        after = _outcome(lambda: ask(Library.open(corpus, index)).failed)
    except BaseException as error:
        where = traceback.extract_tb(error.__traceback__)[-1]
        return f"{type(error).__name__}: {str(error)[:200]} ({Path(where.filename).name}:{where.lineno})"
    finally:
        signal.alarm(0)
    return "built anew" if before != 0 and after == 0 else "used" if after == 0 else "told of"


def _outcome(act: Callable[[], object]) -> object:
    try:
        return act()
    except (SeedsearchError, OSError) as error:
        assert str(error).strip(), "an error without a message"
        return "told of"


def _too_long(_signal: int, _frame: object) -> None:
    raise Hung(f"not done in {SECONDS} s")


def taste_apart(corpus: Path, index: Path) -> None:
    """Print the outcome for an index, opened in a process of its own."""
    if child := os.fork():
        _, status = os.waitpid(child, 0)
        if status:
            print(json.dumps(f"died with {status}"), flush=True)  # noqa: T201
        return
    print(json.dumps(taste(corpus, index)), flush=True)  # noqa: T201
    os._exit(0)


if __name__ == "__main__":
    signal.signal(signal.SIGALRM, _too_long)
    if "LD_PRELOAD" not in os.environ:  # `make asan` loads what reserves terabytes of addresses
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    folder, *indexes = map(Path, sys.argv[1:])
    with TemporaryDirectory() as place:  # what a library needs is loaded once
        assert taste(folder, Path(place)) == "built anew"
    for index in indexes:
        taste_apart(folder, index)
