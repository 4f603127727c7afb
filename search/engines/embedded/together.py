"""Where words stand together, in all articles at once. `search.query.positions` tells it for one."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from whoosh import query

from search.engines.embedded.postings import JoinedField, Postings
from search.query.nodes import Near

_Ints = NDArray[np.int64]
_NONE = np.zeros(0, np.int64)
_STRETCH = 1 << 20
"""Addresses that are looked up in one table."""


def holding(tree: query.Phrase, field: JoinedField) -> _Ints:
    """The documents in which the words of a phrase stand as it asks.

    Cost: the occurrences of the words, and a search in a longer list for each in a shorter.
    """
    held = {word: field.postings(word) for word in tree.words}
    if not all(len(found.addresses) for found in held.values()):
        return _NONE
    if isinstance(tree, Near):
        places = _near(tree, held, field)
    elif tree.slop == 1:
        places = _phrase(tree.words, held)
    else:
        places = _in_order(tree, held, field)
    return field.of_addresses(places).documents


def _phrase(words: Sequence[str], held: dict[str, Postings]) -> _Ints:
    """The addresses at which the words follow one another; no two articles have neighbouring addresses."""
    first, *others = sorted(range(len(words)), key=lambda number: len(held[words[number]].addresses))  # rarest first
    places = held[words[first]].addresses - first
    for number in others:
        places = places[_among(places + number, held[words[number]].addresses)]
    return places


def _among(wanted: _Ints, known: _Ints) -> NDArray[np.bool_]:
    """Which addresses are known: each is looked up, or where they are many in a table, a stretch of all at a time."""
    if 16 * len(wanted) < len(known):
        return known[np.minimum(np.searchsorted(known, wanted), len(known) - 1)] == wanted
    table = np.zeros(_STRETCH, np.bool_)
    edges = np.arange(min(int(wanted[0]), 0), int(wanted[-1]) + _STRETCH + 1, _STRETCH)
    found = []
    for base, (at, end), (low, high) in zip(edges[:-1].tolist(), _cut(wanted, edges), _cut(known, edges), strict=True):
        here = known[low:high] - base
        table[here] = True
        found.append(table[wanted[at:end] - base])
        table[here] = False
    return np.concatenate(found)


def _cut(addresses: _Ints, edges: _Ints) -> Iterator[tuple[int, int]]:
    """Where the addresses between each two edges begin and end."""
    return pairwise(addresses.searchsorted(edges).tolist())


def _in_order(tree: query.Phrase, held: dict[str, Postings], field: JoinedField) -> _Ints:
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


def _near(tree: Near, held: dict[str, Postings], field: JoinedField) -> _Ints:
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


def _in_one_article(starts: _Ints, ends: _Ints, field: JoinedField) -> _Ints:
    """The ends of those stretches that lie within one article."""
    documents = np.searchsorted(field.bounds, ends, side="right")
    return ends[documents == np.searchsorted(field.bounds, starts, side="right")]
