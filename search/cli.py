"""The command `seedsearch`. Each subcommand validates, makes one call, and prints."""

import os
import sys
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from search.errors import SeedsearchError
from search.model import SORTS, Filters, Sort
from search.version import VERSION

if TYPE_CHECKING:
    from search.library import Library

FOUND, NOTHING_FOUND, FAILED = 0, 1, 2
DAMAGED = 1

_STYLES: dict[str, dict[str, Any]] = {
    "title": {"bold": True},
    "body": {},
    "path": {"fg": "cyan"},
    "mark": {"fg": "bright_red", "bold": True},
    "note": {"dim": True},
}


class _Commands(click.Group):
    """Shows errors that a person can mend as one line, and ends with 2 as grep does."""

    def invoke(self, ctx: click.Context) -> Any:
        os.umask(0o077)  # what an index holds is nobody else's business
        os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # NumPy would start threads that no search needs
        for stream in (sys.stdout, sys.stderr):
            stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
        try:
            return super().invoke(ctx)
        except click.UsageError as error:
            raise click.UsageError(_plain(error.format_message()), error.ctx) from error
        except SeedsearchError as error:
            message = str(error)
        except OSError as error:
            if isinstance(error, BrokenPipeError):
                raise
            message = f"{error.strerror}: {error.filename}" if error.filename else str(error)
        click.echo(f"seedsearch: {_plain(message)}", err=True)
        ctx.exit(FAILED)


def _plain(message: str) -> str:
    from search.terminal import plain

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
_json = click.option("--json", "as_object", is_flag=True, help="Print one JSON object.")


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(VERSION, prog_name="seedsearch")
def main() -> None:
    """Full-text search over a folder of articles, on this machine alone.

    Begin with: seedsearch serve FOLDER
    """


@main.command("index")
@_options(_folder, _index, _workers, _json)
def index_(folder: Path, index: Path | None, workers: int | None, as_object: bool) -> None:
    """Index the texts in FOLDER, or bring their index up to date.

    Only new and changed files are read. Nothing is written into FOLDER.
    """
    from search.terminal import update_lines

    report = _updated(_open(folder, index, workers=workers))
    _print(report, update_lines, as_object)


# Without short options a query may begin with a minus.
@main.command(context_settings={"ignore_unknown_options": True, "help_option_names": ["--help"]})
@click.argument("query")
@_options(_folder, _index, _json)
@click.option("--page", type=int, default=1, show_default=True, help="Which page of results.")
@click.option("--size", type=click.IntRange(1, 100), help="Results on a page.")
@click.option("--sort", type=click.Choice(SORTS), default="relevance", show_default=True)
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
    facets: bool,
    within: tuple[str, ...],
    **filters: tuple[str, ...],
) -> None:
    """Search the indexed texts of FOLDER for QUERY.

    Ends with 0 where something was found, 1 where nothing was, 2 on an error.
    """
    from search.terminal import result_lines

    library = _open(folder, index)
    results = library.search(
        query,
        page=page,
        size=size,
        sort=sort,
        filters=Filters.of(folder=within, **filters),
        facets=facets and as_object,
    )
    _print(results, result_lines, as_object)
    ctx.exit(FOUND if results.total else NOTHING_FOUND)


@main.command()
@_options(_folder, _index, _json)
def status(folder: Path, index: Path | None, as_object: bool) -> None:
    """Tell what the index of FOLDER holds."""
    from search.terminal import status_lines

    _print(_open(folder, index).status(), status_lines, as_object)


@main.command()
@_options(_folder, _index, _json)
@click.option("--csv", "as_table", is_flag=True, help="Print a table, one row for each article.")
@click.option("--doubtful", is_flag=True, help="Only files where something may be wrong.")
@click.option("--path", "part", default="", help="Only files that have this in their paths.")
def report(folder: Path, index: Path | None, as_object: bool, as_table: bool, doubtful: bool, part: str) -> None:
    """Tell what was done to each file of FOLDER, and what looks doubtful.

    Reads all articles from the index, and prints each file as it comes.
    """
    from search.export import report_csv, report_json
    from search.terminal import report_lines

    if as_object and as_table:
        raise click.UsageError("Choose one of --json and --csv.")
    rows = _open(folder, index).report(part, doubtful=doubtful)
    if as_object or as_table:
        for line in report_csv(rows) if as_table else report_json(rows, sys.stdout.encoding):
            click.echo(line, nl=False)
    else:
        _print(rows, report_lines, as_object=False)


@main.command()
@_options(_folder, _index, _workers, _json)
@click.option("--repair", is_flag=True, help="Make anew what is damaged.")
@click.pass_context
def check(
    ctx: click.Context, folder: Path, index: Path | None, workers: int | None, as_object: bool, repair: bool
) -> None:
    """Verify the whole index of FOLDER, and with --repair make anew what is damaged.

    Ends with 0 where all is well, or is again, and with 1 where something is damaged.
    """
    from search.terminal import check_lines, update_lines

    library = _open(folder, index, workers=workers)
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
@click.option("--no-update", is_flag=True, help="Serve the index as it is.")
def serve(
    folder: Path, index: Path | None, host: str | None, port: int | None, allow_host: tuple[str, ...], no_update: bool
) -> None:
    """Index the texts in FOLDER (here, if left out), then serve them to your browser until Ctrl-C."""
    from search.terminal import update_lines
    from web.server import serve as serve_site

    library = _open(folder, index, host=host, port=port)
    if not no_update:
        _print(_updated(library), update_lines, as_object=False)
    library.status()
    serve_site(library, allow_host, tell=click.echo)


def _open(folder: Path, index: Path | None, **flags: Any) -> "Library":
    from search.config import load
    from search.library import Library

    return Library.open(folder, index, load(flags))


def _updated(library: "Library") -> Any:
    if library.is_outdated:
        click.echo("The index was made by another version of seedsearch, so it is built anew.", err=True)
    return _with_progress(library.update, library)


def _with_progress(work: Callable[..., Any], library: "Library") -> Any:
    """Index, with a progress bar where somebody watches."""
    from search.workers import cores

    hidden = not sys.stderr.isatty() or os.environ.get("TERM") == "dumb"
    with ExitStack() as stack:
        bars: list[Any] = []

        def progress(done: int, of: int) -> None:
            if not bars:  # nothing is drawn where nothing is to be done
                bars.append(
                    stack.enter_context(click.progressbar(length=of, label="Indexing", file=sys.stderr, hidden=hidden))
                )
            bars[0].update(done - bars[0].pos)

        return work(progress, library.config.workers or cores())


def _print(value: Any, lines: Callable[[Any, Any], Iterable[str]], as_object: bool) -> None:
    from search.terminal import json_line

    if as_object:
        click.echo(json_line(value, sys.stdout.encoding))
        return
    coloured = sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"

    def paint(text: str, part: str) -> str:
        return click.style(text, **_STYLES[part]) if coloured else text

    for line in lines(value, paint):
        click.echo(line, color=coloured)
