"""Index articles with both engines, and compare what they answer to many searches."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from search.analysis.stemming import AUTO
from search.engines.base import Engine
from search.engines.embedded import EmbeddedEngine
from search.engines.file_table import FileTable
from search.engines.opensearch.engine import OpenSearchEngine
from tests.bench.cluster.comparison import differences
from tests.bench.cluster.setting import place
from tests.bench.cluster.varied_articles import Files, varied
from tests.bench.cluster.varied_searches import RandomSearches, Search

_DRAWN_FROM = 2_000
"""Articles whose words queries are made of."""
_EVERY = 500
"""Searches between two lines that say how far it is."""


@dataclass(frozen=True)
class Difference:
    """What two engines answer differently to a search."""

    search: Search
    what: str


@dataclass(frozen=True)
class Comparison:
    """What was compared, and what was different."""

    articles: int
    searches: int
    differences: Sequence[Difference]


def compare(texts: Sequence[str], searches: int, hosts: Sequence[str], say: Callable[[str], None]) -> Comparison:
    """Compare both engines over some texts, by so many searches. `hosts` are the nodes of a cluster."""
    files = [*varied(texts, Random(1))]
    drawn = RandomSearches(texts[:_DRAWN_FROM], Random(2))
    found: list[Difference] = []
    with _embedded() as embedded, on_cluster(hosts) as cluster:
        for name, engine in (("embedded", embedded), ("OpenSearch", cluster)):
            say(f"indexing {len(texts):,} articles with the {name} engine")
            index(engine, files)
        searchers = embedded.searcher(), cluster.searcher()
        for number in range(searches):
            if number % _EVERY == 0:
                say(f"comparing search {number:,} of {searches:,}: {len(found)} differences so far")
            search = drawn.draw()
            found += (Difference(search, what) for what in differences(search, searchers))
        return Comparison(searchers[0].stats.articles, searches, found)


def index(engine: Engine, files: Iterable[Files]) -> None:
    """Index files as an update does."""
    with engine.writer() as writer:
        for records, articles in files:
            writer.put(FileTable.of(records), writer.build(articles))


@contextmanager
def _embedded() -> Iterator[Engine]:
    with TemporaryDirectory() as folder:
        yield EmbeddedEngine(Path(folder), AUTO)


@contextmanager
def on_cluster(hosts: Sequence[str]) -> Iterator[Engine]:
    """An engine on a cluster, spread over its nodes. What it stores is deleted at the end."""
    with place(hosts) as index:
        yield OpenSearchEngine(index.access, index.layout, "", AUTO)
