"""One page of results: full matches, then partial ones, then those found by meaning alone."""

import numpy as np

from search.engines.embedded.searcher.commit_reader import CommitReader
from search.engines.embedded.searcher.marked_articles import read_matches, read_near
from search.engines.embedded.searcher.meaning_ranking import rank_by_meaning
from search.engines.embedded.searcher.partial_ranking import rank_partial, words_lacking
from search.engines.embedded.searcher.ranked_docs import RankedDocs
from search.engines.embedded.searcher.ranking import rank
from search.paths import REPAIR_HINT
from search.query import Query
from search.query.partial import PartialQuery, partial_readings
from search.types.matches import Match, MeaningDocs, PartialDocs, TopDocs
from search.types.requests import SearchOptions

_DAMAGED = "A file with vectors is damaged, so some articles are found by their words alone. " + REPAIR_HINT


def read_page(  # noqa: PLR0913 - which results, and of what
    query: Query, options: SearchOptions, reader: CommitReader, first: int, count: int, *, makes_all: bool = False
) -> tuple[TopDocs, RankedDocs]:
    """Results number `first` to `first + count`, and the full matches, ranked. Partial matches are looked for where no
    more full ones follow the page, and so on. Both are read in one call where they are marked alike. `makes_all`: as in
    `rank`.

    Raises ValueError for a filter that is no period. Cost: evaluating the query, and reading the results.
    """
    full = rank(query, options, reader, first + count, makes_all=makes_all)
    page, behind = slice(first, first + count), slice(max(0, first - full.listed), first + count - full.listed)
    may_follow = options.sort == "relevance" and behind.stop >= 0 and (options.partial or options.vector is not None)
    if not may_follow:
        return _noted(_full_docs(full, read_matches(full, first, count, reader)), options, reader), full
    parts = next(partial_readings(query, full.expanded, reader.vocabulary, matches=full.total))
    partial = rank_partial(parts, options, reader, full, behind.stop) if options.partial else None
    if not partial:
        top_docs = _full_docs(full, read_matches(full, first, count, reader))
    else:
        matches, followers = _read_both(full, page, partial, behind, parts, reader=reader)
        missing = words_lacking(parts, partial, behind, reader.documents)
        lacking = [match._replace(missing=words) for match, words in zip(followers, missing, strict=True)]
        partial_docs = PartialDocs(partial.total, partial.listed, tuple(lacking), parts.read_again)
        top_docs = _full_docs(full, matches, partial_docs)
        behind = slice(max(0, behind.start - partial.listed), behind.stop - partial.listed)
    if options.vector is not None and behind.stop >= 0:
        near = rank_by_meaning(parts, options, reader, full, behind.stop)
        if near:
            nearest = read_near(near, behind.start, behind.stop, options.vector, reader)
            top_docs = top_docs._replace(by_meaning=MeaningDocs(near.total, near.listed, nearest))
    return _noted(top_docs, options, reader), full


def _full_docs(full: RankedDocs, matches: tuple[Match, ...], partial: PartialDocs | None = None) -> TopDocs:
    return TopDocs(full.total, matches, full.notes, full.total - full.listed, partial=partial)


def _noted(top_docs: TopDocs, options: SearchOptions, reader: CommitReader) -> TopDocs:
    """The same, with a note where vectors that the search needs are damaged."""
    is_damaged = options.vector is not None and reader.has_damaged_vectors
    return top_docs._replace(notes=(*top_docs.notes, _DAMAGED)) if is_damaged else top_docs


def _read_both(  # noqa: PLR0913 - two lists, and what of them
    full: RankedDocs, page: slice, partial: RankedDocs, behind: slice, parts: PartialQuery, *, reader: CommitReader
) -> tuple[tuple[Match, ...], tuple[Match, ...]]:
    """The full and the partial matches of a page. They are read in one call where they are marked alike."""
    if not parts.marks_as_typed:
        matches = read_matches(full, page.start, page.stop - page.start, reader)
        return matches, read_matches(partial, behind.start, behind.stop - behind.start, reader)
    both = partial._replace(
        documents=np.concatenate((full.documents[page], partial.documents[behind])),
        scores=np.concatenate((full.scores[page], partial.scores[behind])),
        collapsed_under={**full.collapsed_under, **partial.collapsed_under},
    )
    matches, shown = read_matches(both, 0, len(both.documents), reader), len(full.documents[page])
    return matches[:shown], matches[shown:]
