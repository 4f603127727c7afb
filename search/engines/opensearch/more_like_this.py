"""Which articles of a cluster have most in common with some weighted words."""

from collections.abc import Mapping

from search.engines.base import DateBoost
from search.engines.opensearch.article_json import ARTICLE, article_of
from search.engines.opensearch.query_dsl import Json
from search.engines.opensearch.snapshot import Snapshot, scoring
from search.engines.opensearch.sorts import sort_by
from search.query import tree as query
from search.query.nodes import TEXT, AnyOf
from search.types.article import Article

ALIKE = 0.15
"""The part of the excluded article's own score from which on another article is like it."""
_LEAST = 1e-9
_SCRIPT = """
double score = _score;
if (score < params.least) { return 0; }
if (params.boost == 0 || doc['first_day'].size() == 0 || doc['inferred'].value) { return score; }
if (doc['first_day'].value != doc['last_day'].value) { return score; }
return score * (1 + params.boost * Math.exp(-Math.abs(doc['first_day'].value - params.day) / params.scale));
"""


def more_like_this(
    weights: Mapping[str, float], date_boost: DateBoost | None, exclude: str, most: int, snapshot: Snapshot
) -> list[Article]:
    """As in `IndexSearcher`. Cost: three requests."""
    leaves = [AnyOf(TEXT, (word,), weight) for word, weight in weights.items()]
    scored = scoring([query.Or(leaves)], snapshot).part(query.Or(leaves))
    itself: Json = {"term": {"id": exclude}}
    own = snapshot.search({"query": {"bool": {"must": [scored], "filter": [itself]}}, "size": 1})["hits"]["hits"]
    params = {"least": ALIKE * own[0]["_score"] if own else 0.0, "boost": 0.0, "scale": 1.0, "day": 0}
    if date_boost:
        params |= {"boost": date_boost.boost, "scale": date_boost.scale, "day": date_boost.day.toordinal()}
    alike = {"bool": {"must": [scored], "must_not": [itself]}}
    body = {
        **{"query": {"script_score": {"query": alike, "script": {"source": _SCRIPT, "params": params}}}},
        **{"min_score": _LEAST, "size": most, "sort": sort_by("relevance"), "_source": ARTICLE},
    }
    return [article_of(hit) for hit in snapshot.search(body)["hits"]["hits"]]
