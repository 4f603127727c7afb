"""Pages that browsers and crawlers saved: MHTML, MAFF, WARC, WACZ."""

import base64
import gzip
import io
import zipfile

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from search.documents.unreadable import UnreadableError
from search.types.files import UnreadPart
from search.types.reading import Reading
from tests.support.places import SHARED
from tests.support.readings import fails_cleanly, read_parts, read_texts

PAGE = "<html><title>Mưa ở miền bắc</title><body><h1>Mưa ở miền bắc</h1><p>Trời mưa suốt chín ngày.</p></html>"
PLAIN = "<html><body><p>Ψωμί</p></body></html>"
SAVED = "2031-03-04T10:15:00Z"


def record(
    address: str,
    content: str | bytes,
    headers: str = "Content-Type: text/html",
    *,
    status: int = 200,
    date: str = SAVED,
) -> bytes:
    """A record of a WARC file."""
    body = content.encode() if isinstance(content, str) else content
    answer = f"HTTP/1.1 {status} OK\r\n{headers}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body
    head = f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {address}\r\nWARC-Date: {date}\r\n"
    kind_of_body = "Content-Type: application/http; msgtype=response\r\n"
    return f"{head}{kind_of_body}Content-Length: {len(answer)}\r\n\r\n".encode() + answer + b"\r\n\r\n"


RECORDS = (
    record("https://daily.example/rain", PAGE),
    record("https://daily.example/rain", PAGE, date="2031-03-05T10:15:00Z"),
    record("https://daily.example/old", PLAIN.encode("iso-8859-7"), "Content-Type: text/html; charset=iso-8859-7"),
    record(
        "https://daily.example/packed",
        gzip.compress(PAGE.encode(), mtime=0),
        "Content-Type: text/html\r\nContent-Encoding: gzip",
    ),
    record("https://daily.example/gone", PAGE, status=404),
    record("https://daily.example/frame", "<html><script>x</script></html>"),
    record("https://daily.example/rain.png", b"\x89PNG", "Content-Type: image/png"),
)
PARTS = [
    "https://daily.example/rain",
    "https://daily.example/rain 2031-03-05T10:15:00Z",
    "https://daily.example/old",
    "https://daily.example/packed",
]


