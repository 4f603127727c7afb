"""Articles made of what a segment stores of them: many at once, column by column."""

from collections.abc import Sequence
from functools import partial
from itertools import repeat
from typing import NamedTuple

from search.engines.date_numbers import days, file_time
from search.engines.embedded.segment.stored_metadata import NO_METADATA, decode_metadata
from search.types.article import Article

_DEFAULTS = [*map(repeat, Article._field_defaults.values())]
_BEFORE_NAMES, (_NO_MENTIONS, _), _BEHIND_NAMES = _DEFAULTS[:7], _DEFAULTS[13:15], _DEFAULTS[15:]
"""The fields `part` to `updated`, `mentions`, and `member` to `added`, of articles without metadata."""
_new_article = partial(tuple.__new__, Article)


class StoredArticles(NamedTuple):
    """Some articles, and for each the packed offsets of the tokens of its text."""

    articles: list[Article]
    packed_offsets: list[bytes]

    @classmethod
    def joined(cls, parts: "Sequence[StoredArticles]") -> "StoredArticles":
        """Those of some parts, one after the other."""
        if len(parts) == 1:
            return parts[0]
        return cls(
            [article for part in parts for article in part.articles],
            [packed for part in parts for packed in part.packed_offsets],
        )


class ArticleColumns(NamedTuple):
    """What the columns of a segment say of some articles: their paths, and fields of `stored_row.Row`, with the values
    that codes stand for."""

    paths: list[str]
    ids: list[int]
    text_sizes: list[int]
    metadata_sizes: list[int]
    title_starts: list[int]
    title_ends: list[int]
    first_days: list[int]
    last_days: list[int]
    modified: list[int]
    encodings: list[str]
    sources: list[str]
    agencies: list[str]
    places: list[str]
    authors: list[str]
    languages: list[str]
    types: list[str]

    def cut(self, part: slice) -> "ArticleColumns":
        """What they say of some of the articles, which follow one another."""
        return ArticleColumns._make([column[part] for column in self])


COLUMNS = (
    *("id", "text_size", "metadata_size", "title_start", "title_end", "first_day", "last_day", "modified"),
    *("encoding", "source", "agency", "place", "author", "language", "type"),
)
"""The columns that have these fields, but for the paths."""


def make_articles(
    columns: ArticleColumns, texts: Sequence[str], metadata: Sequence[bytes], lengths: Sequence[int]
) -> list[Article]:
    """Articles with some texts. `lengths` are those of the whole texts, which spans in the metadata must not exceed.

    Raises ValueError, and whatever else decoding may raise, for other metadata.
    """
    rows = zip(
        [number.to_bytes(8, "big").hex() for number in columns.ids],
        columns.paths,
        texts,
        zip(columns.title_starts, columns.title_ends, strict=True),
        columns.encodings,
        *_BEFORE_NAMES,
        columns.sources,
        columns.agencies,
        columns.places,
        columns.authors,
        columns.languages,
        map(file_time, columns.modified),
        _NO_MENTIONS,
        columns.types,
        *_BEHIND_NAMES,
        strict=False,  # what each article has repeats without end
    )
    articles = [*map(_new_article, rows)]
    for number, encoded in enumerate(metadata):
        if encoded != NO_METADATA:
            fields = decode_metadata(encoded, lengths[number])
            articles[number] = _new_article(map(fields.get, Article._fields, articles[number]))
    return articles


def check_articles(articles: Sequence[Article], columns: ArticleColumns) -> None:
    """Raises ValueError where articles with their whole texts have other titles and days than the columns say."""
    is_titled = [article.title[0] <= article.title[1] <= len(article.text) for article in articles]
    days_of_articles = [days(article.published or article.updated) for article in articles]
    if not all(is_titled) or days_of_articles != [*zip(columns.first_days, columns.last_days, strict=True)]:
        raise ValueError("an article is not what its columns say")
