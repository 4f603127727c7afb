"""Two texts side by side: which sentences belong together, what differs in them, and what only one text has.

Passages are found first, from runs of equal terms; sentences are put together by the words of passages that they share.
So nothing here compares everything with everything.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

import numpy as np

from search.arrays import Ints
from search.compare.align_sentences import paired, placed
from search.compare.figures_quotes import figures, quotations
from search.compare.tokenized_text import Side, sides
from search.compare.types import Comparison, Row
from search.compare.word_diff import Budget, differences
from search.duplicates.alignment import LEAST, Chain, passages, words
from search.duplicates.classification import shares

_SIDE_BY_SIDE = 6  # equal words that put two sentences side by side; too few to be a passage


def compare(text_a: str, text_b: str) -> Comparison:
    """Two texts, side by side. Cost: a fifth of a second for two of 100 kB, a second at worst."""
    a, b = sides(text_a, text_b)
    chains, complete = passages(a.ids.astype(np.uint64), b.ids.astype(np.uint64), _SIDE_BY_SIDE)
    great = [chain for chain in chains if words(chain) >= LEAST]
    share_a, share_b = shares(great, len(a.ids), len(b.ids))
    budget = Budget()
    rows = tuple(_numbered(_rows(a, b, _partners(chains, len(a.ids)), budget), a, _partners(great, len(a.ids))))
    return Comparison(
        rows=rows,
        passages=max((row.passage for row in rows), default=0),
        share_a=round(share_a, 4),
        share_b=round(share_b, 4),
        figures_a=figures(a, b),
        figures_b=figures(b, a),
        quotations_a=quotations(a, b),
        quotations_b=quotations(b, a),
        complete=complete and budget.complete,
    )


def _partners(chains: Sequence[Chain], count: int) -> Ints:
    """For each of `count` tokens of a, its token of b in a shared passage, or -1."""
    partners = np.full(count, -1)
    for run in (run for chain in chains for run in chain):
        partners[run.a : run.a + run.size] = np.arange(run.b, run.b + run.size)
    return partners


def _rows(a: Side, b: Side, partners: Ints, budget: Budget) -> Iterator[Row]:
    for row, pair in placed(a, b, paired(a, b, partners)):
        if pair is None:
            yield row
        else:
            tokens = a.words(pair.a, pair.a_end), b.words(pair.b, pair.b_end)
            yield Row(row.kind, row.a, row.b, differences(a, b, tokens, partners, budget))


def _numbered(rows: Iterable[Row], a: Side, great: Ints) -> Iterator[Row]:
    """The rows with the numbers of their passages; `great` are the partners of words in passages."""
    number, before = 0, None
    for row in rows:
        here = slice(*a.between(*row.a)) if row.a and row.b else slice(0)
        if row.b is None or not (great[here] >= 0).any():
            before = None
            yield row
            continue
        number += (row.kind, row.b[0]) != before
        before = row.kind, row.b[1]
        yield replace(row, passage=number)
