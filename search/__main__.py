"""`python -m search` is the command `seedsearch`."""

from search.cli.interrupt import end_at_once


def main() -> None:
    """Run the command. Ctrl-C ends it silently, while it is still being loaded too."""
    end_at_once()
    from search.cli.main import main as command

    command(prog_name="seedsearch")


if __name__ == "__main__":
    main()
