"""Tokens of a field to postings: for each term, in order, the addresses of its tokens.

The tokens of a segment are numbered through all its articles: the number of a token is its address. One address stays
free between two articles, so that no phrase crosses from one to the next."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from search.arrays import Bytes, Int32s, Ints
from search.engines.embedded.segment.bigrams import CommonLists
from search.engines.embedded.storage.container_writer import Columns
from search.kernels import kernels
from search.kernels.packed_lists import FREQUENT, LONG


class Postings(NamedTuple):
    """The postings of some terms, as the columns that FORMAT.md describes: `terms` are the terms in order with a
    newline after each, `gaps` their addresses as varint gaps, `sizes` the bytes of each term in `gaps`, as varints."""

    terms: bytes
    gaps: Bytes
    sizes: Bytes

    def columns(self, name: str, bounds: Ints) -> Columns:
        """The columns of a field with these postings, but for those with a number for each document. Document n has the
        addresses bounds[n] to bounds[n + 1] - 1."""
        sizes = kernels().unpack(self.sizes)
        skips, skip_sizes, _ = kernels().build_skips(self.gaps, sizes, LONG)
        documents, document_sizes = kernels().build_documents(self.gaps, sizes, bounds, FREQUENT)
        common = CommonLists()
        common.add(self.terms, self.gaps, sizes)
        bigrams, bigram_sizes = common.bigrams(bounds)
        return {
            f"{name}.terms": self.terms,
            f"{name}.gaps": self.gaps,
            f"{name}.sizes": self.sizes,
            f"{name}.skips": skips,
            f"{name}.skip_sizes": kernels().pack(skip_sizes),
            f"{name}.documents": documents,
            f"{name}.document_sizes": kernels().pack(document_sizes),
            f"{name}.bigrams": bigrams,
            f"{name}.bigram_sizes": kernels().pack(bigram_sizes),
        }


NO_POSTINGS = Postings(b"", np.zeros(0, np.uint8), np.zeros(0, np.uint8))


def build_postings(terms: Sequence[str], parts: Sequence[tuple[Int32s, Ints]]) -> Postings:
    """The postings of the terms that occur. Tokens come in parts: the number of each one's term, and its address. Those
    of one term increase. Linear, and a sort of the terms."""
    lines, gaps, sizes = kernels().build_postings(terms, parts)
    return Postings(lines, gaps, kernels().pack(sizes))
