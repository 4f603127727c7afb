"""Checks how a search is to list its matches."""

from search.errors import BadFilter
from search.query.date_range import NO_DATE, parse_date_range
from search.types.requests import NO_FILTERS, DuplicateMode, Filters, SearchOptions, Sort

_MOST_VALUES, _LONGEST_VALUE = 50, 4096
"""Values to filter by, and characters of one. A page of results has links with all of them; no path is longer."""


def search_options(sort: Sort, filters: Filters, duplicates: DuplicateMode, partial: bool = False) -> SearchOptions:
    """Which matches are listed. Raises BadFilter, ValueError."""
    options = SearchOptions(sort, filters, duplicates, partial)
    if filters is not NO_FILTERS:
        _check_filters(filters)
    return options


def _check_filters(filters: Filters) -> None:
    """Raises BadFilter."""
    values = [value for _, value in filters.pairs]
    if len(values) > _MOST_VALUES or any(len(value) > _LONGEST_VALUE for value in values):
        raise BadFilter(
            f"There may be {_MOST_VALUES} values to filter by at most, of {_LONGEST_VALUE:,} characters each."
        )
    for period in filters.date:
        try:
            period == NO_DATE or parse_date_range(period)
        except ValueError:
            raise BadFilter(
                f"“{period[:40]}” is no date to filter by. Say 2025, 2025-07, 2025-07-12, 2025-07..2025-09 or none."
            ) from None
