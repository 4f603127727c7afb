"""Read spreadsheets of Excel and LibreOffice: a row with a text is an article; the other sheets are one."""

import io
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, TypeAlias

from search.documents.formats.columns import Columns, find_columns
from search.documents.formats.csv_dialect import has_header
from search.documents.formats.csv_table import row_of_cells
from search.documents.formats.records import read_records
from search.documents.formats.source import Limits, Readings, Source
from search.documents.formats.stated_date import excel_date
from search.documents.formats.table_text import TableText
from search.documents.unreadable import UnreadableError
from search.types.files import UnreadPart

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

_Cell: TypeAlias = int | float | str | bool | time | date | datetime | timedelta
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_READ_PARTS = (".xml", ".bin", ".rels")
_CHUNK = 1 << 18
_SAMPLE = 110
_ROWS_ABOVE_HEADER = 10
"""Rows at the beginning of a sheet among which the names of its columns are looked for."""


def read(source: Source) -> Readings:
    """A reading of each row that has a text, and one of all sheets that have none. Reads the file as a whole.

    Raises UnreadableError for a file that is encrypted, damaged or too large.
    """
    data = source.read_all()
    if data.startswith(b"PK"):
        _check_sizes(data, source.limits)
    elif _ENCRYPTED in data[: 1 << 20]:
        raise UnreadableError("is encrypted", "encrypted")
    workbook = _open(data)
    tables = TableText(source.limits.article)
    for name in workbook.sheet_names:
        try:
            rows = _rows(workbook, name)
        except UnreadableError as error:
            yield UnreadPart(name, str(error), error.reason)
            continue
        if rows:
            yield from _read_sheet(name, rows, tables)
    yield from tables.finish()


def _read_sheet(name: str, rows: Sequence[tuple[int, list[_Cell]]], tables: TableText) -> Readings:
    """The rows of a sheet as readings, or added to the tables."""
    texts = [[_text(cell) for cell in row] for _, row in rows[:_SAMPLE]]
    header_at = next((at for at in range(min(_ROWS_ABOVE_HEADER, len(texts))) if _is_header(texts[at:])), -1)
    header = texts[header_at] if header_at >= 0 else []
    below = texts[header_at + 1 :]
    columns = find_columns([row_of_cells(header, row) for row in below])
    if columns.text:
        records = (
            (number, row_of_cells(header, _texts(row, header, columns))) for number, row in rows[header_at + 1 :]
        )
        yield from read_records(records, columns, prefix=f"{name}/")
        return
    tables.begin_sheet(name)
    for number, row in rows:
        yield from tables.add_row(number, [_text(cell) for cell in row])


def _is_header(rows: Sequence[Sequence[str]]) -> bool:
    return sum(map(bool, rows[0])) > 1 and has_header(rows)


def _texts(row: Sequence[_Cell], header: Sequence[str], columns: Columns) -> list[str]:
    """The cells of a row as text. A number in a column of dates is a day."""
    dates = {columns.published, columns.updated} - {""}
    return [
        (isinstance(cell, float) and at < len(header) and header[at] in dates and excel_date(cell)) or _text(cell)
        for at, cell in enumerate(row)
    ]


def _text(cell: _Cell) -> str:
    """A cell as text: dates as ISO 8601, whole numbers without a fraction."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else f"{cell:.15g}"
    return cell.isoformat(" ") if isinstance(cell, datetime) else str(cell)


def _check_sizes(data: bytes, limits: Limits) -> None:
    """Raise UnreadableError if a zip file unpacks to too much. A part that holds more than it claims is damaged."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = [info for info in archive.infolist() if info.filename.lower().endswith(_READ_PARTS)]
            if sum(info.file_size for info in parts) > limits.document:
                raise UnreadableError("unpacks to more than is allowed", "too large")
            for info in parts:
                with archive.open(info) as part:
                    while part.read(_CHUNK):
                        pass  # this checks the checksum of what the part claims to hold
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError) as error:
        raise UnreadableError("is damaged: it cannot be unpacked", "damaged") from error
    except RuntimeError as error:
        raise UnreadableError("is encrypted", "encrypted") from error


def _open(data: bytes) -> "CalamineWorkbook":
    import python_calamine

    try:
        return python_calamine.load_workbook(io.BytesIO(data))
    except python_calamine.PasswordError as error:
        raise UnreadableError("is encrypted", "encrypted") from error
    except BaseException as error:
        raise _unreadable(error) from error


def _rows(workbook: "CalamineWorkbook", name: str) -> list[tuple[int, list[_Cell]]]:
    """The rows of a sheet that are not empty, with their numbers."""
    try:
        sheet = workbook.get_sheet_by_name(name)
        rows: Iterator[list[_Cell]] = sheet.iter_rows()
        return [(number, row) for number, row in enumerate(rows, 1) if any(cell not in ("", None) for cell in row)]
    except BaseException as error:
        raise _unreadable(error) from error


def _unreadable(error: BaseException) -> BaseException:
    """What to raise for an error of the library. Its panics are BaseExceptions; other ones are not its errors."""
    if isinstance(error, Exception) and not isinstance(error, MemoryError):
        return UnreadableError("is damaged: it cannot be read as a spreadsheet", "damaged")
    if type(error).__name__ == "PanicException":
        return UnreadableError("cannot be read: the reader of spreadsheets gave up", "reader failed")
    return error
