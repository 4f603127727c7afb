"""Finds the documents that have a phrase, or words near each other, by array algebra over all documents at once."""

import numpy as np
from whoosh import query

from search.arrays import Ints
from search.engines.embedded.searcher.postings import MultiFieldReader, Postings
from search.query.nodes import AnyOf, Near, words_at
from search.query.positions import phrase, window_ends

_NONE = np.zeros(0, np.int64)


def occurrences(leaf: AnyOf, field: MultiFieldReader) -> Postings:
    """Where a leaf has its words, and where its phrases begin. Cost: as the postings of all these words."""
    postings = field.any_of(leaf.words)
    if not leaf.word_sequences:
        return postings
    places = [phrase(words, {word: field.postings(word).addresses for word in words}) for words in leaf.word_sequences]
    return field.of_addresses(np.unique(np.concatenate([postings.addresses, *places])))


def documents_with_phrase(tree: query.Phrase, field: MultiFieldReader) -> Ints:
    """The documents that have a phrase.

    Cost: reading the postings of its words, and for each address in a shorter list a search in a longer one.
    """
    postings = {word: field.any_of(words_at(tree, word)) for word in tree.words}
    if not all(len(one.addresses) for one in postings.values()):
        return _NONE
    if isinstance(tree, Near):
        places = _near(tree, postings, field)
    elif tree.slop == 1:
        places = phrase(tree.words, {word: one.addresses for word, one in postings.items()})
    else:
        places = _in_order(tree, postings, field)
    return field.of_addresses(places).documents


def _in_order(tree: query.Phrase, postings: dict[str, Postings], field: MultiFieldReader) -> Ints:
    """The addresses of the last word, if each word is at most `slop` positions behind the one before it.

    The nearest occurrence of the word before decides: if it is too far away, or in another document, so are all.
    """
    ends = postings[tree.words[0]].addresses
    for word in tree.words[1:]:
        places = postings[word].addresses
        places = places[np.searchsorted(places, ends[0], side="right") :] if len(ends) else _NONE
        before = ends[np.searchsorted(ends, places) - 1]
        close = places - before <= tree.slop
        ends = _in_one_article(before[close], places[close], field)
    return ends


def _near(tree: Near, postings: dict[str, Postings], field: MultiFieldReader) -> Ints:
    """The addresses where a stretch ends that has all words, as often as in the query, and few enough others."""

    def last(addresses: Ints) -> Ints:
        """The last address of the document that each is in."""
        return field.bounds[field.bounds.searchsorted(addresses, side="right")] - 1

    return window_ends(tree.words, tree.distance, _in_common(postings, len(field.lengths)), last)[1]


def _in_common(postings: dict[str, Postings], documents: int) -> dict[str, Ints]:
    """The addresses of each word in the documents that have all words."""
    inside = np.ones(documents, np.bool_)
    for one in postings.values():
        has = np.zeros(documents, np.bool_)
        has[one.documents] = True
        inside &= has
    return {word: one.addresses[np.repeat(inside[one.documents], one.frequencies)] for word, one in postings.items()}


def _in_one_article(starts: Ints, ends: Ints, field: MultiFieldReader) -> Ints:
    """The ends of the stretches that are within one document."""
    documents = np.searchsorted(field.bounds, ends, side="right")
    return ends[documents == np.searchsorted(field.bounds, starts, side="right")]
