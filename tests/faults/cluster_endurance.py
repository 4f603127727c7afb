"""Eight people search a site on a cluster for a long time. Its folder grows, and every few minutes a node restarts.

    python -m tests.faults.cluster_endurance --minutes 30

Prints what people saw: how many pages, how long they waited, every error, and every total that cannot be right.
"""

import argparse
import re
import statistics
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from urllib.parse import quote

from tests.support.command import command_line, environment
from tests.support.files import write_files
from tests.support.opensearch.distribution import VERSIONS, Unavailable, provide
from tests.support.opensearch.nodes import Nodes, run_nodes
from tests.support.processes import start_process
from tests.support.server import Server

PEOPLE = 8
FILES = 100
"""Files that are added at a time."""
BETWEEN_FILES = 20.0
"""Seconds between two times that files are added."""
QUERIES = ("quay", "pier ferry", '"left the quay"', "fer*", "harbour -ferry", "quay OR dock", "title:ferry")


@dataclass
class Seen:
    """What people saw."""

    seconds: list[float] = field(default_factory=list)
    errors: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)

    def __str__(self) -> str:
        if not self.seconds:
            return "no page"
        ordered = sorted(self.seconds)
        return (
            f"{len(ordered):,} pages, median {1000 * statistics.median(ordered):.0f} ms,"
            f" 99 %: {ordered[len(ordered) * 99 // 100]:.2f} s, longest {ordered[-1]:.2f} s;"
            f" {self.errors.total()} errors {dict(self.errors)}, {self.wrong.total()} wrong totals {dict(self.wrong)}"
        )


class Folder:
    """A folder that grows, and how many files it has."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.written = 0

    def grow(self) -> None:
        """Add FILES files at once."""
        texts = {
            f"{self.written}/{n}.txt": f"Ferry {self.written + n}\n\nThe ferry left the quay. {'pier harbour ' * 60}"
            for n in range(FILES)
        }
        write_files(self.path.with_name("new"), texts)
        self.path.with_name("new").joinpath(str(self.written)).rename(self.path / str(self.written))
        self.written += FILES


def say(line: str) -> None:
    """Print a line at once."""
    print(line, flush=True)  # noqa: T201


def main() -> int:
    """Run it. Returns 1 where anybody saw an error or a wrong total; 0 where OpenSearch cannot run here."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--version", choices=VERSIONS, default="2", help="the newest 2.x or 3.x (2)")
    parser.add_argument("--minutes", type=float, default=30, help="how long (30)")
    parser.add_argument("--restarts", type=float, default=3, help="minutes between two restarts of a node (3)")
    parser.add_argument("--pause", type=float, default=0.5, help="seconds that a person looks at a page (0.5)")
    options = parser.parse_args()
    try:
        distribution = provide(options.version)
    except Unavailable as reason:
        say(f"Skipped: {reason}")
        return 0
    with TemporaryDirectory() as work, run_nodes(distribution, Path(work) / "nodes", 3) as nodes:
        (Path(work) / "texts").mkdir()
        folder = Folder(Path(work) / "texts")
        folder.grow()
        with _served(folder.path, nodes) as server:
            seen = endure(server, nodes, folder, options)
    say(str(seen))
    return bool(seen.errors or seen.wrong or not seen.seconds)


def endure(server: Server, nodes: Nodes, folder: Folder, options: argparse.Namespace) -> Seen:
    """Let people search while the folder grows and nodes restart."""
    seen, end = Seen(), threading.Event()
    began = time.monotonic()
    with ThreadPoolExecutor(PEOPLE + 1) as pool:
        people = (Person(server, folder, seen, Random(person), options.pause) for person in range(PEOPLE))
        running = [*(pool.submit(person.search_on, end) for person in people), pool.submit(_grow, folder, end)]
        try:
            for number in range(1_000_000):
                end.wait(min(60 * options.restarts, began + 60 * options.minutes - time.monotonic()))
                if time.monotonic() - began >= 60 * options.minutes - 1:
                    break
                say(f"{time.monotonic() - began:4.0f} s: node {number % nodes.count} restarts; {seen}")
                nodes.kill(number % nodes.count)
                nodes.start(number % nodes.count)
        finally:
            end.set()
        for each in running:
            each.result()
    server.wait_until(lambda site: site.get("/api/v1/search?q=*&size=1").json["total"] == folder.written)
    return seen


def _grow(folder: Folder, end: threading.Event) -> None:
    while not end.wait(BETWEEN_FILES):
        folder.grow()


@dataclass
class Person:
    """Searches, opens what is found, and looks at each page for a while."""

    server: Server
    folder: Folder
    seen: Seen
    choice: Random
    pause: float
    least: int = 0
    """Articles that were found last."""

    def search_on(self, end: threading.Event) -> None:
        """Search until the end."""
        while not end.wait(self.choice.uniform(0, 2 * self.pause)):
            page = self._page(f"/?q={quote(self.choice.choice(QUERIES))}&page={self.choice.choice((1, 1, 1, 2))}")
            if links := re.findall(r'href="(/articles/[^"#?]+[^"#]*)', page):
                self._page(unescape(self.choice.choice(links)))
            if found := re.search(r'"total": ?(\d+)', self._page("/api/v1/search?q=ferry&size=1&duplicates=all")):
                self._check(int(found[1]))

    def _check(self, total: int) -> None:
        """Files are added many at a time, and never removed."""
        if total % FILES or not self.least <= total <= self.folder.written:
            self.seen.wrong[f"{total} between {self.least} and {self.folder.written}"] += 1
        self.least = total

    def _page(self, target: str) -> str:
        """A page as text; empty where it is an error."""
        began = time.monotonic()
        try:
            response = self.server.get(target)
        except (OSError, AssertionError, IndexError) as error:
            self.seen.errors[type(error).__name__] += 1
            return ""
        self.seen.seconds.append(time.monotonic() - began)
        if response.status == 200:
            return response.text
        shown = " ".join(re.sub(r"<[^>]*>", " ", response.text).split())
        self.seen.errors[f"{response.status} {shown[-300:]}"] += 1
        return ""


@contextmanager
def _served(folder: Path, nodes: Nodes) -> Iterator[Server]:
    """The site of a folder, which follows it; its index is on the nodes."""
    variables = {"SEEDSEARCH_ENGINE": "opensearch", "SEEDSEARCH_OPENSEARCH_HOSTS": ",".join(nodes.hosts)}
    log = folder.with_name("server.log")
    with log.open("wb") as errors:
        command = command_line("serve", folder, "--port", "0")
        env = environment(**variables, XDG_CACHE_HOME=str(folder.with_name("cache")))
        with start_process(command, env=env, stdout=subprocess.PIPE, stderr=errors) as process:
            server = Server(_port(process), log, process.pid)
            server.wait_for_update()
            yield server
            process.terminate()
            with suppress(subprocess.TimeoutExpired):
                process.wait(30)
    say(log.read_text(encoding="utf-8", errors="replace")[-1500:])


def _port(process: "subprocess.Popen[bytes]") -> int:
    assert process.stdout
    for line in process.stdout:
        if found := re.search(rb"http://\S+:(\d+)", line):
            return int(found[1])
    raise AssertionError("the server did not start")


if __name__ == "__main__":
    sys.exit(main())
