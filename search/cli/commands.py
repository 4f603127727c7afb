"""The command `seedsearch`. Each subcommand validates, makes one call, and prints."""

import gc
import logging
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from functools import partial
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from search.bugs import LOG, is_bug, log_bug
from search.cli.interrupt import INTERRUPTED, in_good_order
from search.errors import IndexMissing, SeedsearchError, sentence
from search.types.requests import DUPLICATE_MODES, SORTS, DuplicateMode, Filters, Sort
from search.types.results import Hit
from search.version import VERSION

if TYPE_CHECKING:
    from search.library import Library

FOUND, NOTHING_FOUND, FAILED = 0, 1, 2
DAMAGED = 1
LEVELS = ("debug", "info", "warning", "error")
"""Of what is logged. What people search for is, if at all, at level debug."""

_STYLES: dict[str, dict[str, Any]] = {
    "title": {"bold": True},
    "body": {},
    "path": {"fg": "cyan"},
    "mark": {"fg": "bright_red", "bold": True},
    "note": {"dim": True},
}


class _Commands(click.Group):
    """Shows errors as one line, and ends with 2 as grep does; a bug is logged below that."""

    def invoke(self, ctx: click.Context) -> Any:
        os.umask(0o077)  # what an index holds is nobody else's business
        os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # NumPy would start threads that no search needs
        for stream in (sys.stdout, sys.stderr):
            stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
        try:
            return super().invoke(ctx)
        except click.UsageError as error:
            raise click.UsageError(_plain(error.format_message()), error.ctx) from error
        except (BrokenPipeError, click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except KeyboardInterrupt:
            ctx.exit(INTERRUPTED)
        except Exception as error:
            _warn(sentence(error))
            if is_bug(error):
                log_bug("The command", error)
        ctx.exit(FAILED)


def _plain(message: str) -> str:
    from search.safe_text import plain

    return plain(message)


def _options(*options: Callable[[Any], Any]) -> Callable[[Any], Any]:
    def decorate(command: Any) -> Any:
        for option in reversed(options):
            command = option(command)
        return command

    return decorate


_folder = click.argument("folder", type=click.Path(path_type=Path))
_index = click.option("--index", type=click.Path(path_type=Path), help="Where the index lies, or is to lie.")
_workers = click.option("--workers", type=int, help="Processes that index.  [default: one on each core]")
_filters = tuple(
    click.option(f"--{name}", kind, multiple=True, help=what)
    for name, kind, what in (
        ("source", "source", "Only of this outlet. This and the next may be given several times."),
        ("agency", "agency", "Only with the text of this agency."),
        ("place", "place", "Only written in this place."),
        ("lang", "language", "Only in this language."),
        ("within", "within", "Only in this folder of FOLDER."),
        ("date", "date", "Only of this year, month or day, or from one to another: 2025-07, 2024..2025; or none."),
    )
)
_exclude = click.option(
    "--exclude", multiple=True, metavar="PATTERN", help="Leave out these files or folders, as in gitignore; repeatable."
)
_json = click.option("--json", "as_object", is_flag=True, help="Print one JSON object.")


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(VERSION, prog_name="seedsearch")
@click.option("--log-level", type=click.Choice(LEVELS), default="warning", help="From which level on is logged.")
def main(log_level: str) -> None:
    """Full-text search over a folder of articles, on this machine alone.

    Begin with: seedsearch serve FOLDER

    Ctrl-C ends every command with 130, but for serve, which it ends in good order, with 0.
    """
    LOG.setLevel(log_level.upper())
    if log_level in ("debug", "info"):  # what is graver reaches the terminal anyway
        LOG.addHandler(logging.StreamHandler())


@main.command("index")
@_options(_folder, _index, _workers, _exclude, _json)
@click.option("--empty", is_flag=True, help="Where all files are gone from FOLDER, empty the index too.")
def index_(
    folder: Path, index: Path | None, workers: int | None, exclude: tuple[str, ...], as_object: bool, empty: bool
) -> None:
    """Index the texts in FOLDER, or bring their index up to date.

    Only new and changed files are read. Nothing is written into FOLDER. Where all files are gone at once, as from a
    drive that is not mounted, the index is kept, unless --empty says that this is meant.
    """
    from search.cli.terminal import update_lines

    library = _open(folder, index, workers=workers, exclude=exclude or None)
    _tell_if_outdated(library)
    _print(_with_progress(partial(library.update, empty=empty), library), update_lines, as_object)


# Without short options a query may begin with a minus.
@main.command(context_settings={"ignore_unknown_options": True, "help_option_names": ["--help"]})
@click.argument("query")
@_options(_folder, _index, _json)
@click.option("--page", type=int, default=1, show_default=True, help="Which page of results.")
@click.option("--size", type=click.IntRange(1, 100), help="Results on a page.")
@click.option("--sort", type=click.Choice(SORTS), default="relevance", show_default=True)
@click.option("--csv", "as_table", is_flag=True, help="Print all results, not one page, as a table.")
@click.option("--jsonl", "as_lines", is_flag=True, help="Print all results, each as one JSON object on a line.")
@click.option(
    "--copies", type=click.Choice(DUPLICATE_MODES), default="folded", show_default=True, help="Where copies stand."
)
@_options(*_filters)
@click.option("--facets", is_flag=True, help="With --json, also what the results could be filtered by.")
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
    copies: DuplicateMode,
    facets: bool,
    within: tuple[str, ...],
    **filters: tuple[str, ...],
) -> None:
    """Search the indexed texts of FOLDER for QUERY.

    Ends with 0 where something was found, 1 where nothing was, 2 on an error.
    """
    from search.cli.terminal import result_lines

    if as_object + as_table + as_lines > 1:
        raise click.UsageError("Choose one of --json, --csv and --jsonl.")
    library = _open(folder, index)
    chosen = Filters.of(folder=within, **filters)
    if as_table or as_lines:
        ctx.exit(_print_all(library.matches(query, sort=sort, filters=chosen), as_table=as_table))
    results = library.search(
        query,
        page=page,
        size=size,
        sort=sort,
        copies=copies,
        filters=chosen,
        facets=facets and as_object,
    )
    _print(results, result_lines, as_object)
    ctx.exit(FOUND if results.total else NOTHING_FOUND)


