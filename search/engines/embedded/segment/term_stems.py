"""The stems of a field's terms as hashes, in the languages of a segment: a column of each merged segment.

So the forms of a word are found without stemming the words around it. In other languages, and in segments that are not
merged yet, the hashes are made when a query asks for them.
"""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from search.analysis.compounds import SIGN, joined_word
from search.analysis.stemming import KOREAN, stem_hashes, stems
from search.arrays import UInt16s
from search.engines.common_languages import common_languages

if TYPE_CHECKING:
    from search.engines.embedded.storage.container_writer import Columns

_BEHIND_COMPOUNDS = chr(ord(SIGN) + 1)
_AT_ONCE = 1 << 19
"""Bytes of terms whose stems are made at once."""


def stemmed_languages(counts: Mapping[str, int], articles: int) -> list[str]:
    """The languages of a segment in which its terms are stemmed. Korean has no stems."""
    return [language for language in common_languages(counts, articles) if language != KOREAN]


def with_stems(columns: "Columns", fields: Sequence[str], languages: Sequence[str]) -> "Columns":
    """The columns of a segment, and behind them the stems of each of its fields. Where there are none yet, they are
    made when they are written, some two million a second."""
    stems = {
        f"{name}.stems": columns.get(f"{name}.stems") or _column(columns[f"{name}.terms"], languages) for name in fields
    }
    return {**{name: column for name, column in columns.items() if name not in stems}, **stems}


def _column(lines: Any, languages: Sequence[str]) -> Iterator[UInt16s]:
    """The hashes of all terms in one language, then those in the next. `lines` is the column with the terms."""
    yield np.zeros(0, np.uint16)
    text = lines() if callable(lines) else lines
    for language in languages:
        for piece in _pieces(text):
            yield term_stem_hashes(piece.decode().split("\n")[:-1], language)


def _pieces(lines: bytes) -> Iterator[bytes]:
    start = 0
    while start < len(lines):
        end = lines.find(b"\n", start + _AT_ONCE) + 1 or len(lines)
        yield lines[start:end]
        start = end


def term_stem_hashes(terms: Sequence[str], language: str) -> UInt16s:
    """The hash of the stem of each of some increasing terms; of a compound term that of its joined word."""
    first, end = bisect_left(terms, SIGN), bisect_left(terms, _BEHIND_COMPOUNDS)
    words = [*terms[:first], *map(joined_word, terms[first:end]), *terms[end:]] if first < end else terms
    return stem_hashes(stems(language, words))
