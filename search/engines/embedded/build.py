"""Tokens to the columns of a segment: postings by one sort of packed integers.

Every token becomes one number, term | document | position, with terms numbered in order of their spelling. Sorted,
the numbers read as posting lists. Six million of them take 0.1 s.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from search.errors import SeedsearchError

_Ints = NDArray[np.int64]
Columns = dict[str, NDArray[Any] | bytes]

WIDTHS: tuple[np.dtype[Any], ...] = (np.dtype(np.uint8), np.dtype(np.uint16), np.dtype(np.uint32))
"""The types in which numbers of a posting list are kept; each list takes the narrowest that holds its largest."""


def narrowest(largest: Any) -> Any:
    """The number in WIDTHS of the narrowest type that holds a number, or each number of an array."""
    return (largest >= 1 << 8) * 1 + (largest >= 1 << 16) * 1


@dataclass(frozen=True)
class FieldTokens:
    """One field of some articles: `terms[ids[i]]` is token i; article n has tokens bounds[n] to bounds[n + 1]."""

    terms: Sequence[str]
    ids: _Ints
    bounds: _Ints


class TooLarge(SeedsearchError):
    """More tokens than one segment can number; files of the default largest size never have so many."""


def field_columns(name: str, tokens: FieldTokens) -> Columns:
    """The columns of a field. Raises TooLarge. Cost: one sort of the tokens.

    terms: the spelling of each, in order, with a newline after each. postings: how many articles have it. occurrences:
    how many tokens. docs, freqs, positions: number lists of each term, see `_packed`. lengths: tokens of each article.
    """
    used = np.flatnonzero(np.bincount(tokens.ids, minlength=1))
    words = [tokens.terms[number] for number in used.tolist()] if len(tokens.ids) else []
    order = sorted(range(len(words)), key=words.__getitem__)
    rank = np.zeros(len(tokens.terms), np.int64)
    rank[used[np.array(order, np.int64)]] = np.arange(len(words))
    lengths = np.diff(tokens.bounds)
    keys, document_bits, position_bits = _keys(rank[tokens.ids], lengths)
    keys.sort()
    positions = keys & ((1 << position_bits) - 1)
    postings = keys >> position_bits
    first = np.flatnonzero(np.diff(postings, prepend=-1))
    pairs = postings[first]
    documents, terms = pairs & ((1 << document_bits) - 1), pairs >> document_bits
    frequencies = np.diff(first, append=len(keys))
    term_first = np.flatnonzero(np.diff(terms, prepend=-1))
    gaps = np.diff(documents, prepend=0)
    gaps[term_first] = documents[term_first]
    counts = np.diff(term_first, append=len(terms))
    occurrences = np.diff(np.append(first, len(keys))[np.append(term_first, len(terms))])
    return {
        f"{name}.terms": "".join(f"{words[number]}\n" for number in order).encode(),
        f"{name}.postings": counts.astype(np.uint32),
        f"{name}.occurrences": occurrences.astype(np.uint32),
        f"{name}.lengths": lengths.astype(np.uint32),
        **_packed(f"{name}.docs", gaps, counts),
        **_packed(f"{name}.freqs", frequencies, counts),
        **_packed(f"{name}.positions", positions, occurrences),
    }


def _keys(ranks: _Ints, lengths: _Ints) -> tuple[_Ints, int, int]:
    position_bits = int(lengths.max(initial=0)).bit_length()
    document_bits = len(lengths).bit_length()
    if int(ranks.max(initial=0)).bit_length() + document_bits + position_bits > 63:
        raise TooLarge("A file has more words than can be indexed. Set largest_file lower, and index again.")
    documents = np.repeat(np.arange(len(lengths)), lengths)
    positions = np.arange(len(ranks)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    return ((ranks << document_bits | documents) << position_bits) | positions, document_bits, position_bits


def _packed(name: str, values: _Ints, counts: _Ints) -> Columns:
    """Lists of numbers, `counts` long, one after the other in `values`: their widths, and a column for each width."""
    if not len(counts):
        widths = np.zeros(0, np.uint8)
    else:
        widths = narrowest(np.maximum.reduceat(values, np.cumsum(counts) - counts)).astype(np.uint8)
    of_each = np.repeat(widths, counts)
    columns: Columns = {f"{name}.widths": widths}
    for width, kind in enumerate(WIDTHS):
        columns[f"{name}.{kind.itemsize}"] = values[of_each == width].astype(kind)
    return columns
