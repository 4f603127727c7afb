"""Subcommands that list what is in the index: report, duplicates."""

import sys
from pathlib import Path

import click

from search.cli.library import open_library
from search.cli.options import EXCLUDE, FOLDER, INDEX, JSON, options
from search.cli.output import print_stream, print_value
from search.types.files import REPORT_FILTERS

_ONLY = f"Only files of this kind: {', '.join(REPORT_FILTERS)}."


@click.command()
@options(FOLDER, INDEX, EXCLUDE, JSON)
@click.option("--csv", "as_table", is_flag=True, help="Print CSV, one row for each article.")
@click.option("--only", type=click.Choice(REPORT_FILTERS), metavar="KIND", help=_ONLY)
@click.option("--doubtful", is_flag=True, hidden=True)
@click.option("--path", "part", default="", help="Only files with this text in their path.")
def report(
    folder: Path,
    index: Path | None,
    exclude: tuple[str, ...],
    as_object: bool,
    as_table: bool,
    only: str | None,
    doubtful: bool,
    part: str,
) -> None:
    """Show how the files of FOLDER were read.

    Begins with four numbers: files, articles, files that were not or only partly read, and articles that need review,
    with the reasons. --only shows the files of a number or a reason. Prints each file as soon as it is read from the
    index.
    """
    from search.cli.report_lines import report_lines
    from search.export import report_csv, report_json, with_byte_order_mark

    if as_object and as_table:
        raise click.UsageError("Choose one of --json and --csv.")
    library = open_library(folder, index, exclude=exclude or None)
    files = library.retry(lambda searcher: searcher.report(part, only or ("doubtful" if doubtful else "")))
    if as_table:
        print_stream(with_byte_order_mark(report_csv(files), sys.stdout))
    elif as_object:
        print_stream(report_json(files, sys.stdout.encoding))
    else:
        print_value(files, report_lines)


@click.command()
@options(FOLDER, INDEX, JSON)
def duplicates(folder: Path, index: Path | None, as_object: bool) -> None:
    """List the pairs of near-duplicates in FOLDER.

    Two articles are near-duplicates if they share passages, whatever else is in them. Prints each pair as soon as it
    is read.
    """
    from search.cli.report_lines import duplicates_lines
    from search.export import duplicates_json

    pairs = open_library(folder, index).retry(lambda searcher: searcher.duplicate_pairs())
    if as_object:
        print_stream(duplicates_json(pairs, sys.stdout.encoding))
    else:
        print_value(pairs, duplicates_lines)
