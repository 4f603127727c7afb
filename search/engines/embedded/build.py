"""Tokens to the columns of a field: for each term, in order, where it stands.

The tokens of a segment's articles are numbered through: a token's number is its address. Between two articles one
address stays free, so that no phrase reaches across. A term and an address make one integer; sorted, the integers
read as the terms' lists of addresses. Six million of them take 0.1 s.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from search.engines.embedded.blocks import Columns
from search.engines.embedded.packed import Bytes, changes, last_bytes, pack, steps
from search.errors import SeedsearchError

_Ints = NDArray[np.int64]


@dataclass(frozen=True)
class FieldTokens:
    """One field of some articles, in their order: `terms[ids[i]]` is token i, `lengths` are the tokens of each.

    Only the tokens that are `searched` are found; the others take up addresses all the same.
    """

    terms: Sequence[str]
    ids: _Ints
    lengths: _Ints
    searched: NDArray[np.bool_]


class TooLarge(SeedsearchError):
    """More tokens than one segment can number."""


def field_columns(name: str, tokens: FieldTokens) -> Columns:
    """The columns of a field. Raises TooLarge. Cost: one sort of the tokens.

    terms: the spelling of each that is used, in order, with a newline after each. gaps: for each term its first
    address and how far each further one lies behind the one before, packed. sizes: the bytes of each term's gaps,
    packed. lengths: the tokens of each article, and counts: those of them that are searched, packed.
    """
    ranks, words = _ranked(tokens.terms, tokens.ids[tokens.searched])
    bits = int(len(tokens.ids) + len(tokens.lengths)).bit_length()
    if bits + len(words).bit_length() > 63:
        raise TooLarge("One file has more words than can be indexed. Set largest_file lower, and index again.")
    keys = ranks << bits | addresses(tokens.lengths)[tokens.searched]
    keys.sort()
    gaps, list_sizes = lists(keys >> bits, keys & ((1 << bits) - 1))
    return {
        f"{name}.terms": "".join(f"{word}\n" for word in words).encode(),
        f"{name}.gaps": gaps,
        f"{name}.sizes": pack(list_sizes),
        f"{name}.lengths": pack(tokens.lengths),
        f"{name}.counts": pack(_searched(tokens)),
    }


def _ranked(terms: Sequence[str], ids: _Ints) -> tuple[_Ints, list[str]]:
    """For each of some tokens the rank of its term in order of spelling, and the terms in that order."""
    used = np.flatnonzero(np.bincount(ids, minlength=len(terms))).tolist()
    used.sort(key=terms.__getitem__)
    ranks = np.empty(len(terms), np.int64)
    ranks[used] = np.arange(len(used))
    return ranks[ids], [terms[number] for number in used]


def _searched(tokens: FieldTokens) -> _Ints:
    """How many tokens of each article are searched."""
    before = np.concatenate(([0], np.cumsum(tokens.searched)))
    ends = np.cumsum(tokens.lengths)
    return before[ends] - before[ends - tokens.lengths]


def addresses(lengths: _Ints) -> _Ints:
    """The addresses of all tokens of articles with these lengths."""
    return np.arange(lengths.sum()) + np.repeat(np.arange(len(lengths)), lengths)


def lists(terms: _Ints, addresses: _Ints) -> tuple[Bytes, _Ints]:
    """Addresses in order of their terms and of themselves: their gaps, packed, and the bytes that each term takes."""
    if not len(terms):
        return np.zeros(0, np.uint8), np.zeros(0, np.int64)
    first = changes(terms)
    gaps = steps(addresses)
    gaps[first] = addresses[first]
    packed = pack(gaps)
    ends = last_bytes(packed)[np.append(first[1:], len(terms)) - 1] + 1
    return packed, steps(ends)
