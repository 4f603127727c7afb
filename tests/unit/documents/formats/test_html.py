"""Web pages: their text, which part of it is the article, and what the markup says about it."""

import html
import json
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.documents.formats.html_blocks import page_blocks
from search.documents.formats.html_tree import parse_page
from search.documents.unreadable import UnreadableError
from search.types.reading import Reading
from tests.support.readings import fails_cleanly, read_texts

PARAGRAPHS = (
    "Die Fähre zur Insel kam am Montag zwei Stunden zu spät an, weil Eis den Hafen versperrte.",
    "„Wir haben so etwas seit Jahren nicht gesehen“, sagte die Hafenmeisterin am Abend. Am Dienstag fuhr sie wieder.",
    "Rund zweihundert Menschen warteten im Terminal, und die Bäckerei am Kai verteilte Brot an alle.",
    "Der Wetterdienst rechnet damit, dass der Frost bis zum Ende der Woche anhält. Danach soll es wärmer werden.",
)
BODY = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
LINKED = {
    "@context": "https://schema.org",
    "@graph": [
        {"@type": "Organization", "name": "Küstenblatt"},
        {
            "@type": "NewsArticle",
            "headline": "Fähre kam zu spät",
            "datePublished": "2031-03-03T18:05:00+01:00",
            "dateModified": "2031-03-04",
            "author": [{"@type": "Person", "name": "Ann Roe"}, {"@type": "Person", "name": "Bo Li"}],
            "publisher": {"@type": "Organization", "name": "Küstenblatt"},
            "inLanguage": "de-DE",
        },
    ],
}
PAGE = f"""<!DOCTYPE html><html lang="de"><head><meta charset="utf-8"><title>Fähre kam zu spät | Küstenblatt</title>
<link rel="canonical" href="https://kuestenblatt.example/insel/faehre">
<script type="application/ld+json">{json.dumps(LINKED)}</script><style>p {{ color: red }}</style></head>
<body><nav><ul><li><a href="/">Start</a></li><li><a href="/sport">Sport</a></li></ul></nav>
<main><article><h1>Fähre kam zu spät</h1><p class="byline">Von Ann Roe und Bo Li</p>
<div class="related-links"><p>Noch mehr: Alles über das Eis der letzten hundert Jahre im Hafen.</p></div>
<figure><img src="data:image/png;base64,{"A" * 3000}"><figcaption>Das Schiff im Eis. Foto: Bo Li</figcaption></figure>
{BODY}</article></main>
<aside class="related"><h2>Mehr zum Thema</h2><ul><li><a href="/a">Eis im Hafen</a></li></ul></aside>
<footer><p>Impressum und Datenschutz</p></footer><script>var later = "not to be read";</script></body></html>"""


def read_one(markup: str | bytes, path: str = "page.html") -> Reading:
    """The one reading of a page."""
    [reading] = read_texts(markup, path)
    return reading


def zone_texts(reading: Reading, kind: str) -> str:
    """What stands in the zones of a kind."""
    return "\n".join(reading.text[zone.start : zone.end] for zone in reading.zones if zone.kind == kind)


def blocks_of(markup: str) -> list[str]:
    """The texts of the blocks of a markup."""
    return [block.text for block in page_blocks(parse_page(markup).tree)]


def test_a_page_says_what_it_is() -> None:
    reading = read_one(PAGE)
    assert reading.title == "Fähre kam zu spät"
    assert reading.text[slice(*reading.title_at)] == "Fähre kam zu spät"
    assert (reading.published, reading.updated) == ("2031-03-03T18:05+01:00", "2031-03-04")
    assert reading.authors == ("Ann Roe", "Bo Li")
    assert (reading.source, reading.language) == ("Küstenblatt", "de")
    assert reading.url == "https://kuestenblatt.example/insel/faehre"
    assert (reading.kind, reading.is_one_article, reading.is_labelled) == ("html", True, True)


