"""Pairs of copies brought up to date with the articles that came and went, looking only at those.

What makes two articles a pair depends on them alone, and on whether few, many (FAMILIAR) or too many (COMMON) articles
hold their fingerprints. So articles with a fingerprint that crosses one of these bounds are looked at again, too. Then
the pairs are those of the articles that there are, in whatever order and portions they came.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from search.analysis.batch_tokenizer import tokenize_batch
from search.analysis.slices import LONGEST_SLICE, slice_text
from search.duplicates.candidates import Candidates, candidates, familiar_fingerprints, probable_members
from search.duplicates.classification import ArticleWords, article_words, find_overlap
from search.duplicates.fingerprints import fingerprints, term_hashes
from search.engines.embedded.indexer.fingerprint_table import FingerprintSource, FingerprintTable
from search.engines.embedded.segment.segment_reader import SegmentReader
from search.engines.embedded.segment.segment_writer import searched
from search.engines.embedded.storage.duplicate_pairs import Pairs, pairs, replaced, row
from search.types.article import Article, stated_day

_AT_ONCE = 1_000_000
"""Bytes of texts that are compared at once, unless two have more."""
_LOOKED_AT, _WORDS = 2_000_000, 1 << 18
"""Bytes of a text, and words, that are compared; of a longer one the beginning."""


def update_duplicates(old: Pairs, sources: Sequence[FingerprintSource]) -> Pairs:
    """The pairs of the articles that live now; `old` are those of the articles that lived before.

    Cost: a look at all fingerprints; a quarter of a millisecond to compare two texts, those of new articles with those
    that share enough with them. Memory: some 12 bytes for each fingerprint, which is a third of a byte for each letter
    of text, and 150 MB where long texts are compared.
    """
    if all(source.is_as_before for source in sources):
        return old
    held = FingerprintTable.of(sources)
    fresh = held.now & ~held.before
    if held.before.any():
        fresh |= held.now & held.crossed()
    stale = held.before & (~held.now | fresh)
    living = held.only(held.now)
    found = candidates(living.hashes, living.bounds, fresh[held.now])
    related = _related(living, found, [source.segment for source in sources])
    return replaced(old, held.ids[stale], pairs(related))


def _related(held: FingerprintTable, found: Candidates, segments: Sequence[SegmentReader]) -> Iterator[tuple[Any, ...]]:
    """The rows of the candidates that are copies. Their texts are read and analysed some at a time."""
    wanted = np.zeros(len(held.ids), np.bool_)
    wanted[found.a] = wanted[found.b] = True
    many = 2 * int(wanted.sum()) > len(wanted)  # then a look at all is cheaper than to choose
    known = familiar_fingerprints(
        held.hashes if many else held.hashes[probable_members(held.hashes, held.only(wanted).hashes)]
    )
    told: dict[int, _Told] = {}
    for portion in _portions(found, held.sizes.tolist()):
        needed = {number for pair in portion for number in pair}
        told = {number: told[number] for number in needed if number in told}
        told |= _told(held, sorted(needed - told.keys()), segments)
        for pair in portion:
            a, b = sorted(pair, key=lambda number: held.ids[number])
            if copy := find_overlap(told[a].words, told[b].words, known, (told[a].day, told[b].day)):
                yield row(int(held.ids[a]), int(held.ids[b]), copy)


def _portions(found: Candidates, sizes: Sequence[int]) -> Iterator[list[tuple[int, int]]]:
    """The pairs in portions whose texts have _AT_ONCE bytes together."""
    portion: list[tuple[int, int]] = []
    needed: set[int] = set()
    size = 0
    for pair in zip(found.a.tolist(), found.b.tolist(), strict=True):
        portion.append(pair)
        size += sum(sizes[number] for number in pair if number not in needed)
        needed.update(pair)
        if size >= _AT_ONCE:
            yield portion
            portion, needed, size = [], set(), 0
    yield portion


class _Told(NamedTuple):
    """What is compared of an article."""

    words: ArticleWords
    day: date | None


def _told(held: FingerprintTable, numbers: Sequence[int], segments: Sequence[SegmentReader]) -> dict[int, _Told]:
    places = (held.places[number].tolist() for number in numbers)
    articles = [segments[segment].store.beginning(inside, _LOOKED_AT) for segment, inside in places]
    short = [article for article in articles if len(article.text) <= LONGEST_SLICE]
    found = tokenize_batch([article.text for article in short])
    words = iter(article_words(found.select(searched(found, short))) if short else [])
    days = (stated_day(article.published) for article in articles)
    every = [next(words) if len(article.text) <= LONGEST_SLICE else _long_words(article) for article in articles]
    return dict(zip(numbers, map(_Told, every, days), strict=True))


def _long_words(article: Article) -> ArticleWords:
    """The words of a long article, from its beginning on, read slice by slice."""
    columns: list[tuple[NDArray[Any], ...]] = []
    count = 0
    for start, end in slice_text(article.text):
        found = tokenize_batch([article.text[start:end]])
        found = replace(found, starts=found.starts + start, ends=found.ends + start)
        found = found.select(searched(found, [article]))
        hashes = term_hashes(found.terms)[found.ids]
        columns.append((hashes, found.starts.astype(np.int32), found.ends.astype(np.int32)))
        count += len(hashes)
        if count >= _WORDS:
            break
    terms, starts, ends = (np.concatenate(its)[:_WORDS] for its in zip(*columns, strict=True))
    prints = fingerprints(np.arange(len(terms)), np.array([0, len(terms)]), terms)
    return ArticleWords(terms, starts, ends, prints.hashes, prints.positions)
