"""Where words stand together, in all articles of a segment at once. `search.query.positions` tells it for one."""

from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from whoosh import query

from search.engines.embedded.segment import Field, Postings
from search.query.nodes import Near

_Ints = NDArray[np.int64]
_NONE = np.zeros(0, np.int64)
_ROOM = 1 << 16
"""Addresses, before and after all there are, at which a long phrase can be looked for."""


def holding(tree: query.Phrase, field: Field) -> _Ints:
    """The documents of a segment in which the words of a phrase stand as it asks.

    Cost: the occurrences of the words, and a search in a longer list for each in a shorter.
    """
    held = {word: field.postings(word) for word in tree.words}
    if not all(len(found.addresses) for found in held.values()):
        return _NONE
    if isinstance(tree, Near):
        places = _near(tree, held, field)
    elif tree.slop == 1:
        places = _phrase(tree.words, held, int(field.bounds[-1]))
    else:
        places = _in_order(tree, held, field)
    return field.of_addresses(places).documents


def _phrase(words: Sequence[str], held: dict[str, Postings], size: int) -> _Ints:
    """The addresses at which the words follow one another; no two articles have neighbouring addresses."""
    rarest = min(range(len(words)), key=lambda number: len(held[words[number]].addresses))
    places = held[words[rarest]].addresses - rarest
    for number, word in enumerate(words):
        if number != rarest:
            places = places[_among(places + number, held[word].addresses, size)]
    return places


def _among(wanted: _Ints, known: _Ints, size: int) -> NDArray[np.bool_]:
    """Which addresses are known: they are looked up in order, or in a table of all `size` where they are many."""
    if 16 * len(wanted) < len(known):
        return known[np.minimum(np.searchsorted(known, wanted), len(known) - 1)] == wanted
    table = np.zeros(size + 2 * _ROOM, np.bool_)
    table[_ROOM:][known] = True
    return table[wanted + _ROOM]


def _in_order(tree: query.Phrase, held: dict[str, Postings], field: Field) -> _Ints:
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


def _near(tree: Near, held: dict[str, Postings], field: Field) -> _Ints:
    """Addresses where a stretch ends that has all words, as often as asked, and few enough besides."""
    places = _in_common(held, len(field.lengths))
    every = np.concatenate(list(places.values()))
    owners = np.repeat(np.arange(len(places), dtype=np.int16), [len(its) for its in places.values()])
    order = np.argsort(every, kind="stable")  # merges what is in order already
    ends, owners = every[order], owners[order]
    starts = ends.copy()
    wanted = Counter(tree.words)
    for number, (word, its) in enumerate(places.items()):
        before = np.cumsum(owners == number) - wanted[word]
        np.minimum(starts, np.where(before >= 0, its[np.maximum(before, 0)], -1 << 40), out=starts)
    widest = len(tree.words) - 1 + tree.others
    close = np.flatnonzero(ends - starts <= widest)
    return _in_one_article(starts[close], ends[close], field)


def _in_common(held: dict[str, Postings], documents: int) -> dict[str, _Ints]:
    """The addresses of each word in the documents that have all of them; nowhere where there are none."""
    inside = np.ones(documents, np.bool_)
    for found in held.values():
        has = np.zeros(documents, np.bool_)
        has[found.documents] = True
        inside &= has
    return {
        word: found.addresses[np.repeat(inside[found.documents], found.frequencies)] for word, found in held.items()
    }


def _in_one_article(starts: _Ints, ends: _Ints, field: Field) -> _Ints:
    """The ends of those stretches that lie within one article."""
    documents = np.searchsorted(field.bounds, ends, side="right")
    return ends[documents == np.searchsorted(field.bounds, starts, side="right")]
