"""The text of an article in parts that look the same throughout, with its marks. Much boilerplate is folded."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from search import ArticleView, Span, Zone, break_name
from web.presenters.facts import date_anchor
from web.presenters.marked_text import Piece

_FEWEST_FOLDED = 10
"""Lines of boilerplate, one after another, that are folded. Fewer are shown in grey."""


@dataclass(frozen=True, slots=True)
class TextPart:
    """A part of an article's text that looks the same throughout. `kind` is that of its zone, "repeat" for a repeated
    headline, or empty. `anchor` is the id of a date that starts here, or empty. `begins` names the page, slide, sheet,
    row or time that begins with it, or is empty; `page` is the number of that page, counted from 1, or 0."""

    kind: str
    anchor: str
    pieces: tuple[Piece, ...]
    begins: str = ""
    page: int = 0

    @property
    def text(self) -> str:
        """Its text without marks."""
        return "".join(piece.text for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class TextBlock:
    """Parts that follow each other. `folded` is the number of their lines if they are a long run of boilerplate, which
    is folded, and 0 otherwise. `size` counts code points."""

    parts: tuple[TextPart, ...]
    folded: int = 0

    @property
    def size(self) -> int:
        """The number of code points."""
        return sum(len(piece.text) for part in self.parts for piece in part.pieces)


@dataclass(frozen=True, slots=True)
class _Cut:
    """A part of the text from `start` to `end`; the other fields are as in `TextPart`."""

    start: int
    end: int
    kind: str = ""
    anchor: str = ""
    begins: str = ""
    page: int = 0


def text_parts(view: ArticleView) -> Iterator[TextPart]:
    """The text of an article in parts, with its marks. Linear."""
    return _with_marks(view, _cut(view))


def unlabelled_parts(view: ArticleView) -> Iterator[TextPart]:
    """The text of an article with its marks and without its zones. Linear."""
    return _with_marks(view, [_Cut(0, len(view.text))])


def text_blocks(parts: Iterable[TextPart]) -> Iterator[TextBlock]:
    """The blocks of a text: each long run of boilerplate without a mark or a date, and each other part. Linear."""
    run: list[TextPart] = []
    for part in parts:
        if _may_be_folded(part) or (
            run and not part.kind and not part.anchor and not part.begins and part.text.isspace()
        ):
            run.append(part)
        else:
            yield from _folded_or_not(run)
            yield TextBlock((part,))
            run = []
    yield from _folded_or_not(run)


def shown_places(blocks: Iterable[TextBlock]) -> Callable[[int], float]:
    """Where an offset of a text lies in what is shown of it, from 0 to 1. What is folded has no height."""
    blocks = tuple(blocks)
    starts = [0, *accumulate(block.size for block in blocks)]
    shown = [0, *accumulate(0 if block.folded else block.size for block in blocks)]

    def place(offset: int) -> float:
        block = bisect_right(starts, offset) - 1
        return min(shown[block] + offset - starts[block], shown[min(block + 1, len(blocks))]) / max(1, shown[-1])

    return place


def _may_be_folded(part: TextPart) -> bool:
    is_boilerplate = part.kind in ("boilerplate", "repeat")
    is_plain = not part.anchor and not part.begins
    return is_boilerplate and is_plain and not any(piece.marked for piece in part.pieces)


def _folded_or_not(run: Sequence[TextPart]) -> Iterator[TextBlock]:
    """A run of boilerplate, folded if it has enough lines."""
    lines = sum(1 for line in "".join(part.text for part in run).split("\n") if line.strip())
    if run:
        yield TextBlock(tuple(run), lines if lines >= _FEWEST_FOLDED else 0)


def _cut(view: ArticleView) -> Iterator[_Cut]:
    """The whole text of an article, cut at zones, dates and breaks, in order. Linear."""
    zones = [(zone.start, zone.end, kind) for zone in view.zones if (kind := part_kind(zone, view.title_at))]
    about = view.about
    dates = [date for date in (about.published, about.updated, about.mentions) if date and date.start < date.end]
    anchors = {date.start: date_anchor(date.start) for date in dates}
    bounds = (*((start, end) for start, end, _ in zones), *((date.start, date.end) for date in dates))
    breaks = _breaks(view)
    cuts = sorted({0, len(view.text), *breaks, *(cut for bound in bounds for cut in bound)})
    kinds = {cut: kind for start, end, kind in zones for cut in cuts[bisect_left(cuts, start) : bisect_left(cuts, end)]}
    for start, end in pairwise(cuts):
        begins, page = breaks.get(start, ("", 0))
        yield _Cut(start, end, kinds.get(start, ""), anchors.get(start, ""), begins, page)


def _breaks(view: ArticleView) -> dict[int, tuple[str, int]]:
    """What begins at a place in the text, in words, and the number of the page. What is alone is not named, unless it
    is a page behind the first, or one of a PDF, which has an image."""
    names: dict[int, list[str]] = {}
    pages: dict[int, int] = {}
    is_pdf = view.about.type == "pdf"
    has_places = len(view.breaks) > 1 or any(at.kind == "page" and (is_pdf or at.number > 1) for at in view.breaks)
    for at in view.breaks if has_places else ():
        names.setdefault(at.start, []).append(break_name(at))
        if at.kind == "page":
            pages[at.start] = at.number
    return {start: (", ".join(found), pages.get(start, 0)) for start, found in names.items()}


def part_kind(zone: Zone, title: Span) -> str:
    """The kind of the part of a text that a zone is."""
    return "repeat" if zone.repeats(title) else "" if zone.kind == "body" else zone.kind


def _with_marks(view: ArticleView, cuts: Iterable[_Cut]) -> Iterator[TextPart]:
    """The parts of a text, with its marks. A mark has its anchor where it starts, and may continue in the next part."""
    marks, at = view.marks, 0
    for cut in cuts:
        start, end = cut.start, cut.end
        pieces: list[Piece] = []
        position = start
        while at < len(marks) and marks[at][0] < end:
            first, last = marks[at]
            pieces.append(Piece(view.text[position:first]))
            position = min(last, end)
            hit = f"hit-{view.first + at}" if first >= start else ""
            pieces.append(Piece(view.text[max(first, start) : position], marked=True, anchor=hit))
            if last > end:
                break
            at += 1
        pieces.append(Piece(view.text[position:end]))
        shown = tuple(piece for piece in pieces if piece.text)
        yield TextPart(cut.kind, cut.anchor, shown, cut.begins, cut.page)
