"""How an article's text is cut for its page: at the bounds of zones, dates and marks, and nothing is lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search import ArticleView, Span, Zone
from search.about import about
from search.model import ZONE_KINDS, Article, Dated
from web.present import Stretch, stretches


def view(text: str, marks: tuple[Span, ...], zones: tuple[Zone, ...], date: Span, title: Span = (0, 0)) -> ArticleView:
    dated = Dated("2025-07-12", "stamp", *date)
    article = Article("0" * 16, "a.txt", text, title, "utf-8", zones=zones, published=dated)
    return ArticleView(
        *(article.id, "", article.path, "utf-8", "", "", (), True, text, marks),
        *(about(article), title, zones, ()),
    )


@st.composite
def views(draw: st.DrawFn) -> ArticleView:
    text = draw(st.text(max_size=30))

    def spans(most: int) -> list[Span]:
        cuts = sorted(draw(st.sets(st.integers(0, len(text)), max_size=2 * most)))
        return list(zip(cuts[::2], cuts[1::2], strict=False))

    zones = tuple(Zone(draw(st.sampled_from(ZONE_KINDS)), start, end) for start, end in spans(4))
    return view(text, tuple(spans(5)), zones, (*spans(1), (0, 0))[0], (*spans(1), (0, 0))[0])


@given(views())
def test_nothing_is_lost_and_every_mark_is_whole(shown: ArticleView) -> None:
    found = stretches(shown)
    pieces = [piece for stretch in found for piece in stretch.pieces]
    assert "".join(piece.text for piece in pieces) == shown.text
    for number, (start, end) in enumerate(shown.marks, 1):
        its = [piece for piece in pieces if piece.hit == number]
        assert "".join(piece.text for piece in its) == shown.text[start:end]
        assert [piece.goes_on for piece in its] == [False] + [True] * (len(its) - 1)
    assert all(piece.text for piece in pieces)
    assert not any(piece.goes_on for piece in pieces if not piece.hit)


@given(views())
def test_each_character_is_shown_as_its_zone_is(shown: ArticleView) -> None:
    kinds = [stretch.kind for stretch in stretches(shown) for piece in stretch.pieces for _ in piece.text]
    expected = [""] * len(shown.text)
    for kind, start, end in shown.zones:
        repeats = kind == "headline" and not (start < shown.title_at[1] and shown.title_at[0] < end)
        if repeats or kind == "furniture":
            expected[start:end] = (end - start) * ["repeat" if repeats else kind]
    assert kinds == expected


@given(views())
def test_a_date_has_its_place_in_the_text(shown: ArticleView) -> None:
    date = shown.about.published
    assert date
    at = {stretch.anchor: "".join(piece.text for piece in stretch.pieces) for stretch in stretches(shown)}
    at.pop("", None)
    assert list(at) == ([f"at-{date.start}"] if date.start < date.end else [])
    assert all(shown.text[date.start :].startswith(text) for text in at.values())


@pytest.mark.parametrize(
    ("zones", "marks", "shown"),
    [
        ((), (), [("", ["news ad more"])]),
        ((("furniture", 5, 7),), (), [("", ["news "]), ("furniture", ["ad"]), ("", [" more"])]),
        ((("furniture", 5, 7),), ((3, 6),), [("", ["new", "s "]), ("furniture", ["a", "d"]), ("", [" more"])]),
        ((("headline", 0, 4), ("headline", 5, 7)), (), [("", ["news "]), ("repeat", ["ad"]), ("", [" more"])]),
        ((("caption", 5, 7),), (), [("", ["news ad more"])]),
    ],
)
def test_what_belongs_to_the_page_is_told_apart(
    zones: tuple[tuple[str, int, int], ...], marks: tuple[Span, ...], shown: list[Stretch]
) -> None:
    made = view("news ad more", marks, tuple(Zone(*zone) for zone in zones), (0, 0), (0, 4))  # type: ignore[arg-type]
    assert [(it.kind, [piece.text for piece in it.pieces]) for it in stretches(made)] == shown
