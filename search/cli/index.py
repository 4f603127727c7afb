"""Subcommands about the index: index, check, status."""

from functools import partial
from pathlib import Path

import click

from search.cli.library import (
    embed_with_progress,
    open_library,
    read_scans_with_progress,
    run_with_progress,
    tell_missing_kernels,
    warn_before_update,
)
from search.cli.options import EXCLUDE, FOLDER, INDEX, JSON, WORKERS, options
from search.cli.output import DAMAGED, SUCCESS, print_value


@click.command()
@options(FOLDER, INDEX, WORKERS, EXCLUDE, JSON)
@click.option("--empty", is_flag=True, help="If FOLDER has no files any more, empty the index too.")
@click.option("--ocr", is_flag=True, help="Then read scans by OCR. Takes a second or two a page; can be stopped.")
@click.option("--meaning", is_flag=True, help="Then prepare search by meaning. Takes long; can be stopped.")
def index(
    folder: Path,
    index: Path | None,
    workers: int | None,
    exclude: tuple[str, ...],
    as_object: bool,
    empty: bool,
    ocr: bool,
    meaning: bool,
) -> None:
    """Index the texts in FOLDER, or update their index.

    Only new and changed files are read. Nothing is written to FOLDER. If FOLDER is suddenly empty, as when a drive is
    not mounted, the index is kept. Use --empty to empty it.
    """
    from search.cli.report_lines import update_lines

    if meaning:
        from search.meaning.embedder import require_model

        require_model()
    if ocr:
        from search.indexing.scan_reader import require_tesseract

        require_tesseract()
    library = open_library(folder, index, workers=workers, exclude=exclude or None, meaning=meaning or None)
    is_first = not library.generation
    warn_before_update(library)
    report = run_with_progress(partial(library.update, empty=empty), library)
    if ocr and read_scans_with_progress(library):
        report = run_with_progress(library.update, library)
    print_value(report, update_lines, as_object=as_object)
    if is_first and not as_object:
        tell_missing_kernels()
    if meaning:
        embed_with_progress(library)


@click.command()
@options(FOLDER, INDEX, WORKERS, EXCLUDE, JSON)
@click.option("--repair", is_flag=True, help="Rebuild what is damaged.")
@click.pass_context
def check(
    ctx: click.Context,
    folder: Path,
    index: Path | None,
    workers: int | None,
    exclude: tuple[str, ...],
    as_object: bool,
    repair: bool,
) -> None:
    """Verify the whole index of FOLDER. With --repair, rebuild what is damaged.

    Exit code 0: undamaged or repaired. 1: damaged. 2: error.
    """
    from search.cli.report_lines import check_lines, update_lines

    library = open_library(folder, index, workers=workers, exclude=exclude or None)
    report = library.check()
    if report.damaged and repair:
        print_value(run_with_progress(library.repair, library), update_lines, as_object=as_object)
        return
    print_value(report, check_lines, as_object=as_object)
    ctx.exit(DAMAGED if report.damaged else SUCCESS)


@click.command()
@options(FOLDER, INDEX, JSON)
def status(folder: Path, index: Path | None, as_object: bool) -> None:
    """Show what is in the index of FOLDER."""
    from search.cli.report_lines import status_lines

    status = open_library(folder, index).retry(lambda searcher: searcher.status())
    print_value(status, status_lines, as_object=as_object)
