"""`python -m search` is the command `seedsearch`."""

import os

from search.cli.interrupt import end_at_once


def main() -> None:
    """Run the command. Ctrl-C ends it silently, while it is still being loaded too."""
    end_at_once()
    os.environ.setdefault("PYTHONSAFEPATH", "1")  # a worker must not import a file of the folder in which it starts
    from search.cli.main import main as command

    command(prog_name="seedsearch")


if __name__ == "__main__":
    main()
