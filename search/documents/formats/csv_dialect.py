"""Find out how a table in text is written: what separates its cells, how they are quoted, whether it has a header."""

import csv
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from search.documents.formats.columns import role_of
from search.documents.formats.stated_date import stated_date

_DELIMITERS = ",;\t|"
_MARKS = ('"', "", "'")
"""Quotation marks, with an escape behind them; the first is usual."""
_MOST_ROWS = 200
"""Rows that are compared."""
_LONGEST_NAME = 60
"""Code points of the longest name of a column."""


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a table is written. A cell is quoted by `quote`; nothing is quoted if that is empty. A quotation mark within
    a cell is doubled, or follows an `escape`."""

    delimiter: str
    quote: str
    escape: str = ""

    def rows(self, lines: Iterator[str], *, strict: bool = False) -> Iterator[list[str]]:
        """The rows of a table. Raises csv.Error for a cell that is too large; if `strict`, for wrong quoting."""
        if self.quote:
            return csv.reader(
                lines,
                delimiter=self.delimiter,
                quotechar=self.quote,
                escapechar=self.escape or None,
                doublequote=not self.escape,
                skipinitialspace=True,
                strict=strict,
            )
        return csv.reader(lines, delimiter=self.delimiter, quoting=csv.QUOTE_NONE)


@contextmanager
def largest_cell(size: int) -> Iterator[None]:
    """Within it a cell may have `size` code points. The csv module has one limit for the whole process: it is put
    back."""
    before = csv.field_size_limit(size)
    try:
        yield
    finally:
        csv.field_size_limit(before)


def find_dialect(lines: Sequence[str], preferred: str) -> Dialect:
    """The dialect in which the first lines of a table have most cells in rows of the same size.

    `preferred` is the delimiter that decides where several have as many. Linear.
    """
    marks = (*_MARKS, '"\\') if any('\\"' in line for line in lines) else _MARKS
    dialects = [Dialect(delimiter, each[:1], each[1:]) for delimiter in _DELIMITERS for each in marks]
    return max(dialects, key=lambda dialect: (_fit(dialect, lines), dialect.delimiter == preferred))


def has_header(rows: Sequence[Sequence[str]]) -> bool:
    """Whether the first row names the columns: it has a known name, or differs from the rows below it."""
    names = [name.strip() for name in rows[0]]
    if any(len(name) > _LONGEST_NAME or _is_value(name) for name in names) or not any(names):
        return False
    if len(set(names)) == len(names) and any(map(role_of, names)):
        return True
    below = [row for row in rows[1:] if len(row) == len(names)]
    return any(below and all(_is_value(row[at].strip()) or not row[at] for row in below) for at in range(len(names)))


def _is_value(cell: str) -> bool:
    """Whether a cell is a number, a date or an address, which no column is called."""
    is_number = any(map(str.isdigit, cell)) and not any(map(str.isalpha, cell))
    return is_number or cell.startswith(("http://", "https://")) or bool(cell[:1].isdigit() and stated_date(cell))


def _fit(dialect: Dialect, lines: Sequence[str]) -> float:
    """How well a dialect fits: the share of rows that are as long as most, how long that is, and wrong quoting."""
    rows: list[list[str]] = []
    wrong = 0
    reader = dialect.rows(iter(lines), strict=True)
    while len(rows) + wrong < _MOST_ROWS:
        try:
            rows.append(next(reader))
        except csv.Error:
            wrong += 1
        except StopIteration:
            break
    sizes = Counter(len(row) for row in rows if row)
    size, count = max(sizes.items(), key=lambda pair: (pair[0] > 1) * pair[1], default=(1, 0))
    if size == 1:
        return 0
    wrong += sum(cell.count('"') % 2 for row in rows for cell in row) if dialect.quote != '"' else 0
    return (count / sizes.total()) ** 2 * min(size, 4) - 0.5 * wrong / len(rows)
