"""Finds the documents that have a phrase, or words near each other, by array algebra over all documents at once."""

from collections.abc import Collection, Mapping, Sequence
from itertools import chain

import numpy as np

from search.analysis.compounds import first_part
from search.arrays import Ints, run_starts
from search.engines.embedded.searcher.postings import MultiFieldReader
from search.kernels import kernels
from search.kernels.packed_lists import PackedList
from search.query import tree as query
from search.query.nodes import AnyOf, Near, words_at
from search.query.positions import phrase, window_ends

_NONE = np.zeros(0, np.int64)
LONGEST = 16
"""Words of the longest phrase that kernels search, word by word. A longer one is searched in halves: it may repeat a
word."""


def occurrences(leaf: AnyOf, field: MultiFieldReader) -> Sequence[PackedList]:
    """The lists of the words of a leaf. With phrases it is one list, which has the beginnings of these too; and one for
    each phrase that is a bigram, where no other occurrence can begin.

    Cost: reading the lists of the words; decoding those of phrases, but for bigrams.
    """
    if not leaf.word_sequences:
        lists = field.lists(leaf.single_words)
        return [*lists, *field.lists(leaf.compounds)] if leaf.compounds else lists
    places = [field.addresses(leaf.words)] if leaf.words else []
    bigrams: list[PackedList] = []
    for words in leaf.word_sequences:
        of_words = field.bigrams(words) if _begins_alone(words, leaf) else {}
        bigrams += of_words.values()
        places.append(_starts(words, field, of_words))
    addresses = _joined([part for part in places if len(part)])
    return [*field.packed(addresses[run_starts(addresses)]), *bigrams]


def _joined(parts: Sequence[Ints]) -> Ints:
    """The addresses of some parts, each of them increasing, in order."""
    if len(parts) == 1:
        return parts[0]
    addresses = np.concatenate((_NONE, *parts))
    addresses.sort(kind="stable")  # merges parts that are sorted already
    return addresses


def _begins_alone(words: tuple[str, ...], leaf: AnyOf) -> bool:
    """Whether nothing else that a leaf stands for can begin where a phrase of words does."""
    others = ((word,) for word in leaf.words)
    return not any(
        all(term == word or first_part(term) == word for term, word in zip(other, words, strict=False))
        for other in chain(others, leaf.word_sequences - {words})
    )


def documents_with_phrase(tree: query.Phrase, field: MultiFieldReader) -> Ints:
    """The documents that have a phrase that is not plain, or words near each other.

    Cost: reading and decoding the lists of its words, and for each address in a shorter list a search in a longer one.
    """
    addresses = {word: field.addresses(words_at(tree, word)) for word in tree.words}
    if not all(map(len, addresses.values())):
        return _NONE
    if isinstance(tree, Near):
        places = _near(tree, addresses, field)
    elif tree.slop == 1:
        places = phrase(tree.words, addresses)
    else:
        places = _in_order(tree, addresses, field)
    return kernels().documents_of(places, field.table)


def _starts(words: Sequence[str], field: MultiFieldReader, without: Collection[int]) -> Ints:
    """The addresses at which words follow one another, except in segments with the bases `without`."""
    if len(words) <= LONGEST:
        return field.phrase_starts(words, without)
    return phrase(words, {word: field.addresses(frozenset((word,))) for word in words})


def _in_order(tree: query.Phrase, addresses: Mapping[str, Ints], field: MultiFieldReader) -> Ints:
    """The addresses of the last word, if each word is at most `slop` positions behind the one before it.

    The nearest occurrence of the word before decides: if it is too far away, or in another document, so are all.
    """
    ends = addresses[tree.words[0]]
    for word in tree.words[1:]:
        places = addresses[word]
        places = places[np.searchsorted(places, ends[0], side="right") :] if len(ends) else _NONE
        before = ends[np.searchsorted(ends, places) - 1]
        close = places - before <= tree.slop
        ends = _in_one_article(before[close], places[close], field)
    return ends


def _near(tree: Near, addresses: Mapping[str, Ints], field: MultiFieldReader) -> Ints:
    """The addresses where a stretch ends that has all words, as often as in the query, and few enough others."""

    def last(addresses: Ints) -> Ints:
        """The last address of the document that each is in."""
        return field.bounds[field.bounds.searchsorted(addresses, side="right")] - 1

    return window_ends(tree.words, tree.distance, _in_common(addresses, field), last)[1]


def _in_common(addresses: Mapping[str, Ints], field: MultiFieldReader) -> dict[str, Ints]:
    """The addresses of each word in the documents that have all words."""
    documents = {word: field.documents_of(places) for word, places in addresses.items()}
    has_all = np.ones(len(field.lengths), np.bool_)
    for of_word in documents.values():
        has_word = np.zeros(len(field.lengths), np.bool_)
        has_word[of_word] = True
        has_all &= has_word
    return {word: places[has_all[documents[word]]] for word, places in addresses.items()}


def _in_one_article(starts: Ints, ends: Ints, field: MultiFieldReader) -> Ints:
    """The ends of the stretches that are within one document."""
    documents = np.searchsorted(field.bounds, ends, side="right")
    return ends[documents == np.searchsorted(field.bounds, starts, side="right")]