@pytest.mark.parametrize("with_trafilatura", [True, False])
def test_menus_and_footers_are_boilerplate_and_captions_are_captions(
    with_trafilatura: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if with_trafilatura:
        pytest.importorskip("trafilatura")
    else:
        monkeypatch.setitem(sys.modules, "trafilatura", None)  # as if it were not installed
    reading = read_one(PAGE)
    boilerplate = zone_texts(reading, "boilerplate")
    assert all(it in boilerplate for it in ("Sport", "Noch mehr", "Mehr zum Thema", "Eis im Hafen", "Impressum"))
    assert not any(paragraph in boilerplate for paragraph in PARAGRAPHS)
    assert all(paragraph in reading.text for paragraph in PARAGRAPHS)
    assert "Fähre kam zu spät" not in boilerplate
    assert zone_texts(reading, "caption") == "Das Schiff im Eis. Foto: Bo Li"


def test_what_nobody_sees_is_no_text() -> None:
    markup = (
        "<p>Seen</p><script>one</script><style>two</style><template>three</template><noscript>four</noscript>"
        "<p hidden>five</p><div style='display : none'>six</div><!-- seven --><select><option>eight</select>"
        "<textarea>nine</textarea><svg><desc>ten</desc></svg><p>Also seen</p>"
    )
    assert blocks_of(markup) == ["Seen", "Also seen"]


def test_a_shadow_tree_that_was_saved_is_text() -> None:
    assert blocks_of("<my-box><template shadowrootmode=open><p>In a component</p></template></my-box>") == [
        "In a component"
    ]


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<p>One <b>bold</b>ly\n  spaced   line<br>and another</p>", ["One boldly spaced line\nand another"]),
        ("<div>before<p>a paragraph</p>after</div>", ["before", "a paragraph", "after"]),
        ("<pre>two\n  lines</pre>", ["two\n  lines"]),
        ("<span>18 April</span><span>Ann Roe</span>", ["18 April Ann Roe"]),
        ("<p><span>T</span><span>he ferry</span>", ["The ferry"]),
        ("<table><tr><th>Port<td>Ships<tr><td>Kiel<td>4<tr><td><td></table>", ["Port | Ships", "Kiel | 4"]),
        ("<table><tr><td><p>A story</p><td><p>A menu</p></table>", ["A story", "A menu"]),
        ("<ruby>漢<rp>(</rp><rt>かん</rt><rp>)</rp>字<rt>じ</rt></ruby>を読む", ["漢字(かんじ)を読む"]),
        ("<p>a <?php hidden ?> tail</p>", ["a tail"]),
        ("<p title='<!-- no comment'>kept</p><p>kept too</p>", ["kept", "kept too"]),
        ("<script src=a.js /><p>after a script that ends itself</p>", ["after a script that ends itself"]),
        ("<frameset><frame src=a.html></frameset>", []),
    ],
)
def test_blocks_are_what_a_browser_shows_apart(markup: str, expected: list[str]) -> None:
    assert blocks_of(markup) == expected


def test_items_and_rows_follow_each_other_line_by_line() -> None:
    reading = read_one("<html><p>Ships:</p><ul><li>Anna<li>Berta</ul><table><tr><td>x<td>1<tr><td>y<td>2</table>")
    assert reading.text == "Ships:\n\nAnna\nBerta\n\nx | 1\ny | 2"


@pytest.mark.parametrize(
    ("head", "encoding"),
    [
        ('<meta charset="windows-1251">', "cp1251"),
        ('<meta http-equiv="Content-Type" content="text/html; charset=gb2312">', "gb18030"),
        ('<meta charset="iso-8859-1">', "utf-8"),
        ("<meta charset=x-nothing>", "utf-8-sig"),
        ("<meta charset=utf-8>", "utf-16"),
    ],
)
def test_the_encoding_is_the_one_of_the_bytes(head: str, encoding: str) -> None:
    text = "Пароход опоздал на два часа, сообщила начальница порта."
    assert read_one(f"<html><head>{head}<body><p>{text}</p>".encode(encoding)).text == text


