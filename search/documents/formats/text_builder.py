"""Builds the text of a reading from pieces, with its zones and breaks."""

import re
from collections import Counter

from search.types.article import Break, BreakKind, Zone, ZoneKind

_LINE_ENDS = re.compile("\r\n?|\u2028|\u2029|\x0b|\x0c|\x85")
_UNWANTED = re.compile("[\x00-\x08\x0e-\x1f]")


def clean_text(text: str) -> str:
    """A text as a reading holds it: lines end in "\\n"; without control characters and lone surrogates. Linear."""
    if not text.isascii():
        try:
            text.encode()
        except UnicodeEncodeError:
            text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return _UNWANTED.sub("", _LINE_ENDS.sub("\n", text))


class TextBuilder:
    """Takes pieces of a text in order. Zones and breaks count code points of the text so far."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._zones: list[Zone] = []
        self._breaks: list[Break] = []
        self._numbers = Counter[BreakKind]()
        self.length = 0
        """Code points so far."""

    def add(self, text: str, kind: ZoneKind | None = None) -> None:
        """Add a piece of a line, or several lines. Its zone is of a `kind`; body if that is None."""
        text = clean_text(text)
        if kind and kind != "body" and text.strip():
            start = self.length + len(text) - len(text.lstrip())
            self._add_zone(kind, start, self.length + len(text.rstrip()))
        self._pieces.append(text)
        self.length += len(text)

    def add_block(self, text: str, kind: ZoneKind | None = None) -> None:
        """Add a paragraph, with a blank line before and behind it. An empty one is left out."""
        if text := text.strip():
            self.end_block()
            self.add(text, kind)
            self.end_block()

    def end_line(self) -> None:
        """Go on in a new line. Does nothing at the beginning of a line."""
        if self._ending(1) not in ("", "\n"):
            self._append("\n")

    def end_block(self) -> None:
        """Go on in a new paragraph. Does nothing at the beginning of one."""
        self.end_line()
        if self._ending(2) not in ("", "\n\n"):
            self._append("\n")

    def add_break(self, kind: BreakKind, label: str) -> None:
        """Say that a page, slide, sheet, row or subtitle begins here."""
        self._numbers[kind] += 1
        self._breaks.append(Break(self.length, kind, clean_text(label), self._numbers[kind]))

    def relabel_break(self, label: str) -> None:
        """Change the label of the last break."""
        self._breaks[-1] = self._breaks[-1]._replace(label=clean_text(label))

    @property
    def text(self) -> str:
        """The text so far."""
        return "".join(self._pieces)

    @property
    def zones(self) -> tuple[Zone, ...]:
        """The zones so far, in order."""
        return tuple(self._zones)

    @property
    def breaks(self) -> tuple[Break, ...]:
        """The breaks so far, in order. Of several of a kind at one place, the last."""
        return tuple({at[:2]: at for at in self._breaks}.values())

    def _add_zone(self, kind: ZoneKind, start: int, end: int) -> None:
        last = self._zones[-1] if self._zones else None
        if last and last.kind == kind and last.end == start:
            self._zones[-1] = last._replace(end=end)
        else:
            self._zones.append(Zone(kind, start, end))

    def _append(self, text: str) -> None:
        self._pieces.append(text)
        self.length += len(text)

    def _ending(self, count: int) -> str:
        """The last code points, at most `count`, which is small."""
        ending = ""
        for piece in reversed(self._pieces):
            ending = piece[-(count - len(ending)) :] + ending
            if len(ending) >= count:
                break
        return ending
