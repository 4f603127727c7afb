"""Update the duplicate pairs after articles were added and deleted, comparing only those articles.

Whether two articles are a pair depends on their texts, and on whether two, several (SEVERAL), many (FAMILIAR) or too
many (COMMON) articles have their fingerprints. So articles with a fingerprint that crosses one of these bounds are
compared again. The pairs are then the same as after a rebuild, whatever the order in which articles came.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Any

import numpy as np
from numpy.typing import NDArray

from search.analysis.batch_tokenizer import tokenize_batch
from search.analysis.slices import LONGEST_SLICE, slice_text
from search.duplicates.candidates import SEVERAL, Candidates, candidates, familiar_fingerprints, probable_members
from search.duplicates.classification import ArticleWords, article_words, find_overlap
from search.duplicates.fingerprints import fingerprints, term_hashes
from search.engines.article_tokens import searched_tokens
from search.engines.embedded.indexer.fingerprint_table import FingerprintSource, FingerprintTable
from search.engines.embedded.segment.segment_reader import SegmentReader
from search.engines.embedded.storage.duplicate_pairs import Pairs, pairs, replaced, row
from search.types.article import Article

_AT_ONCE = 1_000_000
"""Bytes of texts that are held at once; two texts may have more."""
_MOST_PAIRS = 1 << 16
"""Pairs that are compared at once, as objects."""
_MOST_BYTES, _MOST_WORDS = 2_000_000, 1 << 18
"""Bytes, and words, of a text that are compared, from its beginning."""


def update_duplicates(old: Pairs, sources: Sequence[FingerprintSource]) -> Pairs:
    """The pairs of the articles that are live now. `old` are those of the articles that were live before.

    Cost: a look at all fingerprints, and a quarter of a millisecond for each new article and candidate. Memory: some 12
    bytes for each fingerprint, a third of a byte for each letter of text, and 150 MB where long texts are compared.
    """
    if all(source.is_as_before for source in sources):
        return old
    table = FingerprintTable.of(sources)
    fresh = table.now & ~table.before
    if table.before.any():
        fresh |= table.now & table.crossed()
    stale = table.before & (~table.now | fresh)
    live = table.only(table.now)
    candidate_pairs = candidates(live.hashes, live.bounds, fresh[table.now])
    new = [pairs(), *_compared(live, candidate_pairs, [source.segment for source in sources])]
    return replaced(old, table.ids[stale], np.concatenate(new))


def _compared(
    table: FingerprintTable, candidate_pairs: Candidates, segments: Sequence[SegmentReader]
) -> Iterator[Pairs]:
    """The rows of the candidates that are near-duplicates. Their texts are read, and the rows given, in portions."""
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
        articles |= _read(table, sorted(needed - articles.keys()), segments)
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


def _read(
    table: FingerprintTable, numbers: Sequence[int], segments: Sequence[SegmentReader]
) -> dict[int, ArticleWords]:
    """The words of articles by their numbers in the table."""
    articles = [*_articles(table, numbers, segments)]
    short = [article for article in articles if len(article.text) <= LONGEST_SLICE]
    batch = tokenize_batch([article.text for article in short])
    titles = [article.title for article in short]
    short_words = iter(article_words(batch.select(searched_tokens(batch, short)), titles) if short else [])
    words = [next(short_words) if len(article.text) <= LONGEST_SLICE else _long_words(article) for article in articles]
    return dict(zip(numbers, words, strict=True))


def _articles(table: FingerprintTable, numbers: Sequence[int], segments: Sequence[SegmentReader]) -> Iterator[Article]:
    """Articles by their increasing numbers; of a long one the beginning. Those of a segment are read together."""
    places = zip(table.places[numbers].tolist(), (table.sizes[numbers] > _MOST_BYTES).tolist(), strict=True)
    for (segment, is_long), group in groupby(places, lambda place: (place[0][0], place[1])):
        stored_fields, documents = segments[segment].stored_fields, [document for (_, document), _ in group]
        if is_long:
            yield from (stored_fields.beginning(document, _MOST_BYTES) for document in documents)
        else:
            yield from (stored.article for stored in stored_fields.read(documents))


def _long_words(article: Article) -> ArticleWords:
    """The words of a long article, from its beginning, tokenized slice by slice."""
    columns: list[tuple[NDArray[Any], ...]] = []
    count = 0
    for start, end in slice_text(article.text):
        batch = tokenize_batch([article.text[start:end]])
        batch = replace(batch, starts=batch.starts + start, ends=batch.ends + start)
        batch = batch.select(searched_tokens(batch, [article]))
        hashes = term_hashes(batch.terms)[batch.ids]
        columns.append((hashes, batch.starts.astype(np.int32), batch.ends.astype(np.int32)))
        count += len(hashes)
        if count >= _MOST_WORDS:
            break
    terms, starts, ends = (np.concatenate(parts)[:_MOST_WORDS] for parts in zip(*columns, strict=True))
    prints = fingerprints(np.arange(len(terms)), np.array([0, len(terms)]), terms)
    return ArticleWords(terms, starts, ends, prints.hashes, prints.positions)
