"""Open a zip package of an office document or an e-book, and read its parts within limits."""

import posixpath
import zipfile
import zlib
from collections.abc import Iterator, Sequence

from search.documents.formats.detect_format import ENCRYPTED_PACKAGE
from search.documents.formats.source import Source
from search.documents.formats.xml_events import XmlEvent, xml_events
from search.documents.unreadable import UnreadableError

_CHUNK = 1 << 16
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_HEAD = 1 << 20
_DAMAGES = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError)


class Package:
    """The parts of a zip file by name. Names are compared without case, as some programs write other names than they
    refer to.

    All parts together may unpack to `limits.document` bytes, and to `limits.ratio` times the size of the file, or 8 MB
    if that is more. What a part claims is checked before it is unpacked, and what it has is counted. `doubts` names
    the parts that are read only up to a damage.
    """

    def __init__(self, source: Source) -> None:
        """Raises UnreadableError for a file that is no zip file, or whose directory of members is damaged."""
        head = source.file.read(_OLE_HEAD)
        source.file.seek(0)
        if head.startswith(_OLE):
            if ENCRYPTED_PACKAGE in head:
                raise UnreadableError("is encrypted", "encrypted")
            raise UnreadableError("is damaged: it is no zip file", "damaged")
        try:
            self._archive = zipfile.ZipFile(source.file)
        except _DAMAGES as error:
            raise UnreadableError("is damaged: its directory of members is missing", "damaged") from error
        self._members = {_key(info.filename): info for info in self._archive.infolist()}
        limits = source.limits
        self._budget = min(limits.document, max(limits.ratio * source.size, limits.article))
        self.doubts: list[str] = []

    def __contains__(self, name: str) -> bool:
        return _key(name) in self._members

    def names(self) -> list[str]:
        """The names of all parts, in lower case."""
        return list(self._members)

    def chunks(self, name: str) -> Iterator[bytes]:
        """The bytes of a part, in pieces; none if there is no such part. Raises UnreadableError."""
        if (info := self._members.get(_key(name))) is None:
            return
        if info.flag_bits & 1:
            raise UnreadableError("is encrypted", "encrypted")
        if info.file_size > self._budget:
            raise UnreadableError("unpacks to more than is allowed", "too large")
        try:
            with self._archive.open(info) as part:
                while chunk := part.read(_CHUNK):
                    self._budget -= len(chunk)
                    if self._budget < 0:
                        raise UnreadableError("unpacks to more than is allowed", "too large")
                    yield chunk
        except (*_DAMAGES, RuntimeError) as error:
            raise UnreadableError(f"is damaged: {info.filename} cannot be unpacked", "damaged") from error

    def read(self, name: str) -> bytes:
        """All bytes of a part; none if there is no such part. Raises UnreadableError."""
        return b"".join(self.chunks(name))

    def events(self, name: str) -> Iterator[XmlEvent]:
        """The events of an XML part; none if there is no such part. If it is damaged, those up to the damage, and the
        package has a doubt. Raises UnreadableError for what is encrypted or too large."""
        if name not in self:
            return
        try:
            yield from xml_events(self.chunks(name))
        except UnreadableError as error:
            if error.reason != "damaged":
                raise
            self.doubts.append(f"{error}; only what comes before the damage in {name} is searched")

    def main_events(self, name: str) -> Iterator[XmlEvent]:
        """The events of a part that the document cannot do without. Raises UnreadableError if it is missing."""
        if name not in self:
            raise UnreadableError(f"is damaged: {name} is missing", "damaged")
        return self.events(name)


def flat_events(source: Source, doubts: list[str]) -> Iterator[XmlEvent]:
    """The events of a document that is one XML file. If it is damaged, those up to the damage, and a doubt is added.
    Raises UnreadableError for a document that is not read at all."""
    try:
        yield from xml_events(iter(lambda: source.file.read(_CHUNK), b""))
    except UnreadableError as error:
        if error.reason != "damaged":
            raise
        doubts.append(f"{error}; only what comes before the damage is searched")


def refuse_damaged(doubts: Sequence[str]) -> None:
    """Raise UnreadableError if a part is damaged. For a document in which no text was found."""
    if doubts:
        raise UnreadableError(doubts[0].partition(";")[0], "damaged")


def resolve(part: str, target: str) -> str:
    """The name of the part that a part refers to by a relative or absolute path."""
    return posixpath.normpath(posixpath.join("/", posixpath.dirname(part), target)).lstrip("/")


def _key(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()
