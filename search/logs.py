"""The log: silent in a program that does not ask for it, and on standard error in the command and its processes.

Levels: ERROR for bugs, INFO for what an update did, DEBUG for single files and for queries. What a person searches for
is logged at DEBUG only. Texts of files and queries are logged with %r, so that no control character reaches a terminal.
"""

import logging

LOG = logging.getLogger("seedsearch")
LOG.addHandler(logging.NullHandler())
LEVELS = ("debug", "info", "warning", "error")
"""Names of the levels, the most talkative first."""


def log_to_stderr(level: int) -> None:
    """Write what has at least this level to standard error, at DEBUG and INFO with the time of day."""
    handler = logging.StreamHandler()
    if level <= logging.INFO:
        handler.setFormatter(logging.Formatter("%(asctime)s.%(msecs)03d %(message)s", "%H:%M:%S"))
    LOG.handlers = [handler]
    LOG.setLevel(level)
