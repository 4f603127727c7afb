"""Engines against a plain scan of the texts, against SQLite, and against a new index."""

import sqlite3
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given
from hypothesis import strategies as st

from search.engines.base import Engine
from search.query import parse
from search.types.requests import SORTS
from tests.support import oracle
from tests.support.engines import EngineFactory, add_texts, paths_of, search
from tests.support.oracle import Branch, Leaf, Node, Text
from tests.support.profiles import fewer

NAMES = [f"{letter}.txt" for letter in "abcdefgh"]
CORPORA = st.dictionaries(st.sampled_from(NAMES), oracle.TEXTS, min_size=1, max_size=8)
SOME_QUERIES = st.lists(oracle.QUERIES, min_size=1, max_size=8)
SOME_QUERIES_OF_SQL = st.lists(oracle.QUERIES_OF_SQL, min_size=1, max_size=8)
CHANGES = st.lists(
    st.dictionaries(st.sampled_from(NAMES), st.none() | oracle.TEXTS, max_size=6), min_size=1, max_size=4
)
FEWER = fewer(5)


def indexed(engine_factory: EngineFactory, folder: str, corpus: Mapping[str, Text]) -> Engine:
    """An engine that holds a corpus."""
    engine = engine_factory(Path(folder))
    with engine.writer() as batch:
        add_texts(batch, {path: str(text) for path, text in corpus.items()})
    return engine


def as_sql(node: Node) -> str:
    """A query in the language of SQLite's full-text search."""
    if isinstance(node, Leaf):
        words = f"{node.words[0]}*" if node.kind == "prefix" else '"' + " ".join(node.words) + '"'
        return f"{'title' if node.title else 'whole'} : {words}"
    wanted = [as_sql(part) for part in node.parts if not (isinstance(part, Branch) and part.kind == "none")]
    excluded = [as_sql(part.parts[0]) for part in node.parts if isinstance(part, Branch) and part.kind == "none"]
    joined = "(" + (" OR " if node.kind == "any" else " AND ").join(wanted) + ")"
    for part in excluded:
        joined = f"({joined} NOT {part})"
    return joined


@FEWER
@given(CORPORA, SOME_QUERIES)
def test_a_plain_scan_finds_the_same_articles_and_marks(
    engine_factory: EngineFactory, corpus: dict[str, Text], queries: list[Node]
) -> None:
    with TemporaryDirectory() as folder:
        engine = indexed(engine_factory, folder, corpus)
        for node in queries:
            scanned = {path: oracle.marked(node, text) for path, text in corpus.items()}
            expected = {path: spans for path, spans in scanned.items() if spans is not None}
            found = search(engine, str(node))
            assert (found.total, paths_of(found)) == (len(expected), sorted(expected)), str(node)
            for match in found.matches:
                text, spans = corpus[match.article.path], expected[match.article.path]
                lit = {at for span in spans for at in range(*text.stretch(*span))}
                reading = engine.searcher().read(match.article.id, parse(str(node)))
                assert reading
                assert {at for span in reading.portion.marks for at in range(*span)} == lit
                assert match.hits == reading.portion.total == len(reading.portion.marks)


@FEWER
@given(CORPORA, SOME_QUERIES_OF_SQL)
def test_sqlite_finds_the_same_articles(
    engine_factory: EngineFactory, corpus: dict[str, Text], queries: list[Node]
) -> None:
    with TemporaryDirectory() as folder, sqlite3.connect(":memory:") as database:
        engine = indexed(engine_factory, folder, corpus)
        database.execute("CREATE VIRTUAL TABLE articles USING fts5(path UNINDEXED, title, whole)")
        rows = [(path, " ".join(text.title), str(text)) for path, text in corpus.items()]
        database.executemany("INSERT INTO articles VALUES (?, ?, ?)", rows)
        for node in queries:
            answer = database.execute("SELECT path FROM articles WHERE articles MATCH ? ORDER BY path", (as_sql(node),))
            assert paths_of(search(engine, str(node))) == [path for (path,) in answer], str(node)
    database.close()


@FEWER
@given(CORPORA, SOME_QUERIES, st.integers(1, 5))
def test_pages_cover_every_match_once(
    engine_factory: EngineFactory, corpus: dict[str, Text], queries: list[Node], size: int
) -> None:
    with TemporaryDirectory() as folder:
        engine = indexed(engine_factory, folder, corpus)
        for node in queries:
            for sort in SORTS:
                whole = search(engine, str(node), sort=sort)
                pages = [
                    search(engine, str(node), first=at, count=size, sort=sort) for at in range(0, whole.total, size)
                ]
                assert [match for page in pages for match in page.matches] == list(whole.matches)
                keys = [(-match.score if sort == "relevance" else 0, match.article.id) for match in whole.matches]
                assert sort != "relevance" or keys == sorted(keys)


@FEWER
@given(CORPORA, CHANGES, SOME_QUERIES)
def test_an_index_after_updates_and_removals_equals_a_new_one(
    engine_factory: EngineFactory, corpus: dict[str, Text], changes: list[dict[str, Text | None]], queries: list[Node]
) -> None:
    with TemporaryDirectory() as folder, TemporaryDirectory() as other:
        engine = indexed(engine_factory, folder, corpus)
        now = dict(corpus)
        for change in changes:
            with engine.writer() as batch:
                for path in [path for path, text in change.items() if text is None]:
                    batch.remove(path)
                    now.pop(path, None)
                kept = {path: text for path, text in change.items() if text is not None}
                add_texts(batch, {path: str(text) for path, text in kept.items()})
                now |= kept
        afresh = indexed(engine_factory, other, now)
        assert engine.records() == afresh.records()
        for node in queries:
            for sort in SORTS:
                found, expected = search(engine, str(node), sort=sort), search(afresh, str(node), sort=sort)
                assert found == expected, str(node)