def _print_all(hits: Iterator[Hit], *, as_table: bool) -> int:
    """Print results as they come; returns the exit code."""
    from search.export import hits_csv, hits_json_lines, marked_csv

    first = tuple(islice(hits, 1))
    every = chain(first, hits)
    table = marked_csv(hits_csv(every), sys.stdout)
    for line in table if as_table else hits_json_lines(every, sys.stdout.encoding):
        click.echo(line, nl=False)
    return FOUND if first else NOTHING_FOUND


@main.command()
@_options(_folder, _index, _json)
def status(folder: Path, index: Path | None, as_object: bool) -> None:
    """Tell what the index of FOLDER holds."""
    from search.cli.terminal import status_lines

    _print(_open(folder, index).status(), status_lines, as_object)


@main.command()
@_options(_folder, _index, _exclude, _json)
@click.option("--csv", "as_table", is_flag=True, help="Print a table, one row for each article.")
@click.option("--doubtful", is_flag=True, help="Only files where something may be wrong.")
@click.option("--path", "part", default="", help="Only files that have this in their paths.")
def report(
    folder: Path,
    index: Path | None,
    exclude: tuple[str, ...],
    as_object: bool,
    as_table: bool,
    doubtful: bool,
    part: str,
) -> None:
    """Tell what was done to each file of FOLDER, and what looks doubtful.

    Reads all articles from the index, and prints each file as it comes.
    """
    from search.cli.terminal import report_lines
    from search.export import marked_csv, report_csv, report_json

    if as_object and as_table:
        raise click.UsageError("Choose one of --json and --csv.")
    rows = _open(folder, index, exclude=exclude or None).report(part, doubtful=doubtful)
    if as_object or as_table:
        table = marked_csv(report_csv(rows), sys.stdout)
        for line in table if as_table else report_json(rows, sys.stdout.encoding):
            click.echo(line, nl=False)
    else:
        _print(rows, report_lines, as_object=False)


@main.command()
@_options(_folder, _index, _json)
def copies(folder: Path, index: Path | None, as_object: bool) -> None:
    """Tell which articles of FOLDER are copies of one another.

    Two articles are a pair where they share passages, whatever else is in them. Each pair is printed as it is read.
    """
    from search.cli.terminal import copies_lines
    from search.export import copies_json

    pairs = _open(folder, index).copy_pairs()
    if as_object:
        for line in copies_json(pairs, sys.stdout.encoding):
            click.echo(line, nl=False)
    else:
        _print(pairs, copies_lines, as_object=False)


