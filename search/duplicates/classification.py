"""Is one article a copy of another? The answer is in the passages that they share, never in overall similarity."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from search.analysis.batch_tokenizer import BatchTokens
from search.arrays import Fingerprints32, Hashes, Ints
from search.duplicates.alignment import Chain, passages, words
from search.duplicates.fingerprints import K, fingerprints, term_hashes
from search.duplicates.types import Passage, PassageOverlap
from search.types.duplicates import Direction

LONG = 40
"""Words in a passage that make a copy, however long the articles are."""
MANY = 120
"""Words in all passages together that do the same."""
HALF = 0.5
"""The share of either article's words that makes a copy, however short the passages are."""
MEAN = 0.3
"""What the mean of the two articles' shares has to be to do the same."""
_FULLER = 0.2  # by so much the shares of two articles differ where one is the fuller text
_NONE = np.zeros(0, np.uint32)


@dataclass(frozen=True)
class Words:
    """The words of an article: the hash of each, and its place in the text; its fingerprints, and the words at which
    they begin."""

    terms: Hashes
    starts: Ints
    ends: Ints
    prints: Fingerprints32
    positions: Ints

    def __len__(self) -> int:
        return len(self.terms)


def article_words(found: BatchTokens) -> list[Words]:
    """The words of each text of a batch. Linear."""
    hashes = term_hashes(found.terms)
    prints = fingerprints(found.ids, found.bounds, hashes)
    columns = [np.split(column, found.bounds[1:-1]) for column in (hashes[found.ids], found.starts, found.ends)]
    columns += [np.split(column, prints.bounds[1:-1]) for column in (prints.hashes, prints.positions)]
    return [Words(*parts) for parts in zip(*columns, strict=True)]


def relation(
    a: Words, b: Words, familiar: Fingerprints32 = _NONE, dates: tuple[date | None, date | None] = (None, None)
) -> PassageOverlap | None:
    """How two articles are related as copies; None where they are not.

    Two of three make a copy: much text (LONG, or MANY), a great share of the articles (HALF, or MEAN), and text that is
    rare: with a fingerprint in it that is not `familiar`, which are in order. So neither boilerplate nor a
    statement that all quote makes one, but an agency report does however often it was taken. Cost: a fifth of a
    millisecond for two articles of 500 words.
    """
    chains = passages(a.terms, b.terms).chains
    covered = shares(chains, len(a), len(b))
    much = chains if sum(map(words, chains)) >= MANY else [chain for chain in chains if words(chain) >= LONG]
    great = max(covered) >= HALF or sum(covered) / 2 >= MEAN
    if not (much and great) and not any(_is_rare(chain, a, familiar) for chain in (chains if great else much)):
        return None
    return PassageOverlap(*covered, tuple(_passage(chain, a, b) for chain in chains), direction(*covered, *dates))


def _is_rare(chain: Chain, article: Words, familiar: Fingerprints32) -> bool:
    """Whether at least one fingerprint that lies in the passage is held by few articles."""
    first, last = chain[0].a, chain[-1].a + chain[-1].size
    inside = article.prints[(article.positions >= first) & (article.positions + K <= last)]
    return bool((familiar.searchsorted(inside) == familiar.searchsorted(inside, side="right")).any())


def shares(chains: Sequence[Chain], words_a: int, words_b: int) -> tuple[float, float]:
    """What part of each text's words lies between the first and the last of a passage."""
    covered = _covered(chains, 0) / max(1, words_a), _covered(chains, 1) / max(1, words_b)
    return min(covered[0], 1.0), min(covered[1], 1.0)  # passages may reach into the gaps of others


def _covered(chains: Sequence[Chain], side: int) -> int:
    return sum(chain[-1][side] + chain[-1].size - chain[0][side] for chain in chains)


def _passage(chain: Chain, a: Words, b: Words) -> Passage:
    first, last = chain[0], chain[-1]
    start_a, end_a = int(a.starts[first.a]), int(a.ends[last.a + last.size - 1])
    start_b, end_b = int(b.starts[first.b]), int(b.ends[last.b + last.size - 1])
    return Passage(start_a, end_a, start_b, end_b, words(chain))


def direction(share_a: float, share_b: float, date_a: date | None, date_b: date | None) -> Direction:
    """Who had it from whom: the later article from the earlier, else the excerpt from the fuller text."""
    if date_a is not None and date_b is not None and date_a != date_b:
        return "b from a" if date_a < date_b else "a from b"
    if abs(share_a - share_b) >= _FULLER:
        return "a from b" if share_a > share_b else "b from a"
    return "unknown"
