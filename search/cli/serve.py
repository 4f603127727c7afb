"""The subcommand serve."""

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from search.cli.interrupt import in_good_order
from search.cli.library import open_library, tell_missing_kernels, warn_before_update
from search.cli.options import EXCLUDE, INDEX, options
from search.cli.output import print_value, warn
from search.errors import ClusterDown, IndexMissing, SeedsearchError

if TYPE_CHECKING:
    from search.library import Library


@click.command()
@click.argument("folder", type=click.Path(path_type=Path), default=".")
@options(INDEX)
@click.option("--host", help="Address to listen on.  [default: 127.0.0.1, this machine only]")
@click.option("--port", type=click.IntRange(0, 65_535), help="Port to listen on.  [default: 8765]")
@click.option("--allow-host", multiple=True, metavar="NAME", help="Another host name of this machine. Repeatable.")
@options(EXCLUDE)
@click.option("--no-update", is_flag=True, help="Serve the index as it is.")
@click.option("--meaning", is_flag=True, help="Offer search by meaning, and prepare it in the background.")
@click.option("--no-watch", is_flag=True, help="Update the index once, then ignore changes in FOLDER.")
def serve(
    folder: Path,
    index: Path | None,
    host: str | None,
    port: int | None,
    allow_host: tuple[str, ...],
    exclude: tuple[str, ...],
    no_update: bool,
    meaning: bool,
    no_watch: bool,
) -> None:
    """Search the texts in FOLDER in your browser.

    FOLDER is the current folder if you leave it out. The index is updated at the start, and whenever files change. Open
    the printed address when it says Ready. Ctrl-C stops the server.
    """
    from search.cli.progress import Opening
    from search.cli.report_lines import update_summary
    from search.watch import Watch
    from web.server import serve as serve_site

    library = open_library(
        folder,
        index,
        host=host,
        port=port,
        watch=False if no_watch else None,
        exclude=exclude or None,
        meaning=meaning or None,
        allow_hosts=allow_host or None,
    )
    is_first = False

    def done(report: Any) -> None:
        nonlocal is_first
        opening.look()
        print_value(report, update_summary)
        if is_first:
            tell_missing_kernels()
        is_first = False

    watch = Watch(library, warn, done, idle=no_update)
    opening = Opening(lambda: _is_ready(library), lambda: watch.live.updating, click.echo)
    try:
        is_first = not library.generation
        library.searcher()
    except IndexMissing:
        if no_update:
            raise
        warn_before_update(library)
    except ClusterDown as error:
        warn(f"{error} The site waits for it.")
    with in_good_order(), suppress(KeyboardInterrupt):  # Ctrl-C is the usual way to stop
        serve_site(watch, opening)


def _is_ready(library: "Library") -> bool:
    """Whether searches get answers."""
    try:
        library.searcher()
    except SeedsearchError:
        return False
    return True
