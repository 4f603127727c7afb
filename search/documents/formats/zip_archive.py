"""Read zip archives: each file in them by the reader of its format."""

import stat
import zipfile
from collections.abc import Sequence
from functools import partial
from typing import BinaryIO, cast

from search.documents.formats.archive_members import ArchiveMembers
from search.documents.formats.source import Readings, Source
from search.documents.read import decode
from search.documents.unreadable import UnreadableError
from search.types.files import UnreadPart

_ENCRYPTED, _UTF_8 = 0x1, 0x800


def read(source: Source) -> Readings:
    """The readings of the members, in the order of the archive."""
    with open_zip(source.file) as archive:
        infos = archive.infolist()
        names = _names(infos)
        members = ArchiveMembers(names)
        for info, written in zip(infos, names, strict=True):
            is_file = not (info.filename.endswith("/") or stat.S_ISLNK(info.external_attr >> 16))
            if not is_file or not (name := members.part_name(written)):
                continue
            if info.flag_bits & _ENCRYPTED:
                yield UnreadPart(name, "is encrypted", "encrypted")
            else:
                yield from source.read_member(name, partial(open_member, archive, info), can_reopen=True)
        yield from members.unread()


def open_zip(file: BinaryIO) -> zipfile.ZipFile:
    """An open zip archive. Raises UnreadableError if its directory cannot be read."""
    try:
        return zipfile.ZipFile(file)
    except MemoryError:
        raise
    except Exception as error:  # a damaged directory leads to errors of many kinds
        raise UnreadableError("is damaged: its directory of members cannot be read", "damaged") from error


def open_member(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> BinaryIO:
    """An open member. Raises UnreadableError for one that this Python cannot unpack."""
    try:
        return cast(BinaryIO, archive.open(info))
    except NotImplementedError as error:
        raise UnreadableError("is packed in a way that is not read") from error


def _names(infos: Sequence[zipfile.ZipInfo]) -> list[str]:
    """The names of members. Those that do not say that they are UTF-8 are taken to be in one encoding."""
    unsure = [info for info in infos if not info.flag_bits & _UTF_8 and not info.filename.isascii()]
    written = decode(b"\n".join(info.filename.encode("cp437", "replace") for info in unsure)).text.split("\n")
    if len(written) != len(unsure):
        return [info.filename for info in infos]
    sure = dict(zip(map(id, unsure), written, strict=True))
    return [sure.get(id(info), info.filename) for info in infos]
