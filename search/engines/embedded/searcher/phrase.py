"""In which articles words stand together: `search.query.positions` asked of all articles at once."""

import numpy as np
from whoosh import query

from search.arrays import Ints
from search.engines.embedded.searcher.postings import MultiFieldReader, Postings
from search.query.nodes import Near, words_at
from search.query.positions import phrase, window_ends

_NONE = np.zeros(0, np.int64)


def holding(tree: query.Phrase, field: MultiFieldReader) -> Ints:
    """The documents in which the words of a phrase stand as it asks.

    Cost: the occurrences of the words, and a search in a longer list for each in a shorter.
    """
    held = {word: field.any_of(words_at(tree, word)) for word in tree.words}
    if not all(len(found.addresses) for found in held.values()):
        return _NONE
    if isinstance(tree, Near):
        places = _near(tree, held, field)
    elif tree.slop == 1:
        places = phrase(tree.words, {word: found.addresses for word, found in held.items()})
    else:
        places = _in_order(tree, held, field)
    return field.of_addresses(places).documents


def _in_order(tree: query.Phrase, held: dict[str, Postings], field: MultiFieldReader) -> Ints:
    """The addresses of the last word where each word stands at most `slop` behind the one before it.

    The nearest place of the word before decides: where it is too far away, or in another article, all are.
    """
    ends = held[tree.words[0]].addresses
    for word in tree.words[1:]:
        places = held[word].addresses
        places = places[np.searchsorted(places, ends[0], side="right") :] if len(ends) else _NONE
        before = ends[np.searchsorted(ends, places) - 1]
        close = places - before <= tree.slop
        ends = _in_one_article(before[close], places[close], field)
    return ends


def _near(tree: Near, held: dict[str, Postings], field: MultiFieldReader) -> Ints:
    """Addresses where a stretch ends that has all words, as often as asked, and few enough besides."""

    def last(addresses: Ints) -> Ints:
        """The last address of the article that each is in."""
        return field.bounds[field.bounds.searchsorted(addresses, side="right")] - 1

    return window_ends(tree.words, tree.distance, _in_common(held, len(field.lengths)), last)[1]


def _in_common(held: dict[str, Postings], documents: int) -> dict[str, Ints]:
    """The addresses of each word in the documents that have all of them; nowhere where there are none."""
    inside = np.ones(documents, np.bool_)
    for found in held.values():
        has = np.zeros(documents, np.bool_)
        has[found.documents] = True
        inside &= has
    return {
        word: found.addresses[np.repeat(inside[found.documents], found.frequencies)] for word, found in held.items()
    }


def _in_one_article(starts: Ints, ends: Ints, field: MultiFieldReader) -> Ints:
    """The ends of those stretches that lie within one article."""
    documents = np.searchsorted(field.bounds, ends, side="right")
    return ends[documents == np.searchsorted(field.bounds, starts, side="right")]
