"""Documents that are made to break their readers: each small, or written in pieces.

Most are the cases of which readers of other programs are known to die or to hang.
"""

import gzip
import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import NamedTuple

from tests.support.pdf_builder import PdfBuilder, PdfPage, Text

LAUGHS = b"".join(b'<!ENTITY l%d "%s">' % (level, b"&l%d;" % (level - 1) * 10) for level in range(1, 10))
LAUGHS = b'<!DOCTYPE x [<!ENTITY l0 "harbour">' + LAUGHS + b"]>"
QUADRATIC = b'<!DOCTYPE x [<!ENTITY l9 "' + b"harbour " * 50_000 + b'">]>'
EXTERNAL = b'<!DOCTYPE x [<!ENTITY l9 SYSTEM "file:///etc/passwd">]>'
ENTITIES = {"laughs": (LAUGHS, 1), "quadratic": (QUADRATIC, 10_000), "external": (EXTERNAL, 1)}
"""What an XML document defines, and how often its text has `&l9;`."""
_PIECE = 1 << 20
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
_ODF_TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"


class Hostile(NamedTuple):
    """The suffix of a document, a function that writes it to a path, and what the report says of it, as a regular
    expression; empty if all of it is read. It `is_large` if writing or reading it takes over a second."""

    suffix: str
    write: Callable[[Path], object]
    remark: str = ""
    is_large: bool = False


def docx(path: Path, document: bytes) -> None:
    """A Word document with this XML."""
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    relations = "http://schemas.openxmlformats.org/package/2006/relationships"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{relations}"><Relationship Id="a" Type="{office}" Target="word/document.xml"/>'
            "</Relationships>",
        )
        archive.writestr("word/document.xml", document)


def word_xml(paragraph: bytes, before: bytes = b"") -> bytes:
    """The XML of a Word document of one paragraph."""
    return (
        b'<?xml version="1.0"?>%s<w:document xmlns:w="%s"><w:body><w:p><w:r><w:t>%s</w:t></w:r></w:p></w:body>'
        b"</w:document>"
    ) % (before, _WORD.encode(), paragraph)


def odt(path: Path, content: bytes) -> None:
    """An OpenDocument text with this XML."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text", zipfile.ZIP_STORED)
        archive.writestr("content.xml", content)


def odf_xml(paragraph: bytes, before: bytes = b"") -> bytes:
    """The XML of an OpenDocument text of one paragraph."""
    return (
        b'<?xml version="1.0"?>%s<office:document-content xmlns:office="%s" xmlns:text="%s"><office:body><office:text>'
        b"<text:p>%s</text:p></office:text></office:body></office:document-content>"
    ) % (before, _OFFICE.encode(), _ODF_TEXT.encode(), paragraph)


def epub(path: Path, chapter: bytes) -> None:
    """An e-book with one chapter of this XHTML."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/epub+zip", zipfile.ZIP_STORED)
        archive.writestr(
            "META-INF/container.xml",
            '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
            '<rootfile full-path="book.opf"/></rootfiles></container>',
        )
        archive.writestr(
            "book.opf",
            '<package xmlns="http://www.idpf.org/2007/opf"><metadata/><manifest>'
            '<item id="c" href="c.xhtml" media-type="application/xhtml+xml"/></manifest>'
            '<spine><itemref idref="c"/></spine></package>',
        )
        archive.writestr("c.xhtml", chapter)


def xhtml(paragraph: bytes, before: bytes = b"") -> bytes:
    """A page of one paragraph."""
    return b'<?xml version="1.0"?>%s<html xmlns="http://www.w3.org/1999/xhtml"><body><p>%s</p></body></html>' % (
        before,
        paragraph,
    )


def _rss(paragraph: bytes, before: bytes = b"") -> bytes:
    return (
        b'<?xml version="1.0"?>%s<rss version="2.0"><channel><title>Harbour</title><item><title>Ferry</title>'
        b"<description>%s</description></item></channel></rss>" % (before, paragraph)
    )


def _xml(paragraph: bytes, before: bytes = b"") -> bytes:
    return b'<?xml version="1.0"?>%s<nitf><body><p>%s</p></body></nitf>' % (before, paragraph)


def _deep_xml(path: Path) -> None:
    path.write_bytes(b"<nitf>" * 200_000 + b"The ferry stays in the harbour. " * 20 + b"</nitf>" * 200_000)


