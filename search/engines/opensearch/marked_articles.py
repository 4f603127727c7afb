"""Articles read from a cluster, with what a query marks in them."""

import os
from collections.abc import Iterable, Mapping, Sequence

from search.duplicates.relation import Attribution, near_duplicate
from search.engines.duplicate_pairs import values
from search.engines.opensearch.article_json import ARTICLE, article_of
from search.engines.opensearch.collapse import CollapsedMatches
from search.engines.opensearch.query_dsl import Json
from search.engines.opensearch.snapshot import Snapshot
from search.engines.opensearch.token_fields import TokenFields
from search.highlight import fragments
from search.query import tree
from search.query.marks import IN_TEXT, Marks
from search.types.article import Article
from search.types.duplicates import NearDuplicate
from search.types.files import readable_path
from search.types.matches import Match

_AT_ONCE = 500
"""Articles that one request gives."""
_PATHS_AT_ONCE = 10_000


def read_articles(article_ids: Iterable[str], snapshot: Snapshot) -> list[Article]:
    """The articles with these ids that there are, in this order. Cost: a request for each _AT_ONCE."""
    order = [*article_ids]
    by_id: dict[str, Article] = {}
    for first in range(0, len(order), _AT_ONCE):
        some = order[first : first + _AT_ONCE]
        found = snapshot.search({"query": {"terms": {"id": some}}, "size": len(some), "_source": ARTICLE})
        by_id |= {article.id: article for article in map(article_of, found["hits"]["hits"])}
    return [by_id[article_id] for article_id in order if article_id in by_id]


def read_paths(article_ids: Sequence[str], snapshot: Snapshot) -> dict[str, str]:
    """The paths of those of some articles that there are, by their ids. Cost: a request for each _PATHS_AT_ONCE."""
    paths: dict[str, str] = {}
    for first in range(0, len(article_ids), _PATHS_AT_ONCE):
        some = article_ids[first : first + _PATHS_AT_ONCE]
        columns = {"docvalue_fields": ["id", "path_key"], "stored_fields": "_none_"}
        found = snapshot.search({"query": {"terms": {"id": some}}, "size": len(some), **columns})
        for fields in (hit["fields"] for hit in found["hits"]["hits"]):
            paths[fields["id"][0]] = os.fsdecode(bytes.fromhex(fields["path_key"][0]))
    return paths


def read_matches(
    hits: Sequence[Json], expanded: tree.Query, collapsed: CollapsedMatches, snapshot: Snapshot
) -> tuple[Match, ...]:
    """Matches to show, with their fragments and what is collapsed under each. Cost: reading the latter."""
    matches = [_match(hit, expanded) for hit in hits]
    under = [collapsed.under.get(match.article.id, ()) for match in matches]
    ids = dict.fromkeys(article_id for some in under for article_id, _ in some)
    others = {article.id: article for article in read_articles(ids, snapshot)} if ids else {}
    return tuple(
        match._replace(duplicates=_duplicates(match.article, some, others, snapshot)) if some else match
        for match, some in zip(matches, under, strict=True)
    )


def mark(article: Article, expanded: tree.Query) -> tuple[Marks | None, list[tuple[int, int]]]:
    """The marks of an expanded query in the text of an article, None where the query does not match it; and those in
    its path."""
    spans = TokenFields(article).match(expanded)
    if spans is None:
        return None, []
    path = [span for span in spans if span.field == "path"]
    path_marks = Marks(path).overlapping(0, len(readable_path(article.path)))[1] if path else []
    return Marks([span for span in spans if span.field in IN_TEXT]), path_marks


def _match(hit: Json, expanded: tree.Query) -> Match:
    article = article_of(hit)
    marks, path = mark(article, expanded)
    if marks is None:
        raise RuntimeError("a query matches an article on the cluster, and not by its tokens")
    return Match(article, hit["_score"], len(marks), fragments(article, marks, path))


def _duplicates(
    article: Article, collapsed: Sequence[tuple[str, int]], others: Mapping[str, Article], snapshot: Snapshot
) -> tuple[NearDuplicate, ...]:
    """The near-duplicates that are collapsed under an article."""
    attribution = Attribution.of(article)
    pairs = values(snapshot.pairs.rows[[pair for _, pair in collapsed]])
    return tuple(
        near_duplicate(others[other], attribution, pair.seen_from(article.id))
        for (other, _), pair in zip(collapsed, pairs, strict=True)
    )
