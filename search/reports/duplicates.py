"""List near-duplicates: those of one article, and all pairs of a folder."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from search.duplicates.relation import Attribution, near_duplicate, relations
from search.engines.base import IndexSearcher
from search.types.article import Article
from search.types.duplicates import DuplicatePair, NearDuplicate, Relation
from search.types.hits import ArticleLink

_PORTION = 500
"""Pairs whose articles are read at once."""


@dataclass(frozen=True, slots=True)
class ArticlePair:
    """Two near-duplicates with their titles and paths. The path of a sorts first. `relation` is all that holds between
    the two. The rest as in `DuplicatePair`."""

    a: ArticleLink
    b: ArticleLink
    share_a: float
    share_b: float
    relation: tuple[Relation, ...]


class DuplicateList:
    """All pairs of near-duplicates in one state of the index, in order of their paths.

    `len` gives the number of pairs. Iterating reads their articles from the index, some at a time.
    """

    def __init__(self, index: IndexSearcher) -> None:
        self._index = index
        pairs = index.duplicate_pairs()
        article_ids = {article_id for pair in pairs for article_id in (pair.a, pair.b)}
        paths = index.paths(article_ids)

        def sort_key(article_id: str) -> tuple[str, str]:
            return paths.get(article_id, ""), article_id

        turned = (pair.seen_from(min(pair.a, pair.b, key=sort_key)) for pair in pairs)
        self._pairs = sorted(turned, key=lambda pair: (sort_key(pair.a), sort_key(pair.b)))

    def __len__(self) -> int:
        return len(self._pairs)

    def __iter__(self) -> Iterator[ArticlePair]:
        remaining = iter(self._pairs)
        while portion := list(islice(remaining, _PORTION)):
            yield from _with_articles(self._index, portion)


def _with_articles(index: IndexSearcher, pairs: Iterable[DuplicatePair]) -> Iterator[ArticlePair]:
    article_ids = dict.fromkeys(article_id for pair in pairs for article_id in (pair.a, pair.b))
    articles = {
        article.id: (ArticleLink.of(article), Attribution.of(article)) for article in index.articles(article_ids)
    }
    for pair in pairs:
        if pair.a in articles and pair.b in articles:
            (a, attribution_a), (b, attribution_b) = articles[pair.a], articles[pair.b]
            relation = relations(attribution_a, attribution_b, pair.shared)
            yield ArticlePair(a, b, pair.share_a, pair.share_b, relation)


def near_duplicates_of(index: IndexSearcher, article: Article) -> tuple[NearDuplicate, ...]:
    """The near-duplicates of an article, those with the largest shares first."""
    pairs = {pair.b: pair for pair in (each.seen_from(article.id) for each in index.duplicate_pairs([article.id]))}
    attribution = Attribution.of(article)._replace(name="this article")
    duplicates = [near_duplicate(other, attribution, pairs[other.id]) for other in index.articles(pairs)]
    return tuple(sorted(duplicates, key=lambda duplicate: (-duplicate.share_b, duplicate.path, duplicate.id)))
