"""Find out which format a file has: by its first bytes, or else by its suffix."""

import io
import re
import zipfile
import zlib
from typing import BinaryIO

from search.documents.formats.compression import first_bytes
from search.documents.formats.registry import BY_NAME, BY_SUFFIX, Format
from search.documents.unreadable import UnreadableError

HEAD_SIZE = 8192
"""Bytes at the beginning of a file that tell its format."""
_SIGNATURES = (
    (b"%PDF-", "pdf"),
    (b"\x1f\x8b", "gz"),
    (b"BZh", "bz2"),
    (b"\xfd7zXZ\x00", "xz"),
    (b"\x28\xb5\x2f\xfd", "zst"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"!BDN", "pst"),
    (b"WARC/", "warc"),
)
_BEGINNINGS = tuple(signature for signature, _ in _SIGNATURES)
_ZIP, _OLE = (b"PK\x03\x04", b"PK\x05\x06"), b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PDF_WITHIN, _TAR_AT = 1024, 257
MARKS = (
    *((mark, 0, 0) for mark in (*_BEGINNINGS, *_ZIP, _OLE, b"<")),
    *((mark, 0, HEAD_SIZE) for mark in (b"{\\rtf", b"<office:document")),
    (b"%PDF-", 0, _PDF_WITHIN),
    (b"ustar", _TAR_AT, _TAR_AT),
)
"""What the first bytes hold wherever they tell a format, with the first and the last place where it may begin. Markup
may also begin behind white space."""
_COMPRESSED = ("gz", "bz2", "xz", "zst")
_ZIP_END, _ZIP_RECORD, _IN_WIDE_RECORD = 66_000, 22, 0xFFFFFFFF
"""Bytes at the end of a zip file that say where its directory is, those of the record, and the size that says that
another record has it."""
_LARGEST_DIRECTORY = 20_000_000
"""Bytes of the directory of some 150,000 members."""
_BEFORE_ROOT = rb"\s*+(?:<\?xml[^>]*+>\s*+)?(?:(?><!--.*?-->)\s*+)*+"
_HTML = re.compile(_BEFORE_ROOT + rb"<(?:!doctype\s+html|html)\b", re.I | re.S)
_FEED = re.compile(_BEFORE_ROOT + rb"<(?:rss|feed|rdf:RDF)\b", re.S)
_WORD_XML = re.compile(
    rb"""(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<\?mso-application\s+progid=["']Word\.Document["']|<w:wordDocument\b)"""
)
_FLAT = re.compile(
    rb"<office:document\s[^>]*office:mimetype=[\"']application/vnd\.oasis\.opendocument\.(text|presentation)"
)
_MIME_TYPES = {
    b"application/epub+zip": "epub",
    b"application/vnd.oasis.opendocument.text": "odt",
    b"application/vnd.oasis.opendocument.text-template": "odt",
    b"application/vnd.oasis.opendocument.presentation": "odp",
    b"application/vnd.oasis.opendocument.presentation-template": "odp",
    b"application/vnd.oasis.opendocument.spreadsheet": "xlsx",
}
_MEMBERS = (("word/", "docx"), ("ppt/", "pptx"), ("xl/", "xlsx"), ("meta-inf/container.xml", "epub"))
_OLE_NAMES = (
    ("WordDocument", "doc"),
    ("Workbook", "xlsx"),
    ("Book", "xlsx"),
    ("__substg1.0_", "msg"),
    ("__properties_version1.0", "msg"),
)
ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
"""The name of the stream in which an OLE file holds an office document of today that is encrypted."""
_OLE_HEAD = 1 << 20
"""Bytes in which the names of the streams of an OLE file are looked for."""


