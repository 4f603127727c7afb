"""Sends articles to the cluster, in the process that has made them."""

import os
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from search.engines.opensearch.article_json import digest_of
from search.engines.opensearch.article_source import ArticleSources
from search.engines.opensearch.bulk import Write, write_all
from search.engines.opensearch.connection import Connection
from search.engines.opensearch.indexes import BOOSTED_TITLE, TEXT_FIELDS
from search.engines.opensearch.sent_articles import PARTS, SentArticles
from search.engines.opensearch.word_documents import write_of_words
from search.types.article import Article

_BATCH = 1_000_000
"""Code points of articles that are analysed at once, unless a single one has more."""
_MOST_KNOWN = 1 << 21
"""Words of a field that a process remembers to have sent."""
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
    it. A process sends each word once for a `writer`."""

    access: Access
    articles: str
    words: str
    part: int
    writer: str

    @property
    def batch(self) -> int:
        """The batch that the articles are born in."""
        return self.part // PARTS

    def __call__(self, articles: Iterable[Article]) -> SentArticles:
        """Send articles. What is sent twice changes nothing. Raises Rejected, EngineUnavailable."""
        sent: list[SentArticles] = []
        new: defaultdict[str, Counter[str]] = defaultdict(Counter)
        write_all(self.access.connect(), self.writes(articles, sent, new))
        known = _known_words(self.words, self.writer)
        for name, words in new.items():
            if len(known[name]) > _MOST_KNOWN:
                known[name].clear()
            known[name].update(words)
        return SentArticles.joined(self.part, sent)

    def writes(
        self, articles: Iterable[Article], sent: list[SentArticles], new: defaultdict[str, Counter[str]]
    ) -> Iterator[Write]:
        """What writes articles, and the words that no article had before; adds both to `sent` and `new`."""
        sources, known = ArticleSources(), _known_words(self.words, self.writer)
        for group in _groups(articles):
            documents, words = sources.of(group)
            sent.append(SentArticles.of(self.part, documents))
            for document in documents:
                yield Write("index", self.articles, f"{document['id']}.{self.batch}", self._with_lives(document))
            for name, of_name in words.items():
                new[name].update({word: count for word, count in of_name.items() if word not in known[name]})
        if having := {name: words for name, words in new.items() if words}:
            yield write_of_words(self.words, f"{sent[0].ids[0]}.{self.part}", self.batch, having)

    def _with_lives(self, document: dict[str, Any]) -> dict[str, Any]:
        """The document of an article with its batch, its part, and what damage is known by."""
        return {"born": self.batch, "part": self.part, "digest": digest_of(document["article"]), **document}


@lru_cache(maxsize=1)
def _known_words(_index: str, _writer: str) -> dict[str, set[str]]:
    """The words of each field that this process has sent to an index for a writer."""
    return {name: set() for name in _WORD_FIELDS}


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
