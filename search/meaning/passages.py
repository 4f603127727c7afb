"""Cuts a text into passages that the model can read whole."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from search.kernels import kernels
from search.meaning.minilm import LONGEST
from search.meaning.wordpiece import WordPiece
from search.types.article import Span

_WORD = re.compile(r"\S+")
_MOST = LONGEST - 2
"""Pieces of a passage, without those around every input."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of a text, and its WordPiece numbers for the model."""

    span: Span
    pieces: Sequence[int]


def passages(text: str, tokenizer: WordPiece) -> Iterator[Passage]:
    """A text as passages of whole sentences and of about equal length, as few as can be. A sentence too long for the
    model is cut between words. None for a text without words. Linear."""
    parts = [part for span in kernels().sentences(text, 0, len(text)) for part in _parts(text, span, tokenizer)]
    total = sum(len(part.pieces) for part in parts)
    count = -(-total // _MOST)
    pieces: list[int] = []
    start = end = 0
    for part in parts:
        if pieces and (len(pieces) + len(part.pieces) > _MOST or len(pieces) * count >= total):
            yield _passage(start, end, pieces, tokenizer)
            pieces = []
        if not pieces:
            start = part.span[0]
        pieces += part.pieces
        end = part.span[1]
    if pieces:
        yield _passage(start, end, pieces, tokenizer)


def _passage(start: int, end: int, pieces: Sequence[int], tokenizer: WordPiece) -> Passage:
    return Passage((start, end), (tokenizer.begin, *pieces, tokenizer.end))


def _parts(text: str, sentence: Span, tokenizer: WordPiece) -> Iterator[Passage]:
    """A sentence, or stretches of one that has too many pieces. A word that has too many loses the rest of them."""
    pieces: list[int] = []
    start = end = sentence[0]
    for word_start, word_end in (word.span() for word in _WORD.finditer(text, *sentence)):
        of_word = tokenizer.pieces(text[word_start:word_end])[:_MOST]
        if len(pieces) + len(of_word) > _MOST:
            yield Passage((start, end), pieces)
            pieces, start = [], word_start
        pieces = [*pieces, *of_word]
        end = word_end
    if pieces:
        yield Passage((start, end), pieces)
