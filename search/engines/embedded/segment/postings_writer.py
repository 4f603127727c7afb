"""Tokens of a field to postings: for each term, in order, the addresses of its tokens.

The tokens of a segment are numbered through all its articles: the number of a token is its address. One address stays
free between two articles, so that no phrase crosses from one to the next."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from search.arrays import Bytes, Flags, Int32s, Ints
from search.engines.embedded.storage.container_writer import Columns
from search.kernels import kernels
from search.kernels.packed_lists import LONG


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

    def columns(self, name: str) -> Columns:
        """The columns of a field with these postings, but for those with a number for each document."""
        skips, skip_sizes, _ = kernels().build_skips(self.gaps, kernels().unpack(self.sizes), LONG)
        return {
            f"{name}.terms": self.terms,
            f"{name}.gaps": self.gaps,
            f"{name}.sizes": self.sizes,
            f"{name}.skips": skips,
            f"{name}.skip_sizes": kernels().pack(skip_sizes),
        }


def build_postings(tokens: FieldTokens) -> Postings:
    """The postings of the terms that occur. Linear, and a sort of these terms. Memory: some 30 bytes a token."""
    compounds = tokens.searched[tokens.places]
    ids = np.append(tokens.ids[tokens.searched], tokens.compound_ids[compounds])
    addresses = _addresses(tokens.lengths)
    addresses = np.append(addresses[tokens.searched], addresses[tokens.places[compounds]]) + tokens.base
    used = np.flatnonzero(np.bincount(ids, minlength=len(tokens.terms)))
    ranks = np.full(len(tokens.terms), len(used), np.int32)
    lines, ranks[used] = kernels().sort_words([tokens.terms[number] for number in used.tolist()])
    gaps, sizes = kernels().build_lists(ids, addresses, ranks)
    return Postings(lines, gaps, kernels().pack(sizes[: len(used)]))


def _addresses(lengths: Ints) -> Ints:
    """The addresses of all tokens of articles with these lengths."""
    addresses = np.repeat(np.arange(len(lengths)), lengths)
    addresses += np.arange(len(addresses))
    return addresses
