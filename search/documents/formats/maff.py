"""Read pages that Firefox extensions saved in a zip file (MAFF)."""

import re
from collections.abc import Mapping
from functools import partial
from html import unescape
from zipfile import ZipFile, ZipInfo

from search.documents.formats.charsets import codec_of
from search.documents.formats.source import Readings, Source
from search.documents.formats.text_builder import clean_text
from search.documents.formats.zip_archive import open_member, open_zip
from search.documents.unreadable import UnreadableError
from search.types.reading import Reading

_MOST_DESCRIPTION = 100_000
_VALUE = re.compile(r"""<MAF:(\w+)\s+(?:RDF:)?resource=["']([^"']*)""", re.IGNORECASE)
_PAGES = ("index.html", "index.htm", "index.xhtml")


def read(source: Source) -> Readings:
    """A reading of each saved page: the index of each folder of the archive."""
    count = 0
    with open_zip(source.file) as archive:
        members = {info.filename: info for info in archive.infolist()}
        for folder in dict.fromkeys(name.partition("/")[0] for name in members if "/" in name):
            values = _description(archive, members.get(f"{folder}/index.rdf"))
            names = (f"{folder}/{name}" for name in (values.get("indexfilename", ""), *_PAGES))
            if page := next(filter(None, map(members.get, names)), None):
                count += 1
                charset = codec_of(values.get("charset", ""))
                opener = partial(open_member, archive, page)
                for reading in source.read_member(clean_text(folder), opener, "html", encoding=charset):
                    yield _described(reading, values) if isinstance(reading, Reading) else reading
    if not count:
        raise UnreadableError("holds no web pages")


def _described(reading: Reading, values: Mapping[str, str]) -> Reading:
    """A reading with what the archive says of the page."""
    saved = values.get("archivetime", "")
    return reading._replace(
        title=reading.title or values.get("title", ""),
        url=reading.url or values.get("originalurl", ""),
        fields=(*reading.fields, ("Saved", saved)) if saved else reading.fields,
    )


def _description(archive: ZipFile, info: ZipInfo | None) -> Mapping[str, str]:
    """The values that the archive states of a page, by their names in lower case."""
    if not info:
        return {}
    try:
        with open_member(archive, info) as file:
            text = file.read(_MOST_DESCRIPTION).decode("utf-8", "replace")
    except Exception:  # damage leads to errors of many kinds; the page may be whole
        return {}
    return {name.lower(): clean_text(unescape(value)).strip() for name, value in _VALUE.findall(text)}
