"""Read web archives in a zip file (WACZ), as browsers and crawlers save them."""

import io
from collections import Counter
from functools import partial

from search.documents.formats.member_stream import MemberStream
from search.documents.formats.source import Readings, Source
from search.documents.formats.warc import read_warc
from search.documents.formats.zip_archive import open_member, open_zip
from search.documents.unreadable import UnreadableError
from search.types.files import UnreadPart


def read(source: Source) -> Readings:
    """The readings of the pages of each WARC file, named by their addresses."""
    names: Counter[str] = Counter()
    is_empty = True
    with open_zip(source.file) as archive:
        for info in archive.infolist():
            if info.filename.startswith("archive/") and info.filename.endswith((".warc", ".warc.gz")):
                try:
                    stream = MemberStream(partial(open_member, archive, info), _ignore)  # its records are counted
                    yield from read_warc(source, io.BufferedReader(stream), names)
                except UnreadableError as error:
                    yield UnreadPart(info.filename, str(error), error.reason)
                    is_empty = False
    if not names and is_empty:
        raise UnreadableError("holds no web pages")


def _ignore(_size: int) -> None:
    """Count nothing."""
