"""A table in two forms: aligned for a terminal, and Markdown."""

from collections.abc import Sequence
from dataclasses import dataclass

Row = tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """Rows of as many cells as the head has; a cell may be empty."""

    head: Row
    rows: tuple[Row, ...]

    @property
    def plain(self) -> str:
        """Columns aligned, the first to the left and the others to the right."""
        widths = [max(map(len, column)) for column in zip(self.head, *self.rows, strict=True)]
        return "\n".join(_aligned(row, widths) for row in (self.head, *self.rows))

    @property
    def markdown(self) -> str:
        """The same as a table of Markdown."""
        rule = ("---", *["---:"] * (len(self.head) - 1))
        return "\n".join(f"| {' | '.join(row)} |" for row in (self.head, rule, *self.rows))


def _aligned(row: Row, widths: Sequence[int]) -> str:
    first, *others = (cell.rjust(width) for cell, width in zip(row, widths, strict=True))
    return "  ".join((first.strip().ljust(widths[0]), *others)).rstrip()


def number(value: float) -> str:
    """A number with two or three significant digits."""
    if not value:
        return "0"
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"
