"""Checks an index on a cluster: whether each shard has a node, and whether all articles are there as they were sent."""

from collections import Counter
from collections.abc import Iterator, Set

from search.engines.opensearch.article_json import digest_of
from search.engines.opensearch.connection import WRITE, Connection
from search.engines.opensearch.failures import Rejected
from search.engines.opensearch.indexes import WHATS, Layout
from search.engines.opensearch.records import ClusterRecords, read_records, scroll
from search.engines.opensearch.state import ClusterState
from search.errors import IndexDamaged
from search.types.files import Skipped

_ARTICLE = "article "
_AT_ONCE = 50


def is_article(name: str) -> bool:
    """Whether a name in a list of damage is of a single article."""
    return name.startswith(_ARTICLE)


def files_with(records: ClusterRecords, damaged: Set[str]) -> Set[str]:
    """The paths of the files that have any of some damaged articles."""
    ids = {name.removeprefix(_ARTICLE) for name in damaged if is_article(name)}
    return {path for path, record in records.items() if not ids.isdisjoint(record.articles)} if ids else frozenset()


def damage(connection: Connection, layout: Layout, state: ClusterState) -> Iterator[Skipped]:
    """What of an index is lost or damaged, with reasons. Reads all articles, where all shards can be read."""
    lost = [*_lost_shards(connection, layout, state)]
    yield from lost or _damaged_articles(connection, layout, state)


def _lost_shards(connection: Connection, layout: Layout, state: ClusterState) -> Iterator[Skipped]:
    """The shards that no running node has, and the indexes that are gone."""
    rows = connection.get(f"_cat/shards/{layout.prefix}-*?format=json&h=index,shard,prirep,state", WRITE)
    there = {row["index"] for row in rows}
    for index in (layout.of(what, state.build) for what in WHATS):
        if index not in there:
            yield Skipped(index, "the cluster has no such index")
        for row in rows:
            if row["index"] == index and row["prirep"] == "p" and row["state"] == "UNASSIGNED":
                yield Skipped(f"{index} shard {row['shard']}", "it is on no node that runs")


def _damaged_articles(connection: Connection, layout: Layout, state: ClusterState) -> Iterator[Skipped]:
    """The articles that are missing, or not as they were sent."""
    try:
        records = read_records(connection, layout, state).files
    except (IndexDamaged, Rejected):
        yield Skipped(
            layout.of("files", state.build), "it lacks records of files, or what updates store for later ones"
        )
        return
    expected = {article for record in records.values() for article in record.articles}
    index = layout.of("articles", state.build)
    found: Counter[str] = Counter()
    for source in scroll(connection, index, state.visible(), "id", size=_AT_ONCE, fields=("id", "digest", "article")):
        found[source["id"]] += 1
        if source.get("digest") != digest_of(source["article"]):
            yield Skipped(f"{_ARTICLE}{source['id']}", "it is not as it was written")
    for article in sorted(expected - found.keys()):
        yield Skipped(f"{_ARTICLE}{article}", "it is missing")
    pairs = layout.of("pairs", state.build)
    if state.count(connection, pairs) != state.pairs:
        yield Skipped(pairs, "it does not have all near-duplicates")
    if surplus := len(found.keys() - expected) + sum(count - 1 for count in found.values()):
        yield Skipped(index, f"it holds {surplus:,} articles that belong to no file")