def zipped(members: dict[str, str | bytes]) -> bytes:
    """A zip file of these members."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return file.getvalue()


@pytest.mark.parametrize(
    ("data", "path"),
    [
        (b"".join(RECORDS), "crawl.warc"),
        (b"".join(map(gzip.compress, RECORDS)), "crawl.warc.gz"),
        (gzip.compress(b"".join(RECORDS), mtime=0), "whole.warc.gz"),
        (zstandard.compress(b"".join(RECORDS)), "crawl.warc.zst"),
        (zipped({"archive/a.warc.gz": b"".join(map(gzip.compress, RECORDS)), "datapackage.json": "{}"}), "crawl.wacz"),
    ],
    ids=["plain", "gzip", "one gzip", "zstandard", "wacz"],
)
def test_a_web_archive_holds_an_article_for_each_page(data: bytes, path: str) -> None:
    readings = read_texts(data, path)
    assert [reading.part for reading in readings] == PARTS
    assert [reading.url for reading in readings] == [part.partition(" ")[0] for part in PARTS]
    assert [reading.title for reading in readings] == ["Mưa ở miền bắc", "Mưa ở miền bắc", "", "Mưa ở miền bắc"]
    assert readings[2].text == "Ψωμί"
    assert (readings[0].kind, readings[0].published, readings[0].fields) == ("html", "", (("Saved", SAVED),))


def test_a_damaged_web_archive_is_read_up_to_the_damage() -> None:
    parts = read_parts(RECORDS[0] + b"what is no record\r\n" * 20 + RECORDS[1], "crawl.warc")
    assert [part.part for part in parts] == ["https://daily.example/rain", ""]
    assert isinstance(parts[1], UnreadPart)
    assert parts[1].message == "is damaged: what follows https://daily.example/rain cannot be read"


def test_a_page_that_is_packed_in_an_unknown_way_is_named() -> None:
    [part] = read_parts(record("https://a.example/", b"?", "Content-Type: text/html\r\nContent-Encoding: zz"), "a.warc")
    assert part == UnreadPart("https://a.example/", "is packed in a way that is not read (zz)", "not readable")


@pytest.mark.parametrize(
    ("data", "path"),
    [
        (RECORDS[-1], "a.warc"),
        (zipped({"archive/a.warc": RECORDS[-1]}), "a.wacz"),
        (zipped({"a.txt": "no page"}), "a.maff"),
        ("MIME-Version: 1.0\nContent-Type: text/plain\n\nno page", "a.mhtml"),
    ],
)
def test_an_archive_without_pages_says_so(data: bytes | str, path: str) -> None:
    with pytest.raises(UnreadableError, match="holds no web page"):
        read_parts(data, path)


def mhtml(charset: str = "iso-8859-7", page: str = PLAIN) -> str:
    """A page as Chrome saves it."""
    picture = base64.b64encode(bytes(99)).decode()
    body = base64.b64encode(page.encode(charset)).decode()
    return (
        "From: <Saved by Blink>\nSnapshot-Content-Location: https://daily.example/rain\n"
        "Subject: =?utf-8?Q?=D0=94=D0=BE=D0=B6=D0=B4=D1=8C?=\nDate: Tue, 4 Mar 2031 10:15:00 -0000\nMIME-Version: 1.0\n"
        'Content-Type: multipart/related; type="text/html"; boundary="=_b"\n\n\n'
        f"--=_b\nContent-Type: image/png\nContent-Transfer-Encoding: base64\n\n{picture}\n"
        f"--=_b\nContent-Type: text/html; charset={charset}\nContent-Transfer-Encoding: base64\n\n{body}\n"
        "--=_b\nContent-Type: text/html\nContent-Location: cid:frame\n\n<p>Advertisement in a frame</p>\n--=_b--\n"
    )


def test_mhtml_is_the_page_that_was_saved() -> None:
    [reading] = read_texts(mhtml(), "rain.mhtml")
    assert reading.text == "Ψωμί"
    assert (reading.title, reading.url, reading.kind) == ("Дождь", "https://daily.example/rain", "mhtml")
    assert reading.fields == (("Saved", "Tue, 4 Mar 2031 10:15:00 -0000"),)
    assert reading.published == ""


def test_maff_is_read_with_what_it_says_of_each_page() -> None:
    about = (
        '<RDF:RDF><MAF:originalurl RDF:resource="https://daily.example/rain?a=1&amp;b=2"/>'
        '<MAF:title RDF:resource="Rain"/><MAF:archivetime RDF:resource="Tue, 04 Mar 2031 10:15:00 +0100"/>'
        '<MAF:indexfilename RDF:resource="index.html"/><MAF:charset RDF:resource="iso-8859-7"/></RDF:RDF>'
    )
    archive = zipped(
        {"1/index.rdf": about, "1/index.html": PLAIN.encode("iso-8859-7"), "2/index.html": PAGE, "2/a.txt": "x"}
    )
    first, second = read_texts(archive, "pages.maff")
    assert (first.text, first.title, first.url) == (
        "Ψωμί",
        "Rain",
        "https://daily.example/rain?a=1&b=2",
    )
    assert (first.part, first.fields) == ("1", (("Saved", "Tue, 04 Mar 2031 10:15:00 +0100"),))
    assert (second.part, second.title, second.url) == ("2", "Mưa ở miền bắc", "")


@pytest.mark.skipif(not (SHARED / "formats").is_dir(), reason="needs ../shared")
@pytest.mark.parametrize(
    ("name", "url", "words"),
    [
        ("testMHTMLFirefox.mhtml", "http://aperture.sourceforge.net/", "Aperture"),
        ("testWARC_multiple.warc.gz", "https://russellvets.org/", "Civil War"),
    ],
)
def test_files_of_other_programs_are_read(name: str, url: str, words: str) -> None:
    [reading] = read_texts((SHARED / "formats" / name).read_bytes(), name)
    assert isinstance(reading, Reading)
    assert reading.url == url
    assert words in reading.text


FILES = {
    "a.warc": b"".join(RECORDS[:3]),
    "a.warc.gz": b"".join(map(gzip.compress, RECORDS[:2])),
    "a.wacz": zipped({"archive/a.warc": RECORDS[0]}),
    "a.maff": zipped({"1/index.rdf": '<MAF:title RDF:resource="Rain"/>', "1/index.html": PAGE}),
    "a.mhtml": mhtml().encode(),
}


@given(st.sampled_from(sorted(FILES)), st.data())
def test_any_saved_page_with_a_fault_is_read_or_called_damaged(path: str, data: st.DataObject) -> None:
    good = FILES[path]
    place = data.draw(st.integers(0, len(good)))
    fault = data.draw(st.binary(max_size=20))
    cut = data.draw(st.sampled_from([0, len(fault), len(good)]))
    assert fails_cleanly(good[:place] + fault + good[place + cut :], path)


@given(st.sampled_from(sorted(FILES)), st.binary(max_size=200))
def test_any_bytes_are_read_or_called_damaged(path: str, data: bytes) -> None:
    assert fails_cleanly(data, path)
