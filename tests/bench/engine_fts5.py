"""SQLite's full-text index: a table of path and text, Porter's stems, one transaction.

Built with a page cache of 64 MB and SQLite's full durability; asked with the same cache and the file mapped to memory.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from tests.bench.corpus import files, read
from tests.bench.engines import BEST, Answer
from tests.bench.mix import Question

VERSION = sqlite3.sqlite_version
CREATE = "create virtual table articles using fts5(path unindexed, text, tokenize='porter unicode61')"
COUNT = "select count(*) from articles where articles match ?"
FIND = (
    f"select path, snippet(articles, 1, '<b>', '</b>', '…', 32) from articles where articles match ? "
    f"order by rank limit {BEST}"
)


def build(texts: Path, index: Path) -> None:
    """One table in one file."""
    index.mkdir(parents=True)
    with closing(_connect(index)) as connection, connection:
        connection.execute(
            "create virtual table articles using fts5(path unindexed, text, tokenize='porter unicode61')"
        )
        rows = ((path.relative_to(texts).as_posix(), read(path)) for path in files(texts))
        connection.executemany("insert into articles values (?, ?)", rows)


class Table:
    """A connection to the table."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def ask(self, question: Question) -> Answer:
        """`rank` is BM25; snippets are made for the rows that are returned."""
        [total] = self._connection.execute(COUNT, (question.text,)).fetchone()
        rows = self._connection.execute(FIND, (question.text,)).fetchall()
        return Answer(total, len(rows), sum("<b>" in fragment for _, fragment in rows))


@contextmanager
def searcher(_texts: Path, index: Path) -> Iterator[Table]:
    """The table in its file."""
    with closing(_connect(index)) as connection:
        connection.execute("pragma mmap_size = 2000000000")
        yield Table(connection)


def _connect(index: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(index / "articles.db")
    connection.execute("pragma cache_size = -64000")
    return connection
