"""Tokens of a field to postings: for each term, in order, the addresses of its tokens.

The tokens of a segment are numbered through all its articles: the number of a token is its address. One address stays
free between two articles, so that no phrase crosses from one to the next. A term's rank and an address make one
integer. These integers, sorted, are the postings of all terms. Sorting a million takes 20 ms.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from search.arrays import Bytes, Flags, Int32s, Ints
from search.engines.embedded.storage.varint import differences, last_bytes, pack, run_starts


@dataclass(frozen=True)
class FieldTokens:
    """One field of some articles, in their order: `terms[ids[i]]` is token i, `lengths` are the tokens of each article.

    Only tokens that are `searched` get postings. The others have addresses all the same. The compound term
    `terms[compound_ids[i]]` stands at the token number `places[i]`. The first address is `base`.
    """

    terms: Sequence[str]
    ids: Int32s
    lengths: Ints
    searched: Flags
    compound_ids: Int32s
    places: Ints
    base: int = 0


@dataclass(frozen=True)
class Postings:
    """The postings of some terms, as the columns that FORMAT.md describes: `terms` are the terms in order with a
    newline after each, `gaps` their addresses as varint gaps, `sizes` the bytes of each term in `gaps`, as varints."""

    terms: bytes
    gaps: Bytes
    sizes: Bytes


def build_postings(tokens: FieldTokens) -> Postings:
    """The postings of the terms that occur. Cost: one sort of the tokens. Memory: some 60 bytes a token."""
    compounds = tokens.searched[tokens.places]
    keys, terms = _ranked(tokens.terms, np.append(tokens.ids[tokens.searched], tokens.compound_ids[compounds]))
    bits = int(len(tokens.ids) + len(tokens.lengths)).bit_length()
    addresses = _addresses(tokens.lengths)
    keys <<= bits
    keys |= np.append(addresses[tokens.searched], addresses[tokens.places[compounds]])
    keys.sort()
    ranks = keys >> bits
    keys &= (1 << bits) - 1
    keys += tokens.base
    gaps, sizes = encode_lists(ranks, keys)
    return Postings("".join(f"{term}\n" for term in terms).encode(), gaps, pack(sizes))


def _ranked(terms: Sequence[str], ids: Int32s) -> tuple[Ints, list[str]]:
    """The rank of each token's term among the terms that occur, and these terms, sorted."""
    used = np.flatnonzero(np.bincount(ids, minlength=len(terms))).tolist()
    used.sort(key=terms.__getitem__)
    ranks = np.empty(len(terms), np.int64)
    ranks[used] = np.arange(len(used))
    return ranks[ids], [terms[number] for number in used]


def _addresses(lengths: Ints) -> Ints:
    """The addresses of all tokens of articles with these lengths."""
    addresses = np.repeat(np.arange(len(lengths)), lengths)
    addresses += np.arange(len(addresses))
    return addresses


def encode_lists(terms: Ints, addresses: Ints) -> tuple[Bytes, Ints]:
    """Addresses, sorted by term and then by themselves, as varint gaps; and the bytes that each term takes.

    `terms` has the term of each address, as any number.
    """
    if not len(terms):
        return np.zeros(0, np.uint8), np.zeros(0, np.int64)
    first = run_starts(terms)
    gaps = differences(addresses)
    gaps[first] = addresses[first]
    packed = pack(gaps)
    ends = last_bytes(packed)[np.append(first[1:], len(terms)) - 1] + 1
    return packed, differences(ends)
