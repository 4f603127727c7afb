"""The site in the processes of a WSGI server."""

import re
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests.support.command import environment
from tests.support.processes import POLL, TIMEOUT, start_process
from tests.support.server import Response, Server

WAITRESS = ("waitress", "--listen=127.0.0.1:0", "--no-clear-untrusted-proxy-headers", "--call", "web.wsgi:create_app")
GUNICORN = ("gunicorn", "--bind=127.0.0.1:0", "--workers=2", "--no-control-socket", "web.wsgi:create_app()")
PLACE = {"SEEDSEARCH_FOLDER": "texts", "SEEDSEARCH_INDEX": "index"}
PROXY = {"SEEDSEARCH_TRUSTED_PROXY": "127.0.0.1", "SEEDSEARCH_ALLOW_HOSTS": "search.example"}
FORWARDED = {"X-Forwarded-Proto": "https", "X-Forwarded-Host": "search.example"}


@contextmanager
def wsgi_server(
    command: tuple[str, ...], folder: Path, number: int = 0, variables: Mapping[str, str] = PLACE
) -> Iterator[Server]:
    """A running WSGI server behind a proxy, in a folder that holds what `variables` name."""
    log = folder / f"server-{number}.log"
    run = [sys.executable, "-m", *command]
    with log.open("wb") as output, ExitStack() as stack:
        process = stack.enter_context(
            start_process(run, cwd=folder, env=environment(**variables, **PROXY), stdout=output, stderr=output)
        )
        stack.callback(process.wait, TIMEOUT)
        stack.callback(process.terminate)
        yield Server(_port(log), log)


def _port(log: Path) -> int:
    end = time.monotonic() + TIMEOUT
    while not (found := re.search(r"http://127\.0\.0\.1:(\d+)", log.read_text())):
        assert time.monotonic() < end, log.read_text()
        time.sleep(POLL)
    return int(found[1])


def ask(server: Server, target: str) -> Response:
    """What the server answers to its proxy."""
    return server.get(target, headers=FORWARDED)
