"""Where phrases stand, and what they score: the readable twin of `_compiled/phrases.pyx`."""

from collections.abc import Callable, Sequence

import numpy as np

from search.arrays import Flags, Floats, Ints
from search.kernels._numpy.decoded_lists import addresses_of
from search.kernels._numpy.document_lists import documents_of_list
from search.kernels._numpy.postings import OTHER_DOCUMENTS, count_tokens_in
from search.kernels._numpy.scoring import bm25
from search.kernels.packed_lists import DAMAGED, PackedList
from search.kernels.phrase_query import PhraseQuery

_INVALID = "the query is invalid"
_DENSE = 64
"""With at most so many addresses for each that is looked up, a flag for each is faster than bisection."""


def phrase_starts(segments: Sequence[Sequence[PackedList]]) -> Ints:
    """As in `Kernels`."""
    of_segments = [np.zeros(0, np.int64)]
    for words in segments:
        rarest = min(range(len(words)), key=lambda number: len(words[number].gaps))
        starts = addresses_of([words[rarest]]) - rarest
        for number, packed in enumerate(words):
            starts = starts[_are_in(starts + number, addresses_of([packed]))]
        of_segments.append(starts)
    return np.concatenate(of_segments)


def _are_in(addresses: Ints, others: Ints) -> Flags:
    """Whether each address is among some others, which are at least one. Both increase."""
    first, size = int(others[0]), int(others[-1] - others[0]) + 1
    if size > _DENSE * len(addresses):
        return others.take(others.searchsorted(addresses), mode="clip") == addresses
    is_address = np.zeros(size + 1, np.bool_)  # and one for all that are outside
    is_address[others - first] = True
    places = addresses - first
    places[(places < 0) | (places > size)] = size
    return is_address[places]


def score_phrase(
    query: PhraseQuery, live: Flags, norms: Floats, weigh: Callable[[int], tuple[Sequence[float], float]]
) -> tuple[Ints, Floats]:
    """As in `Kernels`."""
    if len(norms) != len(live) or any(query.title >= len(fields) for fields in query.words):
        raise ValueError(_INVALID)
    documents = _documents_with(query, live)
    scores = np.zeros(len(documents))
    if not len(documents):
        return documents, scores
    factors, bonus = weigh(len(documents))
    if len(factors) != len(query.words):
        raise ValueError(_INVALID)
    for fields, factor in zip(query.words, factors, strict=True):
        scores += bm25(documents, count_tokens_in(fields, documents), norms, factor)
    if query.title >= 0:
        titles = [(*fields[query.title][:2], np.ones(1)) for fields in query.words]
        in_title = [count_tokens_in([title], documents) > 0 for title in titles]
        scores[np.logical_and.reduce(in_title)] += bonus
    return documents, scores


def _documents_with(query: PhraseQuery, live: Flags) -> Ints:
    """The live documents that have a phrase in any field."""
    has_phrase = np.zeros(len(live), np.bool_)
    for segments, bigrams, table in query.places:
        if len(table.bounds) != len(live) + 1:
            raise ValueError(OTHER_DOCUMENTS)
        starts = phrase_starts(segments)
        if starts.max(initial=-1) >= table.bounds[-1]:
            raise ValueError(DAMAGED)
        has_phrase[table.bounds.searchsorted(starts, side="right") - 1] = True
        for packed in bigrams:
            has_phrase[documents_of_list(packed, table.bounds)[0]] = True
    return (has_phrase & live).nonzero()[0]
