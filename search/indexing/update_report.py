"""Report what an update did, by the file records before and after it."""

from collections.abc import Iterator, Sequence, Set

from search.documents.formats.registry import ocr_of
from search.documents.missing_files import MissingFiles
from search.engines.base import Engine, FileRecords
from search.indexing.scans import needs_ocr
from search.indexing.update_plan import UpdatePlan
from search.types.activity import UpdateReport
from search.types.files import DOUBTFUL_MARGIN, FileRecord, Skipped, UnreadPart, readable_path

NO_TEXT = "has no text in it"
_MOST_PROBLEMS = 10
"""Problems of a file that are named one by one."""


def report_update(  # noqa: PLR0913 - the last by name
    engine: Engine,
    plan: UpdatePlan,
    touched: Set[str],
    *,
    unreadable: Sequence[Skipped],
    bytes_read: int,
    seconds: float,
) -> UpdateReport:
    """The report of an update that changed the files at `touched`. Reads the new file records."""
    listing = plan.listing
    searcher = engine.searcher()
    records, stats = searcher.records, searcher.stats
    added, changed, removed = _changes(plan.records, records, touched) if plan.records else (stats.files, 0, 0)
    odd = records.odd()
    no_text = (Skipped(readable_path(record.path), why_not_read(record)) for record in odd if not record.articles)
    remarkable = [record for record in odd if record.articles]
    return UpdateReport(
        files=stats.files,
        articles=stats.articles,
        added=added,
        changed=changed,
        removed=removed,
        unchanged=stats.files - added - changed,
        skipped=tuple(sorted((*listing.skipped, *unreadable, *no_text), key=lambda skipped: skipped.path)),
        bytes=bytes_read,
        seconds=round(seconds, 3),
        encodings=stats.encodings,
        other=listing.other,
        notes=(*_unreachable(plan.missing), *plan.sidecars.remarks),
        needs_ocr=sum(needs_ocr(record) and not ocr_of(record.reader) for record in odd),
        cut=sum(record.unread > 0 for record in remarkable),
        lost=sum(record.replaced > 0 for record in remarkable),
        guessed=sum(record.margin < DOUBTFUL_MARGIN for record in remarkable),
        excluded_files=listing.excluded_files,
        excluded_folders=listing.excluded_folders,
    )


def _changes(before: FileRecords, now: FileRecords, touched: Set[str]) -> tuple[int, int, int]:
    """How many of some files with articles were added, changed and removed."""
    old, new = before.digests(touched), now.digests(touched)
    both = old.keys() & new.keys()
    return len(new) - len(both), sum(old[path] != new[path] for path in both), len(old) - len(both)


def why_not_read(record: FileRecord) -> str:
    """Why a file has no articles, in words that follow its path."""
    return next((_in_part(problem) for problem in record.problems), NO_TEXT)


def remarks(record: FileRecord) -> Iterator[str]:
    """What a person should know about an indexed file, in words that follow its path."""
    if record.unread:
        yield f"is searched but for its last {record.unread:,} bytes, which are over the limit"
    if record.replaced:
        yield f"has {record.replaced:,} characters that could not be decoded ({record.encoding})"
    if record.margin < DOUBTFUL_MARGIN:
        yield f"encoding guessed: {record.encoding}; a rule in [encodings] of seedsearch.toml overrules it"
    if record.articles and (engine := ocr_of(record.reader)):
        yield f"has pages that were read by OCR ({engine})"
    problems = record.problems if record.articles else record.problems[1:]  # the first is why it is not read
    yield from map(_in_part, problems[:_MOST_PROBLEMS])
    if (more := len(problems) - _MOST_PROBLEMS) > 0:
        yield f"{more:,} more parts were not read"


def _in_part(problem: UnreadPart) -> str:
    return f"{problem.part} {problem.message}" if problem.part else problem.message


def _unreachable(missing: MissingFiles) -> Iterator[Skipped]:
    for place, (reason, paths) in sorted(missing.unreachable.items()):
        stay = "file stays" if len(paths) == 1 else "files stay"
        yield Skipped(readable_path(place), f"{reason}; {len(paths):,} indexed {stay} in the index")
