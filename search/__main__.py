"""`python -m search` is the command `seedsearch`."""

from search.cli import main

main(prog_name="seedsearch")
