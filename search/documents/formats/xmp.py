"""What the XMP metadata of a PDF say: title, authors, language, and of publishers also date, outlet and address.

PDFium does not give them, so the packet is looked for in the bytes of the file. One that is compressed is not found.
"""

import re
from dataclasses import dataclass
from typing import BinaryIO

from search.documents.formats.stated_date import stated_date

_START, _END = b"<x:xmpmeta", b"</x:xmpmeta>"
_OF_DOCUMENT = (b"pdf:Producer", b"prism:")
"""What the packet of a document holds, and that of a picture in it does not."""
_LARGEST_FILE = 32_000_000
_LARGEST = 1_000_000
"""Bytes of a packet."""
_NAME = re.compile(r"\{http://(?:purl\.org/dc/elements/1\.1|prismstandard\.org/namespaces/[^}]*)/\}(\w+)\Z")
"""Names of Dublin Core and of PRISM, the vocabulary of publishers."""
_ITEM = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}li"
_DATES = ("publicationDate", "coverDate")


@dataclass(frozen=True, slots=True)
class Xmp:
    """Values of a packet; empty if it has none. `published` is ISO 8601."""

    title: str = ""
    creators: tuple[str, ...] = ()
    language: str = ""
    published: str = ""
    outlet: str = ""
    url: str = ""


def read_xmp(file: BinaryIO, size: int) -> Xmp:
    """The XMP metadata of an open PDF of so many bytes. Of a file of more than 32 MB, nothing is read. Linear."""
    if size > _LARGEST_FILE:
        return Xmp()
    file.seek(0)
    data = file.read()
    end = data.rfind(_END)
    while end >= 0:
        start = data.rfind(_START, max(0, end - _LARGEST), end)
        packet = data[start : end + len(_END)] if start >= 0 else b""
        if any(name in packet for name in _OF_DOCUMENT):
            return _parse(packet)
        end = data.rfind(_END, 0, end)
    return Xmp()


def _parse(packet: bytes) -> Xmp:
    from xml.etree import ElementTree as ET

    try:
        root = ET.fromstring(packet)  # noqa: S314 - expat limits the expansion of entities itself
    except (ET.ParseError, ValueError, LookupError):
        return Xmp()
    values: dict[str, list[str]] = {}
    for element in root.iter():
        if match := _NAME.match(element.tag):
            texts = [item.text for item in element.iter(_ITEM)] or [element.text]
            values.setdefault(match[1], []).extend(" ".join(text.split()) for text in texts if text and text.strip())
        for tag, text in element.attrib.items():
            if match := _NAME.match(tag):
                values.setdefault(match[1], []).append(" ".join(text.split()))
    dates = [date for name in _DATES for text in values.get(name, ()) if (date := stated_date(text))]
    first = {name: texts[0] for name, texts in values.items() if texts}
    return Xmp(
        title=first.get("title", ""),
        creators=tuple(dict.fromkeys(values.get("creator", ()))),
        language=first.get("language", ""),
        published=dates[0] if dates else "",
        outlet=first.get("publicationName", ""),
        url=first.get("url", ""),
    )
