"""Tokenize many texts at once into arrays of numbers. An index is built from these.

`tokenize_batch` gives what `tokenizer.tokenize` gives for each text, several times faster. It joins the texts into one
array of code points. Tables give the class and the folded form of each code point. A word is a run between changes of
class. Distinct words are found by sorting keys. Runs with anything unusual (punctuation inside a word, marks, mixed
scripts) go to `tokenize`, one by one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import compress

import numpy as np

from search.analysis.char_filter import FilteredText, filter_characters
from search.analysis.character_classes import APOSTROPHE, CHARACTER, DIGIT, HYPHEN, PERCENT, SPACE, THIN_SPACE
from search.analysis.code_point_tables import FIRST_LETTER_ID, KIND_IDS, PERCENT_TERM, code_point_tables
from search.analysis.compounds import MOST_PARTS, compound_term
from search.analysis.filter_candidates import candidates
from search.analysis.interning import intern_words
from search.analysis.markup import has_markup
from search.analysis.slices import slice_text
from search.analysis.tokenizer import LONGEST, tokenize_filtered
from search.arrays import Bytes, CodePoints, Flags, Ints, bounds_of

_Columns = tuple[Ints, Ints, Ints]

_SEPARATOR = "\0"  # between two texts; no token and no rule reaches across it
_LONGEST_CACHED = 64  # code points of the longest run whose tokens are cached; this bounds the memory of the cache


@dataclass(frozen=True)
class BatchTokens:
    """The tokens of several texts in one row. Text n has tokens bounds[n] to bounds[n + 1].

    Token i has the term `terms[ids[i]]` and the span `starts[i]` to `ends[i]` in its text, in code points. `terms` are
    distinct and in no order; a term may have no token. `hyphens` says whether a hyphen, and nothing else, stands
    between a token and the next one.
    """

    terms: list[str]
    ids: Ints
    starts: Ints
    ends: Ints
    bounds: Ints
    hyphens: Flags

    def select(self, mask: Flags) -> "BatchTokens":
        """The tokens where `mask` is true. They count as neighbours if no other selected token is between them."""
        bounds = bounds_of(mask)[self.bounds]
        hyphens = (self.hyphens & np.append(mask[1:], False))[mask]
        return BatchTokens(self.terms, self.ids[mask], self.starts[mask], self.ends[mask], bounds, hyphens)

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


def tokenize_batch(texts: Sequence[str]) -> BatchTokens:
    """Tokenize `texts`. Linear except for sorting the words; 7 to 12 million code points a second.

    Needs about 40 bytes of memory for each code point, so pass a few hundred thousand code points at a time. Long texts
    are cut where `tokenize` cuts them.
    """
    slices = [(number, first, last) for number, text in enumerate(texts) for first, last in slice_text(text)]
    pieces = [*texts] if len(slices) == len(texts) else [texts[number][first:last] for number, first, last in slices]
    joined = _SEPARATOR.join(pieces)
    codes = _codes(joined)
    filtered = _filtered(pieces, candidates(codes))
    if filtered:
        for piece, text in filtered.items():
            pieces[piece] = text.text
        joined = _SEPARATOR.join(pieces)
        codes = _codes(joined)
    tables = code_point_tables()
    kinds = tables.kinds[codes]
    if not kinds.all():
        tables.add(codes)
        kinds = tables.kinds[codes]
    runs = _unusual_runs(kinds, tables.unusual[codes])
    starts, ends = _plain_words(kinds, runs)
    terms, ids = intern_words(tables.folded[codes], starts, ends)
    starts, ends, ids = _insert_unusual(joined, runs, terms, (starts, ends, ids))
    starts, ends, ids = _join_percent(kinds, terms, (starts, ends, ids))
    hyphens = np.zeros(len(ids), np.bool_)
    hyphens[:-1] = (starts[1:] - ends[:-1] == 1) & (kinds[ends[:-1]] == KIND_IDS[HYPHEN])
    numbers, firsts, _ = np.array(slices, np.int64).reshape(-1, 3).T
    begins = _begins(pieces)
    bounds = np.append(np.searchsorted(starts, begins), len(starts))
    starts -= np.repeat(begins, np.diff(bounds))
    ends -= np.repeat(begins, np.diff(bounds))
    for piece, text in filtered.items():
        tokens = slice(*bounds[piece : piece + 2].tolist())
        starts[tokens] = text.original_starts(starts[tokens].tolist())
        ends[tokens] = text.original_ends(ends[tokens].tolist())
    first_of_slice = np.repeat(firsts, np.diff(bounds))
    bounds = bounds[np.searchsorted(numbers, np.arange(len(texts) + 1))]
    return BatchTokens(list(terms), ids, starts + first_of_slice, ends + first_of_slice, bounds, hyphens)


def _begins(pieces: Sequence[str]) -> Ints:
    """Where each piece begins when they are joined."""
    return bounds_of([len(piece) + len(_SEPARATOR) for piece in pieces])[:-1]


def _filtered(pieces: Sequence[str], places: Ints) -> dict[int, FilteredText]:
    """The pieces that `filter_characters` changes, by number. `places` are candidates in the joined pieces."""
    numbers = {*(np.searchsorted(_begins(pieces), places, side="right") - 1).tolist()}
    numbers.update(number for number, piece in enumerate(pieces) if has_markup(piece))
    filtered = ((number, filter_characters(pieces[number])) for number in sorted(numbers))
    return {number: text for number, text in filtered if text.text != pieces[number]}


def _codes(text: str) -> CodePoints:
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)


def _unusual_runs(kinds: Bytes, unusual: Flags) -> tuple[Ints, Ints]:
    """Starts and ends of the runs between spaces, hyphens and other signs that need the slow tokenizer."""
    separators = np.flatnonzero(kinds <= KIND_IDS[HYPHEN])
    lengths = np.diff(separators, prepend=-1, append=len(kinds)) - 1
    unusual_runs = np.searchsorted(separators, np.flatnonzero(unusual | _joins_words(kinds) | _changes_script(kinds)))
    runs = np.union1d(unusual_runs, np.flatnonzero(lengths > LONGEST))
    edges = np.concatenate(([-1], separators, [len(kinds)]))
    return edges[runs] + 1, edges[runs + 1]


def _joins_words(kinds: Bytes) -> Flags:
    """Whether each code point is punctuation that may hold a word together."""
    letter, digit = kinds >= FIRST_LETTER_ID, kinds == KIND_IDS[DIGIT]
    word = letter | digit | (kinds == KIND_IDS[CHARACTER])
    inside = np.roll(word, 1) & np.roll(word, -1) & _is_any(kinds, APOSTROPHE, THIN_SPACE, ".", "&")
    inside |= np.roll(digit, 1) & np.roll(digit, -1) & (kinds == KIND_IDS[","])
    return inside | (np.roll(letter, 1) & _is_any(kinds, "+", "#"))


def _is_any(kinds: Bytes, *classes: str) -> Flags:
    """Whether each code point belongs to one of some classes."""
    table = np.zeros(256, np.bool_)
    table[[KIND_IDS[kind] for kind in classes]] = True
    return np.frombuffer(kinds.tobytes().translate(table.tobytes()), np.bool_)  # twice as fast as table[kinds]


def _changes_script(kinds: Bytes) -> Flags:
    """Whether each code point is a letter whose script differs from that of the letter before it."""
    letters = np.flatnonzero(kinds >= FIRST_LETTER_ID)
    changes = np.zeros(len(kinds), np.bool_)
    changes[letters[1:][kinds[letters[1:]] != kinds[letters[:-1]]]] = True
    return changes


def _plain_words(kinds: Bytes, runs: tuple[Ints, Ints]) -> tuple[Ints, Ints]:
    """Starts and ends of the words outside the unusual `runs`.

    A word is a run of letters and digits, or one character or percent sign.
    """
    single = _is_any(kinds, CHARACTER, PERCENT)
    word = (kinds >= FIRST_LETTER_ID) | (kinds == KIND_IDS[DIGIT]) | single
    depth = np.zeros(len(kinds) + 1, np.int8)
    depth[runs[0]], depth[runs[1]] = 1, -1
    word &= np.cumsum(depth[:-1], dtype=np.int8) == 0
    previous = np.concatenate(([False], word[:-1]))
    separate = single | np.concatenate(([False], single[:-1]))
    starts = np.flatnonzero(word & (~previous | separate))
    last = np.concatenate((~word[1:] | separate[1:], [True]))
    return starts, np.flatnonzero(word & last) + 1


def _insert_unusual(joined: str, runs: tuple[Ints, Ints], terms: dict[str, int], plain: _Columns) -> _Columns:
    """The `plain` tokens and those of the unusual runs, in order of their starts. Adds new terms to `terms`."""
    rows: list[tuple[int, int, int]] = []
    for start, end in zip(runs[0].tolist(), runs[1].tolist(), strict=True):
        run_tokens = _cached_run_tokens if end - start <= _LONGEST_CACHED else _run_tokens
        for term, first, last in run_tokens(joined[start:end]):
            rows.append((start + first, start + last, terms.setdefault(term, len(terms))))
    if not rows:
        return plain
    unusual = np.array(rows, np.int64).T
    at = np.searchsorted(plain[0], unusual[0])
    return tuple(np.insert(column, at, row) for column, row in zip(plain, unusual, strict=True))  # type: ignore[return-value]


def _run_tokens(run: str) -> tuple[tuple[str, int, int], ...]:
    tokens = tokenize_filtered(run)
    return tuple(zip(tokens.terms, tokens.starts, tokens.ends, strict=True))


_cached_run_tokens = lru_cache(maxsize=1 << 14)(_run_tokens)


def _join_percent(kinds: Bytes, terms: dict[str, int], columns: _Columns) -> _Columns:
    """Name percent signs `percent`, and join `per` and `cent` with only spaces or hyphens between them to `percent`."""
    starts, ends, ids = columns
    if (sign := terms.get(PERCENT_TERM)) is not None:
        ids[ids == sign] = terms.setdefault("percent", len(terms))
    per, cent = terms.get("per"), terms.get("cent")
    if per is None or cent is None:
        return columns
    pairs = np.flatnonzero((ids[:-1] == per) & (ids[1:] == cent))
    is_gap = _is_any(kinds, SPACE, THIN_SPACE, HYPHEN)
    firsts = [at for at in pairs.tolist() if (gap := is_gap[ends[at] : starts[at + 1]]).size and gap.all()]
    if not firsts:
        return columns
    seconds = np.array(firsts) + 1
    ends, ids = ends.copy(), ids.copy()
    ends[firsts] = ends[seconds]
    ids[firsts] = terms.setdefault("percent", len(terms))
    return np.delete(starts, seconds), np.delete(ends, seconds), np.delete(ids, seconds)
