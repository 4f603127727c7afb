"""Sends articles to the cluster, in the process that has made them."""

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import blake2b
from typing import Any

from search.engines.opensearch.article_json import digest_of
from search.engines.opensearch.article_source import ArticleSources, words_of
from search.engines.opensearch.bulk import Write, write_all
from search.engines.opensearch.connection import Connection
from search.engines.opensearch.indexes import BOOSTED_TITLE, TEXT_FIELDS
from search.engines.opensearch.sent_articles import PARTS, SentArticles
from search.types.article import Article

_BATCH = 1_000_000
"""Code points of articles that are analysed at once, unless a single one has more."""
_LONGEST_ID = 512
"""Bytes of an id of a document at most."""
_MOST_KNOWN = 1 << 21
"""Words that a process remembers to have sent."""
_WORD_FIELDS = tuple(name for name in TEXT_FIELDS if name != BOOSTED_TITLE)


@dataclass(frozen=True)
class Access:
    """How to reach a cluster; it can be sent to another process."""

    hosts: tuple[str, ...]
    authorization: str = field(default="", repr=False)
    ca: str = ""

    def connect(self) -> Connection:
        """The connection of this process. Safe across threads."""
        return _connect(self, os.getpid())


@lru_cache(maxsize=8)
def _connect(access: Access, _process: int) -> Connection:
    """One for each process: a fork has copies of open connections, and would read what is meant for another."""
    return Connection(access.hosts, access.authorization, access.ca)


@dataclass(frozen=True)
class ArticleBuild:
    """A `Build` that sends articles as a part of a batch. They are visible once that is committed, and the part with
    it."""

    access: Access
    articles: str
    words: str
    part: int

    @property
    def batch(self) -> int:
        """The batch that the articles are born in."""
        return self.part // PARTS

    def __call__(self, articles: Iterable[Article]) -> SentArticles:
        """Send articles. What is sent twice changes nothing. Raises Rejected, EngineUnavailable."""
        sent: list[SentArticles] = []
        new: dict[tuple[str, str], int] = {}
        write_all(self.access.connect(), self._writes(articles, sent, new))
        known = _known_words(self.words)
        if len(known) > _MOST_KNOWN:
            known.clear()
        known.update(new)
        return SentArticles.joined(self.part, sent)

    def _writes(
        self, articles: Iterable[Article], sent: list[SentArticles], new: dict[tuple[str, str], int]
    ) -> Iterator[Write]:
        """What writes articles, and the words that no article had before; adds both to `sent` and `new`."""
        known, sources = _known_words(self.words), ArticleSources()
        for group in _groups(articles):
            documents = [*sources.of(group)]
            sent.append(SentArticles.of(self.part, documents))
            for document in documents:
                yield Write("index", self.articles, f"{document['id']}.{self.batch}", self._with_lives(document))
            for name, counts in words_of(documents, _WORD_FIELDS).items():
                for word, count in counts.items():
                    if (name, word) not in known and (name, word) not in new:
                        new[name, word] = count
                        yield self._word(name, word, count)

    def _with_lives(self, document: dict[str, Any]) -> dict[str, Any]:
        """The document of an article with its batch, its part, and what damage is known by."""
        return {"born": self.batch, "part": self.part, "digest": digest_of(document["article"]), **document}

    def _word(self, field: str, word: str, count: int) -> Write:
        name = f"{field}:{word}"
        if len(name.encode()) > _LONGEST_ID:
            name = f"{field}:{blake2b(word.encode(), digest_size=16).hexdigest()}"
        return Write("create", self.words, name, {"born": self.batch, "field": field, "word": word, "articles": count})


@lru_cache(maxsize=2)
def _known_words(_index: str) -> set[tuple[str, str]]:
    """The words that this process has sent to an index."""
    return set()


def _groups(articles: Iterable[Article]) -> Iterator[Sequence[Article]]:
    group: list[Article] = []
    size = 0
    for article in articles:
        if group and size + len(article.text) > _BATCH:
            yield group
            group, size = [], 0
        group.append(article)
        size += len(article.text)
    if group:
        yield group