def by_signature(head: bytes) -> str:
    """The name of the format that the first bytes of a file tell, "zip" and "ole" for files of several formats; empty
    if they tell none. Looks at bytes only, so it is safe for any file."""
    if head.startswith(_ZIP):
        return "zip"
    if head.startswith(_OLE):
        return "ole"
    if head.startswith(_BEGINNINGS):
        return next(name for signature, name in _SIGNATURES if head.startswith(signature))
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{\\rtf"):
        return "rtf"
    if b"%PDF-" in head[:_PDF_WITHIN]:
        return "pdf"
    if head[_TAR_AT : _TAR_AT + 5] == b"ustar":
        return "tar"
    if b"<" not in head:
        return ""
    if _HTML.match(head.removeprefix(b"\xef\xbb\xbf")):
        return "html"
    if _WORD_XML.match(head):
        return "docx"
    if flat := _FLAT.search(head):
        return "odt" if flat[1] == b"text" else "odp"
    return "feed" if _FEED.match(head.removeprefix(b"\xef\xbb\xbf")) else ""


def detect_format(file: BinaryIO, path: str) -> Format | None:
    """The format of an open file; None for a file that no reader takes. Leaves the file at its beginning."""
    head = file.read(HEAD_SIZE)
    file.seek(0)
    by_suffix = BY_SUFFIX.get(suffix_of(path))
    signature = by_signature(head)
    if signature == "zip":
        name = _in_zip(file, by_suffix)
        file.seek(0)
        return BY_NAME[name]
    if signature == "ole":
        beginning = file.read(_OLE_HEAD)
        file.seek(0)
        if ENCRYPTED_PACKAGE in beginning:
            return by_suffix or BY_NAME["docx"]
        names = (name for stream, name in _OLE_NAMES if stream.encode("utf-16-le") in beginning)
        return BY_NAME[name] if (name := next(names, "")) else by_suffix
    if signature == "html" and by_suffix and by_suffix.name in ("mhtml", "md", "mail", "mbox", "jsonl", "json", "csv"):
        return by_suffix
    if signature in _COMPRESSED:
        inner = by_signature(first_bytes(file, signature, HEAD_SIZE))
        return BY_NAME[inner if inner in ("tar", "warc") else signature]
    if signature:
        return BY_NAME[signature]
    if by_suffix and by_suffix.name in _BINARY:
        return _of_text(head, by_suffix) if _is_text(head) else by_suffix
    return by_suffix


def suffix_of(path: str) -> str:
    """The suffix of a path in lower case, with its dot; empty if there is none."""
    name = path.rpartition("/")[2].lower()
    stem, dot, suffix = name.rpartition(".")
    return dot + suffix if stem else ""


def _directory_size(file: BinaryIO) -> int:
    """The bytes of the directory of members of a zip file, as its end says; 0 if it has none."""
    file.seek(max(0, file.seek(0, io.SEEK_END) - _ZIP_END))
    end = file.read()
    at, wide = end.rfind(b"PK\5\6"), end.rfind(b"PK\6\6")
    if not 0 <= at <= len(end) - _ZIP_RECORD:
        return 0
    size = int.from_bytes(end[at + 12 : at + 16], "little")
    return int.from_bytes(end[wide + 40 : wide + 48], "little") if size == _IN_WIDE_RECORD and wide >= 0 else size


_BINARY = frozenset({"pdf", "docx", "odt", "pptx", "odp", "epub", "rtf", "doc", "xlsx", "msg", "zip", "maff", "wacz"})
"""Formats whose files always have a signature."""


def _of_text(head: bytes, by_suffix: Format) -> Format:
    """The format of a text that has the suffix of another format. Programs give tables the suffix of spreadsheets."""
    if by_suffix.name != "xlsx":
        return BY_NAME["txt"]
    return BY_NAME["xml" if head.lstrip().startswith(b"<?xml") else "csv"]


def _is_text(head: bytes) -> bool:
    """Whether bytes look like text: they are not empty, and have no control characters."""
    return bool(head) and not re.search(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]", head)


def _in_zip(file: BinaryIO, by_suffix: Format | None) -> str:
    """The format of a zip file: by its MIME type, by the names in it, or by its suffix.

    Raises UnreadableError for one with too many members: each takes a kilobyte of memory.
    """
    if _directory_size(file) > _LARGEST_DIRECTORY:
        raise UnreadableError("holds too many members", "too large")
    try:
        with zipfile.ZipFile(file) as archive:
            names = archive.namelist()
            if "mimetype" in names and archive.getinfo("mimetype").file_size < 100:
                mime_type = archive.read("mimetype").strip()
                if mime_type in _MIME_TYPES:
                    return _MIME_TYPES[mime_type]
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, OSError, EOFError, ValueError):
        return by_suffix.name if by_suffix and by_suffix.name in _BINARY else "zip"
    lower = {name.lower() for name in names}  # some programs write other names than they refer to
    if not lower.isdisjoint(("[content_types].xml", "meta-inf/container.xml")):
        found = (name for start, name in _MEMBERS if any(member.startswith(start) for member in lower))
        if name := next(found, ""):
            return name
    return by_suffix.name if by_suffix and by_suffix.name in ("maff", "wacz") else "zip"