def _pieces(path: Path, pieces: Iterator[bytes]) -> None:
    with path.open("wb") as file:
        file.writelines(pieces)


@contextmanager
def _deflated(path: Path, name: str, size: int, claim: int) -> Iterator[None]:
    """Adds a member of `size` blanks to a zip file. Its entry claims another size."""
    yield
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    crc, packed = 0, []
    for _ in range(size // _PIECE):
        crc = zlib.crc32(b" " * _PIECE, crc)
        packed.append(packer.compress(b" " * _PIECE))
    data = b"".join((*packed, packer.flush()))
    with zipfile.ZipFile(path, "a") as archive:
        info = zipfile.ZipInfo(name)
        info.compress_type = zipfile.ZIP_STORED
        archive.writestr(info, data)
        info.compress_type = zipfile.ZIP_DEFLATED
        info.CRC, info.file_size = crc, claim


def huge_docx(path: Path, claim: int, size: int = 2_000 << 20) -> None:
    """A Word document whose XML unpacks to `size` blanks and claims to unpack to `claim` bytes."""
    with _deflated(path, "word/document.xml", size, claim), zipfile.ZipFile(path, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(
            "_rels/.rels",
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="a"'
            ' Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"'
            ' Target="word/document.xml"/></Relationships>',
        )


def _gzip_bomb(path: Path) -> None:
    with gzip.open(path, "wb", compresslevel=9) as file:
        for _ in range(4_000):
            file.write(b" " * _PIECE)


def nested_zip(path: Path, depth: int) -> None:
    """A zip file in a zip file, and so on, with a text in each."""
    data = b""
    for level in range(depth):
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(f"{level}.txt", f"Ferry {level} stays in the harbour.")
            if data:
                archive.writestr("inner.zip", data)
        data = buffer.getvalue()
    path.write_bytes(data)


def many_members(path: Path, count: int = 1_000_000) -> None:
    """A zip file with so many members, written without the help of `zipfile`, which is slow."""
    body = b"Ferry stays."
    crc = zlib.crc32(body)
    with path.open("wb") as file:
        directory = []
        for number in range(count):
            name = b"%07d.txt" % number
            directory.append(
                struct.pack("<4s6H3L5H2L", b"PK\1\2", 20, 20, 0, 0, 0, 33, crc, 12, 12, 11, 0, 0, 0, 0, 0, file.tell())
                + name
            )
            file.write(struct.pack("<4s5H3L2H", b"PK\3\4", 20, 0, 0, 0, 33, crc, 12, 12, 11, 0) + name + body)
        start = file.tell()
        file.writelines(directory)
        size = file.tell() - start
        wide = struct.pack("<4sQ2H2L4Q", b"PK\6\6", 44, 45, 45, 0, 0, count, count, size, start)
        file.write(wide + struct.pack("<4sLQL", b"PK\6\7", 0, start + size, 1))
        file.write(struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0))


def pdf_of_operators(path: Path, size: int) -> None:
    """A PDF of one page with this many bytes of operators."""
    pages = [PdfPage([Text(72, 72, "The ferry stays in the harbour.")], operators=b"0 0 m 9 9 l S\n" * (size // 14))]
    path.write_bytes(PdfBuilder(pages).build())


def _nested_mail(path: Path) -> None:
    heads = (
        b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (number, number) for number in range(10_000)
    )
    ends = (b"--b%d--\r\n" % number for number in reversed(range(10_000)))
    _pieces(
        path,
        iter(
            (
                b"From: a@example.com\r\nSubject: Ferry\r\nMIME-Version: 1.0\r\n",
                *heads,
                b"Content-Type: text/plain\r\n\r\nThe ferry stays in the harbour.\r\n",
                *ends,
            )
        ),
    )


def _html(body: bytes) -> bytes:
    return b"<!doctype html><html><head><title>Harbour</title></head><body>%s</body></html>" % body


def _bytes(data: Callable[[], bytes]) -> Callable[[Path], object]:
    return lambda path: path.write_bytes(data())


_SENTENCE = b"The ferry stays in the harbour. "


def _with_entities(write: Callable[[Path, bytes], None], xml: Callable[[bytes, bytes], bytes], name: str) -> Hostile:
    definitions, count = ENTITIES[name]
    suffix = {docx: ".docx", odt: ".odt", epub: ".epub"}.get(write, ".rss" if xml is _rss else ".xml")
    remark = "" if write is epub else "its XML defines entities"
    return Hostile(suffix, lambda path: write(path, xml(_SENTENCE + b"&l9;" * count, definitions)), remark)


def _plainly(path: Path, data: bytes) -> None:
    path.write_bytes(data)


_XML_FORMATS: dict[str, tuple[Callable[[Path, bytes], None], Callable[[bytes, bytes], bytes]]] = {
    "docx": (docx, word_xml),
    "odt": (odt, odf_xml),
    "epub": (epub, xhtml),
    "feed": (_plainly, _rss),
    "xml": (_plainly, _xml),
}

HOSTILE: dict[str, Hostile] = {
    **{
        f"{name} in {format}": _with_entities(write, xml, name)
        for format, (write, xml) in _XML_FORMATS.items()
        for name in ENTITIES
    },
    "xml 200,000 deep": Hostile(".xml", _deep_xml, is_large=True),
    "docx 200,000 deep": Hostile(
        ".docx",
        lambda path: docx(path, word_xml(b"<w:ins>" * 200_000 + _SENTENCE + b"</w:ins>" * 200_000)),
        is_large=True,
    ),
    "html of 20,000 nested divs": Hostile(
        ".html",
        _bytes(lambda: _html(b"<div>" * 20_000 + b"<p>" + _SENTENCE * 9 + b"</p>" + b"</div>" * 20_000)),
        "its elements lie too deep in each other",
    ),
    "html tag with 200,000 attributes": Hostile(
        ".html",
        _bytes(lambda: _html(b"<p %s>%s</p>" % (b" ".join(b"a%d=1" % number for number in range(200_000)), _SENTENCE))),
    ),
    "html of 400,000 paragraphs": Hostile(
        ".html", _bytes(lambda: _html((b"<p>" + _SENTENCE) * 400_000)), "it has too many paragraphs", is_large=True
    ),
    "docx of 2 GB": Hostile(
        ".docx", partial(huge_docx, claim=2_000 << 20), "unpacks to more than is allowed", is_large=True
    ),
    "docx of 2 GB that claims 2 kB": Hostile(
        ".docx", partial(huge_docx, claim=2_000), "cannot be unpacked", is_large=True
    ),
    "gzip of 4 GB": Hostile(".gz", _gzip_bomb, "has more than the 200,000,000 bytes", is_large=True),
    "zip in zip": Hostile(".zip", partial(nested_zip, depth=50), "lies more than 3 archives deep"),
    "zip of 1,000,000 members": Hostile(".zip", many_members, "holds too many members", is_large=True),
    "pdf of 300 MB": Hostile(
        ".pdf", partial(pdf_of_operators, size=300_000_000), "needs more memory than it may take", is_large=True
    ),
    "pdf of 20 MB": Hostile(
        ".pdf", partial(pdf_of_operators, size=20_000_000), "needs more memory than it may take", is_large=True
    ),
    "json 100,000 deep": Hostile(".json", _bytes(lambda: b"[" * 100_000), "lie more than 200 deep in others"),
    "json objects 100,000 deep": Hostile(
        ".json", _bytes(lambda: b'{"a":' * 100_000 + b"1" + b"}" * 100_000), "lie more than 200 deep in others"
    ),
    "number of 5,000 digits": Hostile(
        ".json", _bytes(lambda: b'[{"text": "%s", "n": %s}]' % (_SENTENCE * 20, b"9" * 5_000))
    ),
    "csv field of 10 MB": Hostile(
        ".csv",
        _bytes(lambda: b'title,text\nFerry,"' + _SENTENCE * 312_500 + b'"\nTide,"' + _SENTENCE * 9 + b'"\n'),
        is_large=True,
    ),
    "mbox of one line": Hostile(
        ".mbox",
        lambda path: _pieces(path, iter((b"From ", *(b"ferry " * 40_000,) * 1_000))),
        "is searched up to its first",
        is_large=True,
    ),
    "mail with 10,000 nested parts": Hostile(".eml", _nested_mail, "too deep within others"),
    "rtf 100,000 deep": Hostile(".rtf", _bytes(lambda: b"{\\rtf1 " + b"{" * 100_000 + _SENTENCE + b"}" * 100_001)),
}
