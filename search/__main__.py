"""`python -m search` is the command `seedsearch`."""

import atexit
import gc
import os

from search.cli.interrupt import end_at_once


def main() -> None:
    """Run the command. Ctrl-C ends it silently, while it is still being loaded too."""
    end_at_once()
    gc.disable()  # a command makes no cycles to speak of; looking for them takes a sixth of a short one
    atexit.register(gc.freeze)  # nor looks for them when it ends
    os.environ.setdefault("PYTHONSAFEPATH", "1")  # a worker must not import a file of the folder in which it starts
    from search.cli.main import main as command

    command(prog_name="seedsearch")


if __name__ == "__main__":
    main()
