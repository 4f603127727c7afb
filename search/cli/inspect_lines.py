"""What `inspect` shows, as lines for a terminal. Control characters in texts are replaced, as in `terminal`."""

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from search.cli.terminal import Paint
from search.safe_text import plain
from search.types.article import Article
from search.types.files import readable_path
from search.types.inspection import (
    CommitPointInfo,
    DocumentInfo,
    FileInfo,
    FooterInfo,
    IndexInfo,
    SegmentInfo,
    TermInfo,
    TermsInfo,
)

_MOST_BLOCKS = 20


def index_lines(info: IndexInfo, paint: Paint) -> Iterator[str]:
    """The commit points of an index and their files, and what is damaged."""
    yield f"Index    {paint(plain(info.index), 'path')}"
    yield f"Folder   {paint(plain(info.corpus) or 'unknown', 'path')}"
    if not info.commit_points:
        yield "There is no commit point that can be read."
    for point in info.commit_points:
        yield ""
        yield from _commit_point_lines(point, paint)
    if info.damaged:
        yield ""
    for item in info.damaged:
        yield f"{paint('damaged', 'mark')}  {paint(plain(item.path), 'path')}: {plain(item.reason)}"


def _commit_point_lines(point: CommitPointInfo, paint: Paint) -> Iterator[str]:
    searched = ", searched" if point.searched else ""
    yield paint(f"Generation {point.generation}{searched}", "title")
    yield paint(f"  versions {', '.join(plain(str(version)) for version in point.versions)}", "note")
    if point.state:
        state = point.state
        yield f"  {paint(plain(state.name), 'path')}  {state.bytes:,} bytes"
        yield (
            f"    files {state.files:,}, articles {state.articles:,}, duplicate pairs {state.duplicate_pairs:,},"
            f" updated {plain(state.updated)}"
        )
    for segment in point.segments:
        yield from _segment_lines(segment, paint)
    for vectors in point.vectors:
        yield f"  {paint(plain(vectors.name), 'path')}  {vectors.bytes:,} bytes"
        yield f"    of {plain(vectors.segment)}: documents {vectors.documents:,}, passages {vectors.passages:,}"


def _segment_lines(segment: SegmentInfo, paint: Paint) -> Iterator[str]:
    yield f"  {paint(plain(segment.name), 'path')}  {segment.bytes:,} bytes"
    yield f"    documents {segment.documents:,}, deleted {segment.deleted:,}"
    columns = ", ".join(f"{plain(name)} {size:,}" for name, size in segment.columns.items())
    yield paint(f"    bytes: {columns}", "note")


def file_lines(info: FileInfo, paint: Paint) -> Iterator[str]:
    """A table of columns: name, dtype, count, bytes."""
    yield f"{paint(plain(info.name), 'path')}  {info.bytes:,} bytes"
    rows = [(plain(column.name), column.dtype, f"{column.count:,}", f"{column.bytes:,}") for column in info.columns]
    yield from _table([("column", "dtype", "count", "bytes"), *rows])


def footer_lines(info: FooterInfo, paint: Paint) -> Iterator[str]:
    """The parts of a file, its facts, and its damaged blocks."""
    yield f"{paint(plain(info.name), 'path')}  {info.bytes:,} bytes"
    yield f"  columns    0 to {info.columns_end:,}"
    yield f"  checksums  {info.columns_end:,} to {info.checksums_end:,}, of {info.blocks:,} blocks"
    yield f"  contents   {info.checksums_end:,} to {info.bytes:,}, footer included"
    for name, value in info.facts.items():
        yield f"  {plain(name)}: {plain(json.dumps(value, ensure_ascii=False))}"
    if info.damaged_blocks:
        numbers = ", ".join(map(str, info.damaged_blocks[:_MOST_BLOCKS]))
        more = ", ..." if len(info.damaged_blocks) > _MOST_BLOCKS else ""
        yield paint(f"damaged blocks: {numbers}{more}", "mark")
    else:
        yield "All blocks have their checksums."


def terms_lines(info: TermsInfo, paint: Paint) -> Iterator[str]:
    """The terms by field, each with its counts and first postings."""
    for field, total in info.totals.items():
        terms = [term for term in info.terms if term.field == field]
        yield paint(f"{field}: {total:,} matching", "title")
        head = ("  term", "documents", "tokens", "first postings (document: positions)")
        yield from _table([head, *((f"  {plain(term.term)}", *_term_cells(term)) for term in terms)])
        if total > len(terms):
            yield paint(f"  and {total - len(terms):,} more", "note")
    if not info.totals:
        yield f"No term of {plain(info.segment)} matches {plain(info.pattern)}."
        yield "Terms are in lower case and have no accents."


def _term_cells(term: TermInfo) -> tuple[str, str, str]:
    postings = "; ".join(f"{document}: {' '.join(map(str, positions))}" for document, positions in term.postings)
    more = "; ..." if term.documents > len(term.postings) else ""
    return f"{term.documents:,}", f"{term.tokens:,}", postings + more


def document_lines(info: DocumentInfo, paint: Paint) -> Iterator[str]:
    """A document: where it is, its stored fields, its lengths, and its text."""
    yield f"{paint(plain(info.segment), 'path')}  document {info.document}"
    if info.deleted_in:
        yield paint(f"deleted in generation {', '.join(map(str, info.deleted_in))}", "mark")
    yield from _table([(f"  {name}", _one_line(value)) for name, value in _stored_fields(info.article)])
    lengths = ", ".join(
        f"{field} {tokens:,}" + (f" ({info.searched[field]:,} searched)" if info.searched[field] != tokens else "")
        for field, tokens in info.lengths.items()
    )
    yield f"  tokens: {lengths}"
    yield f"  fingerprints: {info.fingerprints:,}"
    yield ""
    for line in info.article.text.split("\n"):
        yield f"  {plain(line)}"


def _stored_fields(article: Article) -> Iterator[tuple[str, Any]]:
    """All but the text."""
    for name, value in article._asdict().items():
        if name == "path":
            yield "path", readable_path(value)
        elif name == "zones":
            yield from (("zone", f"{zone.kind} {zone.start} to {zone.end}") for zone in value)
        elif name != "text":
            yield name, value


def _one_line(value: Any) -> str:
    if isinstance(value, tuple):
        return plain(" ".join(map(str, value)))
    return plain("" if value is None else str(value))


def _table(rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """Rows with their cells below one another."""
    cells = list(rows)
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    for row in cells:
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
