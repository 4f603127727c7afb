"""Compare two texts: which sentences belong together, what differs in them, and what only one text has.

Shared passages come first, from runs of equal terms. Sentences are then aligned by the words of passages that they
share. So sentences are never compared each with each.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

import numpy as np

from search.arrays import Ints
from search.compare.align_sentences import align_sentences, order_rows
from search.compare.figures_quotes import unmatched_figures, unmatched_quotations
from search.compare.tokenized_text import TokenizedText, tokenize_texts
from search.compare.types import Comparison, Row
from search.compare.word_diff import Budget, word_differences
from search.duplicates.alignment import LEAST, Chain, align, equal_words
from search.duplicates.classification import shares

_LEAST_ALIGNED = 6  # equal words that align two sentences; too few for a passage


def compare_texts(text_a: str, text_b: str) -> Comparison:
    """Compare two texts. Cost: a fifth of a second for two of 100 kB, a second at worst."""
    a, b = tokenize_texts(text_a, text_b)
    chains, is_complete = align(a.ids.astype(np.uint64), b.ids.astype(np.uint64), _LEAST_ALIGNED)
    passages = [chain for chain in chains if equal_words(chain) >= LEAST]
    share_a, share_b = shares(passages, len(a.ids), len(b.ids))
    budget = Budget()
    rows = _rows(a, b, _partners(chains, len(a.ids)), budget)
    numbered = tuple(_numbered(rows, a, _numbers(passages, len(a.ids))))
    return Comparison(
        rows=numbered,
        passages=max((row.passage for row in numbered), default=0),
        words=sum(map(equal_words, passages)),
        share_a=round(share_a, 4),
        share_b=round(share_b, 4),
        figures_a=unmatched_figures(a, b),
        figures_b=unmatched_figures(b, a),
        quotations_a=unmatched_quotations(a, b),
        quotations_b=unmatched_quotations(b, a),
        complete=is_complete and budget.complete,
    )


def _partners(chains: Sequence[Chain], count: int) -> Ints:
    """For each of `count` tokens of a, its token of b in some chains, or -1."""
    partners = np.full(count, -1)
    for run in (run for chain in chains for run in chain):
        partners[run.a : run.a + run.size] = np.arange(run.b, run.b + run.size)
    return partners


def _numbers(chains: Sequence[Chain], count: int) -> Ints:
    """For each of `count` tokens of a, the number of its chain, or -1."""
    numbers = np.full(count, -1)
    for number, chain in enumerate(chains):
        for run in chain:
            numbers[run.a : run.a + run.size] = number
    return numbers


def _rows(a: TokenizedText, b: TokenizedText, partners: Ints, budget: Budget) -> Iterator[Row]:
    for row, pair in order_rows(a, b, align_sentences(a, b, partners)):
        if pair is None:
            yield row
        else:
            tokens = a.token_span(pair.a, pair.a_end), b.token_span(pair.b, pair.b_end)
            yield Row(row.kind, row.a, row.b, word_differences(a, b, tokens, partners, budget))


def _numbered(rows: Iterable[Row], a: TokenizedText, passage_of_token: Ints) -> Iterator[Row]:
    """The rows with the numbers of their passages: of the one that most words of a row are in."""
    numbers: dict[int, int] = {}
    for row in rows:
        passages = passage_of_token[slice(*a.tokens_between(*row.a))] if row.a and row.b else passage_of_token[:0]
        passages = passages[passages >= 0]
        if len(passages):
            passage = int(np.bincount(passages).argmax())
            yield replace(row, passage=numbers.setdefault(passage, len(numbers) + 1))
        else:
            yield row
