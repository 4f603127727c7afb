"""Named tuples that are made of columns."""

import pytest

from search.named_rows import columns_of, make_rows
from search.types.files import CERTAIN, FileText


def test_fields_without_a_column_have_the_shared_value_or_their_default() -> None:
    rows = make_rows(FileText, {"encoding": "utf-8", "size": 7}, digest=["0a", "0b"], text=["Ferry", ""])
    assert rows == [FileText("Ferry", "utf-8", "0a", 7), FileText("", "utf-8", "0b", 7)]
    assert [type(row) for row in rows] == [FileText, FileText]
    assert rows[0].margin == CERTAIN


def test_the_columns_of_rows_make_the_same_rows() -> None:
    rows = [FileText("Ferry", "utf-8", "0a", 7, 1, 2, 3, "PDF"), FileText("", "utf-16", "0b", 8)]
    assert make_rows(FileText, **dict(zip(FileText._fields, columns_of(rows), strict=True))) == rows


def test_columns_of_no_rows_make_none() -> None:
    assert make_rows(FileText, {"encoding": "", "size": 0}, text=[], digest=[]) == []


def test_columns_of_different_lengths_and_missing_ones_are_refused() -> None:
    with pytest.raises(ValueError, match="one length"):
        make_rows(FileText, {"encoding": "", "size": 0}, text=["Ferry"], digest=[])
    with pytest.raises(ValueError, match="one length"):
        make_rows(FileText, {"text": ""})
    with pytest.raises(KeyError, match="encoding"):
        make_rows(FileText, text=["Ferry"])
