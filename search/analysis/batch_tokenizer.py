"""Tokenize many texts at once into arrays of numbers. An index is built from these.

A batch gives what `tokenizer.tokenize` gives for each text, several times faster. It joins the texts into one array of
code points. Tables give the class and the folded form of each code point. A word is a run between changes of class.
Runs with anything unusual (punctuation inside a word, marks, mixed scripts) go to `tokenize`, one by one, if they were
not seen before.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import compress

import numpy as np

from search.analysis.char_filter import FilteredText, filter_characters
from search.analysis.code_point_tables import PERCENT_TERM, code_point_tables
from search.analysis.compounds import MOST_PARTS, compound_term
from search.analysis.filter_candidates import candidates
from search.analysis.markup import has_markup
from search.analysis.slices import LONGEST_SLICE, slice_text
from search.analysis.tokenizer import LONGEST
from search.analysis.unusual_runs import UnusualRuns
from search.arrays import Bytes, CodePoints, Flags, Int32s, Ints, bounds_of
from search.kernels import code_points, kernels

_SEPARATOR = "\0"  # between two texts; no token and no rule reaches across it


@dataclass(frozen=True)
class BatchTokens:
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
        bounds = bounds_of(mask)[self.bounds]
        hyphens = (self.hyphens & np.append(mask[1:], False))[mask]
        return BatchTokens(self.terms, self.ids[mask], self.starts[mask], self.ends[mask], bounds, hyphens)

    def repeat(self, texts: Ints) -> "BatchTokens":
        """The tokens of the texts with these numbers, which may come several times or not at all."""
        counts = np.diff(self.bounds)[texts]
        bounds = bounds_of(counts)
        chosen = np.repeat(self.bounds[texts] - bounds[:-1], counts) + np.arange(bounds[-1])
        spans = self.starts[chosen], self.ends[chosen]
        return BatchTokens(self.terms, self.ids[chosen], *spans, bounds, self.hyphens[chosen])

    def compounds(self) -> tuple[list[str], Ints]:
        """The compound terms, each with the number of its first token, as `compounds.text_compounds` gives them. Python
        touches each of them."""
        numbers = np.flatnonzero(self.hyphens)
        if not len(numbers):
            return [], numbers
        around = np.pad(self.hyphens, MOST_PARTS - 1)[numbers[:, None] + np.arange(2 * MOST_PARTS - 1)]
        before, after = around[:, MOST_PARTS - 2 :: -1], around[:, MOST_PARTS:]
        parts = 2 + (np.cumprod(before, axis=1) + np.cumprod(after, axis=1)).sum(axis=1)
        numbers = numbers[parts <= MOST_PARTS]
        pairs = zip(self.ids[numbers].tolist(), self.ids[numbers + 1].tolist(), strict=True)
        terms = [compound_term(self.terms[first], self.terms[second]) for first, second in pairs]
        joins = np.fromiter(map(bool, terms), np.bool_, len(terms))
        return list(compress(terms, joins)), numbers[joins]


class BatchTokenizer:
    """Tokenizes one batch of texts after the other. Terms keep their numbers, and `terms` has all of them so far.

    Memory: the terms, and the distinct unusual runs of up to 64 code points.
    """

    def __init__(self) -> None:
        self.terms: list[str] = []
        self._table = kernels().WordTable()
        self._runs = UnusualRuns()
        self._percent_sign, self._percent, self._per, self._cent = self.number_terms(
            [PERCENT_TERM, "percent", "per", "cent"]
        ).tolist()

    def number_terms(self, terms: Sequence[str]) -> Int32s:
        """The numbers of some terms, new or known."""
        ends = np.cumsum([*map(len, terms)], dtype=np.int64)
        starts = np.concatenate(([0], ends[:-1])).astype(np.int64)
        return self._add(code_points_of("".join(terms)), starts[: len(ends)], ends)

    def _add(self, codes: CodePoints, starts: Ints, ends: Ints) -> Int32s:
        ids = self._table.add(codes, starts, ends)
        self.terms += self._table.words(len(self.terms))
        return ids

    def tokenize(self, texts: Sequence[str]) -> BatchTokens:
        """The tokens of some texts. Linear; some million code points a second.

        Needs about 40 bytes of memory for each code point, so pass a few hundred thousand code points at a time. Long
        texts are cut where `tokenizer.tokenize` cuts them.
        """
        pieces, numbers, firsts = _pieces(texts)
        codes = code_points_of(_SEPARATOR.join(pieces))
        filtered = _filtered(pieces, candidates(codes))
        if filtered:
            for piece, text in filtered.items():
                pieces[piece] = text.text
            codes = code_points_of(_SEPARATOR.join(pieces))
        starts, ends, ids = self._tokens(codes)
        kinds_behind = code_point_tables().kinds[codes[np.minimum(ends[:-1], len(codes) - 1)]]
        hyphens = np.zeros(len(ids), np.bool_)
        hyphens[:-1] = (starts[1:] - ends[:-1] == 1) & (kinds_behind == code_points.HYPHEN)
        begins = _begins(pieces)
        bounds = np.append(np.searchsorted(starts, begins), len(starts))
        counts = np.diff(bounds)
        starts -= np.repeat(begins, counts)
        ends -= np.repeat(begins, counts)
        for piece, text in filtered.items():
            tokens = slice(*bounds[piece : piece + 2].tolist())
            starts[tokens] = text.original_starts(starts[tokens].tolist())
            ends[tokens] = text.original_ends(ends[tokens].tolist())
        first_of_slice = np.repeat(firsts, counts)
        bounds = bounds[np.searchsorted(numbers, np.arange(len(texts) + 1))]
        return BatchTokens(self.terms, ids, starts + first_of_slice, ends + first_of_slice, bounds, hyphens)

    def _tokens(self, codes: CodePoints) -> tuple[Ints, Ints, Int32s]:
        """Starts, ends and term numbers of all tokens, in order."""
        tables = code_point_tables()
        try:
            starts, ends, firsts, lasts = kernels().split_words(codes, tables.kinds, tables.unusual, LONGEST)
        except LookupError:
            tables.add(codes)
            starts, ends, firsts, lasts = kernels().split_words(codes, tables.kinds, tables.unusual, LONGEST)
        ids = self._add(tables.folded[codes], starts, ends)
        if len(firsts):
            unusual = self._runs.tokens(codes, firsts, lasts, self.number_terms)
            at = np.searchsorted(starts, unusual[0])
            starts, ends = np.insert(starts, at, unusual[0]), np.insert(ends, at, unusual[1])
            ids = np.insert(ids, at, unusual[2])
        return self._join_percent(tables.kinds, codes, starts, ends, ids)

    def _join_percent(
        self, kinds: Bytes, codes: CodePoints, starts: Ints, ends: Ints, ids: Int32s
    ) -> tuple[Ints, Ints, Int32s]:
        """Name percent signs `percent`, and join `per` and `cent` with only spaces or hyphens between them to it."""
        ids[ids == self._percent_sign] = self._percent
        pairs = np.flatnonzero((ids[:-1] == self._per) & (ids[1:] == self._cent))
        firsts = [at for at in pairs.tolist() if _is_gap(kinds[codes[ends[at] : starts[at + 1]]])]
        if not firsts:
            return starts, ends, ids
        seconds = np.array(firsts) + 1
        ends[firsts], ids[firsts] = ends[seconds], self._percent
        return np.delete(starts, seconds), np.delete(ends, seconds), np.delete(ids, seconds)


def tokenize_batch(texts: Sequence[str]) -> BatchTokens:
    """The tokens of one batch of texts: see `BatchTokenizer.tokenize`."""
    return BatchTokenizer().tokenize(texts)


def _is_gap(kinds: Bytes) -> bool:
    """Whether there are only spaces and hyphens, and at least one."""
    return bool(len(kinds)) and {*kinds.tolist()} <= {code_points.SPACE, code_points.THIN_SPACE, code_points.HYPHEN}


def _pieces(texts: Sequence[str]) -> tuple[list[str], Ints, Ints]:
    """The slices of all texts, the number of the text of each, and where it begins there."""
    if all(len(text) <= LONGEST_SLICE for text in texts):
        return [*texts], np.arange(len(texts)), np.zeros(len(texts), np.int64)
    slices = [(number, *span) for number, text in enumerate(texts) for span in slice_text(text)]
    numbers, firsts, _ = np.array(slices, np.int64).T
    return [texts[number][first:last] for number, first, last in slices], numbers, firsts


def _begins(pieces: Sequence[str]) -> Ints:
    """Where each piece begins when they are joined."""
    return bounds_of([len(piece) + len(_SEPARATOR) for piece in pieces])[:-1]


def _filtered(pieces: Sequence[str], places: Ints) -> dict[int, FilteredText]:
    """The pieces that `filter_characters` changes, by number. `places` are candidates in the joined pieces."""
    numbers = {*(np.searchsorted(_begins(pieces), places, side="right") - 1).tolist()}
    numbers.update(number for number, piece in enumerate(pieces) if has_markup(piece))
    filtered = ((number, filter_characters(pieces[number])) for number in sorted(numbers))
    return {number: text for number, text in filtered if text.text != pieces[number]}


def code_points_of(text: str) -> CodePoints:
    """The code points of a text as an array, which cannot be written to."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
