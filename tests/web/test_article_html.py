"""The HTML of an article's text, cut at zones, dates and marks. No text is lost."""

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search import ArticleView, Span, Zone
from search.metadata import about
from search.types.article import ZONE_KINDS, Article, Break, Dated
from tests.support.html_tree import Element, parse_html
from web.params import ReadingParams, SearchParams
from web.presenters.article import ArticlePage
from web.presenters.numbers import count
from web.presenters.text_parts import shown_places


def view(text: str, marks: tuple[Span, ...], zones: tuple[Zone, ...], date: Span, title: Span = (0, 0)) -> ArticleView:
    dated = Dated("2025-07-12", "stamp", *date)
    article = Article("0" * 16, "a.txt", text, title, "utf-8", zones=zones, published=dated)
    return ArticleView(
        *(article.id, "", article.path, "utf-8", "", "", (), True, text, marks),
        *(about(article), title, zones, (), 1, len(marks), ()),
    )


def html(shown: ArticleView, around: tuple[str, str, str] | None = None) -> str:
    """The text of an article as its page shows it."""
    params = ReadingParams(SearchParams(""), 0, plain=around is not None)
    return ArticlePage(shown, params, around).html


def parsed(shown: ArticleView, around: tuple[str, str, str] | None = None) -> Element:
    """The same as a browser would read it, without the lines that say what is folded."""
    return parse_html(re.sub("<summary>.*?</summary>", "", html(shown, around)))


def characters(element: Element, inside: tuple[Element, ...] = ()) -> list[tuple[str, tuple[Element, ...]]]:
    """Each character of a page with the elements that it is in, from the outermost."""
    found: list[tuple[str, tuple[Element, ...]]] = []
    for child in element.children:
        if isinstance(child, str):
            found += [(it, inside) for it in child]
        elif "break" not in child.classes:
            found += characters(child, (*inside, child))
    return found


def rules(element: Element, position: int = 0) -> Iterator[tuple[int, str]]:
    """The rules in an element, each with the number of characters of the text before it."""
    for child in element.children:
        if isinstance(child, str):
            position += len(child)
        elif "break" in child.classes:
            yield position, child.text
        else:
            yield from rules(child, position)
            position += len(child.text_without("break"))


@st.composite
def views(draw: st.DrawFn) -> ArticleView:
    # The parser of the tests reads NUL and carriage returns as browsers do, as something else.
    text = draw(
        st.text(st.characters(exclude_characters="\0\r", codec="utf-8") | st.sampled_from("<>&\"'"), max_size=30)
    )

    def spans(most: int) -> list[Span]:
        cuts = sorted(draw(st.sets(st.integers(0, len(text)), max_size=2 * most)))
        return list(zip(cuts[::2], cuts[1::2], strict=False))

    zones = tuple(Zone(draw(st.sampled_from(ZONE_KINDS)), start, end) for start, end in spans(4))
    date, title = ((*spans(1), (0, 0))[0] for _ in range(2))
    before, made = draw(st.sampled_from([0, 399_000])), view(text, tuple(spans(5)), zones, date, title)
    starts = sorted(draw(st.lists(st.integers(0, len(text)), max_size=4)))
    breaks = tuple(Break(start, "page", f"<{number}>", number) for number, start in enumerate(starts, 1))
    return replace(made, first=before + 1, total=before + made.total, breaks=breaks)


@given(views())
def test_all_text_is_shown_and_every_mark_is_whole(shown: ArticleView) -> None:
    page = parsed(shown)
    assert page.text_without("break") == shown.text
    marks = page.all("mark")
    assert [mark["id"] for mark in marks if "id" in mark.attributes] == [
        f"hit-{number}" for number in range(shown.first, shown.total + 1)
    ]
    marked = [any(element.tag == "mark" for element in inside) for _, inside in characters(page)]
    expected = [any(start <= at < end for start, end in shown.marks) for at in range(len(shown.text))]
    assert marked == expected
    assert all(mark.text for mark in marks)


@given(views())
def test_each_character_is_shown_in_its_zone(shown: ArticleView) -> None:
    kinds = [
        next((element.attributes.get("class", "") for element in inside if element.tag == "span"), "")
        for _, inside in characters(parsed(shown))
    ]
    expected = [""] * len(shown.text)
    for kind, start, end in shown.zones:
        repeats = kind == "headline" and not (start < shown.title_at[1] and shown.title_at[0] < end)
        expected[start:end] = (end - start) * ["repeat" if repeats else kind.replace("body", "")]
    assert kinds == expected


@given(views())
def test_a_rule_stands_where_each_page_begins(shown: ArticleView) -> None:
    expected: dict[int, str] = {}
    for at in shown.breaks if len(shown.breaks) > 1 else ():
        if at.start < len(shown.text):
            expected[at.start] = ", ".join(filter(None, (expected.get(at.start, ""), f"page {at.label}")))
    assert list(rules(parsed(shown))) == list(expected.items())


