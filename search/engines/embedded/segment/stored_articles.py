"""Articles made of what a segment stores of them: many at once, column by column."""

from collections.abc import Sequence
from itertools import repeat
from typing import NamedTuple

from search.engines.date_numbers import days, file_time
from search.engines.embedded.segment.stored_metadata import NO_METADATA, decode_metadata
from search.types.article import Article, Span

NAMES = ("encoding", "source", "agency", "place", "author", "language", "type")
"""The keywords that are fields of an article."""
_DEFAULTS = [*map(repeat, Article._field_defaults.values())]
_BEFORE_NAMES, _BEHIND_NAMES = _DEFAULTS[:7], _DEFAULTS[15:]
"""The fields `part` to `updated`, and `member` to `added`, of articles without metadata."""


class StoredArticles(NamedTuple):
    """Some articles, and for each the packed offsets of the tokens of its text."""

    articles: list[Article]
    packed_offsets: list[bytes]

    @classmethod
    def joined(cls, parts: "Sequence[StoredArticles]") -> "StoredArticles":
        """Those of some parts, one after the other."""
        if len(parts) == 1:
            return parts[0]
        return cls([it for part in parts for it in part.articles], [it for part in parts for it in part.packed_offsets])


class ArticleColumns(NamedTuple):
    """What the columns of a segment say of some articles. `days` are the first and last day that the date of each may
    mean, `modified` is the time of its file; `names` has a list for each of NAMES."""

    ids: list[int]
    paths: list[str]
    titles: list[Span]
    days: list[tuple[int, int]]
    modified: list[int]
    names: list[list[str]]


def make_articles(
    columns: ArticleColumns, texts: Sequence[str], metadata: Sequence[bytes], lengths: Sequence[int]
) -> list[Article]:
    """Articles with some texts. `lengths` are those of the whole texts, which spans in the metadata must not exceed.

    Raises ValueError, and whatever else decoding may raise, for other metadata.
    """
    ids = [f"{number:016x}" for number in columns.ids]
    encodings, *names, types = columns.names
    behind = map(file_time, columns.modified), repeat(None), types, *_BEHIND_NAMES
    rows = zip(ids, columns.paths, texts, columns.titles, encodings, *_BEFORE_NAMES, *names, *behind, strict=False)
    articles = [*map(Article._make, rows)]
    for number, encoded in enumerate(metadata):
        if encoded != NO_METADATA:
            articles[number] = articles[number]._replace(**decode_metadata(encoded, lengths[number]))
    return articles


def check_articles(articles: Sequence[Article], columns: ArticleColumns) -> None:
    """Raises ValueError where articles with their whole texts have other titles and days than the columns say."""
    is_titled = [article.title[0] <= article.title[1] <= len(article.text) for article in articles]
    if not all(is_titled) or [days(article.published or article.updated) for article in articles] != columns.days:
        raise ValueError("an article is not what its columns say")