def test_the_encoding_that_a_page_names_counts_where_its_bytes_tell_none() -> None:
    assert read_one("<html><head><meta charset='iso-8859-7'><body><p>Ψωμί</p>".encode("iso-8859-7")).text == "Ψωμί"
    assert read_one("<html><meta charset=gbk><body><p>😀</p>".encode("gb18030")).text == "😀"


@pytest.mark.parametrize(
    ("head", "heading", "title"),
    [
        ("<title>Rain at last – The Daily</title>", "<h1>Rain at last</h1>", "Rain at last"),
        ("<title>Rain at last | The Daily</title>", "<h1>The Daily</h1><h2>Rain at last</h2>", "Rain at last"),
        ("<title>The Daily » Rain at last in the north</title>", "<h1>The Daily</h1>", "Rain at last in the north"),
        ("<title>Weather</title>", "<h1>After nine dry weeks, rain at last</h1>", "After nine dry weeks, rain at last"),
        ('<meta property="og:title" content="Rain &amp;amp; wind">', "", "Rain & wind"),
        ("", "<h1>Rain</h1>", "Rain"),
        ("", "", ""),
    ],
)
def test_the_title_is_the_headline_without_the_outlet(head: str, heading: str, title: str) -> None:
    assert read_one(f"<html><head>{head}</head><body>{heading}<p>It rained.").title == title


@pytest.mark.parametrize(
    ("markup", "published"),
    [
        ('<meta property="article:published_time" content="2031-03-04T10:15:00Z">', "2031-03-04T10:15+00:00"),
        ('<meta name="DC.date.issued" content="2031-03-04">', "2031-03-04"),
        ("<body><time datetime=2031-03-04>yesterday</time>", "2031-03-04"),
        ("<body><time datetime=2031-03-04>a</time><time datetime=2030-01-01>b</time>", ""),
        ("<body><time pubdate datetime=2031-03-04>a</time><time datetime=2030-01-01>b</time>", "2031-03-04"),
        ('<body><span itemprop="datePublished" content="2031-03-04">', "2031-03-04"),
        ('<link rel=canonical href="https://daily.example/2031/3/4/rain">', "2031-03-04"),
        ('<meta name="generator" content="2031-03-04">', ""),
        ('<script type="application/ld+json">{"@type": "WebPage", "datePublished": "2031-03-04"}</script>', ""),
        ('<script type="application/ld+json">{"@type": "Article", "datePublished": "2031-99-04"}</script>', ""),
        ('<script type="application/ld+json">{"@type": "Article", "datePublished": ["2031-03-04"]</script>', ""),
        (f'<script type="application/ld+json">{"[" * 100_000}</script>', ""),
    ],
)
def test_a_date_is_published_only_if_the_page_says_so(markup: str, published: str) -> None:
    assert read_one(f"<html>{markup}<p>It rained in the north.").published == published


@pytest.mark.parametrize(
    "markup",
    [
        "<!--\n Page saved with SingleFile \n url: https://daily.example/rain \n saved date: Tue Mar 04 2031\n-->",
        "<!-- saved from url=(0026)https://daily.example/rain -->",
        '<link rel=canonical href="https://web.archive.org/web/20310304101500id_/https://daily.example/rain">',
        '<meta property="og:url" content="https://daily.example/rain">',
    ],
)
def test_the_address_is_the_one_that_the_page_was_saved_from(markup: str) -> None:
    assert read_one(f"<!DOCTYPE html><html>{markup}<body><p>It rained.").url == "https://daily.example/rain"


def test_a_page_of_singlefile_says_when_it_was_saved_and_keeps_its_frames() -> None:
    comment = "<!--\n Page saved with SingleFile \n url: https://a.example/ \n saved date: Tue Mar 04 2031 10:15\n-->"
    frame = "<html><script>x</script><body><p>A <b>message</b> in a frame.</p><iframe srcdoc='no'></iframe>"
    frame = f'<iframe srcdoc="{html.escape(frame)}"></iframe>'
    reading = read_one(f"<!DOCTYPE html><html>{comment}<body><article>{BODY}{frame}</article>")
    assert reading.fields == (("Saved", "Tue Mar 04 2031 10:15"),)
    assert zone_texts(reading, "boilerplate") == "A message in a frame."


