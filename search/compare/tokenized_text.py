"""A text made ready for comparison: its tokens, and its sentences as stretches that cover the whole text."""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np

from search.analysis.batch_tokenizer import tokenize_batch
from search.arrays import Int32s, Ints
from search.kernels import kernels
from search.kernels.word_bounds import BLANK_LINE
from search.types.article import Span

MOST = 4000
"""Sentences and lines of a text that are kept apart; of more, several are joined."""


@dataclass(frozen=True)
class TokenizedText:
    """One of several texts that are compared.

    Tokens with equal `ids` have equal terms, in all of the texts. `sentences` are sentences and lines, each with the
    white space after it, so that together they are the whole text. Sentence n has the tokens from
    `token_bounds[n]` up to `token_bounds[n + 1]`.
    """

    text: str
    ids: Int32s
    terms: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    sentences: tuple[Span, ...]
    token_bounds: tuple[int, ...]

    @cached_property
    def sentence_of_token(self) -> Ints:
        """The number of the sentence of each token."""
        return np.repeat(np.arange(len(self.sentences)), np.diff(self.token_bounds))

    def text_span(self, first: int, end: int) -> Span:
        """The span of the text with sentences `first` up to `end`."""
        return self.sentences[first][0], self.sentences[end - 1][1]

    def token_span(self, first: int, end: int) -> Span:
        """The span of the tokens of sentences `first` up to `end`."""
        return self.token_bounds[first], self.token_bounds[end]

    def tokens_between(self, start: int, end: int) -> Span:
        """The span of the tokens in text[start:end]. Cost: two binary searches."""
        return bisect_left(self.starts, start), bisect_right(self.ends, end)

    def ends_paragraph(self, sentence: int) -> bool:
        """Whether a blank line follows a sentence."""
        return BLANK_LINE.search(self.text, *self.sentences[sentence]) is not None


def tokenize_texts(*texts: str) -> tuple[TokenizedText, ...]:
    """Texts that are compared with one another, made ready. Linear."""
    batch = tokenize_batch(texts)
    parts = (slice(*part) for part in pairwise(batch.bounds.tolist()))
    return tuple(
        _tokenized(text, batch.ids[part], batch.terms, batch.starts[part], batch.ends[part])
        for text, part in zip(texts, parts, strict=True)
    )


def _tokenized(text: str, ids: Int32s, batch_terms: list[str], starts: Ints, ends: Ints) -> TokenizedText:
    spans = _sentence_spans(text)
    bounds = np.searchsorted(starts, [start for start, _ in spans] + [len(text)])
    terms = tuple(map(batch_terms.__getitem__, ids.tolist()))
    return TokenizedText(text, ids, terms, tuple(starts.tolist()), tuple(ends.tolist()), spans, tuple(bounds.tolist()))


def _sentence_spans(text: str) -> tuple[Span, ...]:
    starts = [start for start, _ in kernels().sentences(text, 0, len(text))][1:]
    bounds = [0, *starts[:: len(starts) // MOST + 1], len(text)]
    return tuple(pairwise(bounds)) if text else ()
