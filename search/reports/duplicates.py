"""Copies as a person reads them: those of one article, and all of a folder."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from search.engines.base import Engine
from search.types.article import Article
from search.types.duplicates import Direction, DuplicatePair, NearDuplicate
from search.types.files import readable_path

_PORTION = 500
"""Pairs whose articles are read at once."""


@dataclass(frozen=True, slots=True)
class PairedArticle:
    """One of two articles that share passages."""

    id: str
    title: str
    path: str


@dataclass(frozen=True, slots=True)
class ListedPair:
    """Two articles that share passages; the path of a comes first. The rest as in `DuplicatePair`."""

    a: PairedArticle
    b: PairedArticle
    share_a: float
    share_b: float
    direction: Direction


class DuplicateList:
    """All pairs of copies, in order of their paths, as they are in the index now.

    Iterating reads their articles from the index, some at a time; a pair of which an update takes one away meanwhile
    is left out. Its length is the number of pairs.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        pairs = engine.duplicate_pairs()
        ends = {article_id for pair in pairs for article_id in (pair.a, pair.b)}
        paths = {it: record.path for record in engine.records().values() for it in record.articles if it in ends}

        def place(article_id: str) -> tuple[str, str]:
            return paths.get(article_id, ""), article_id

        seen = (pair.seen_from(min(pair.a, pair.b, key=place)) for pair in pairs)
        self._pairs = sorted(seen, key=lambda pair: (place(pair.a), place(pair.b)))

    def __len__(self) -> int:
        return len(self._pairs)

    def __iter__(self) -> Iterator[ListedPair]:
        left = iter(self._pairs)
        while portion := list(islice(left, _PORTION)):
            yield from _listed(self._engine, portion)


def _listed(engine: Engine, pairs: Iterable[DuplicatePair]) -> Iterator[ListedPair]:
    wanted = dict.fromkeys(article_id for pair in pairs for article_id in (pair.a, pair.b))
    held = {article.id: _end(article) for article in engine.articles(wanted)}
    for pair in pairs:
        if pair.a in held and pair.b in held:
            yield ListedPair(held[pair.a], held[pair.b], pair.share_a, pair.share_b, pair.direction)


def _end(article: Article) -> PairedArticle:
    return PairedArticle(article.id, article.heading, readable_path(article.path))


def near_duplicate(article: Article, pair: DuplicatePair) -> NearDuplicate:
    """An article as a copy of a, being b of the pair."""
    return NearDuplicate(
        id=article.id,
        title=article.heading,
        path=readable_path(article.path),
        source=article.source,
        share_a=pair.share_a,
        share_b=pair.share_b,
        direction=pair.direction,
    )


def near_duplicates_of(engine: Engine, article_id: str) -> tuple[NearDuplicate, ...]:
    """The articles that share passages with one, those first of which most is in it."""
    pairs = {pair.b: pair for pair in (it.seen_from(article_id) for it in engine.duplicate_pairs([article_id]))}
    known = [near_duplicate(article, pairs[article.id]) for article in engine.articles(pairs)]
    return tuple(sorted(known, key=lambda copy: (-copy.share_b, copy.path, copy.id)))
