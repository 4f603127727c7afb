"""The library that a subcommand works on: opening it, and updating it with progress."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from search.cli.interrupt import in_good_order

if TYPE_CHECKING:
    from search.library import Library


def open_library(folder: Path, index: Path | None, **settings: Any) -> "Library":
    """The library of a folder. Settings that are not None come before the configuration. Raises SeedsearchError."""
    from search.config import load_config
    from search.library import Library

    return Library.open(folder, index, load_config(settings))


def warn_before_update(library: "Library") -> None:
    """Tell the user if the next update rebuilds the index."""
    if library.is_outdated:
        click.echo("The index was made by another version of seedsearch. It is being rebuilt.", err=True)


def tell_missing_kernels() -> None:
    """Say it on standard output if the compiled kernels are missing."""
    from search.kernels import missing_kernels

    if missing := missing_kernels():
        click.echo(missing)


def run_with_progress(work: Callable[..., Any], library: "Library") -> Any:
    """Call `work(progress, workers)` and return its result. Prints the progress to standard error every two seconds."""
    from search.cli.progress import progress_line
    from search.indexing.workers import cores
    from search.types.activity import Updating

    first = not library.generation
    return _report(
        lambda progress: work(progress, library.config.workers or cores()),
        lambda done, of: progress_line(Updating(done, of), first=first),
    )


def embed_with_progress(library: "Library") -> None:
    """Make the vectors of a library, with progress, and say on standard error how many."""
    from search.cli.progress import embedding_line
    from search.types.activity import Embedding

    count = _report(library.embed, lambda done, of: embedding_line(Embedding(done, of)))
    click.echo(f"{count:,} article{'' if count == 1 else 's'} prepared for search by meaning.", err=True)


def read_scans_with_progress(library: "Library") -> int:
    """Read the scans of a library by OCR, with progress, and say on standard error how many files were read."""
    from search.cli.progress import scanning_line
    from search.types.activity import Scanning

    count: int = _report(library.read_scans, lambda done, of: scanning_line(Scanning(done, of)))
    click.echo(f"{count:,} file{'' if count == 1 else 's'} read by OCR.", err=True)
    return count


def _report(work: Callable[[Callable[[int, int], None]], Any], line: Callable[[int, int], str]) -> Any:
    """Call `work(progress)` and return its result. Prints `line(done, of)` to standard error every two seconds."""
    from search.cli.progress import repeated
    from search.indexing.processes import kill_workers

    state = 0, 0

    def progress(done: int, of: int) -> None:
        nonlocal state
        state = done, of

    with in_good_order(), repeated(lambda: click.echo(line(*state), err=True)):
        try:
            return work(progress)
        except KeyboardInterrupt:
            kill_workers()  # otherwise the process would wait for them
            raise
