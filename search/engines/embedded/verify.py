"""Whether an index is what was written, and makes sense: every checksum, and what must hold between columns."""

from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise
from pathlib import Path

from search.engines.embedded import catalogue
from search.engines.embedded.manifest import Generation, NamedFile
from search.engines.embedded.segment import Field, Segment
from search.errors import IndexDamaged
from search.model import Skipped

_AT_ONCE = 4096
"""Terms whose postings are looked at together."""


def damage(folder: Path, generations: Iterable[Generation]) -> Iterator[Skipped]:
    """The files of generations that are damaged, and how. Reads all of them; memory is that of a segment's terms."""
    files: dict[NamedFile, Callable[[Path, NamedFile], str | None]] = {}
    for generation in generations:
        files |= dict.fromkeys(generation.segments, _problem_of_segment) | {generation.state: _problem_of_state}
    for file, problem_of in files.items():
        if problem := problem_of(folder, file):
            yield Skipped(file.name, problem)


def _problem_of_state(folder: Path, file: NamedFile) -> str | None:
    try:
        catalogue.load(folder / file.name, file.length)
    except IndexDamaged as error:
        return error.what
    return None


def _problem_of_segment(folder: Path, file: NamedFile) -> str | None:
    try:
        segment = Segment(folder / file.name, file.length)
    except IndexDamaged as error:
        return error.what
    try:
        segment.file.verify()
        return next(_contradictions(segment), None)
    except IndexDamaged as error:
        return error.what
    except (ValueError, IndexError, KeyError, OverflowError) as error:
        return f"it makes no sense: {error}"
    finally:
        segment.close()


def _contradictions(segment: Segment) -> Iterator[str]:
    for name, field in segment.fields.items():
        terms = field.terms.all()
        if not all(first < second for first, second in pairwise(terms)):
            yield f"the terms of {name} are not in order"
        if len(terms) + 1 != len(field.list_bounds):
            yield f"the terms of {name} and their postings are not as many"
        if not len(field.lengths) == len(field.counts) == segment.count:
            yield f"the lengths of {name} are not as many as its articles"
        if sum(_tokens(field)) != field.counts.sum():
            yield f"the postings of {name} are not as many as its tokens"
    for document in range(segment.count):
        article = segment.store.article(document)
        starts, ends = segment.store.offsets(document)
        if len(starts) != segment.fields["text"].lengths[document]:
            yield f"the tokens of article {article.id} are not as many as its postings"
        if len(ends) and ends[-1] > len(article.text):
            yield f"the tokens of article {article.id} reach beyond its text"


def _tokens(field: Field) -> Iterator[int]:
    """How many tokens the postings hold, stretch by stretch of the terms."""
    for first in range(0, len(field.list_bounds) - 1, _AT_ONCE):
        end = min(first + _AT_ONCE, len(field.list_bounds) - 1)
        counts, addresses = field.addresses(first, end)
        if (counts < 1).any() or (addresses >= field.bounds[-1]).any():
            raise ValueError("a token lies outside of all articles")
        yield int(counts.sum())
