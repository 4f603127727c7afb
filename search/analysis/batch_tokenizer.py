"""Tokenize many texts at once into arrays of numbers. An index is built from these.

A batch gives what `tokenizer.tokenize` gives for each text, many times faster. A kernel finds the words, with tables
that give the class and the folded form of each code point. Runs with anything unusual (punctuation inside a word,
marks, mixed scripts) go to the readable tokenizer, one by one, if they were not seen before.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from search.analysis.batch_compounds import NO_COMPOUND, compound_terms
from search.analysis.char_filter import FilteredText, filter_characters
from search.analysis.character_classes import HYPHEN, SPACE, THIN_SPACE, classes
from search.analysis.code_point_tables import PERCENT_TERM, code_point_tables
from search.analysis.compounds import MOST_PARTS
from search.analysis.filter_candidates import candidates
from search.analysis.slices import LONGEST_SLICE, slice_text
from search.analysis.tokenizer import LONGEST, tokenize_filtered
from search.arrays import Flags, Int32s, Ints, bounds_of, ranges, run_starts
from search.kernels import kernels

if TYPE_CHECKING:
    from search.kernels.interface.words import RunTokens

_LONGEST_KEPT = 64
"""Code points of the longest unusual run whose tokens are kept."""
_MOST_KEPT = 1 << 15
"""Distinct unusual runs whose tokens are kept."""

_NUMBER = re.compile(
    r"(?P<number>(?P<grouped>[0-9]{1,3}(?:,[0-9]{3})+|[1-9][0-9]{0,2}\.[0-9]{3}(?![0-9]))|[0-9]+\.[0-9]+)"
    r"(?P<percent>%?)[.,]?"
)
"""Numbers such as 1,000 and 3.5%, perhaps at the end of a sentence."""


class BatchTokens(NamedTuple):
    """The tokens of several texts in one row. Text n has tokens bounds[n] to bounds[n + 1].

    Token i has the term `terms[ids[i]]` and the span `starts[i]` to `ends[i]` in its text, in code points. `terms` are
    distinct and in no order; a term may have no token. The batches of one tokenizer share them, and later ones add
    some. `hyphens` says whether a hyphen, and nothing else, stands between a token and the next one.
    """

    terms: list[str]
    ids: Int32s
    starts: Ints
    ends: Ints
    bounds: Ints
    hyphens: Flags

    def select(self, mask: Flags) -> "BatchTokens":
        """The tokens where `mask` is true. They count as neighbours if no other selected token is between them."""
        if mask.all():
            return self
        bounds = bounds_of(mask)[self.bounds]
        hyphens = (self.hyphens & np.append(mask[1:], False))[mask]
        return BatchTokens(self.terms, self.ids[mask], self.starts[mask], self.ends[mask], bounds, hyphens)

    def repeat(self, texts: Ints) -> "BatchTokens":
        """The tokens of the texts with these numbers, which may come several times or not at all."""
        counts = np.diff(self.bounds)[texts]
        bounds = bounds_of(counts)
        chosen = ranges(self.bounds[texts], counts)
        spans = self.starts[chosen], self.ends[chosen]
        return BatchTokens(self.terms, self.ids[chosen], *spans, bounds, self.hyphens[chosen])

    def hyphenated(self) -> tuple[Ints, Ints]:
        """The pairs of terms that a hyphen may join to a compound, as `compound_terms` takes them, each with the number
        of its first token."""
        numbers = np.flatnonzero(self.hyphens)
        starts = run_starts(numbers - np.arange(len(numbers)))
        hyphens = np.diff(starts, append=len(numbers))  # of each compound
        numbers = numbers[np.repeat(hyphens < MOST_PARTS, hyphens)]
        return self.ids[numbers].astype(np.int64) << 32 | self.ids[numbers + 1], numbers

    def compounds(self) -> tuple[list[str], Int32s, Ints]:
        """The distinct compound terms, as `compounds.text_compounds` finds them; then which of them stand in the texts,
        each with the number of its first token."""
        pairs, numbers = self.hyphenated()
        terms, found = compound_terms(self.terms, pairs)
        joins = found != NO_COMPOUND
        return terms, found[joins], numbers[joins]


class BatchTokenizer:
    """Tokenizes one batch of texts after the other. Terms keep their numbers, and `terms` has all of them so far.

    Memory: the terms, and some 10 MB for tokens of unusual runs.
    """

    def __init__(self) -> None:
        self.terms: list[str] = []
        tables = code_point_tables()
        self._kernel = kernels().Tokenizer(tables.kinds, tables.folded, LONGEST, tables.add, _run_tokens)
        signs = self._kernel.numbers([PERCENT_TERM, "percent", "per", "cent"])
        self._percent_sign, self._percent, self._per, self._cent = signs.tolist()

    def tokenize(self, texts: Sequence[str]) -> BatchTokens:
        """The tokens of some texts. Linear; some 50 million code points a second.

        Needs about 50 bytes of memory for each token, so pass a few hundred thousand code points at a time. Long
        texts are cut where `tokenizer.tokenize` cuts them.
        """
        pieces, numbers, firsts = _pieces(texts)
        filtered = _filtered(pieces)
        for piece, text in filtered.items():
            pieces[piece] = text.text
        ids, starts, ends, bounds, hyphens = self._kernel.tokenize(pieces)
        self.terms += self._kernel.words(len(self.terms))
        tokens = self._join_percent(pieces, BatchTokens(self.terms, ids, starts, ends, bounds, hyphens))
        for piece, text in filtered.items():
            of_piece = slice(*tokens.bounds[piece : piece + 2].tolist())
            tokens.starts[of_piece] = text.original_starts(tokens.starts[of_piece].tolist())
            tokens.ends[of_piece] = text.original_ends(tokens.ends[of_piece].tolist())
        if len(pieces) == len(texts):
            return tokens
        first_of_slice = np.repeat(firsts, np.diff(tokens.bounds))
        bounds = tokens.bounds[np.searchsorted(numbers, np.arange(len(texts) + 1))]
        return tokens._replace(starts=tokens.starts + first_of_slice, ends=tokens.ends + first_of_slice, bounds=bounds)

    def _join_percent(self, texts: Sequence[str], tokens: BatchTokens) -> BatchTokens:
        """Name percent signs `percent`, and join `per` and `cent` with only spaces or hyphens between them to it."""
        ids, starts, ends, hyphens = tokens.ids, tokens.starts, tokens.ends, tokens.hyphens
        ids[ids == self._percent_sign] = self._percent
        cents = np.flatnonzero(ids[1:] == self._cent) + 1
        cents = cents[ids[cents - 1] == self._per]
        cents = np.array([at for at in cents.tolist() if _are_near(texts, tokens, at - 1)], np.int64)
        if not len(cents):
            return tokens
        ids[cents - 1], ends[cents - 1], hyphens[cents - 1] = self._percent, ends[cents], hyphens[cents]
        bounds = tokens.bounds - np.searchsorted(cents, tokens.bounds)
        ids, starts, ends, hyphens = (_without(column, cents.tolist()) for column in (ids, starts, ends, hyphens))
        return BatchTokens(tokens.terms, ids, starts, ends, bounds, hyphens)


def tokenize_batch(texts: Sequence[str]) -> BatchTokens:
    """The tokens of one batch of texts: see `BatchTokenizer.tokenize`."""
    return BatchTokenizer().tokenize(texts)


def _run_tokens(run: str) -> "RunTokens":
    """The terms, starts and ends of the tokens of an unusual run."""
    if len(run) > _LONGEST_KEPT:
        return _read_run(run)
    return _number_tokens(run, number) if (number := _NUMBER.fullmatch(run)) else _kept_tokens(run)


def _number_tokens(run: str, number: re.Match[str]) -> "RunTokens":
    """The tokens of a run that is a number, perhaps with a percent sign. Most unusual runs are."""
    end = number.end("number")
    term = run[:end].replace(",", "").replace(".", "") if number["grouped"] else run[:end]
    return ((term, "percent"), (0, end), (end, end + 1)) if number["percent"] else ((term,), (0,), (end,))


def _read_run(run: str) -> "RunTokens":
    tokens = tokenize_filtered(run)
    return tokens.terms, tokens.starts, tokens.ends


_kept_tokens = lru_cache(maxsize=_MOST_KEPT)(_read_run)
"""For all tokenizers of this process."""


def _without(column: NDArray[Any], places: Sequence[int]) -> NDArray[Any]:
    """A column without the values at some increasing places, which are few: faster than a mask."""
    starts = [0, *[place + 1 for place in places]]
    return np.concatenate([column[start:end] for start, end in zip(starts, [*places, len(column)], strict=True)])


def _are_near(texts: Sequence[str], tokens: BatchTokens, number: int) -> bool:
    """Whether only spaces and hyphens, and at least one, stand between a token and the next one."""
    in_text, in_next = np.searchsorted(tokens.bounds, (number, number + 1), side="right").tolist()
    gap = classes(texts[in_text - 1][tokens.ends[number] : tokens.starts[number + 1]])
    return in_text == in_next and bool(gap) and {*gap} <= {SPACE, THIN_SPACE, HYPHEN}


def _pieces(texts: Sequence[str]) -> tuple[list[str], Ints, Ints]:
    """The slices of all texts, the number of the text of each, and where it begins there."""
    if max(map(len, texts), default=0) <= LONGEST_SLICE:
        return [*texts], np.arange(len(texts)), np.zeros(len(texts), np.int64)
    slices = [(number, *span) for number, text in enumerate(texts) for span in slice_text(text)]
    numbers, firsts, _ = np.array(slices, np.int64).T
    return [texts[number][first:last] for number, first, last in slices], numbers, firsts


def _filtered(pieces: Sequence[str]) -> dict[int, FilteredText]:
    """The pieces that `filter_characters` changes, by number."""
    filtered = ((number, filter_characters(pieces[number], signs)) for number, signs in candidates(pieces).items())
    return {number: text for number, text in filtered if text.text != pieces[number]}
