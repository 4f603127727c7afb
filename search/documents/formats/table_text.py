"""Write a table that has no articles as text: a line for each row, cells separated by bars."""

from collections.abc import Iterable, Sequence

from search.documents.formats.source import Readings
from search.documents.formats.text_builder import TextBuilder, clean_text
from search.types.reading import Reading

_ROWS_OF_BREAK, _MOST_BREAKS = 50, 2000


def add_row(builder: TextBuilder, cells: Sequence[str]) -> None:
    """Add a row as a line. Line ends within cells become spaces; empty cells at the end are left out."""
    line = " | ".join(" ".join(clean_text(cell).split()) for cell in cells).rstrip(" |")
    builder.add(f"{line}\n")


def read_table(rows: Iterable[tuple[int, Sequence[str]]], largest: int) -> Readings:
    """The text of a table, with a break at the first of each fifty rows. Rows come with their numbers.

    A table with more than `largest` code points gives several texts, named by their first rows.
    """
    builder, first, breaks, last = TextBuilder(), 0, 0, 0
    for number, row in rows:
        size = sum(map(len, row)) + 3 * len(row)
        if builder.length and builder.length + size > largest:
            yield _reading(builder, first)
            builder, first, breaks = TextBuilder(), number, 0
        if number % _ROWS_OF_BREAK == 1 and number != last and breaks < _MOST_BREAKS:
            builder.add_break("row", str(number))
            breaks += 1
        last = number
        add_row(builder, row)
    if builder.length:
        yield _reading(builder, first)


def _reading(builder: TextBuilder, first: int) -> Reading:
    return Reading(
        builder.text,
        part=f"row:{first}" if first else "",
        breaks=builder.breaks,
        is_one_article=True,
        is_labelled=True,
    )
