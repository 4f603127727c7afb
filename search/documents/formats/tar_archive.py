"""Read tar archives, also compressed ones: each file in them by the reader of its format."""

import tarfile
from functools import partial
from typing import BinaryIO, Self, cast

from search.documents.formats.archive_members import ArchiveMembers
from search.documents.formats.compression import decompressed
from search.documents.formats.detect_format import HEAD_SIZE, by_signature
from search.documents.formats.source import Readings, Source
from search.documents.read import decode
from search.documents.unreadable import UnreadableError
from search.types.files import UnreadPart


def read(source: Source) -> Readings:
    """The readings of the members, in the order of the archive."""
    signature = by_signature(source.file.read(HEAD_SIZE))
    source.file.seek(0)
    is_plain = signature in ("tar", "")
    file = source.file if is_plain else decompressed(source.file, signature)
    yield from read_tar(source, file, can_seek=is_plain)


def read_tar(source: Source, file: BinaryIO, *, can_seek: bool) -> Readings:
    """The readings of the members of an open archive. They are read in order, so it need not be seekable."""
    try:
        archive = tarfile.open(fileobj=file, mode="r:" if can_seek else "r|", tarinfo=_Member)  # noqa: SIM115 - closed below
    except MemoryError:
        raise
    except Exception as error:  # each compression has errors of its own
        raise UnreadableError("is damaged: it cannot be unpacked", "damaged") from error
    members = ArchiveMembers()
    last = ""
    with archive:
        while member := _next(archive):
            if isinstance(member, tarfile.TarError):
                behind = f"what follows {last}" if last else "it"
                yield UnreadPart("", f"is damaged: {behind} cannot be unpacked", "damaged")
                break
            if member.isreg() and (name := members.part_name(_readable(member.name))):
                yield from source.read_member(name, partial(_opened, archive, member), can_reopen=can_seek)
                last = name
    yield from members.unread()


class _Member(tarfile.TarInfo):
    """A member. A header that is damaged is an error; tarfile takes it for the end of the archive."""

    @classmethod
    def fromtarfile(cls, archive: tarfile.TarFile) -> Self:
        """As in TarInfo."""
        try:
            return super().fromtarfile(archive)
        except (tarfile.InvalidHeaderError, tarfile.TruncatedHeaderError) as error:  # type: ignore[attr-defined]
            raise tarfile.ReadError(str(error)) from error


def _next(archive: tarfile.TarFile) -> tarfile.TarInfo | tarfile.TarError | None:
    """The next member; None behind the last one; an error if it cannot be read."""
    try:
        return archive.next()
    except MemoryError:
        raise
    except Exception as error:  # each compression has errors of its own
        return tarfile.TarError(str(error))


def _opened(archive: tarfile.TarFile, member: tarfile.TarInfo) -> BinaryIO:
    return cast(BinaryIO, archive.extractfile(member))


def _readable(name: str) -> str:
    """The name of a member. One that is not UTF-8 has its encoding guessed."""
    return decode(name.encode("utf-8", "surrogateescape")).text
