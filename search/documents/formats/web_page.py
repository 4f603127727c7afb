"""Make a reading of a web page: its whole text, with zones for what is not its content."""

import re
from collections.abc import Sequence

from search.documents.formats.html_blocks import Block, page_blocks
from search.documents.formats.html_content import content_blocks, content_by_rule
from search.documents.formats.html_metadata import page_metadata
from search.documents.formats.html_tree import parse_page
from search.documents.formats.page_title import title_key
from search.documents.formats.text_builder import clean_text
from search.types.article import Span, Zone, ZoneKind
from search.types.reading import Reading

_MOST_BLOCKS = 100_000
"""Blocks of a page whose content is told from the rest, which takes 30 to 70 microseconds a block."""
_MOST_DEPTH = 100
"""Elements within elements, up to which trafilatura is used: its time grows faster than their number. Articles have at
most about 50."""
_MOST_FRONT = 5
"""Blocks between title and content, about, that are byline, date and standfirst. More are buttons and links."""
_CAPTION = re.compile(r"(?:^|[\s_-])caption", re.IGNORECASE)


def read_page(markup: str, address: str = "") -> Reading:
    """The reading of a page that was fetched from an address, if that is known. The text is empty if the page is.

    Costs about 16 ms a page of 170 kB with trafilatura, 10 ms without. Linear in the markup.
    """
    page = parse_page(markup)
    metadata = page_metadata(page, address)
    blocks = page_blocks(page.tree.find("body"))
    doubts = []
    content: set[int] = set()
    if page.is_flat:
        doubts.append("is searched with its menus and advertisements, because its elements lie too deep in each other")
    elif len(blocks) > _MOST_BLOCKS:
        doubts.append("is searched with its menus and advertisements, because it has too many paragraphs")
    elif page.depth > _MOST_DEPTH:
        content = content_by_rule(page.tree, blocks)
    else:
        content = content_blocks(page.tree, blocks)
    title = _title_block(blocks, metadata.title)
    kinds = _kinds(blocks, content, title) if content else [None] * len(blocks)
    text, spans = join_blocks(blocks)
    return Reading(
        text,
        title=metadata.title if title is None else " ".join(blocks[title].text.split()),
        title_at=(0, 0) if title is None else spans[title],
        published=metadata.published,
        updated=metadata.updated,
        authors=metadata.authors,
        source=metadata.source,
        url=metadata.url,
        language=metadata.language,
        fields=(("Saved", metadata.saved),) if metadata.saved else (),
        zones=tuple(_zones(kinds, spans)),
        is_one_article=True,
        is_labelled=bool(content),
        doubts=tuple(doubts),
    )


def _title_block(blocks: Sequence[Block], title: str) -> int | None:
    """The number of the block that holds the title and nothing else, a heading if there are several; None if none."""
    key = title_key(title)
    same = [n for n, it in enumerate(blocks) if key and len(it.text) < 2 * len(title) + 9 and title_key(it.text) == key]
    return next((n for n in same if blocks[n].element.tag in ("h1", "h2")), same[0] if same else None)


def _kinds(blocks: Sequence[Block], content: set[int], title: int | None) -> list[ZoneKind | None]:
    """The kind of each block; None for the body and for the title."""
    first, last = min(content), max(content)
    if title is not None and title < first:
        first = title
    kinds: list[ZoneKind | None] = []
    for number, block in enumerate(blocks):
        if first <= number <= last and _is_caption(block):
            kinds.append("caption")
        elif (
            number in content
            or number == title
            or (first < number < min(content) <= first + _MOST_FRONT and block.linked * 2 <= len(block.text))
        ):
            kinds.append(None)
        else:
            kinds.append("boilerplate")
    return kinds


def _is_caption(block: Block) -> bool:
    element = block.element
    for _ in range(3):
        if element is None:
            return False
        if element.tag in ("figcaption", "caption") or _CAPTION.search(element.get("class", "")):
            return True
        element = element.getparent()
    return False


def join_blocks(blocks: Sequence[Block]) -> tuple[str, list[Span]]:
    """The text of the blocks, and the span of each. Blank lines are between them, but not between items and rows."""
    pieces: list[str] = []
    spans: list[Span] = []
    length = 0
    for block in blocks:
        between = "" if not pieces else "\n" if block.is_tight else "\n\n"
        text = clean_text(block.text)
        pieces += (between, text)
        spans.append((length + len(between), length := length + len(between) + len(text)))
    return "".join(pieces), spans


def _zones(kinds: Sequence[ZoneKind | None], spans: Sequence[Span]) -> list[Zone]:
    """A zone for each run of blocks of a kind that is not the body."""
    zones: list[Zone] = []
    before: ZoneKind | None = None
    for kind, (start, end) in zip(kinds, spans, strict=True):
        if kind and kind == before:
            zones[-1] = zones[-1]._replace(end=end)
        elif kind:
            zones.append(Zone(kind, start, end))
        before = kind
    return zones
