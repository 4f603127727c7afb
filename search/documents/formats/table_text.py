"""Write tables that have no articles as text: a line for each row, cells separated by bars."""

from collections.abc import Iterable, Iterator, Sequence

from search.documents.formats.text_builder import TextBuilder, clean_text
from search.types.article import Zone
from search.types.reading import Reading

_ROWS_OF_BREAK, _MOST_BREAKS = 50, 2000


class TableText:
    """The text of one or several tables, with a break at the first of each fifty rows.

    The label of a break says which rows follow. More than `largest` code points give several texts, named by the rows
    that they begin with.
    """

    def __init__(self, largest: int) -> None:
        self._largest = largest
        self._sheet = ""
        self._part = ""
        self._builder = TextBuilder()
        self._breaks = 0
        self._block = -1
        self._first_row = self._last_row = 0

    def begin_sheet(self, name: str) -> None:
        """Begin a sheet. Its name is a line of the text."""
        self._end_rows()
        self._builder.end_block()
        self._builder.add_break("sheet", name)
        self._builder.add(f"{' '.join(name.split())}\n")
        self._sheet = f"{name}/"
        self._block = -1

    def add_row(self, number: int, cells: Sequence[str]) -> Iterator[Reading]:
        """Add a row as a line. Line ends in cells become spaces. Yields the text before it if that is full."""
        line = " | ".join(" ".join(clean_text(cell).split()) for cell in cells).rstrip(" |")
        if self._builder.length and self._builder.length + len(line) >= self._largest:
            yield from self.finish()
            self._part, self._builder, self._breaks = f"{self._sheet}row:{number}", TextBuilder(), 0
            self._block = -1
        block = (number - 1) // _ROWS_OF_BREAK
        if block != self._block and self._breaks < _MOST_BREAKS:
            self._end_rows()
            self._builder.add_break("row", "")
            self._block, self._first_row = block, number
            self._breaks += 1
        self._last_row = number
        self._builder.add(f"{line}\n")

    def finish(self) -> Iterator[Reading]:
        """The text that has been added since the last one; none if there is none."""
        self._end_rows()
        text = self._builder.text
        if text.strip():
            yield Reading(
                text,
                part=self._part,
                zones=(Zone("body", 0, len(text)),),
                breaks=self._builder.breaks,
                is_one_article=True,
                is_labelled=True,
                is_undated=True,
            )

    def _end_rows(self) -> None:
        """Label the last break with its rows, as the last of them is known now."""
        if self._first_row:
            first, last = self._first_row, self._last_row
            rows = str(first) if first == last else f"{first} to {last}"
            self._builder.relabel_break(rows)
            self._first_row = 0


def read_table(rows: Iterable[tuple[int, Sequence[str]]], largest: int) -> Iterator[Reading]:
    """The text of a table, or its texts if it is larger than one may be. Rows come with their numbers."""
    table = TableText(largest)
    for number, row in rows:
        yield from table.add_row(number, row)
    yield from table.finish()
