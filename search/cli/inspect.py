"""Subcommand that shows what is in the files of an index: inspect."""

from pathlib import Path

import click

from search.cli.options import JSON, options
from search.cli.output import DAMAGED, SUCCESS, print_value
from search.errors import ConfigError, IndexMissing


@click.command()
@click.argument("folder", metavar="INDEX", type=click.Path(path_type=Path))
@click.argument("segment", required=False)
@click.option("--terms", "pattern", help="Show the terms that match, with their postings: 'ferry*', 'f?rry'.")
@click.option("--doc", type=click.IntRange(0), help="Show the document with this number.")
@click.option("--footer", is_flag=True, help="Show the end of the file, and verify its checksums.")
@options(JSON)
@click.pass_context
def inspect(
    ctx: click.Context,
    folder: Path,
    segment: str | None,
    pattern: str | None,
    doc: int | None,
    footer: bool,
    as_object: bool,
) -> None:
    """Show what is in the files of INDEX.

    INDEX is the folder of an index, or a folder of texts with an index in your cache. Without SEGMENT, shows the commit
    points. SEGMENT is the name of a segment or a state, or a part of the name: shows its columns.

    Exit code 0: undamaged, as far as was read. 1: damaged. 2: error.
    """
    from search.cli import inspect_lines as lines
    from search.config import load_config
    from search.engine_choice import is_in_folder
    from search.engines.embedded import inspect as index_reader
    from search.engines.embedded import inspect_file as file_reader

    if (pattern is not None) + (doc is not None) + footer > 1:
        raise click.UsageError("Choose one of --terms, --doc and --footer.")
    if segment is None and (pattern is not None or doc is not None or footer):
        raise click.UsageError("--terms, --doc and --footer need a SEGMENT.")
    try:
        index = index_reader.index_folder(folder)
    except IndexMissing as error:
        if is_in_folder(load_config({})):
            raise
        raise ConfigError(f"{error} An index on a cluster has no files to show.") from None
    if segment is None:
        info = index_reader.inspect_index(index)
        print_value(info, lines.index_lines, as_object=as_object)
        ctx.exit(DAMAGED if info.damaged else SUCCESS)
    if footer:
        end = file_reader.inspect_footer(index, segment)
        print_value(end, lines.footer_lines, as_object=as_object)
        ctx.exit(DAMAGED if end.damaged_blocks else SUCCESS)
    if pattern is not None:
        print_value(file_reader.inspect_terms(index, segment, pattern), lines.terms_lines, as_object=as_object)
    elif doc is not None:
        print_value(file_reader.inspect_document(index, segment, doc), lines.document_lines, as_object=as_object)
    else:
        print_value(file_reader.inspect_file(index, segment), lines.file_lines, as_object=as_object)
