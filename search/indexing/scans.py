"""Which files have pages without a text layer, and which of them OCR has still to read."""

import re
from collections.abc import Iterator, Sequence

from search.documents.formats.registry import ocr_of
from search.documents.ocr_cache import OcrCache, OcrEngine
from search.engines.base import FileRecords
from search.types.files import FileRecord

_PAGE = re.compile(r"page (\d+)")


def scans(records: FileRecords) -> Iterator[FileRecord]:
    """The PDFs that need OCR, or that were read with it. Linear in them and in the odd files."""
    needing = {record.path: record for record in records.odd() if needs_ocr(record)}
    yield from needing.values()
    for reader in filter(ocr_of, records.readers):
        yield from (records[path] for path in records.read_by(reader) if path not in needing)


def needs_ocr(record: FileRecord) -> bool:
    """Whether a PDF has pages that OCR has not read. Those within other files are never read by OCR."""
    is_pdf = record.reader.partition(" ")[0] == "pdf"
    return is_pdf and any(problem.reason == "needs OCR" for problem in record.problems)


def lost_pages(record: FileRecord) -> list[int]:
    """The numbers of the pages of a PDF of which its reader has died."""
    died = (problem.part for problem in record.problems if problem.reason == "reader failed")
    return [int(found[1]) for part in died if (found := _PAGE.fullmatch(part))]


def scans_to_read(
    records: FileRecords, cache: OcrCache, engine: OcrEngine, *, any_language: bool
) -> Sequence[FileRecord]:
    """The files that OCR has to read: those that it has not read, or only in other languages unless `any_language`, and
    those of which another version has failed to read pages."""
    engines = {digest: OcrEngine.parse(name) for digest, name in cache.engines().items()}

    def is_due(record: FileRecord) -> bool:
        read_by = engines.get(record.digest)
        if read_by is None:
            return needs_ocr(record)
        has_failed = needs_ocr(record) and ocr_of(record.reader) == str(read_by)
        is_other_language = read_by.languages != engine.languages and not any_language
        return (has_failed and read_by.version != engine.version) or is_other_language

    return [*{record.digest: record for record in scans(records) if is_due(record)}.values()]
