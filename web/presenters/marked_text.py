"""Marked text as HTML. The only place where marks become HTML."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from markupsafe import Markup, escape

from search import Span, split_at_marks
from web.escaping import escaped


class Piece(NamedTuple):
    """A piece of text. If it is `marked`, `kind` is the class of the mark and `anchor` its id; both may be empty."""

    text: str
    marked: bool = False
    kind: str = ""
    anchor: str = ""


def marked_text(text: str, marks: Sequence[Span], tag: str = "mark") -> Markup:
    """A text with this tag around its marks."""
    parts = split_at_marks(text, marks)
    html = [f"<{tag}>{escaped(part)}</{tag}>" if marked else escaped(part) for part, marked in parts]
    return Markup("".join(html))  # noqa: S704 - escaped


def marked_pieces(pieces: Iterable[Piece]) -> Markup:
    """A text in pieces, whose marks have classes and ids."""
    html = [_mark(piece) if piece.marked else escape(piece.text) for piece in pieces]
    return Markup("".join(html))  # noqa: S704 - escaped


def _mark(piece: Piece) -> str:
    name = f' id="{escape(piece.anchor)}"' if piece.anchor else ""
    kind = f' class="{escape(piece.kind)}"' if piece.kind else ""
    return f"<mark{name}{kind}>{escape(piece.text)}</mark>"


def shortened(text: str, most: int) -> str:
    """A text, cut to at most `most` characters."""
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"