@main.command()
@_options(_folder, _index, _workers, _exclude, _json)
@click.option("--repair", is_flag=True, help="Make anew what is damaged.")
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
    """Verify the whole index of FOLDER, and with --repair make anew what is damaged.

    Ends with 0 where all is well, or is again, and with 1 where something is damaged.
    """
    from search.cli.terminal import check_lines, update_lines

    library = _open(folder, index, workers=workers, exclude=exclude or None)
    report = library.check()
    if not (report.damaged and repair):
        _print(report, check_lines, as_object)
        ctx.exit(DAMAGED if report.damaged else 0)
    _print(_with_progress(library.repair, library), update_lines, as_object)


@main.command()
@click.argument("folder", type=click.Path(path_type=Path), default=".")
@_index
@click.option("--host", help="Address to listen on.  [default: 127.0.0.1, this machine alone]")
@click.option("--port", type=click.IntRange(0, 65_535), help="Port to listen on.  [default: 8765]")
@click.option("--allow-host", multiple=True, metavar="NAME", help="A name that this machine is reached by.")
@_exclude
@click.option("--no-update", is_flag=True, help="Serve the index as it is.")
@click.option("--no-watch", is_flag=True, help="Update the index once, and do not follow the folder.")
def serve(
    folder: Path,
    index: Path | None,
    host: str | None,
    port: int | None,
    allow_host: tuple[str, ...],
    exclude: tuple[str, ...],
    no_update: bool,
    no_watch: bool,
) -> None:
    """Serve the texts in FOLDER (here, if left out) to your browser until Ctrl-C.

    Meanwhile they are indexed, and the index follows the folder. Open the address when it says that it is ready.
    """
    from search.cli.progress import Opening
    from search.cli.terminal import update_lines
    from search.watch import Watch
    from web.server import serve as serve_site

    def done(report: Any) -> None:
        opening.look()
        _print(report, update_lines, as_object=False)

    library = _open(folder, index, host=host, port=port, watch=False if no_watch else None, exclude=exclude or None)
    watch = Watch(library, _warn, done, idle=no_update)
    opening = Opening(lambda: _is_ready(library), lambda: watch.live.updating, click.echo)
    try:
        library.status()
    except IndexMissing:
        if no_update:
            raise
        _tell_if_outdated(library)
    with in_good_order(), suppress(KeyboardInterrupt):  # it is how one ends it
        serve_site(watch, allow_host, opening)


def _is_ready(library: "Library") -> bool:
    """Whether searches are answered."""
    try:
        library.status()
    except SeedsearchError:
        return False
    return True


def _warn(message: str) -> None:
    click.echo(f"seedsearch: {_plain(message)}", err=True)


def _open(folder: Path, index: Path | None, **flags: Any) -> "Library":
    from search.config import load
    from search.library import Library

    return Library.open(folder, index, load(flags))


def _tell_if_outdated(library: "Library") -> None:
    if library.is_outdated:
        click.echo("The index was made by another version of seedsearch, so it is built anew.", err=True)


def _with_progress(work: Callable[..., Any], library: "Library") -> Any:
    """Index, and tell now and then how far that is."""
    from search.cli.progress import progress_line, repeated
    from search.indexing.workers import cores, kill_workers
    from search.types.activity import Updating

    gc.disable()  # building makes millions of objects and no cycles; looking for them takes a quarter of the time
    first = not library.generation
    updating = Updating(0, 0)

    def progress(done: int, of: int) -> None:
        nonlocal updating
        updating = Updating(done, of)

    with in_good_order(), repeated(lambda: click.echo(progress_line(updating, first=first), err=True)):
        try:
            return work(progress, library.config.workers or cores())
        except KeyboardInterrupt:
            kill_workers()  # or else they would be waited for
            raise


def _print(value: Any, lines: Callable[[Any, Any], Iterable[str]], as_object: bool) -> None:
    from search.safe_text import json_line

    if as_object:
        click.echo(json_line(value, sys.stdout.encoding))
        return
    coloured = sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"

    def paint(text: str, part: str) -> str:
        return click.style(text, **_STYLES[part]) if coloured else text

    for line in lines(value, paint):
        click.echo(line, color=coloured)
