"""The text of an article as HTML, with the class of each zone and the id of each date."""

from collections.abc import Callable, Iterable, Iterator

from markupsafe import Markup, escape

from web.presenters.marked_text import marked_pieces
from web.presenters.numbers import count
from web.presenters.text_parts import TextBlock, TextPart


def text_html(blocks: Iterable[TextBlock], address_of_page: Callable[[int], str]) -> Markup:
    """The blocks of a text as HTML. `address_of_page` gives the address of a page of the original by its number, or
    nothing. Linear, with one copy of the text."""
    return Markup("".join(piece for block in blocks for piece in _block(block, address_of_page)))  # noqa: S704 - escaped


def _block(block: TextBlock, address_of_page: Callable[[int], str]) -> Iterator[str]:
    if block.folded:
        yield f"<details><summary>{count(block.folded, 'line')} of page boilerplate</summary>"
    for part in block.parts:
        yield from _part(part, address_of_page)
    if block.folded:
        yield "</details>"


def _part(part: TextPart, address_of_page: Callable[[int], str]) -> Iterator[str]:
    if part.begins:
        name, address = escape(part.begins), address_of_page(part.page)
        yield f'<span class="break">{_link(name, address) if address else name}</span>'
    is_span = bool(part.kind or part.anchor)
    if is_span:
        kind = f' class="{escape(part.kind)}"' if part.kind else ""
        anchor = f' id="{escape(part.anchor)}"' if part.anchor else ""
        yield f"<span{kind}{anchor}>"
    yield marked_pieces(part.pieces)
    if is_span:
        yield "</span>"


def _link(name: str, address: str) -> str:
    return f'<a href="{escape(address)}">{name}</a>'
