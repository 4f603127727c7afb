"""Checks an index: every checksum, and what must hold between columns."""

from collections.abc import Iterable, Iterator
from contextlib import closing
from itertools import pairwise
from pathlib import Path

import numpy as np

from search.analysis.batch_tokenizer import tokenize_batch
from search.analysis.compounds import SIGN
from search.engines.date_numbers import moment
from search.engines.embedded.searcher.commit_reader import CommitReader
from search.engines.embedded.segment.segment_reader import Field, SegmentReader
from search.engines.embedded.segment.stored_articles import StoredArticles
from search.engines.embedded.segment.stored_vectors import VectorFile
from search.engines.embedded.storage.commit_points import CommitPoint, NamedFile
from search.engines.metadata_texts import metadata_texts
from search.errors import IndexDamaged
from search.types.files import Skipped

_ARTICLES = 500
"""Articles that are read at once."""


def damage(folder: Path, commit_points: Iterable[CommitPoint]) -> Iterator[Skipped]:
    """The damaged files of commit points, each with a reason. Reads all of them. Memory: the terms of a segment."""
    problems: dict[NamedFile, str | None] = {}
    for commit_point in commit_points:
        for file in commit_point.segments:
            if file not in problems:
                problems[file] = _segment_problem(folder, file)
        if not any(problems[file] for file in commit_point.segments):
            problems |= _state_problems(folder, commit_point)
            for segment, vectors in commit_point.vectors_by_segment:
                if vectors and vectors not in problems:
                    problems[vectors] = _vectors_problem(folder, segment, vectors)
    return (Skipped(file.name, problem) for file, problem in problems.items() if problem)


def _state_problems(folder: Path, commit_point: CommitPoint) -> Iterator[tuple[NamedFile, str]]:
    """What is wrong with the state files of a commit point whose segments are whole."""
    base = commit_point.base
    try:
        reader = CommitReader(folder, commit_point, "none")
        try:
            reader.verify()
        finally:
            reader.close()
    except IndexDamaged as error:
        yield base if base and error.file == base.name else commit_point.state, error.what


def _vectors_problem(folder: Path, segment_file: NamedFile, file: NamedFile) -> str | None:
    """What is wrong with the vectors of a segment that is whole."""
    segment = SegmentReader(folder / segment_file.name, segment_file.length)
    try:
        with closing(VectorFile(folder / file.name, file.length, segment.count)) as vector_file:
            stored = vector_file.read()
        documents = np.flatnonzero(stored.counts > 0)
        last_ends = np.maximum.reduceat(stored.ends, stored.bounds[documents]) if len(documents) else documents
        for document, end in zip(documents.tolist(), last_ends.tolist(), strict=True):
            if end > len(segment.stored_fields.article(document).text):
                return "a passage reaches beyond its text"
    except IndexDamaged as error:
        return error.what
    finally:
        segment.close()
    return None


def _segment_problem(folder: Path, file: NamedFile) -> str | None:
    """What is wrong with a segment."""
    try:
        segment = SegmentReader(folder / file.name, file.length)
    except IndexDamaged as error:
        return error.what
    try:
        segment.file.verify()
        return next(_contradictions(segment), None)
    except IndexDamaged as error:
        return error.what
    finally:
        segment.close()


def _contradictions(segment: SegmentReader) -> Iterator[str]:
    """What its columns say that cannot all be true."""
    for name, field in segment.fields.items():
        terms = field.terms.all()
        if not all(first < second for first, second in pairwise(terms)):
            yield f"the terms of {name} are not in order"
        if field.list_bounds[-1] != segment.file.count(f"{name}.gaps"):  # read also where there is no term
            yield f"the lists of {name} are not as long as their column"
        if not all(field.has_right_skips(*range_) for range_ in field.ranges()):
            yield f"the skips of {name} are not those of its lists"
        if not all(field.has_right_documents(*range_) for range_ in field.ranges()):
            yield f"the documents of {name} are not those of its lists"
        if not field.has_right_bigrams():
            yield f"the bigrams of {name} are not those of its lists"
        if sum(_token_counts(field)) != field.counts.sum():
            yield f"the postings of {name} are not as many as its tokens"
    yield from _fingerprint_contradictions(segment)
    for key in ("path", "title"):
        ranks = segment.stored_fields.ranks(key).tolist()
        keys = sorted(
            zip(ranks, (segment.stored_fields.key(key, number) for number in range(segment.count)), strict=True)
        )
        if not all((a[0] == b[0]) == (a[1] == b[1]) and a[1] <= b[1] for a, b in pairwise(keys)):
            yield f"the articles are not in the order of their {key}s"
    for first in range(0, segment.count, _ARTICLES):
        stored = segment.stored_fields.read(np.arange(first, min(first + _ARTICLES, segment.count)))
        yield from _article_contradictions(segment, first, stored)


def _article_contradictions(segment: SegmentReader, first: int, stored: StoredArticles) -> Iterator[str]:
    for name, values in metadata_texts(stored.articles).items():
        lengths = segment.fields[name].lengths[first : first + len(stored.articles)]
        if not np.array_equal(np.diff(tokenize_batch(values).bounds), lengths):
            yield f"articles have other tokens in {name} than their postings"
    for document, (article, packed) in enumerate(zip(*stored, strict=True), first):
        starts, _ = segment.offsets(document, article, packed)
        if starts.searchsorted(article.title[0]) + segment.fields["title"].lengths[document] > len(starts):
            yield f"article {article.id} has another title than its postings"
        if moment(article.dated) != segment.stored_fields.moments[document]:
            yield f"article {article.id} is sorted by another date than its own"


def _fingerprint_contradictions(segment: SegmentReader) -> Iterator[str]:
    hashes, counts = segment.fingerprints.hashes, segment.fingerprints.counts
    keys = np.repeat(np.arange(len(counts), dtype=np.uint64), counts) << np.uint64(32) | hashes
    if (keys[1:] <= keys[:-1]).any():
        yield "the fingerprints of an article are not in order"


def _token_counts(field: Field) -> Iterator[int]:
    """The tokens in the postings of some terms at a time. Postings that are not in order are left out. Compound terms,
    which stand first, are no tokens."""
    _, first_word = field.terms.prefix_range(SIGN)
    for range_ in field.ranges(first_word):
        counts, addresses = field.addresses(*range_)
        starts = counts.cumsum() - counts
        increases = np.diff(addresses, prepend=-1) > 0
        increases[starts] = True
        documents = np.searchsorted(field.bounds, addresses, side="right")
        if increases.all() and (addresses + 1 < field.bounds[documents]).all():
            yield int(counts.sum())