@pytest.mark.parametrize(
    ("author", "authors"),
    [("Ann Roe", ("Ann Roe",)), ("The Daily", ()), ("Jo Unseen", ()), ("admin", ()), ("https://a.example/ann", ())],
)
def test_an_author_is_a_name_that_the_text_has_and_not_the_outlet(author: str, authors: tuple[str, ...]) -> None:
    outlet = '<meta property="og:site_name" content="The Daily">'
    page = f'<html><meta name="author" content="{author}">{outlet}<p>By Ann Roe, admin of The Daily</p>'
    assert read_one(page).authors == authors


def test_the_bar_of_the_wayback_machine_is_no_text() -> None:
    markup = '<html><body><div id="wm-ipp-base"><p>12 captures</p></div><div id="donato">Donate</div><p>It rained.'
    assert read_one(markup).text == "It rained."


@pytest.mark.parametrize(
    "markup",
    [
        "<div " + " ".join(f"a{number}=1" for number in range(50_000)) + ">",
        '<div x" ' + " ".join(f"a{number}" for number in range(50_000)) + ">",
        "<div " + " ".join(f"a{number}='>'" for number in range(50_000)) + ">",
        "<table><tr><td>" * 600,
        "<a href=x>" * 5_000,
        '<a b="' * 50_000 + '">',
        "<!--" * 50_000 + "-->",
        "<script>" + "</script " * 50_000 + ">",
    ],
    ids=["attributes", "odd quotes", "quoted", "tables", "links", "open quotes", "comments", "ends of scripts"],
)
@pytest.mark.timeout(20)
def test_a_hostile_page_is_read_whole(markup: str) -> None:
    reading = read_one(f"<html><body><p>Words before.</p>{markup}<p>Words behind.</p>")
    assert "Words before." in reading.text
    assert "Words behind." in reading.text


@pytest.mark.parametrize(
    "tail", ["<script>" + "</script " * 300_000, "<a" * 200_000, "</a" * 200_000, "<div>" * 3_000 + "</a" * 200_000]
)
@pytest.mark.timeout(20)
def test_a_page_that_ends_within_a_tag_is_read_in_linear_time(tail: str) -> None:
    assert "Words before." in read_one(f"<html><body><p>Words before.</p><script></script>{tail}").text


def test_elements_that_lie_too_deep_lose_no_text_and_say_so() -> None:
    reading = read_one(
        "<html><body>" + "<div>" * 20_000 + "Words at the bottom.</div>And more." + "</div>" * 20_000 + BODY
    )
    assert "Words at the bottom.\n\nAnd more." in reading.text
    assert all(paragraph in reading.text for paragraph in PARAGRAPHS)
    assert (reading.is_labelled, len(reading.doubts)) == (False, 1)


@pytest.mark.parametrize("page", ["  ", "<!-- nothing -->", "<html></html>", "<html><script>x</script>"])
def test_a_page_without_text_says_so(page: str) -> None:
    with pytest.raises(UnreadableError, match="holds no text"):
        read_texts(page, "page.html")


@given(st.binary(max_size=300))
def test_any_bytes_are_read(data: bytes) -> None:
    assert fails_cleanly(data, "page.html")


@given(st.integers(0, len(PAGE)), st.integers(0, 40), st.text("<>&\"'=/- ap\ua000\x00\ud800\ufffe", max_size=12))
def test_any_page_with_a_fault_is_read(place: int, length: int, fault: str) -> None:
    page = PAGE[:place] + fault + PAGE[place + length :]
    assert fails_cleanly(page.encode("utf-8", "surrogatepass"), "page.html")
