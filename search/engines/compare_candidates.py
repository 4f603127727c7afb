"""Compare articles that share fingerprints: which of them are near-duplicates, by their texts."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from search.analysis.batch_tokenizer import tokenize_batch
from search.analysis.slices import LONGEST_SLICE, slice_text
from search.duplicates.candidates import SEVERAL, Candidates, familiar_fingerprints, probable_members
from search.duplicates.classification import ArticleWords, article_words, find_overlap
from search.duplicates.fingerprints import fingerprints, term_hashes
from search.engines.article_tokens import searched_tokens
from search.engines.duplicate_pairs import Pairs, pairs, row
from search.engines.fingerprint_table import FingerprintTable
from search.types.article import Article

MOST_BYTES = 2_000_000
"""Bytes of a text that are compared, from its beginning."""
_MOST_WORDS = 1 << 18
"""The same in words."""
_AT_ONCE = 1_000_000
"""Bytes of texts that are held at once; two texts may have more."""
_MOST_PAIRS = 1 << 16
"""Pairs that are compared at once, as objects."""
ReadArticles = Callable[[Sequence[int]], Iterable[Article]]
"""Reads articles by their increasing numbers in a table; of one with more than MOST_BYTES the beginning."""


def compare_candidates(table: FingerprintTable, candidate_pairs: Candidates, read: ReadArticles) -> Iterator[Pairs]:
    """The rows of the candidates that are near-duplicates, in portions. `table` has every article with a fingerprint of
    a candidate, or more than COMMON of them.

    Cost: a quarter of a millisecond for each article and candidate. Memory: 150 MB where long texts are compared.
    """
    if not len(candidate_pairs.a):
        return
    is_candidate = np.zeros(len(table.ids), np.bool_)
    is_candidate[candidate_pairs.a] = is_candidate[candidate_pairs.b] = True
    hashes = table.hashes
    if 2 * int(is_candidate.sum()) <= len(is_candidate):  # of more, filtering costs more than it saves
        hashes = hashes[probable_members(hashes, table.only(is_candidate).hashes)]
    familiar = familiar_fingerprints(hashes)
    several = familiar_fingerprints(hashes, SEVERAL)
    articles: dict[int, ArticleWords] = {}
    for portion in _portions(candidate_pairs, table.sizes.tolist()):
        needed = {number for pair in portion for number in pair}
        articles = {number: articles[number] for number in needed if number in articles}
        missing = sorted(needed - articles.keys())
        if missing:
            articles |= zip(missing, _words([*read(missing)]), strict=True)
        rows = []
        for pair in portion:
            number_a, number_b = sorted(pair, key=table.ids.__getitem__)
            if overlap := find_overlap(articles[number_a], articles[number_b], familiar, several):
                rows.append(row(int(table.ids[number_a]), int(table.ids[number_b]), overlap))
        yield pairs(rows)


def _portions(candidate_pairs: Candidates, sizes: Sequence[int]) -> Iterator[list[tuple[int, int]]]:
    """The pairs in portions whose texts have about _AT_ONCE bytes together, or that are _MOST_PAIRS."""
    portion: list[tuple[int, int]] = []
    needed: set[int] = set()
    size = 0
    pieces = (slice(at, at + _MOST_PAIRS) for at in range(0, len(candidate_pairs.a), _MOST_PAIRS))
    columns = ((candidate_pairs.a[piece].tolist(), candidate_pairs.b[piece].tolist()) for piece in pieces)
    for pair in (pair for a, b in columns for pair in zip(a, b, strict=True)):
        portion.append(pair)
        size += sum(sizes[number] for number in pair if number not in needed)
        needed.update(pair)
        if size >= _AT_ONCE or len(portion) == _MOST_PAIRS:
            yield portion
            portion, needed, size = [], set(), 0
    yield portion


def _words(articles: Sequence[Article]) -> list[ArticleWords]:
    """The words of articles."""
    short = [article for article in articles if len(article.text) <= LONGEST_SLICE]
    batch = tokenize_batch([article.text for article in short])
    titles = [article.title for article in short]
    short_words = iter(article_words(batch.select(searched_tokens(batch, short)), titles) if short else [])
    return [next(short_words) if len(article.text) <= LONGEST_SLICE else _long_words(article) for article in articles]


def _long_words(article: Article) -> ArticleWords:
    """The words of a long article, from its beginning, tokenized slice by slice."""
    columns: list[tuple[NDArray[Any], ...]] = []
    count = 0
    for start, end in slice_text(article.text):
        batch = tokenize_batch([article.text[start:end]])
        batch = batch._replace(starts=batch.starts + start, ends=batch.ends + start)
        batch = batch.select(searched_tokens(batch, [article]))
        hashes = term_hashes(batch.terms)[batch.ids]
        columns.append((hashes, batch.starts.astype(np.int32), batch.ends.astype(np.int32)))
        count += len(hashes)
        if count >= _MOST_WORDS:
            break
    terms, starts, ends = (np.concatenate(parts)[:_MOST_WORDS] for parts in zip(*columns, strict=True))
    prints = fingerprints(np.arange(len(terms)), np.array([0, len(terms)]), terms)
    return ArticleWords(terms, starts, ends, prints.hashes, prints.positions)
