"""Comparing two articles: what is omitted, what counts, and what the page shows."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from search.compare.articles import LONGEST, side_by_side
from search.compare.types import ComparisonView
from search.types.article import ZONE_KINDS, Article, Zone
from web.presenters.comparison import ShownRow, grouped, shown_rows
from web.presenters.passage_map import SCALE, passage_map

LINES = (
    "The crew of the ferry to Norholm went home at nine in the evening.\n",
    "The crew of the ferry to Norholm went home late at ten in the evening.\n\n",
    "A storm came up from the north in the night, and 6,000 people had no roof over their heads. ",
    "A storm came up from the north in the night, and 6000 people had no roof over their heads. ",
    "He said “we stay here until the morning comes” and sat down.\n\n",
    "Advertisement\n",
    " \n\t\n",
    "نزل الماء في الوادي اليوم وعاد الناس إلى بيوتهم قبل أن تغرب الشمس وراء الجبل\n",
    "漢字。\ud800 e\u0301\r\n",
)


@st.composite
def articles(draw: st.DrawFn) -> Article:
    lines = draw(st.lists(st.sampled_from(LINES) | st.text(max_size=12), max_size=10))
    bounds = [0]
    for line in lines:
        bounds.append(bounds[-1] + len(line))
    kinds = draw(st.lists(st.sampled_from(ZONE_KINDS), min_size=len(lines), max_size=len(lines)))
    zones = tuple(Zone(kind, start, end) for kind, (start, end) in zip(kinds, pairwise(bounds), strict=True))
    title = next(((zone.start, zone.end) for zone in zones if zone.kind == "headline"), (0, 0))
    return article("".join(lines), title=title, zones=zones)


def article(text: str, **more: object) -> Article:
    given = {"title": (0, 0), **more}
    return Article(id="0" * 16, path="a.txt", text=text, encoding="utf-8", **given)  # type: ignore[arg-type]


def rows_of(view: ComparisonView) -> tuple[ShownRow, ...]:
    return shown_rows(view, grouped(view.comparison.rows))


def solid(text: str) -> str:
    return "".join(text.split())


@given(articles(), articles())
def test_omitted_zones_are_named_and_all_else_is_compared(a: Article, b: Article) -> None:
    view = side_by_side(a, b)
    for whole, shown, side in ((a, view.a, "a"), (b, view.b, "b")):
        assert len(shown.text) == len(whole.text)
        restored = list(shown.text)
        for part in shown.left_out:
            assert not solid(shown.text[part.start : part.start + len(part.text)])
            restored[part.start : part.start + len(part.text)] = part.text
        assert "".join(restored) == whole.text
        spans = sorted(getattr(row, side) for row in view.comparison.rows if getattr(row, side))
        assert "".join(shown.text[start:end] for start, end in spans) == shown.text


@given(articles(), articles())
def test_the_page_shows_every_row_and_marks_differences(a: Article, b: Article) -> None:
    view = side_by_side(a, b)
    rows = rows_of(view)
    assert len({row.anchor for row in rows}) == len(rows)
    assert [row.begins for row in rows if row.begins] == list(range(1, view.comparison.passages + 1))
    for side, shown in (("a", view.a), ("b", view.b)):
        ours = [row for row in view.comparison.rows if getattr(row, side)]
        paragraphs = [part for row in rows for part in getattr(row, side)]
        for row, paragraph in zip(ours, paragraphs, strict=True):
            said = "".join(piece.text for piece in paragraph.pieces)
            assert said == shown.text[slice(*getattr(row, side))].strip()
            marked = [solid(piece.text) for piece in paragraph.pieces if piece.marked]
            differing = (getattr(item, side) for item in row.differences)
            assert "".join(marked) == "".join(solid(shown.text[slice(*span)]) for span in differing)


@given(articles(), articles())
def test_the_map_has_every_passage_at_its_position(a: Article, b: Article) -> None:
    view = side_by_side(a, b)
    lengths, found = passage_map(view.comparison.rows, len(view.a.text), len(view.b.text))
    assert max(lengths) in (0, SCALE)
    assert [ribbon.passage for ribbon in found] == list(range(1, view.comparison.passages + 1))
    for ribbon in found:
        for (start, end), length in zip((ribbon.a, ribbon.b), lengths, strict=True):
            assert 0 <= start < end <= length + 1


SHARED = "A storm came up from the north in the night and nobody on the island of Norholm slept until morning.\n"


def test_boilerplate_does_not_count() -> None:
    button = "Share this article\n"
    zones = (Zone("boilerplate", 0, len(button)),)
    found = side_by_side(article(button + SHARED, zones=zones), article(SHARED)).comparison
    assert (found.share_a, found.share_b) == (1.0, 1.0)
    assert [row.kind for row in found.rows] == ["shared"]


def test_few_common_words_make_no_passage() -> None:
    a, b = article("The crew of the ferry went home at nine."), article("The crew of the ferry went home by bus.")
    found = side_by_side(a, b).comparison
    assert [(row.kind, row.passage) for row in found.rows] == [("shared", 0)]
    assert (found.passages, found.share_a) == (0, 0.0)
    assert [row.kind for row in rows_of(side_by_side(a, b))] == ["alike"]


def test_rows_of_one_passage_have_its_number() -> None:
    second = "The crew of the ferry to Norholm went home at nine in the evening of the same day.\n"
    aside, between = "Nothing else is known of it.\n", "Nobody knows yet whether the boats will sail again tomorrow.\n"
    numbers = [
        [row.passage for row in side_by_side(article(SHARED + second), article(other)).comparison.rows]
        for other in (SHARED + second, SHARED + aside + second, SHARED + between + second, second + SHARED)
    ]
    assert numbers == [[1, 1], [1, 0, 1], [1, 0, 2], [1, 2]]


def test_only_the_beginning_of_a_very_long_text_is_compared() -> None:
    text = "boat " * 30_000
    shown = side_by_side(article(text), article("boat " * 10)).a
    assert len(shown.text) + shown.rest == len(text)
    assert LONGEST - 5 <= len(shown.text) <= LONGEST
    assert shown.text.endswith("boat")
