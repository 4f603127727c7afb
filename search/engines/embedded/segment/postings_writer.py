"""Tokens to the postings of a field: for each term, in order, where it stands.

The tokens of a segment's articles are numbered through: a token's number is its address. Between two articles one
address stays free, so that no phrase reaches across. A term and an address make one integer; sorted, the integers
read as the terms' lists of addresses. A million of them take 20 ms.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from search.arrays import Bytes, Flags, Int32s, Ints
from search.engines.embedded.storage.varint import changes, last_bytes, pack, steps


@dataclass(frozen=True)
class FieldTokens:
    """One field of some articles, in their order: `terms[ids[i]]` is token i, `lengths` are the tokens of each.

    Only the tokens that are `searched` are found; the others take up addresses all the same, which begin at `base`.
    """

    terms: Sequence[str]
    ids: Int32s
    lengths: Ints
    searched: Flags
    base: int = 0


@dataclass(frozen=True)
class Postings:
    """The lists of some terms. `terms` are the spellings in order with a newline after each; `gaps` are for each term
    its first address and how far each further one lies behind the one before, packed; `sizes` the bytes of each
    term's gaps, packed."""

    terms: bytes
    gaps: Bytes
    sizes: Bytes


def postings(tokens: FieldTokens) -> Postings:
    """The lists of the terms that are used. Cost: one sort of the tokens; memory: some 60 bytes a token."""
    keys, words = _ranked(tokens.terms, tokens.ids[tokens.searched])
    bits = int(len(tokens.ids) + len(tokens.lengths)).bit_length()
    keys <<= bits
    keys |= _addresses(tokens.lengths)[tokens.searched]
    keys.sort()
    terms = keys >> bits
    keys &= (1 << bits) - 1
    keys += tokens.base
    gaps, sizes = lists(terms, keys)
    return Postings("".join(f"{word}\n" for word in words).encode(), gaps, pack(sizes))


def _ranked(terms: Sequence[str], ids: Int32s) -> tuple[Ints, list[str]]:
    """For each of some tokens the rank of its term in order of spelling, and the terms in that order."""
    used = np.flatnonzero(np.bincount(ids, minlength=len(terms))).tolist()
    used.sort(key=terms.__getitem__)
    ranks = np.empty(len(terms), np.int64)
    ranks[used] = np.arange(len(used))
    return ranks[ids], [terms[number] for number in used]


def _addresses(lengths: Ints) -> Ints:
    """The addresses of all tokens of articles with these lengths."""
    found = np.repeat(np.arange(len(lengths)), lengths)
    found += np.arange(len(found))
    return found


def lists(terms: Ints, addresses: Ints) -> tuple[Bytes, Ints]:
    """Addresses in order of their terms and of themselves: their gaps, packed, and the bytes that each term takes."""
    if not len(terms):
        return np.zeros(0, np.uint8), np.zeros(0, np.int64)
    first = changes(terms)
    gaps = steps(addresses)
    gaps[first] = addresses[first]
    packed = pack(gaps)
    ends = last_bytes(packed)[np.append(first[1:], len(terms)) - 1] + 1
    return packed, steps(ends)
