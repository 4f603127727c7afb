"""Write tables that have no articles as text: a line for each row, cells separated by bars."""

from collections.abc import Iterable, Iterator, Sequence

from search.documents.formats.text_builder import TextBuilder, clean_text
from search.types.article import Zone
from search.types.reading import Reading

_ROWS_OF_BREAK, _MOST_BREAKS = 50, 2000


class TableText:
    """The text of one or several tables, with a break at the first of each fifty rows.

    More than `largest` code points give several texts, named by the rows that they begin with.
    """

    def __init__(self, largest: int) -> None:
        self._largest = largest
        self._sheet = ""
        self._first_row = ""
        self._builder = TextBuilder()
        self._breaks = 0
        self._last = 0

    def begin_sheet(self, name: str) -> None:
        """Begin a sheet. Its name is a line of the text."""
        self._builder.end_block()
        self._builder.add_break("sheet", name)
        self._builder.add(f"{' '.join(name.split())}\n")
        self._sheet = f"{name}/"
        self._last = 0

    def add_row(self, number: int, cells: Sequence[str]) -> Iterator[Reading]:
        """Add a row as a line. Line ends in cells become spaces. Yields the text before it if that is full."""
        line = " | ".join(" ".join(clean_text(cell).split()) for cell in cells).rstrip(" |")
        if self._builder.length and self._builder.length + len(line) >= self._largest:
            yield from self.finish()
            self._first_row, self._builder, self._breaks = f"{self._sheet}row:{number}", TextBuilder(), 0
        if number % _ROWS_OF_BREAK == 1 and number != self._last and self._breaks < _MOST_BREAKS:
            self._builder.add_break("row", str(number))
            self._breaks += 1
        self._last = number
        self._builder.add(f"{line}\n")

    def finish(self) -> Iterator[Reading]:
        """The text that has been added since the last one; none if there is none."""
        text = self._builder.text
        if text.strip():
            yield Reading(
                text,
                part=self._first_row,
                zones=(Zone("body", 0, len(text)),),
                breaks=self._builder.breaks,
                is_one_article=True,
                is_labelled=True,
            )


def read_table(rows: Iterable[tuple[int, Sequence[str]]], largest: int) -> Iterator[Reading]:
    """The text of a table, or its texts if it is larger than one may be. Rows come with their numbers."""
    table = TableText(largest)
    for number, row in rows:
        yield from table.add_row(number, row)
    yield from table.finish()
