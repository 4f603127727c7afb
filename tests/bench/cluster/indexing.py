"""How fast articles are indexed on a cluster, beside what its nodes take when all that is sent to them is ready."""

import resource
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from search.engines.opensearch.article_build import ArticleBuild
from search.engines.opensearch.builds import make_build
from search.engines.opensearch.bulk import EncodedWrite, send_all
from search.engines.opensearch.connection import WRITE
from search.extract.articles import whole_texts
from search.indexing.workers import cores
from search.types.article import Article
from tests.bench import process
from tests.bench.cluster.setting import Place, place
from tests.bench.corpus import files, read
from tests.bench.engines import UNCLEANED

_BUILD, _PART = "0" * 8, 1 << 20


@dataclass(frozen=True)
class Indexing:
    """What it takes to index some bytes of text, in seconds: in all, of the processors that our processes have used,
    and for the nodes alone, when they are sent the same documents from memory."""

    bytes: int
    all: float
    processors: float
    nodes: float

    @property
    def megabytes(self) -> float:
        """The size of the texts."""
        return self.bytes / 1e6


def measure(texts: Path, index: Place) -> Indexing:
    """Index a folder of texts without extraction, by the command. The index stays."""
    with place(index.hosts) as other:
        ready = _ready_made(texts, other)
        nodes = _send(ready, other)
        del ready
    command = process.seedsearch("index", texts, "--json")
    before = _processors()
    seconds = process.seconds(command, **UNCLEANED, **index.variables)
    return Indexing(sum(path.stat().st_size for path in files(texts)), seconds, _processors() - before, nodes)


def _ready_made(texts: Path, index: Place) -> list[EncodedWrite]:
    """All that is sent to write the articles of some texts."""
    names = (index.layout.of(what, _BUILD) for what in ("articles", "words"))
    build = ArticleBuild(index.access, *names, _PART, "bench")
    return [write.encoded() for write in build.writes(_articles(texts), [], defaultdict(Counter))]


def _articles(texts: Path) -> Iterator[Article]:
    for path in files(texts):
        yield from filter(None, whole_texts([str(path.relative_to(texts))], [read(path)], ["utf-8"], [""]))


def _send(ready: list[EncodedWrite], index: Place) -> float:
    """The seconds in which the nodes take some writes, from as many threads as the command has processes."""
    connection = index.access.connect()
    make_build(connection, index.layout, _BUILD)
    began = time.perf_counter()
    parts = [ready[first :: cores()] for first in range(cores())]
    with ThreadPoolExecutor(len(parts)) as threads:
        for sent in [threads.submit(send_all, connection, part) for part in parts]:
            sent.result()
    connection.post(f"{index.prefix}-*/_refresh", patience=WRITE)
    return time.perf_counter() - began


def _processors() -> float:
    """The seconds that processes have used which were started here and have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
