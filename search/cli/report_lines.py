"""Updates, checks, the state of an index and how files were read, as lines for a terminal."""

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from search.cli.terminal import Paint, counted
from search.kernels import missing_kernels
from search.metadata import in_full
from search.safe_text import plain
from search.types.duplicates import Relation
from search.types.status import Status

if TYPE_CHECKING:
    from search.reports.duplicates import DuplicateList
    from search.reports.files import FileReport, Report
    from search.types.activity import CheckReport, UpdateReport

_MOST_SKIPPED = 20


def update_lines(report: "UpdateReport", paint: Paint) -> Iterator[str]:
    """What an update did, what it skipped, and why."""
    yield from _counts(report, paint)
    items = (*report.skipped, *report.notes)
    yield from (f"{paint(plain(item.path), 'path')} {plain(item.reason)}" for item in items[:_MOST_SKIPPED])
    if len(items) > _MOST_SKIPPED:
        yield paint(f"and {len(items) - _MOST_SKIPPED:,} more. Use --json to list all.", "note")
    yield from _remarks(report, paint)
    if report.needs_ocr:
        yield paint(_about_ocr(), "note")


def _about_ocr() -> str:
    """How the files are read that need OCR."""
    from search.documents.formats.ocr import INSTALL, is_installed

    if not is_installed():
        return f"OCR needs the program tesseract: {INSTALL}."
    return "“seedsearch index FOLDER --ocr” reads what needs OCR."


def update_summary(report: "UpdateReport", paint: Paint) -> Iterator[str]:
    """What an update did, for the log of a server: one line for all files that a person should look at."""
    yield from _counts(report, paint)
    yield from (f"{paint(plain(item.path), 'path')} {plain(item.reason)}" for item in report.notes[:_MOST_SKIPPED])
    yield from _remarks(report, paint, len(report.skipped))


def _counts(report: "UpdateReport", paint: Paint) -> Iterator[str]:
    """What an update did, and what it left out by kind and by patterns."""
    from search.reports.files import describe_excluded

    counts = {
        "added": report.added,
        "changed": report.changed,
        "removed": report.removed,
        "unchanged": report.unchanged,
    }
    changes = ", ".join(f"{count:,} {name}" for name, count in counts.items() if count) or "nothing to do"
    articles = f"{counted(report.articles, 'article')} in {counted(report.files, 'file')}"
    yield f"{articles}: {changes}. {report.seconds:.2f} s."
    if report.other:
        yield paint(_others(report.other), "note")
    if excluded_line := describe_excluded(report.excluded_files, report.excluded_folders):
        yield paint(excluded_line, "note")


def _remarks(report: "UpdateReport", paint: Paint, skipped: int = 0) -> Iterator[str]:
    """A line that says how many files a person should look at, and why; none if there are none."""
    remarks = (
        (skipped, "{} {} not read", "was", "were"),
        (report.lost, "{} {} characters that could not be decoded", "has", "have"),
        (report.guessed, "the encoding of {} {} a guess", "is", "is"),
        (report.cut, "{} {} searched only up to the limit", "is", "are"),
        (report.needs_ocr, "{} {} OCR", "needs", "need"),
    )
    sentences = [
        words.format(counted(number, "file"), one if number == 1 else more)
        for number, words, one, more in remarks
        if number
    ]
    if sentences:
        yield paint(f"{'; '.join(sentences)}: see the report or “seedsearch report”.", "note")


def check_lines(report: "CheckReport", paint: Paint) -> Iterator[str]:
    """The damaged files of an index, if any."""
    for item in report.damaged:
        yield f"{paint(plain(item.path), 'path')}: {plain(item.reason)}"
    if report.damaged:
        yield f"{counted(len(report.damaged), 'file')} of the index damaged. To rebuild what was in them, add --repair."
    else:
        yield f"The index in {plain(report.index)} is undamaged. {report.seconds:.2f} s."


def report_lines(report: "Report", paint: Paint) -> Iterator[str]:
    """Totals, and how each file was read. Yields the lines of a file as soon as it is read."""
    from search.reports.unread import unread_line

    summary = report.summary
    need = "needs" if summary.needs_review == 1 else "need"
    yield (
        f"{counted(summary.files, 'file')}, {counted(summary.articles, 'article')}, "
        f"{summary.not_read:,} not or partly read, {summary.needs_review:,} {need} review"
    )
    if summary.reasons:
        yield f"Needs review: {', '.join(f'{reason} {count:,}' for reason, count in summary.reasons.items())}"
    if line := unread_line(report.unread):
        yield paint(plain(line), "note")
    if report.other:
        yield paint(_others(report.other), "note")
    if summary.by_ocr:
        yield f"{counted(summary.by_ocr, 'file')} read by OCR"
    if report.excluded:
        yield paint(report.excluded, "note")
    yield ""
    for row in report:
        yield from _file_lines(row, paint)


def _file_lines(row: "FileReport", paint: Paint) -> Iterator[str]:
    from search.reports.articles import describe_zones

    summary = row.skipped or f"{counted(len(row.articles), 'article')}, {row.bytes:,} bytes, {row.encoding or row.type}"
    summary += "".join(", facts from a sidecar" if name == "sidecar" else f", {name} by rule" for name in row.by_rule)
    yield f"{paint(plain(row.path), 'path')}  {plain(summary)}"
    for remark in row.remarks:
        yield f"    {plain(remark)}"
    for article in row.articles:
        yield f"    {paint(plain(article.title), 'title')}"
        yield f"    {' · '.join(plain(fact.text) for fact in in_full(article.about))}"
        yield f"    {paint(describe_zones(article), 'note')}"
        if article.doubts:
            yield f"    {paint('needs review: ' + ', '.join(article.doubts), 'mark')}"
    yield ""


def duplicates_lines(pairs: "DuplicateList", paint: Paint) -> Iterator[str]:
    """Pairs of near-duplicates, and their number. Yields each pair as soon as it is read."""
    for pair in pairs:
        for end, share in ((pair.a, pair.share_a), (pair.b, pair.share_b)):
            yield f"{paint(plain(end.path), 'path')}  {paint(plain(end.title), 'title')}  {share:.0%}"
        yield from _relation_lines(pair.relation, paint)
        yield ""
    yield paint(f"{counted(len(pairs), 'pair')} of near-duplicates. Percentages: shared part of each article.", "note")


def _relation_lines(relation: Iterable[Relation], paint: Paint) -> Iterator[str]:
    """All that holds between two articles, each with its evidence."""
    return (paint(f"        {plain(each.text)} ({plain(each.evidence)})", "note") for each in relation)


def _others(kinds: Mapping[str, int]) -> str:
    return f"Other file types, not read: {plain(', '.join(f'{count:,} {kind}' for kind, count in kinds.items()))}"


def status_lines(status: Status, paint: Paint) -> Iterator[str]:
    """What is in the index."""
    yield f"{counted(status.articles, 'article')} in {counted(status.files, 'file')}, {status.bytes:,} bytes"
    yield f"Folder   {paint(plain(status.corpus), 'path')}"
    yield f"Index    {paint(plain(status.index), 'path')}"
    yield f"Updated  {plain(status.updated)}"
    if status.embedded:
        yield f"Meaning  {counted(status.embedded, 'article')} prepared for search by meaning"
    if status.not_read:
        yield f"Not read {plain(status.not_read)}"
    yield f"Encoding {plain(', '.join(f'{name} {count:,}' for name, count in status.encodings.items()))}"
    if missing := missing_kernels():
        yield f"Kernels  {missing}"
