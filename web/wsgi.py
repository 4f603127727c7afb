"""The site for a WSGI server of several processes, such as gunicorn. Each process only reads: another one keeps the
index up to date, and each request looks for its newest state."""

import logging
import os
import sys

from flask import Flask

from search import Library, SeedsearchError, Watch, load_config, log_to_stderr
from web import app
from web.security import Hosts
from web.server import SWITCH_INTERVAL


def create_app(folder: str | None = None, index: str | None = None) -> Flask:
    """The site of a folder and its index. The environment names what is left out (SEEDSEARCH_FOLDER and
    SEEDSEARCH_INDEX), as it does the settings. Ends the process with a sentence where a setting is wrong."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # NumPy would start threads that no search needs
    sys.setswitchinterval(SWITCH_INTERVAL)
    if not logging.getLogger().handlers:  # else the server logs bugs
        log_to_stderr(logging.WARNING)
    folder = folder or os.environ.get("SEEDSEARCH_FOLDER") or "."
    try:
        library = Library.open(folder, index or os.environ.get("SEEDSEARCH_INDEX"), load_config({}))
        config = library.config
        return app.create_app(Watch(library, idle=True), Hosts.of(config.host, config.port, config.allow_hosts))
    except SeedsearchError as error:
        raise SystemExit(str(error)) from error
