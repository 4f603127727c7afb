"""The records of the files of a batch. Those of new and changed files are collected as columns."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from itertools import compress
from typing import Any

from search.documents.read_texts import Utf8Texts
from search.engines.file_table import FileTable
from search.extract.doubts import doubts_number
from search.filesystem import FIRST_TIME, LAST_TIME
from search.indexing.document_reader import SURE
from search.indexing.settings_number import SettingsNumber
from search.indexing.text_articles import ReadText
from search.named_rows import every_column
from search.rules import CorpusRules
from search.types.article import Article
from search.types.files import RULES, FileRecord, Stamp
from search.types.reading import Reading

_DOUBTS_OF_WHOLE = (doubts_number(Article("", "", "", (0, 0), ""), SURE),)
"""Those of an article that is a whole text, of which no step says more."""
_NANOSECONDS = 1_000_000_000
_BEYOND = FIRST_TIME // _NANOSECONDS, LAST_TIME // _NANOSECONDS
"""The seconds of a time that is beyond the limits of a stamp, and set to one of them."""


class BatchRecords:
    """Collects the records of files. `same` are those of files with the same content."""

    def __init__(self, settings: SettingsNumber) -> None:
        self._settings = settings
        self._changed: dict[str, list[Any]] = {name: [] for name in FileRecord._fields}
        self.same: list[FileRecord] = []

    @property
    def changed(self) -> FileTable:
        """The records of new and changed files."""
        return FileTable.of_columns(self._changed)

    def keep_if_same(self, old: FileRecord, stamp: Stamp, dependencies: tuple[str, int, str]) -> bool:
        """Whether the articles of a file can stay. Then its old record gets the new stamp. `dependencies` are what they
        depend on: the digest and the settings of the file, and its time as in `modified_time`."""
        if dependencies != (old.digest, old.settings, modified_time(old.stamp)):
            return False
        self.same.append(old._replace(stamp=stamp))
        return True

    def add(self, record: FileRecord) -> None:
        """Add the record of a document."""
        self._add_columns(record._asdict(), path=[record.path])

    def add_whole_texts(self, usual: Utf8Texts, articles: Sequence[Article | None]) -> None:
        """Add records of texts that are one article each, or none. Of their files nothing else is known."""
        self._add_columns(
            {"encoding": "utf-8", "settings": self._settings.of_usual_text},
            path=usual.paths,
            stamp=usual.to_store,
            digest=usual.digests,
            articles=[(article.id,) if article else () for article in articles],
            doubts=[_DOUBTS_OF_WHOLE if article else () for article in articles],
        )

    def add_texts(self, texts: Sequence[ReadText], articles: Sequence[Sequence[Article]]) -> None:
        """Add records of plain texts that have some articles each."""
        sources = [each.text.source for each in texts]
        self._add_columns(
            {},
            path=[each.text.path for each in texts],
            stamp=[each.stamp for each in texts],
            digest=[source.digest for source in sources],
            encoding=[source.encoding for source in sources],
            articles=[tuple([article.id for article in of_text]) for of_text in articles],
            unread=[source.unread for source in sources],
            replaced=[source.replaced for source in sources],
            settings=[each.settings for each in texts],
            margin=[source.margin for source in sources],
            by_rule=[rules_for(self._settings.rules, each.text.path, each.entry) for each in texts],
            doubts=[
                tuple([doubts_number(article, source) for article in of_text])
                for of_text, source in zip(articles, sources, strict=True)
            ],
        )

    def _add_columns(self, shared: Mapping[str, Any], **columns: Sequence[Any]) -> None:
        """Add records of new and changed files, as `make_rows` makes rows."""
        for name, column in every_column(FileRecord, shared, **columns).items():
            self._changed[name] += column


def rules_for(rules: CorpusRules, path: str, entry: Reading | None) -> tuple[str, ...]:
    """What gave facts of a file beside itself, as in `FileRecord`."""
    if not (entry or rules):
        return ()
    return tuple(compress(RULES, (rules.encoding(path), rules.outlet(path), entry)))


def modified_time(stamp: Stamp) -> str:
    """The time of the content of a file as ISO 8601, to the second; empty if it is beyond the limits of a stamp."""
    return _iso(stamp.modified // _NANOSECONDS)


@lru_cache(maxsize=1 << 10)
def _iso(seconds: int) -> str:
    """A time as ISO 8601. Files that a program wrote together often have the same."""
    return "" if seconds in _BEYOND else datetime.fromtimestamp(seconds, UTC).isoformat()
