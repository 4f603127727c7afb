"""The tokens of a field as strings, which the cluster splits at their spaces, and the words that they have."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise

import numpy as np

from search.analysis.batch_tokenizer import BatchTokens
from search.arrays import Flags, Int32s, Ints, run_starts
from search.engines.opensearch.indexes import HOLE, WITH


@dataclass(frozen=True)
class TokenStreams:
    """The tokens of some texts in one field: the stream of each text, how many of its tokens it has, and in how many of
    the texts each term stands, also the compound ones."""

    streams: Sequence[str]
    counts: Sequence[int]
    words: Mapping[str, int]

    def __getitem__(self, text: int) -> tuple[str, int]:
        """The stream of a text, and the number of its tokens."""
        return self.streams[text], self.counts[text]

    def repeated(self, distinct: Iterable[str], texts: Iterable[str]) -> "TokenStreams":
        """The same for each of some texts, where this is of the distinct ones."""
        numbers = {text: number for number, text in enumerate(distinct)}
        rows = [numbers[text] for text in texts]
        return TokenStreams([self.streams[row] for row in rows], [self.counts[row] for row in rows], self.words)


def token_streams(tokens: BatchTokens, chosen: Flags | None = None, texts: Ints | None = None) -> TokenStreams:
    """The chosen tokens of each text with spaces between them, with the compound terms at their positions, and a hole
    in place of each other token. `texts` says how many texts are the same as each one. Linear, but for a sort."""
    chosen = np.ones(len(tokens.ids), np.bool_) if chosen is None else chosen
    counts = np.diff(np.concatenate([[0], np.cumsum(chosen)])[tokens.bounds])
    if not counts.any():
        return TokenStreams([""] * len(counts), counts.tolist(), {})
    names, compounds, firsts = tokens.compounds()
    whole = chosen[firsts] & chosen[firsts + 1]
    compounds, firsts = compounds[whole], firsts[whole]
    words = np.array(tokens.terms, object)[tokens.ids]
    words[~chosen] = HOLE
    words[firsts] += WITH + np.array(names, object)[compounds]
    rows = words.tolist()
    streams = [" ".join(rows[first:end]).rstrip(f" {HOLE}") for first, end in pairwise(tokens.bounds.tolist())]
    text_of = np.repeat(np.arange(len(counts)), np.diff(tokens.bounds))
    found = chain(
        _text_counts(tokens.terms, tokens.ids[chosen], text_of[chosen], texts),
        _text_counts(names, compounds, text_of[firsts], texts),
    )
    return TokenStreams(streams, counts.tolist(), dict(found))


def _text_counts(terms: Sequence[str], ids: Int32s, text_of: Ints, texts: Ints | None) -> list[tuple[str, int]]:
    """In how many texts each term stands that stands in any. `text_of` has the text of each token."""
    pairs = np.sort(text_of * len(terms) + ids)  # much faster than np.unique
    pairs = pairs[run_starts(pairs)]
    of_pairs = None if texts is None else texts[pairs // len(terms)]
    counts = np.bincount(pairs % len(terms), of_pairs).astype(np.int64)
    (standing,) = counts.nonzero()
    return [*zip(map(terms.__getitem__, standing.tolist()), counts[standing].tolist(), strict=True)]
