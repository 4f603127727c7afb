"""Rank queries of nothing but words, as most are, in one call of a kernel. It makes only the first matches."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from search.arrays import Ints
from search.engines.bm25 import K1, TITLE_BONUS
from search.engines.embedded.searcher.commit_reader import CommitReader
from search.engines.embedded.searcher.filters import FilteredDocs
from search.engines.embedded.searcher.multi_reader import MultiReader, columns, verify
from search.engines.embedded.searcher.ranked_docs import PartialMatches, RankedDocs
from search.engines.embedded.searcher.scoring import ScoredDocs, field_lists
from search.kernels import kernels
from search.kernels.word_query import MOST_WORDS, WordQuery
from search.query import tree as query
from search.query.nodes import EVERYTHING, TEXT, AnyOf
from search.query.partial import ALL_BUT_ONE
from search.types.requests import NO_FILTERS, SearchOptions

if TYPE_CHECKING:
    from search.kernels.interface.scoring import Matches

_MOST_CELLS = 1 << 22
"""Words times documents, at most: the kernel takes eight bytes for each."""


def rank_words(
    expanded: query.Query, options: SearchOptions, reader: CommitReader, count: int, scored: Callable[[], ScoredDocs]
) -> RankedDocs | None:
    """The first `count` matches of an expanded query by relevance, and the partial matches behind them.

    None for a query with anything but words, and where matches are sorted, filtered or grouped. `scored` evaluates the
    query: it gives all matches. Cost: as the kernel `rank_words`.
    """
    words = _words_of(expanded, reader.documents)
    has_partial = options.partial and isinstance(expanded, query.And)
    if not words or not _is_plain(options, reader) or (has_partial and not all(word.may_be_missing for word in words)):
        return None
    full, (partial, words_of_partial) = _ranked(words, reader.documents, expanded, count, partial=has_partial)
    total, documents, scores = full
    return RankedDocs(
        expanded=expanded,
        documents=documents,
        scores=scores,
        collapsed_under={},
        listed=total,
        total=total,
        notes=(),
        filtered=lambda: FilteredDocs(reader.doc_values, scored(), options.filters),
        partial=PartialMatches(*partial, words_of_partial) if has_partial and total <= count else None,
    )


def _words_of(expanded: query.Query, reader: MultiReader) -> Sequence[AnyOf]:
    """The words of a query of nothing but words of one field; none for any other query."""
    is_joined = isinstance(expanded, query.And | query.Or) and expanded.boost == 1
    parts = expanded.children if is_joined else (expanded,)
    if not 0 < len(parts) <= MOST_WORDS or len(parts) * reader.size > _MOST_CELLS:
        return ()
    words = [part for part in parts if type(part) is AnyOf and not part.word_sequences]
    return words if len(words) == len(parts) and len({word.fieldname for word in words}) == 1 else ()


def _is_plain(options: SearchOptions, reader: CommitReader) -> bool:
    """Whether matches are listed by relevance, all of them, and each by itself."""
    is_grouped = options.duplicates == "grouped" and len(reader.index_state.pairs) > 0
    by_words = options.sort == "relevance" and options.vector is None
    return by_words and options.filters == NO_FILTERS and not is_grouped


def _ranked(
    words: Sequence[AnyOf], reader: MultiReader, expanded: query.Query, count: int, *, partial: bool
) -> "tuple[Matches, tuple[Matches, Ints]]":
    """The full matches, and the partial ones with the words of each, as the kernel `rank_words` gives them."""
    field = words[0].fieldname
    needs_all = not isinstance(expanded, query.Or)
    names = [name for name, _ in reader.weights(field)]
    has_title = needs_all and field in (TEXT, EVERYTHING) and "title" in names
    lists = [field_lists(word, reader) for word in words]
    word_query = WordQuery(
        words=[*map(columns, lists)],
        title=names.index("title") if has_title else -1,
        needs_all=needs_all,
        partial=partial,
        all_but_one_first=len(words) in ALL_BUT_ONE,
        most=min(count, reader.size),
    )

    def weigh(frequencies: Sequence[int]) -> tuple[list[float], float]:
        """The factor of each word by how many documents have it, and what a title with all words adds."""
        pairs = zip(words, frequencies, strict=True)
        idfs = [word.boost * reader.similarity.idf(reader.count, frequency) for word, frequency in pairs]
        return [idf * (K1 + 1) for idf in idfs], TITLE_BONUS * sum(idfs)

    try:
        return kernels().rank_words(word_query, reader.live, reader.norms(field), reader.ids, weigh)
    except ValueError:
        for fields in lists:
            verify(fields)
        raise
