"""The vector of what was typed, where an index can be searched by it."""

from functools import lru_cache

from search.arrays import Floats32
from search.engines.base import IndexSearcher
from search.errors import ModelError
from search.meaning.embedder import load_embedder, require_model
from search.query import Query
from search.query.plain_text import plain_text

_CACHED = 64
"""Vectors of the last queries, for their other pages."""


def query_vector(query: Query, index: IndexSearcher) -> tuple[Floats32 | None, tuple[str, ...]]:
    """The vector of a query without its syntax, and notes for the person. None where the query is empty, where no
    article has vectors, and where the model cannot be used. Cost: some 15 ms for a question, once."""
    try:
        require_model()
    except ModelError as error:
        return None, (str(error),)
    embedded, articles, text = index.embedded, index.stats.articles, plain_text(query.text)
    if not embedded:
        return None, ("No article is prepared for search by meaning yet, so only words are searched.",)
    notes = (f"So far {embedded:,} of {articles:,} articles are prepared for search by meaning.",)
    try:
        return _cached(text) if text else None, notes if embedded < articles else ()
    except ModelError as error:
        return None, (str(error),)


@lru_cache(_CACHED)
def _cached(text: str) -> Floats32:
    return load_embedder().embed(text)
