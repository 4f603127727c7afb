"""Dates that cells, headers and fields state."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.documents.formats.stated_date import excel_date, order_of_days, stated_date


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2031-03-04", "2031-03-04"),
        ("2031-03", "2031-03"),
        ("2031-03-04T10:15:22.123Z", "2031-03-04T10:15+00:00"),
        ("2031-03-04 10:15:00+0100", "2031-03-04T10:15+01:00"),
        ("2031-03-04 00:00:00", "2031-03-04"),
        ("20310304", "2031-03-04"),
        ("20310304101500", "2031-03-04T10:15"),
        ("1930385700", "2031-03-04T10:15+00:00"),
        ("1930385700000", "2031-03-04T10:15+00:00"),
        ("1930385700.0", "2031-03-04T10:15+00:00"),
        ("Tue, 04 Mar 2031 10:15:00 -0500", "2031-03-04T10:15-05:00"),
        ("Tue, 4 Mar 2031 10:15:00 +0100 (CET)", "2031-03-04T10:15+01:00"),
        ("Tue Mar 04 10:15:00 +0000 2031", "2031-03-04T10:15+00:00"),
        ("4. März 2031", "2031-03-04"),
        ("4 mars 2031 à 10h15", "2031-03-04T10:15"),
        ("2031年3月4日", "2031-03-04"),
        ("25/12/2031", "2031-12-25"),
        ("4.3.2031", "2031-03-04"),
    ],
)
def test_a_date_is_read_in_the_forms_of_exports(text: str, expected: str) -> None:
    assert stated_date(text) == expected


@pytest.mark.parametrize("text", ["03/04/2031", "4 March", "2031", "12.5", "45000", "2031-13-45", "soon", "", "9" * 90])
def test_what_is_no_date_or_may_be_two_days_is_none(text: str) -> None:
    assert stated_date(text) == ""


def test_other_dates_of_a_column_tell_which_number_is_the_month() -> None:
    assert order_of_days(["03/04/2031", "25/04/2031"]) == "dmy"
    assert order_of_days(["03/04/2031", "04/25/2031"]) == "mdy"
    assert order_of_days(["03/04/2031", "25/04/2031", "04/25/2031"]) == "none"
    assert stated_date("03/04/2031", "mdy") == "2031-03-04"


def test_a_number_of_a_spreadsheet_is_a_day_since_1899() -> None:
    assert excel_date(47911) == "2031-03-04"
    assert excel_date(47911.5) == "2031-03-04T12:00"
    assert excel_date(12) == ""


@given(st.text(alphabet="0123456789-/:.TZ+ aAmMrÄ年", max_size=30))
def test_any_text_gives_a_date_or_none(text: str) -> None:
    date = stated_date(text)
    assert not date or date[4] == "-"
