"""`python -m search` is the command `seedsearch`."""

import atexit
import gc
import os
import sys

from search.cli.interrupt import end_at_once


def main() -> None:
    """Run the command. Ctrl-C ends it silently, while it is still being loaded too."""
    end_at_once()
    gc.disable()  # a command makes no cycles to speak of; looking for them takes a sixth of a short one
    os.environ.setdefault("PYTHONSAFEPATH", "1")  # a worker must not import a file of the folder in which it starts
    from search.cli.main import main as command

    try:
        command(prog_name="seedsearch")
    except SystemExit as end:
        if type(end.code) is int:
            _exit(end.code)
        raise


def _exit(code: int) -> None:
    """End this process without freeing, one by one, what it has loaded: that takes a tenth of a short command. Returns
    where a thread still runs or the output cannot be written; then Python ends the process as it always does."""
    from threading import active_count

    if active_count() > 1:
        return
    atexit._run_exitfuncs()
    try:
        for stream in filter(None, (sys.stdout, sys.stderr)):  # None where it was closed before the start
            stream.flush()
    except (OSError, ValueError):
        return
    os._exit(code)


if __name__ == "__main__":
    main()
