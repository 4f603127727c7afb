"""An update that pauses until its standard input ends: `python -m tests.faults.paused_update CORPUS INDEX`."""

import sys

from search import Library


def wait(_done: int, _all: int) -> None:
    """Print that the index is being written, and wait for the end of the input."""
    print("holding", flush=True)  # noqa: T201
    sys.stdin.read()


if __name__ == "__main__":
    Library.open(sys.argv[1], sys.argv[2]).update(wait)