def test_one_page_is_named_only_if_it_is_not_the_first_or_has_an_image() -> None:
    made = view("news of page 3", (), (), (0, 0))
    for number, names in ((1, []), (3, ["page 3"])):
        shown = replace(made, breaks=(Break(0, "page", str(number), number),))
        assert [name for _, name in rules(parsed(shown))] == names
    of_pdf = replace(made, about=made.about._replace(type="pdf"), breaks=(Break(0, "page", "1", 1),))
    assert [name for _, name in rules(parsed(of_pdf))] == ["page 1"]
    assert not list(rules(parsed(replace(made, breaks=(Break(0, "row", "3", 3),)))))


@given(views())
def test_a_date_has_an_anchor_in_the_text(shown: ArticleView) -> None:
    date = shown.about.published
    assert date
    at = {part["id"]: part.text for part in parsed(shown).all("span") if "id" in part.attributes}
    assert list(at) == ([f"at-{date.start}"] if date.start < date.end else [])
    assert all(shown.text[date.start :].startswith(text) for text in at.values())


@given(views(), st.text("<&x \n", max_size=5), st.text("<&x \n", max_size=5))
def test_the_original_file_has_marks_and_no_zones(shown: ArticleView, before: str, after: str) -> None:
    page = parsed(shown, (before, shown.text, after))
    assert page.text == before + shown.text + after
    assert [mark.text for mark in page.all("mark")] == [shown.text[start:end] for start, end in shown.marks]
    assert not page.all("span")


@pytest.mark.parametrize(
    ("zones", "marks", "shown"),
    [
        ((), (), "news ad more"),
        ((("boilerplate", 5, 7),), (), 'news <span class="boilerplate">ad</span> more'),
        (
            (("boilerplate", 5, 7),),
            ((3, 6),),
            'new<mark id="hit-1">s </mark><span class="boilerplate"><mark>a</mark>d</span> more',
        ),
        (
            (("headline", 0, 4), ("headline", 5, 7)),
            (),
            '<span class="headline">news</span> <span class="repeat">ad</span> more',
        ),
        ((("caption", 5, 7),), (), 'news <span class="caption">ad</span> more'),
        ((("body", 5, 7),), ((0, 4), (4, 7)), '<mark id="hit-1">news</mark><mark id="hit-2"> ad</mark> more'),
    ],
)
def test_zones_are_distinguished(zones: tuple[tuple[str, int, int], ...], marks: tuple[Span, ...], shown: str) -> None:
    made = view("news ad more", marks, tuple(Zone(*zone) for zone in zones), (0, 0), (0, 4))  # type: ignore[arg-type]
    assert html(made) == shown


MENU = "".join(f"menu item {number}\n" for number in range(12))


def with_menu(lines: int, marks: tuple[Span, ...] = ()) -> ArticleView:
    """An article below the first lines of a menu."""
    menu = "".join(MENU.splitlines(keepends=True)[:lines])
    zones = [Zone("boilerplate", match.start(), match.end()) for match in re.finditer(".+", menu)]
    return view(f"Title\n{menu}A text of its own.", marks, _moved(zones, len("Title\n")), (0, 0))


def _moved(zones: list[Zone], by: int) -> tuple[Zone, ...]:
    return tuple(zone._replace(start=zone.start + by, end=zone.end + by) for zone in zones)


def test_ten_lines_of_boilerplate_are_folded_and_nine_are_not() -> None:
    [folded] = parse_html(html(with_menu(10))).all("details")
    assert folded.text.startswith("10 lines of page boilerplate")
    assert "menu item 0\nmenu item 1\n" in folded.text
    assert "A text of its own." not in folded.text
    assert not parse_html(html(with_menu(9))).all("details")


def test_boilerplate_with_a_mark_is_not_folded() -> None:
    start = f"Title\n{MENU}".index("item 5")
    assert not parse_html(html(with_menu(12, marks=((start, start + 4),)))).all("details")


def test_the_rail_leaves_out_what_is_folded() -> None:
    shown = with_menu(12)
    body = shown.text.index("A text")
    place = shown_places(ArticlePage(shown, ReadingParams(SearchParams(""), 0, plain=False)).text)
    length = len("Title\n\nA text of its own.")
    assert place(0) == 0
    assert place(body - 1) == place(body - 20) == len("Title\n") / length
    assert place(len(shown.text)) == 1


def test_several_things_have_the_ending_of_their_word() -> None:
    counts = [count(1, "mailbox"), count(2, "mailbox"), count(2000, "hit")]
    assert counts == ["1 mailbox", "2 mailboxes", "2,000 hits"]
