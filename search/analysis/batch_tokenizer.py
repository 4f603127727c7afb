"""The tokens of many texts at once, as columns of numbers: what an index is built from.

Gives what `tokenizer.tokens` gives for each text, several times faster. Texts are joined into one array of
code points; tables tell the class and the fold of each, neighbours of different classes bound the words, and distinct
words are found by sorting keys. Whatever is unusual (punctuation inside a word, marks, mixed scripts) is left to
`tokens`, chunk by chunk.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from search.analysis.character_classes import (
    APOSTROPHE,
    CHARACTER,
    COMMON,
    DIGIT,
    HYPHEN,
    IGNORED,
    MARK,
    OTHER,
    PERCENT,
    SPACE,
    THIN_SPACE,
    classes,
)
from search.analysis.interning import distinct
from search.analysis.slices import slices
from search.analysis.tokenizer import LONGEST, tokens

_Bools = NDArray[np.bool_]
_Ints = NDArray[np.int64]
_Codes = NDArray[np.uint32]
_Kinds = NDArray[np.uint8]
_Columns = tuple[_Ints, _Ints, _Ints]

_APART = "\0"  # between texts; no rule of the analysis reaches across it
_ALL_CODES = 0x110000
_ORDER = [OTHER, SPACE, HYPHEN, DIGIT, CHARACTER, PERCENT, MARK, COMMON, IGNORED, APOSTROPHE, THIN_SPACE, *",.&+#"]
_ID = {kind: number for number, kind in enumerate(_ORDER, 1)}  # 0 stands for a code point not met before
_SIGN = "%"  # stands for all percent signs until the words are known
_REMEMBERED = 64  # code points of the longest chunk whose tokens are remembered: so that has a bound
_LETTERS = 32  # ids of the classes of letters begin here


@dataclass(frozen=True)
class BatchTokens:
    """The tokens of texts, one after the other; those of text n are numbers bounds[n] to bounds[n + 1].

    `terms[ids[i]]` is the term of token i, `starts[i]` and `ends[i]` are its place in its text. `terms` are distinct,
    in no order; some may belong to no token.
    """

    terms: list[str]
    ids: _Ints
    starts: _Ints
    ends: _Ints
    bounds: _Ints

    def only(self, chosen: _Bools) -> "BatchTokens":
        """Some of the tokens: those that are neighbours then count as such."""
        bounds = np.concatenate(([0], np.cumsum(chosen)))[self.bounds]
        return BatchTokens(self.terms, self.ids[chosen], self.starts[chosen], self.ends[chosen], bounds)


class _Tables:
    """Class, fold and unusualness of each code point; filled on demand."""

    def __init__(self) -> None:
        self.kinds = np.zeros(_ALL_CODES, np.uint8)
        self.folds = np.zeros(_ALL_CODES, np.uint32)
        self.hard = np.zeros(_ALL_CODES, np.bool_)
        self._scripts: dict[str, int] = {}

    def meet(self, codes: _Codes) -> None:
        """Fill in what has not been met before."""
        for code in np.unique(codes[self.kinds[codes] == 0]).tolist():
            character = chr(code)
            kind = classes(character)
            if kind in _ID:
                self.kinds[code] = _ID[kind]
            else:
                self.kinds[code] = self._scripts.setdefault(kind, _LETTERS + len(self._scripts))
            folded = tokens(character).terms if self.kinds[code] >= _LETTERS or kind in (DIGIT, CHARACTER) else ()
            simple = len(folded) == 1 and len(folded[0]) == 1 and not _is_jamo(code)
            self.folds[code] = ord(_SIGN if kind == PERCENT else folded[0] if simple else character)
            self.hard[code] = kind in (MARK, COMMON, IGNORED) or (bool(folded) and not simple)


def _is_jamo(code: int) -> bool:
    """Letters that compose with the next: the only ones whose fold depends on their neighbours."""
    return 0x1100 <= code <= 0x11FF or 0xA960 <= code <= 0xA97F or 0xD7B0 <= code <= 0xD7FF


_tables = lru_cache(maxsize=1)(_Tables)


def tokenise(texts: Sequence[str]) -> BatchTokens:
    """The tokens of `texts`. Linear but for sorting the words; 7 to 12 million code points a second.

    Takes about 40 bytes of memory a code point: hand over a few hundred thousand at a time. Long texts are cut as
    `tokens` cuts them.
    """
    parts = [(number, first, last) for number, text in enumerate(texts) for first, last in slices(text)]
    whole = _APART.join(texts if len(parts) == len(texts) else [texts[n][first:last] for n, first, last in parts])
    codes = np.frombuffer(whole.encode("utf-32-le", "surrogatepass"), np.uint32)
    tables = _tables()
    tables.meet(codes)
    kinds = tables.kinds[codes]
    chunks = _hard_chunks(kinds, tables.hard[codes])
    starts, ends = _plain_spans(kinds, chunks)
    terms, ids = distinct(tables.folds[codes], starts, ends)
    starts, ends, ids = _with_hard(whole, chunks, terms, (starts, ends, ids))
    starts, ends, ids = _with_percent(kinds, terms, (starts, ends, ids))
    numbers, firsts, lasts = np.array(parts, np.int64).reshape(-1, 3).T
    sizes = lasts - firsts + len(_APART)
    begins = np.cumsum(sizes) - sizes
    bounds = np.append(np.searchsorted(starts, begins), len(starts))
    offsets = np.repeat(begins - firsts, np.diff(bounds))
    bounds = bounds[np.searchsorted(numbers, np.arange(len(texts) + 1))]
    return BatchTokens(list(terms), ids, starts - offsets, ends - offsets, bounds)


def _hard_chunks(kinds: _Kinds, hard: _Bools) -> tuple[_Ints, _Ints]:
    """The runs between spaces, hyphens and other signs in which something is unusual: their starts and ends."""
    bounds = np.flatnonzero(kinds <= _ID[HYPHEN])
    runs = np.diff(bounds, prepend=-1, append=len(kinds)) - 1
    where = np.unique(np.searchsorted(bounds, np.flatnonzero(hard | _joining(kinds) | _mixed(kinds))))
    long = np.flatnonzero(runs > LONGEST)
    chosen = np.union1d(where, long)
    edges = np.concatenate(([-1], bounds, [len(kinds)]))
    return edges[chosen] + 1, edges[chosen + 1]


def _joining(kinds: _Kinds) -> _Bools:
    """Where punctuation may hold a word together."""
    letter = kinds >= _LETTERS
    digit = kinds == _ID[DIGIT]
    word = letter | digit | (kinds == _ID[CHARACTER])
    before, after = np.roll(word, 1), np.roll(word, -1)
    found = before & after & _is(kinds, APOSTROPHE, THIN_SPACE, ",", ".", "&")
    return found | (np.roll(letter, 1) & _is(kinds, "+", "#"))


def _is(kinds: _Kinds, *wanted: str) -> _Bools:
    chosen = np.zeros(256, np.bool_)
    chosen[[_ID[kind] for kind in wanted]] = True
    return chosen[kinds]


def _mixed(kinds: _Kinds) -> _Bools:
    """Where a letter follows one of another script, perhaps with digits between."""
    letters = np.flatnonzero(kinds >= _LETTERS)
    found = np.zeros(len(kinds), np.bool_)
    found[letters[1:][kinds[letters[1:]] != kinds[letters[:-1]]]] = True
    return found


def _plain_spans(kinds: _Kinds, chunks: tuple[_Ints, _Ints]) -> tuple[_Ints, _Ints]:
    """The words outside the hard chunks: runs of letters and digits; characters and percent signs by themselves."""
    single = _is(kinds, CHARACTER, PERCENT)
    word = (kinds >= _LETTERS) | (kinds == _ID[DIGIT]) | single
    depth = np.zeros(len(kinds) + 1, np.int8)
    depth[chunks[0]], depth[chunks[1]] = 1, -1
    word &= np.cumsum(depth[:-1], dtype=np.int8) == 0
    previous = np.concatenate(([False], word[:-1]))
    apart = single | np.concatenate(([False], single[:-1]))
    starts = np.flatnonzero(word & (~previous | apart))
    last = np.concatenate((~word[1:] | apart[1:], [True]))
    return starts, np.flatnonzero(word & last) + 1


def _with_hard(whole: str, chunks: tuple[_Ints, _Ints], terms: dict[str, int], plain: _Columns) -> _Columns:
    """`plain` tokens with those of the hard chunks among them."""
    found: list[tuple[int, int, int]] = []
    for start, end in zip(chunks[0].tolist(), chunks[1].tolist(), strict=True):
        chunk_tokens = _remembered_chunk_tokens if end - start <= _REMEMBERED else _chunk_tokens
        for term, first, last in chunk_tokens(whole[start:end]):
            found.append((start + first, start + last, terms.setdefault(term, len(terms))))
    if not found:
        return plain
    hard = np.array(found, np.int64).T
    where = np.searchsorted(plain[0], hard[0])
    return tuple(np.insert(column, where, row) for column, row in zip(plain, hard, strict=True))  # type: ignore[return-value]


def _chunk_tokens(chunk: str) -> tuple[tuple[str, int, int], ...]:
    found = tokens(chunk)
    return tuple(zip(found.terms, found.starts, found.ends, strict=True))


_remembered_chunk_tokens = lru_cache(maxsize=1 << 14)(_chunk_tokens)


def _with_percent(kinds: _Kinds, terms: dict[str, int], columns: _Columns) -> _Columns:
    """Percent signs as words, and `per` and `cent` with nothing but space or a hyphen between them as one."""
    starts, ends, ids = columns
    if (sign := terms.get(_SIGN)) is not None:
        ids[ids == sign] = terms.setdefault("percent", len(terms))
    per, cent = terms.get("per"), terms.get("cent")
    if per is None or cent is None:
        return columns
    pairs = np.flatnonzero((ids[:-1] == per) & (ids[1:] == cent))
    gaps = _is(kinds, SPACE, THIN_SPACE, HYPHEN)
    joined = [at for at in pairs.tolist() if (gap := gaps[ends[at] : starts[at + 1]]).size and gap.all()]
    if not joined:
        return columns
    ends, ids = ends.copy(), ids.copy()
    ends[joined] = ends[np.array(joined) + 1]
    ids[joined] = terms.setdefault("percent", len(terms))
    gone = np.array(joined) + 1
    return np.delete(starts, gone), np.delete(ends, gone), np.delete(ids, gone)
