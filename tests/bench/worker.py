"""A process that works for one engine: `worker build ENGINE TEXTS INDEX` or `worker answer ENGINE TEXTS INDEX`.

The second reads a query, or `null` for an update, from each line of its input. It writes a line with the result and the
seconds taken.
"""

import json
import os
import sys
import time
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from tests.bench.engines import engine
from tests.bench.mix import Question


def main(task: str, name: str, texts: Path, index: Path) -> None:
    """Build the index and end, or answer until the input ends."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # as the command `seedsearch` does
    if task == "build":
        engine(name).build(texts, index)
    else:
        with engine(name).searcher(texts, index) as searcher:
            answer(searcher)


def answer(searcher: Any) -> None:
    """Answer line by line."""
    for line in sys.stdin:
        request = json.loads(line)
        if request is None:
            _, seconds = timed(searcher.update)
            said = None
        else:
            found, seconds = timed(searcher.ask, Question(**request))
            said = asdict(found)
        sys.stdout.write(json.dumps([said, seconds]) + "\n")
        sys.stdout.flush()


def timed(work: Callable[..., Any], *arguments: Any) -> tuple[Any, float]:
    """The result of the work, and the seconds that it took."""
    began = time.perf_counter()
    result = work(*arguments)
    return result, time.perf_counter() - began


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], Path(sys.argv[3]), Path(sys.argv[4]))
