"""How soon a page begins to arrive: a real server, several people at once, a seeded mix of queries.

In a closed loop each person sends the next request at once. The server is never idle, so this measures how many pages a
second it can send. With pauses, people read between two pages, and each begins at another moment.
"""

import argparse
import http.client
import os
import statistics
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from dataclasses import dataclass, replace
from itertools import chain, pairwise
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from urllib.parse import quote

from tests.bench.beside import beside
from tests.bench.corpus import census, files, read
from tests.bench.engines import UNCLEANED
from tests.bench.mix import mixes
from tests.support.server import Server, serve

LARGE = 200_000
"""Bytes of the article whose page is measured."""
RESULTS, ARTICLE, COMPARISON, HOME = "results", "article of 200 kB", "comparison", "home"
"""The kinds of pages."""


def main() -> None:
    """Measure, and print a line for each kind of page and of asking."""
    options = _options()
    asked = [
        question.text for mix in mixes(census(options.texts), options.queries, options.seed) for question in mix.timed
    ]
    with TemporaryDirectory() as work:
        index = options.index or Path(work, "index")
        for found in chain(
            pages(options.texts, index, Path(work), asked, options.people),
            beside(options.texts, index, Path(work), asked),
        ):
            print(found.told)


@dataclass(frozen=True)
class Paged:
    """A kind of page, the seconds that people pause on average, the seconds to the first byte of each page, and the
    seconds of the processor that each took on average."""

    what: str
    pause: float
    seconds: Sequence[float]
    each: float

    @property
    def median(self) -> float:
        """Seconds to the first byte."""
        return statistics.median(self.seconds)

    @property
    def told(self) -> str:
        """A line."""
        parts = statistics.quantiles((1000 * it for it in self.seconds), n=100, method="inclusive")
        return (
            f"{self.what}, pause {self.pause:g} s: median {parts[49]:.1f} ms, p95 {parts[94]:.1f} ms, "
            f"p99 {parts[98]:.1f} ms; {1000 * self.each:.1f} ms of the processor for each"
        )


@dataclass(frozen=True)
class People:
    """How many ask at once, how often each does, the seconds between two pages on average, and the seed of it all."""

    clients: int
    requests: int
    pause: float
    seed: int


def pages(texts: Path, index: Path, work: Path, asked: Sequence[str], people: People) -> list[Paged]:
    """Ask for results of some queries and for a long article, without pauses and with those of `people`; and for
    comparisons and the home page, without."""
    found = []
    with ExitStack() as stack:
        results = stack.enter_context(serve(texts, index, "--no-watch"))
        article = stack.enter_context(serve(_large(texts, work / "large"), work / "large-index", **UNCLEANED))
        searches = [f"/search?q={quote(text)}" for text in asked]
        for what, server, targets in ((RESULTS, results, searches), (ARTICLE, article, [_article(article)])):
            for pause in (0.0, people.pause):
                found.append(Paged(what, pause, *measured(server, targets, replace(people, pause=pause))))
        for what, targets in ((COMPARISON, _comparisons(results)), (HOME, ["/"])):
            found.append(Paged(what, 0.0, *measured(results, targets, replace(people, pause=0.0))))
    return found


def measured(server: Server, targets: Sequence[str], people: People) -> tuple[list[float], float]:
    """The seconds to the first byte of each request, and the seconds of the processor that each took on average."""
    for target in targets:
        assert server.get(target).status == 200, target
    before = _processor(server.pid)

    def client(number: int) -> list[float]:
        random = Random(f"{people.seed} {number}")
        pauses = (random.uniform(0, 2 * people.pause) for _ in range(people.requests))
        with closing(http.client.HTTPConnection("127.0.0.1", server.port)) as connection:
            return [_asked(connection, random.choice(targets), pause) for pause in pauses]

    with ThreadPoolExecutor(people.clients) as pool:
        seconds = [it for asked in pool.map(client, range(people.clients)) for it in asked]
    return seconds, (_processor(server.pid) - before) / len(seconds)


def _processor(pid: int) -> float:
    """The seconds that a process has spent on the processor."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _asked(connection: http.client.HTTPConnection, target: str, pause: float) -> float:
    time.sleep(pause)
    began = time.perf_counter()
    connection.request("GET", target)
    response = connection.getresponse()
    seconds = time.perf_counter() - began
    response.read()
    assert response.status == 200, target
    return seconds


def _large(texts: Path, folder: Path) -> Path:
    """A folder with one article of 200 kB, made of others."""
    folder.mkdir(parents=True)
    text = ""
    for path in files(texts):
        text += read(path)
        if len(text) >= LARGE:
            break
    (folder / "large.txt").write_bytes(text.encode()[:LARGE])
    return folder


def _article(server: Server) -> str:
    """The address of the article, with the hits of a word that stands in it often."""
    [hit] = server.get("/api/v1/search?q=*").json["hits"]
    return f"/articles/{hit['id']}?q=city"


def _comparisons(server: Server) -> list[str]:
    """The addresses of comparisons of articles with the same word."""
    ids = [hit["id"] for hit in server.get("/api/v1/search?q=city&size=20").json["hits"]]
    return [f"/compare?a={a}&b={b}" for a, b in pairwise(ids)]


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.pages", description=__doc__)
    parser.add_argument("texts", type=Path, help="a folder of .txt files")
    parser.add_argument("--index", type=Path, help="where their index is, if there is one")
    parser.add_argument("--clients", type=int, default=8, help="people at once (8)")
    parser.add_argument("--requests", type=int, default=100, help="pages that each asks for (100)")
    parser.add_argument("--pause", type=float, default=0.5, help="seconds between two, on average (0.5)")
    parser.add_argument("--queries", type=int, default=10, help="queries of each kind (10)")
    parser.add_argument("--seed", type=int, default=1, help="of the queries (1)")
    options = parser.parse_args()
    options.people = People(options.clients, options.requests, options.pause, options.seed)
    return options


if __name__ == "__main__":
    main()
