"""The command `seedsearch`: what all subcommands share, and the list of them."""

import logging
import os
import sys
from typing import Any

import click

from search.bugs import is_bug, log_bug
from search.cli.find import find
from search.cli.index import check, index, status
from search.cli.inspect import inspect
from search.cli.interrupt import INTERRUPTED
from search.cli.output import FAILED, warn
from search.cli.report import duplicates, report
from search.cli.serve import serve
from search.errors import error_message
from search.logs import LEVELS, log_to_stderr
from search.version import VERSION

_OLD_NAMES = {"copies": "duplicates"}


class _Group(click.Group):
    """Prints errors as one line and exits with 2, as grep does. Logs bugs with their traceback."""

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        return super().get_command(ctx, _OLD_NAMES.get(cmd_name, cmd_name))

    def invoke(self, ctx: click.Context) -> Any:
        os.umask(0o077)  # other users must not read the index
        os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # NumPy would start threads that no search needs
        for stream in (sys.stdout, sys.stderr):
            stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
        try:
            return super().invoke(ctx)
        except click.UsageError as error:
            from search.safe_text import plain

            raise click.UsageError(plain(error.format_message()), error.ctx) from error
        except (BrokenPipeError, click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except KeyboardInterrupt:
            ctx.exit(INTERRUPTED)
        except Exception as error:
            warn(error_message(error))
            if is_bug(error):
                log_bug("The command", error)
        ctx.exit(FAILED)


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(VERSION, prog_name="seedsearch")
@click.option(
    "--log-level", type=click.Choice(LEVELS), default="warning", show_default=True, help="Least level to log."
)
def main(log_level: str) -> None:
    """Full-text search over a folder of articles, on this machine only.

    Begin with: seedsearch serve FOLDER

    Ctrl-C ends a command with exit code 130. It ends serve with 0.
    """
    log_to_stderr(getattr(logging, log_level.upper()))


for _command in (index, find, serve, status, report, duplicates, check, inspect):
    main.add_command(_command)
