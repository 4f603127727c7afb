"""Feeds, and other XML."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.documents.unreadable import UnreadableError
from search.metadata import type_name
from tests.support.places import SHARED
from tests.support.readings import fails_cleanly, read_parts, read_texts

FORMATS = SHARED / "formats"
FERRY = "The ferry to the island was two hours late on Monday. The harbour master said that the ice was to blame."
BREAD = "Les boulangers de la vieille ville cuisent de nouveau la nuit. Tout est vendu avant six heures du matin."
RSS = f"""<?xml version="1.0"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>The Bay Post</title><language>en-ca</language>
<item><title>Ferry late &amp;amp; cold</title><link>https://bay.example/7</link><guid>bay-7</guid>
<pubDate>Tue, 04 Mar 2031 10:15:00 GMT</pubDate><dc:creator>Ann Roe</dc:creator><category>Local</category>
<description>Ice holds the ferries.</description>
<content:encoded><![CDATA[<p>{FERRY}</p>
<p>She said: &#8220;Wait.&#8221;</p><img src="x.png">]]></content:encoded></item>
<item><title>Pain de nuit</title><description>{BREAD}</description></item>
<item><title>Only a title</title><guid>bay-9</guid></item>
</channel></rss>"""
ATOM = f"""<?xml version="1.0" encoding="iso-8859-1"?>
<!DOCTYPE feed>
<feed xmlns="http://www.w3.org/2005/Atom"><title>Le Fournil</title><entry><title>Pain de nuit, côté four</title>
<id>urn:1</id>
<link href="https://fournil.example/1"/><updated>2031-03-05T06:00:00Z</updated><author><name>Luc Petit</name></author>
<content type="html">&lt;p&gt;{BREAD}&lt;/p&gt;</content></entry></feed>"""
NITF = """<?xml version="1.0"?><nitf><head><docdata><date.issue norm="20310304T101500Z"/></docdata></head><body>
<body.head><hedline><hl1>Ferry late</hl1></hedline><byline>By Ann Roe</byline></body.head>
<body.content><p>The ferry to <location>the island</location> was two hours late on Monday, and nobody knew why.</p>
<p><person>Bo Li</person> said that the ice was to blame.</p></body.content></body></nitf>"""
RECORDS = f"""<press><doc id="7"><title>Ferry late</title><date>2031-03-04</date>
<text><p>{FERRY}</p><p>It is <b>cold</b>.</p></text></doc>
<doc id="9"><title>Pain de nuit</title><date>5 mars 2031</date><text>{BREAD}</text></doc></press>"""


def test_an_item_of_a_feed_is_an_article() -> None:
    ferry, bread, title = read_texts(RSS, "feed.rss")
    assert ferry.text == f"Ice holds the ferries.\n\n{FERRY}\n\nShe said: “Wait.”"
    assert ferry.zones[0].kind == "standfirst"
    assert (ferry.title, ferry.published, ferry.authors) == (
        "Ferry late & cold",
        "2031-03-04T10:15+00:00",
        ("Ann Roe",),
    )
    assert (ferry.source, ferry.url, ferry.language) == ("The Bay Post", "https://bay.example/7", "en")
    assert (ferry.part, ferry.fields) == ("item:bay-7", (("Categories", "Local"),))
    assert (bread.part, bread.text) == ("item 2", BREAD)
    assert (title.text, title.title_at) == ("Only a title", (0, 12))


def test_an_atom_feed_in_another_encoding_and_with_a_doctype_is_read() -> None:
    (bread,) = read_texts(ATOM.encode("iso-8859-1"), "feed.xml")
    assert (bread.title, bread.text, bread.published) == ("Pain de nuit, côté four", BREAD, "2031-03-05T06:00+00:00")
    assert (bread.authors, bread.source, bread.kind) == (("Luc Petit",), "Le Fournil", "feed")
    long = ATOM.replace("<feed", f"<!-- {'x' * 5000} --><feed")  # no signature of a feed is near
    assert read_texts(long.encode("iso-8859-1"), "feed.xml")[0].kind == "feed"


def test_a_feed_that_is_cut_off_gives_its_whole_items() -> None:
    assert read_texts(RSS[: RSS.index("<item><title>Only")], "a.rss")[0].title == "Ferry late & cold"


def test_xml_of_one_document_is_one_article_whose_lines_stay_whole() -> None:
    (article,) = read_texts(NITF, "story.xml")
    assert (article.kind, type_name(article.kind)) == ("xml", "XML file")
    assert "The ferry to the island was two hours late on Monday, and nobody knew why.\n\nBo Li said" in article.text
    assert (article.title, article.published, article.authors) == ("Ferry late", "2031-03-04T10:15+00:00", ("Ann Roe",))


def test_records_in_xml_are_articles() -> None:
    ferry, bread = read_texts(RECORDS, "press.xml")
    assert (ferry.part, ferry.title, ferry.text) == ("id:7", "Ferry late", f"{FERRY}\n\nIt is cold.")
    assert (bread.published, bread.text) == ("2031-03-05", BREAD)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("<config><port>80</port><name>Bay</name></config>", "no running text"),
        ("<a><b>", "not well formed"),
        ('<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>', "defines entities"),
        ("<rss><channel>", "no item"),
    ],
)
def test_xml_without_text_says_so(text: str, message: str) -> None:
    with pytest.raises(UnreadableError, match=message):
        read_parts(text, "a.xml")


def test_data_in_xml_that_is_no_text_is_looked_through_in_linear_time() -> None:
    with pytest.raises(UnreadableError, match="no running text"):
        read_parts(f"<a><data>{'QUJD' * 100_000}</data></a>", "a.xml")


@pytest.mark.skipif(not FORMATS.is_dir(), reason="needs the real files")
def test_real_feeds_are_read() -> None:
    items = read_texts((FORMATS / "rsstest_20.rss").read_bytes(), "a.rss")
    assert [item.title for item in items] == ["Home Page of Chris Mattmann", "Awesome Open Source Search Engine"]
    (entry,) = read_texts((FORMATS / "testATOM.atom").read_bytes(), "a.atom")
    assert (entry.text, entry.published) == ("Some text.", "2003-12-13T18:30+00:00")


@given(st.binary(max_size=150))
def test_any_bytes_are_read_or_named(data: bytes) -> None:
    assert fails_cleanly(data, "a.xml")
    assert fails_cleanly(b"<rss>" + data, "a.rss")


@given(
    st.sampled_from([RSS, ATOM, NITF, RECORDS]),
    st.lists(st.tuples(st.integers(0, 2000), st.integers(0, 255)), min_size=1, max_size=4),
)
def test_any_damage_is_read_or_named(text: str, changes: list[tuple[int, int]]) -> None:
    data = bytearray(text.encode())
    for at, byte in changes:
        data[at % len(data)] = byte
    assert fails_cleanly(bytes(data), "a.xml")


def test_a_broken_feed_with_half_a_character_is_called_damaged() -> None:
    feed = "<rss><channel><item><title>Ferry</title><description>The ferry &#xD800; stays <p></description></item>"
    with pytest.raises(UnreadableError, match="is damaged"):
        read_parts(feed, "a.rss")
