"""The subcommand find."""

import os
import shlex
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial as partial_function
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING

import click

from search.cli.library import open_library
from search.cli.options import FILTERS, FOLDER, INDEX, JSON, options
from search.cli.output import NO_MATCH, SUCCESS, print_stream, print_value
from search.errors import CorpusError, shortened
from search.types.requests import DUPLICATE_MODES, NO_FILTERS, SORTS, DuplicateMode, Filters, Sort

if TYPE_CHECKING:
    from search.query.explain import Explanation
    from search.searcher import Searcher
    from search.types.hits import Hit
    from search.types.results import Results

_LONGEST = 200
"""Characters of a query, folder or option in a message."""


# Without short options a query may begin with a minus.
@click.command(
    context_settings={"ignore_unknown_options": True, "allow_extra_args": True, "help_option_names": ["--help"]}
)
@click.argument("query")
@options(FOLDER, INDEX, JSON)
@click.option("--page", type=int, default=1, show_default=True, help="Number of the page of results.")
@click.option("--size", type=click.IntRange(1, 100), help="Results on a page.")
@click.option("--sort", type=click.Choice(SORTS), default="relevance", show_default=True, help="Order of the results.")
@click.option("--csv", "as_table", is_flag=True, help="Print all results, not one page, as CSV.")
@click.option("--jsonl", "as_lines", is_flag=True, help="Print all results, one JSON object on each line.")
@click.option(
    "--duplicates",
    type=click.Choice(DUPLICATE_MODES),
    default="grouped",
    show_default=True,
    help="Group near-duplicates under the best of them, or list all.",
)
@click.option("--copies", type=click.Choice(("folded", "all")), hidden=True)  # the old spelling
@click.option(
    "--partial/--no-partial",
    default=None,
    help="Also list articles that lack some of the words, as set; or leave them out.",
)
@click.option("--meaning", is_flag=True, help="Also by meaning: order by it, and add articles near in meaning.")
@options(*FILTERS)
@click.option("--facets", is_flag=True, help="With --json: also print the values to filter by, with counts.")
@click.pass_context
def find(
    ctx: click.Context,
    /,
    query: str,
    folder: Path,
    index: Path | None,
    as_object: bool,
    page: int,
    size: int,
    sort: Sort,
    as_table: bool,
    as_lines: bool,
    duplicates: DuplicateMode,
    copies: str | None,
    partial: bool | None,
    meaning: bool,
    facets: bool,
    within: tuple[str, ...],
    **filters: tuple[str, ...],
) -> None:
    """Search the indexed texts of FOLDER for QUERY.

    Exit code 0: an article matches. 1: none does, though some may have some of the words. 2: error.
    """
    from search.cli.result_lines import note_lines, offer_lines, result_lines

    if as_object + as_table + as_lines > 1:
        raise click.UsageError("Choose one of --json, --csv and --jsonl.")
    _require_quotes([query, str(folder), *ctx.args])
    chosen = Filters.of(folder=within, **filters)

    def answer(searcher: "Searcher") -> "tuple[Results, Explanation | None, str]":
        """A page of results; and where a person is told that nothing was found, why that may be."""
        results = searcher.search(
            query,
            page=page,
            size=size,
            sort=sort,
            duplicates={None: duplicates, "folded": "grouped", "all": "all"}[copies],
            filters=chosen,
            facets=facets and as_object,
            partial=partial,
            meaning=meaning,
        )
        if results.total or as_object or not results.canonical:
            return results, None, ""
        return results, searcher.explain(query), searcher.not_read

    library = open_library(folder, index, meaning=meaning or None)
    with _explaining_arguments(query, str(folder)):
        if as_table or as_lines:
            hits = library.retry(lambda searcher: searcher.matches(query, sort=sort, filters=chosen))
            ctx.exit(_print_all(hits, as_table=as_table))
        results, explanation, not_read = library.retry(answer)
    print_value(results, result_lines, as_object=as_object)
    if explanation:
        print_value(explanation, partial_function(offer_lines, filtered=chosen != NO_FILTERS))
    if not_read:
        print_value(not_read, note_lines)
    ctx.exit(SUCCESS if results.total else NO_MATCH)


def _require_quotes(arguments: list[str]) -> None:
    """Raise UsageError where there is more than QUERY and FOLDER: a query without quotes, or an unknown option."""
    if len(arguments) == 2:
        return
    at = max((at for at, argument in enumerate(arguments) if _is_folder(argument)), default=len(arguments))
    for number, argument in enumerate(arguments):
        if argument.startswith("--" if number < at else "-"):
            raise click.UsageError(f"There is no option {shortened(argument, _LONGEST)}.")
    words, folder = arguments[:at] + arguments[at + 1 :], (*arguments[at:], "FOLDER")[0]
    raise click.UsageError(f"Put a query of several words in quotes: {_command(' '.join(words), folder)}")


@contextmanager
def _explaining_arguments(query: str, folder: str) -> Iterator[None]:
    """Where there is no such folder, say how QUERY and FOLDER were probably meant."""
    try:
        yield
    except CorpusError as error:
        if _is_folder(query):
            raise click.UsageError(f"The query comes before the folder: {_command(folder, query)}") from error
        if os.sep in folder:
            raise
        hint = _command(f"{query} {folder}", "FOLDER")
        raise CorpusError(f"{error} If it belongs to the query, put the query in quotes: {hint}") from error


def _is_folder(name: str) -> bool:
    try:
        return Path(name).is_dir()
    except OSError:  # the name is too long
        return False


def _command(query: str, folder: str) -> str:
    return shlex.join(("seedsearch", "find", shortened(query, _LONGEST), shortened(folder, _LONGEST)))


def _print_all(hits: "Iterator[Hit]", *, as_table: bool) -> int:
    """Print hits as they arrive. Returns the exit code."""
    from search.export import hits_csv, hits_json_lines, with_byte_order_mark

    first = tuple(islice(hits, 1))
    hits = chain(first, hits)
    if as_table:
        print_stream(with_byte_order_mark(hits_csv(hits), sys.stdout))
    else:
        print_stream(hits_json_lines(hits, sys.stdout.encoding))
    return SUCCESS if first else NO_MATCH
