"""Align the sentences of two texts, and put the rows of their comparison in order."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from search.arrays import Ints
from search.compare.tokenized_text import TokenizedText
from search.compare.types import Row

_LEAST_SHARE = 0.3  # of the words of the shorter of two sentences that are aligned


class SentencePair(NamedTuple):
    """Sentences a to a_end of one text and b to b_end of the other, and the number of words that they share."""

    a: int
    a_end: int
    b: int
    b_end: int
    words: int


def align_sentences(a: TokenizedText, b: TokenizedText, partners: Ints) -> list[SentencePair]:
    """The sentences that belong together, in order of a. No sentence is in two pairs.

    `partners` holds for each token of a its token of b in a shared passage, or -1. A sentence is aligned with the one
    that it shares most words with. Where one text has two sentences for one of the other, both are in the pair. Cost:
    linear, and a sort.
    """
    sentences_a, sentences_b, words = _common_words(a, b, partners)
    best_a = _best_partners(sentences_a, sentences_b, words, len(a.sentences))
    best_b = _best_partners(sentences_b, sentences_a, words, len(b.sentences))
    pairs: list[SentencePair] = []
    is_free = [True] * len(best_b)
    sentence = 0
    while sentence < len(best_a):
        if best_a[sentence] < 0 or not is_free[best_a[sentence]]:
            sentence += 1
            continue
        a_end, b_start, b_end = _extended(sentence, best_a, best_b, is_free)
        is_free[b_start:b_end] = [False] * (b_end - b_start)
        pair_partners = partners[slice(*a.token_span(sentence, a_end))]
        first, last = b.token_span(b_start, b_end)
        common = int(((pair_partners >= first) & (pair_partners < last)).sum())
        pairs.append(SentencePair(sentence, a_end, b_start, b_end, common))
        sentence = a_end
    return pairs


def _common_words(a: TokenizedText, b: TokenizedText, partners: Ints) -> tuple[Ints, Ints, Ints]:
    """Sentences of a and of b that share enough words, and how many words each two share."""
    tokens = np.flatnonzero(partners >= 0)
    sentences_a, sentences_b = a.sentence_of_token[tokens], b.sentence_of_token[partners[tokens]]
    keys, words = np.unique(sentences_a * max(1, len(b.sentences)) + sentences_b, return_counts=True)
    sentences_a, sentences_b = np.divmod(keys, max(1, len(b.sentences)))
    shorter = np.minimum(np.diff(a.token_bounds)[sentences_a], np.diff(b.token_bounds)[sentences_b])
    chosen = words >= _LEAST_SHARE * shorter
    return sentences_a[chosen], sentences_b[chosen], words[chosen]


def _best_partners(sentences: Ints, partners: Ints, words: Ints, count: int) -> list[int]:
    """For each of `count` sentences the partner that shares most words, the first of equal ones; -1 without any."""
    best = np.full(count, -1)
    order = np.lexsort((-partners, words))
    best[sentences[order]] = partners[order]
    as_list: list[int] = best.tolist()
    return as_list


def _extended(sentence: int, best_a: list[int], best_b: list[int], is_free: list[bool]) -> tuple[int, int, int]:
    """The end in a, and the start and end in b, of a pair with the neighbours that belong to it."""
    end, b_start = sentence + 1, best_a[sentence]
    b_end = b_start + 1
    while True:
        if end < len(best_a) and b_start <= best_a[end] < b_end:
            end += 1
        elif b_end < len(best_b) and is_free[b_end] and sentence <= best_b[b_end] < end:
            b_end += 1
        elif b_start > 0 and is_free[b_start - 1] and sentence <= best_b[b_start - 1] < end:
            b_start -= 1
        else:
            return end, b_start, b_end


def longest_in_order(pairs: Sequence[SentencePair]) -> set[SentencePair]:
    """Of pairs in order of a, a choice that is also in order of b and has the most words.

    The heaviest increasing subsequence in n log n: for each end in b, only the heaviest sequence is kept.
    """
    ends: list[int] = [-1]  # increasing, as are the weights of the best sequences that end there
    tails: list[tuple[int, SentencePair | None, object]] = [(0, None, None)]
    for pair in pairs:
        position = bisect_left(ends, pair.b)
        previous = tails[position - 1]
        weight = previous[0] + max(1, pair.words)
        stop = position
        while stop < len(ends) and tails[stop][0] <= weight:
            stop += 1
        ends[position:stop], tails[position:stop] = [pair.b], [(weight, pair, previous)]
    chosen: set[SentencePair] = set()
    tail: object = tails[-1]
    while isinstance(tail, tuple) and tail[1] is not None:
        chosen.add(tail[1])
        tail = tail[2]
    return chosen


def order_rows(
    a: TokenizedText, b: TokenizedText, pairs: Sequence[SentencePair]
) -> Iterator[tuple[Row, SentencePair | None]]:
    """The rows in reading order of a, each with its pair. A row of b alone precedes the row that follows it in b."""
    in_order = longest_in_order(pairs)
    paired_b = {sentence for pair in pairs for sentence in range(pair.b, pair.b_end)}
    position_a = position_b = 0
    for pair in pairs:
        yield from _only_a(a, range(position_a, pair.a))
        if pair in in_order:
            yield from _only_b(b, range(position_b, pair.b), paired_b)
            position_b = pair.b_end
        kind = "shared" if pair in in_order else "moved"
        yield Row(kind, a.text_span(pair.a, pair.a_end), b.text_span(pair.b, pair.b_end)), pair  # type: ignore[arg-type]
        position_a = pair.a_end
    yield from _only_a(a, range(position_a, len(a.sentences)))
    yield from _only_b(b, range(position_b, len(b.sentences)), paired_b)


def _only_a(a: TokenizedText, sentences: range) -> Iterator[tuple[Row, None]]:
    for paragraph in _paragraphs(a, sentences):
        yield Row("only_a", a.text_span(*paragraph), None), None


def _only_b(b: TokenizedText, sentences: range, paired: set[int]) -> Iterator[tuple[Row, None]]:
    for paragraph in _paragraphs(b, [sentence for sentence in sentences if sentence not in paired]):
        yield Row("only_b", None, b.text_span(*paragraph)), None


def _paragraphs(text: TokenizedText, sentences: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Consecutive sentences of one paragraph, as the first and the end."""
    if not sentences:
        return
    first = sentences[0]
    for sentence, following in pairwise(sentences):
        if following != sentence + 1 or text.ends_paragraph(sentence):
            yield first, sentence + 1
            first = following
    yield first, sentences[-1] + 1
