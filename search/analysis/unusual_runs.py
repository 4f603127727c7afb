"""Tokens of runs that need the slow tokenizer. A run that was seen before costs little."""

from collections.abc import Callable, Sequence
from functools import lru_cache

import numpy as np

from search.analysis.tokenizer import tokenize_filtered
from search.arrays import CodePoints, Int32s, Ints, bounds_of
from search.kernels import kernels

_LONGEST_KEPT = 64
"""Code points of the longest run whose tokens are kept."""
_MOST_KEPT = 1 << 15
"""Distinct runs whose tokens are kept."""

_Columns = tuple[Ints, Ints, Int32s]
_NumberTerms = Callable[[Sequence[str]], Int32s]


class UnusualRuns:
    """Gives starts, ends and term numbers of the tokens in runs."""

    def __init__(self) -> None:
        self._clear()

    def _clear(self) -> None:
        self._table = kernels().WordTable()
        self._counts = np.zeros(0, np.int64)
        self._tokens: _Columns = np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0, np.int32)

    def tokens(self, codes: CodePoints, starts: Ints, ends: Ints, number_terms: _NumberTerms) -> _Columns:
        """The tokens of the runs at some spans of a text, in order. `number_terms` numbers terms, the same in all
        calls. It is not kept, or its owner, which has this object, would not be freed at once."""
        if len(self._table) > _MOST_KEPT:
            self._clear()
        is_kept = ends - starts <= _LONGEST_KEPT
        kept, others = np.flatnonzero(is_kept), np.flatnonzero(~is_kept)
        numbers = self._table.add(codes, starts[kept], ends[kept])
        counts, tokens = _tokenized(self._table.words(len(self._counts)), number_terms)
        self._counts = np.append(self._counts, counts)
        self._tokens = _join(self._tokens, tokens)
        counts = self._counts[numbers]
        chosen = np.repeat((bounds_of(self._counts)[:-1])[numbers] - bounds_of(counts)[:-1], counts)
        chosen += np.arange(len(chosen))
        found = _shift([column[chosen] for column in self._tokens], np.repeat(starts[kept], counts))
        if not len(others):
            return found
        spans = zip(starts[others].tolist(), ends[others].tolist(), strict=True)
        runs = [codes[start:end].tobytes().decode("utf-32-le", "surrogatepass") for start, end in spans]
        counts, tokens = _tokenized(runs, number_terms)
        found = _join(found, _shift(tokens, np.repeat(starts[others], counts)))
        order = np.argsort(found[0], kind="stable")
        return found[0][order], found[1][order], found[2][order]


def _tokenized(runs: Sequence[str], number_terms: _NumberTerms) -> tuple[Ints, _Columns]:
    """How many tokens each run has, and all their tokens. Offsets count from the beginning of their run."""
    tokens = [_cached_tokens(run) if len(run) <= _LONGEST_KEPT else tokenize_filtered(run) for run in runs]
    starts, ends = (
        np.array([at for each in tokens for at in getattr(each, name)], np.int64) for name in ("starts", "ends")
    )
    numbers = number_terms([term for each in tokens for term in each.terms])
    return np.array([*map(len, tokens)], np.int64), (starts, ends, numbers)


_cached_tokens = lru_cache(maxsize=_MOST_KEPT)(tokenize_filtered)
"""For all tokenizers of this process: each of them keeps the numbers of terms, this keeps the work."""


def _join(some: _Columns, more: _Columns) -> _Columns:
    return np.append(some[0], more[0]), np.append(some[1], more[1]), np.append(some[2], more[2])


def _shift(tokens: Sequence[Ints | Int32s], by: Ints) -> _Columns:
    return tokens[0] + by, tokens[1] + by, tokens[2].astype(np.int32)
