"""All engines, and shortcuts to add texts to them and to search them without a folder."""

import os
import secrets
from collections.abc import Callable, Mapping
from hashlib import blake2b
from pathlib import Path

from search.config import SKIPPABLE_STEPS
from search.engines.base import Engine, IndexWriter
from search.engines.embedded import EmbeddedEngine
from search.engines.file_table import FileTable
from search.extract.articles import extract_articles
from search.extract.draft import ExtractionOptions
from search.query import parse
from search.query.explain import Explanation, explain
from search.query.suggest import Suggestions, suggest
from search.types.files import FileRecord, FileText, Stamp
from search.types.matches import TopDocs
from search.types.requests import SearchOptions, Sort

WITHOUT_EXTRACTION = ExtractionOptions(frozenset(SKIPPABLE_STEPS))
"""No extraction: each text is one article with its first line as the title, and all of it is body."""
EngineFactory = Callable[[Path], Engine]
"""Makes an engine whose index lies in a folder, without word forms."""
ENGINES: dict[str, EngineFactory] = {"embedded": lambda folder: EmbeddedEngine(folder, "none")}
if HOSTS := tuple(filter(None, os.environ.get("TEST_CLUSTER", "").split(","))):

    def _on_cluster(folder: Path) -> Engine:
        from search.engines.opensearch.article_build import Access
        from search.engines.opensearch.engine import OpenSearchEngine
        from search.engines.opensearch.indexes import Layout

        access = Access(HOSTS)
        for other, name in [*_MADE.items()]:
            if not other.is_dir():
                access.connect().delete(f"{name}-*")
                del _MADE[other]
        name = _MADE.setdefault(folder, f"seedsearch-{secrets.token_hex(8)}")
        return OpenSearchEngine(access, Layout(name, min(3, len(HOSTS)), min(1, len(HOSTS) - 1)), "", "none")

    _MADE: dict[Path, str] = {}
    ENGINES["opensearch"] = _on_cluster


def add_texts(batch: IndexWriter, texts: Mapping[str, str]) -> None:
    """Add texts to an index as an update does."""
    records, every = [], []
    for path, text in texts.items():
        data = text.encode()
        source = FileText(text, "utf-8", blake2b(data, digest_size=16).hexdigest(), len(data))
        found = extract_articles(path, source, WITHOUT_EXTRACTION)
        stamp = Stamp(source.size, 1, 1)
        records.append(FileRecord(path, stamp, source.digest, "utf-8", tuple(article.id for article in found)))
        every += found
    batch.put(FileTable.of(records), batch.build(every))


def search(engine: Engine, typed: str, first: int = 0, count: int = 100, sort: Sort = "path") -> TopDocs:
    """What an engine finds for a query text."""
    return engine.searcher().search(parse(typed), SearchOptions(sort), first=first, count=count)


def explained(engine: Engine, typed: str) -> Explanation:
    """What an engine understands a query text as."""
    with engine.searcher().query_index() as index:
        return explain(parse(typed), index)


def suggested(engine: Engine, typed: str, most: int) -> Suggestions:
    """What an engine suggests to a person who has typed a text."""
    with engine.searcher().query_index() as index:
        return suggest(parse(typed), index, most)


def paths_of(found: TopDocs) -> list[str]:
    """The paths of the matches, in order."""
    return [match.article.path for match in found.matches]
