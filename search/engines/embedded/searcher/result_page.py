"""One page of results: full matches, then partial ones, then those found by meaning alone."""

from dataclasses import replace

from search.engines.embedded.searcher.commit_reader import CommitReader
from search.engines.embedded.searcher.marked_articles import read_matches, read_near
from search.engines.embedded.searcher.meaning_ranking import rank_by_meaning
from search.engines.embedded.searcher.partial_ranking import missing_words, rank_partial
from search.engines.embedded.searcher.ranking import RankedDocs, rank
from search.paths import REPAIR_HINT
from search.query import Query
from search.query.partial import PartialQuery, partial_readings
from search.types.requests import SearchOptions
from search.types.results import MeaningDocs, PartialDocs, TopDocs

_DAMAGED = "A file with vectors is damaged, so some articles are found by their words alone. " + REPAIR_HINT


def read_page(
    query: Query, options: SearchOptions, reader: CommitReader, first: int, count: int
) -> tuple[TopDocs, RankedDocs]:
    """Results number `first` to `first + count`, and the full matches, ranked. Partial matches are looked for where no
    more full ones follow the page, and so on.

    Raises ValueError for a filter that is no period. Cost: evaluating the query, and reading the results.
    """
    full = rank(query, options, reader, first + count)
    top_docs = TopDocs(full.total, read_matches(full, first, count, reader), full.notes, full.total - full.listed)
    if options.vector is not None and reader.has_damaged_vectors:
        top_docs = replace(top_docs, notes=(*top_docs.notes, _DAMAGED))
    first, end = first - full.listed, first + count - full.listed
    if options.sort != "relevance" or end < 0 or (options.vector is None and not options.partial):
        return top_docs, full
    parts = next(partial_readings(query, full.expanded, reader.vocabulary, matches=full.total))
    partial = rank_partial(parts, options, reader, full, end) if options.partial else None
    if partial:
        top_docs = replace(top_docs, partial=_partial_docs(partial, parts, reader, max(0, first), end))
        first, end = first - partial.listed, end - partial.listed
    if options.vector is not None and end >= 0:
        near = rank_by_meaning(parts, options, reader, full, end)
        if near:
            matches = read_near(near, max(0, first), end, options.vector, reader)
            top_docs = replace(top_docs, by_meaning=MeaningDocs(near.total, near.listed, matches))
    return top_docs, full


def _partial_docs(ranked: RankedDocs, parts: PartialQuery, reader: CommitReader, first: int, end: int) -> PartialDocs:
    """Partial matches number `first` to `end`, with the words that each lacks."""
    missing = missing_words(parts.words, ranked.documents[first:end], reader.documents)
    matches = read_matches(ranked, first, end - first, reader)
    lacking = tuple(match._replace(missing=words) for match, words in zip(matches, missing, strict=True))
    return PartialDocs(ranked.total, ranked.listed, lacking, parts.read_again)
