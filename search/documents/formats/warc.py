"""Read web archives (WARC): a web page or a PDF for each answer of a server."""

import io
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, BinaryIO, cast

from search.documents.formats.charsets import codec_of
from search.documents.formats.compression import decompressed
from search.documents.formats.detect_format import HEAD_SIZE, by_signature
from search.documents.formats.html import NO_TEXT
from search.documents.formats.source import Readings, Source
from search.documents.formats.text_builder import clean_text
from search.documents.unreadable import UnreadableError
from search.types.files import UnreadPart
from search.types.reading import Reading

if TYPE_CHECKING:
    from warcio.recordloader import ArcWarcRecord

_FORMATS = {"text/html": "html", "application/xhtml+xml": "html", "application/pdf": "pdf"}
_KINDS = ("response", "resource")
_ENCODINGS = ("", "gzip", "x-gzip", "deflate", "identity")
"""How servers pack pages that can be unpacked."""


def read(source: Source) -> Readings:
    """The readings of the pages, in the order of the archive."""
    count = 0
    for part in read_warc(source, source.file, Counter()):
        count += 1
        yield part
    if not count:
        raise UnreadableError("holds no web pages")


def read_warc(source: Source, file: BinaryIO, names: "Counter[str]") -> Readings:
    """The readings of the pages in an open archive, compressed or not. `names` are the addresses so far."""
    last = ""
    signature = by_signature(file.read(HEAD_SIZE))
    file.seek(0)
    for record in _records(file if signature in ("warc", "") else decompressed(file, signature)):
        if isinstance(record, UnreadableError):
            if not last:
                raise record
            yield UnreadPart("", f"is damaged: what follows {last} cannot be read", "damaged")
            return
        headers = record.http_headers or record.rec_headers
        mime_type, _, parameters = (headers.get_header("Content-Type") or "").partition(";")
        format = _FORMATS.get(mime_type.strip().lower(), "")
        if record.rec_type not in _KINDS or not format or (record.http_headers and headers.get_statuscode() != "200"):
            continue
        address = clean_text(record.rec_headers.get_header("WARC-Target-URI") or "").strip(" <>") or "no address"
        date = clean_text(record.rec_headers.get_header("WARC-Date") or "")
        names[address] += 1
        last = address if names[address] == 1 else f"{address} {date or names[address]}"
        if (packing := (headers.get_header("Content-Encoding") or "").lower()) not in _ENCODINGS:
            yield UnreadPart(last, f"is packed in a way that is not read ({clean_text(packing)})", "not readable")
            continue
        charset = codec_of(parameters.lower().partition("charset=")[2].partition(";")[0])
        for reading in source.read_member(last, lambda: cast(BinaryIO, _Content(record)), format, encoding=charset):  # noqa: B023
            if isinstance(reading, Reading):
                yield _with_address(reading, address, date)
            elif reading.message != NO_TEXT:  # archives have many frames and forwarding pages without text
                yield reading


def _with_address(reading: Reading, address: str, date: str) -> Reading:
    """A reading that names its address, and the time at which it was fetched."""
    fields = (*reading.fields, ("Saved", date)) if date else reading.fields
    return reading._replace(url=reading.url or address, fields=fields)


def _records(file: BinaryIO) -> "Iterator[ArcWarcRecord | UnreadableError]":
    """The records. The last one is an error if the archive is damaged."""
    from warcio.archiveiterator import ArchiveIterator

    records = None
    while True:
        try:
            records = records or iter(ArchiveIterator(file))
            record = next(records, None)
        except MemoryError:
            raise
        except Exception:  # damage leads to errors of many kinds
            yield UnreadableError("is damaged: its records cannot be read", "damaged")
            return
        if record is None:
            return
        yield record


class _Content(io.RawIOBase):
    """The content of a record as a file. Closing it does not close the archive, as warcio would."""

    def __init__(self, record: "ArcWarcRecord") -> None:
        super().__init__()
        self._stream = record.content_stream()

    def readable(self) -> bool:
        """True."""
        return True

    def readinto(self, buffer: "memoryview[int]") -> int:  # type: ignore[override]
        """As in RawIOBase."""
        piece = self._stream.read(len(buffer))
        buffer[: len(piece)] = piece
        return len(piece)
