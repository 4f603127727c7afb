"""Pickle rows as columns: that takes a quarter of the time of named tuples one by one."""

from collections.abc import Sequence

from search.named_rows import Columns, columns_of
from search.types.files import FileRecord, Stamp

_STAMP = FileRecord._fields.index("stamp")


def columns_of_records(records: Sequence[FileRecord]) -> Columns:
    """The columns of some records, and of their stamps."""
    columns = [*columns_of(records)]
    if columns:
        columns[_STAMP] = columns_of(columns[_STAMP])
    return columns


def records_of(columns: Columns) -> tuple[FileRecord, ...]:
    """The records that such columns are of."""
    columns = [*columns]
    if columns:
        columns[_STAMP] = [Stamp._make(row) for row in zip(*columns[_STAMP], strict=True)]
    return tuple([FileRecord._make(row) for row in zip(*columns, strict=True)])
