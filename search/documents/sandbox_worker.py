"""The process that reads documents. It has limits, no network, and no access to files but the one that it is sent.

Run it with the number of a socket: `python -m search.documents.sandbox_worker 5`. A request is a line of JSON and the
descriptor of a file, or of two: the second one is of `ocr_cache`. The answers are frames: a letter, the length as four
bytes, and the content.

    F  the name of the format of the file
    R  a reading, or a part that was not read
    M  a member of the file begins: its name; or it ends: nothing
    P  a page of the file begins: its number
    B  the result of another task than reading
    E  the file cannot be read: reason and message as JSON
    D  the file is done
"""

import fcntl
import json
import os
import resource
import signal
import socket
import sys
import tempfile
from collections.abc import Callable, Mapping
from contextlib import ExitStack, suppress
from functools import partial
from typing import BinaryIO

from search.documents.formats.dispatch import Watcher, as_unreadable, read_document
from search.documents.formats.registry import Format
from search.documents.formats.source import Limits, OcrPage
from search.documents.landlock import forbid_changes
from search.documents.ocr_cache import decode_page, decode_pages
from search.documents.reading_json import encode_error, encode_reading
from search.documents.sandbox import HEADER

MEMORY = 384_000_000
"""Bytes of memory that a reader may take."""
_SECONDS = 45
"""Seconds of processor time for one reading, or for one member of a container."""
_FILES = 64
_MOST_REQUEST = 1 << 16
_NEW_USER, _NEW_NETWORK = 0x10000000, 0x40000000


def main() -> None:
    """Read files until the other side closes the socket."""
    connection = socket.socket(fileno=int(sys.argv[1]))
    _restrict()
    with connection:
        while True:
            request, descriptors, _, _ = socket.recv_fds(connection, _MOST_REQUEST, 2)
            if not request:
                return
            arguments = json.loads(request)
            task = arguments.pop("task")
            with ExitStack() as stack:
                files = [stack.enter_context(os.fdopen(descriptor, "rb")) for descriptor in descriptors]
                if task == "read":
                    _read(connection, *files, **arguments)
                else:
                    _send_result(connection, partial(_TASKS[task], *files, **arguments))


def _restrict() -> None:
    """Limit this process, as far as the system can."""
    _end_with_parent()
    scratch = ""
    with suppress(OSError):
        scratch = tempfile.gettempdir()  # it remembers the folder, which it finds by writing a file
    forbid_changes(scratch)
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    _limit(resource.RLIMIT_DATA, MEMORY)
    _limit(resource.RLIMIT_FSIZE, 0)
    _limit(resource.RLIMIT_NOFILE, _FILES)
    _limit(resource.RLIMIT_CORE, 0)
    with suppress(OSError, AttributeError):
        import ctypes

        ctypes.CDLL(None).unshare(_NEW_USER | _NEW_NETWORK)  # without the right to do it, it does nothing


def _end_with_parent() -> None:
    """Have the system kill this process when the parent ends, even while a library hangs. The parent keeps the other
    end of the standard input open. Only Linux can do it; elsewhere the limit of processor time ends a loop."""
    if hasattr(fcntl, "F_SETSIG"):
        fcntl.fcntl(0, fcntl.F_SETSIG, signal.SIGKILL)
        fcntl.fcntl(0, fcntl.F_SETOWN, os.getpid())
        fcntl.fcntl(0, fcntl.F_SETFL, os.O_ASYNC)


def _limit(kind: int, most: int) -> None:
    with suppress(OSError, ValueError):
        _, hard = resource.getrlimit(kind)
        resource.setrlimit(kind, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


def _read(  # noqa: PLR0913 - the fields of a request
    connection: socket.socket,
    file: BinaryIO,
    ocr: BinaryIO | None = None,
    *,
    path: str,
    encoding: str,
    largest: int,
    members: int,
    direct: int,
    lost_pages: list[tuple[int, str]],
) -> None:
    """Read one file and send what is in it. `ocr` are pages of it that OCR has read; `lost_pages` are as in `Source`.

    The first `members` members are left out, and the first `direct` readings that come from no member: an earlier
    process has sent them before it died.
    """
    frames = Frames(connection, members)
    try:
        frames.allow_time()
        pages = decode_pages(ocr) if ocr else None
        limits, lost = Limits(document=largest), dict(lost_pages)
        for reading in read_document(file, path, encoding, limits, frames, ocr=pages, lost_pages=lost):
            if direct and not frames.in_member:
                direct -= 1
            else:
                frames.send(b"R", encode_reading(reading))
            frames.allow_time()
    except BaseException as error:  # a library in Rust raises its panics as BaseException
        frames.send_error(error)
    else:
        frames.send(b"D")


def _render(file: BinaryIO, number: int, width: int) -> bytes:
    """The image of a page of a PDF as a PNG."""
    from search.documents.formats.pdf_pages import render_page

    return render_page(file, number, width)


def _render_grey(file: BinaryIO, number: int) -> bytes:
    """The image of a page of a PDF as a PGM."""
    from search.documents.formats.pdf_pages import render_grey

    return render_grey(file, number)


def _boxes(  # noqa: PLR0913 - the fields of a request
    file: BinaryIO,
    ocr: BinaryIO | None = None,
    *,
    number: int,
    spans: list[tuple[int, int]],
    beginning: str,
    lost: list[int],
) -> bytes:
    """The size of a page of a PDF, and the boxes of spans of its text from its `beginning`, as JSON. Pages that are
    `lost` are not read."""
    from search.documents.formats.pdf_pages import hit_boxes, ocr_boxes

    page = decode_page(ocr, number) if ocr else OcrPage("")
    if page.text:
        return json.dumps(ocr_boxes(file, number, spans, beginning, page)).encode()
    return json.dumps(hit_boxes(file, number, spans, beginning, lost)).encode()


def _scanned_pages(file: BinaryIO, lost: list[int]) -> bytes:
    """The numbers of the pages of a PDF that need OCR, but for those `lost`, as JSON."""
    from search.documents.formats.pdf_pages import pages_without_text

    return json.dumps(pages_without_text(file, lost)).encode()


_TASKS: Mapping[str, Callable[..., bytes]] = {
    "render": _render,
    "render_grey": _render_grey,
    "boxes": _boxes,
    "scanned_pages": _scanned_pages,
}
"""What is done with a file beside reading it. The arguments are those of `Sandbox.call`."""


def _send_result(connection: socket.socket, work: Callable[[], bytes]) -> None:
    frames = Frames(connection)
    frames.allow_time()
    try:
        result = work()
    except BaseException as error:  # as above
        frames.send_error(error)
    else:
        frames.send(b"B", result)


class Frames(Watcher):
    """Sends frames. Leaves out the first `members` members of the file."""

    def __init__(self, connection: socket.socket, members: int = 0) -> None:
        self._connection = connection
        self._members = members
        self.in_member = False

    def begin_file(self, format: Format) -> None:
        """As in `Watcher`."""
        self.send(b"F", format.name.encode())

    def begin_member(self, name: str) -> bool:
        """As in `Watcher`."""
        if self._members:
            self._members -= 1
            return False
        self.in_member = True
        self.send(b"M", name.encode("utf-8", "replace") or b"?")
        self.allow_time()
        return True

    def end_member(self) -> None:
        """As in `Watcher`."""
        self.in_member = False
        self.send(b"M")

    def begin_page(self, number: int) -> None:
        """As in `Watcher`."""
        self.send(b"P", b"%d" % number)

    def send(self, kind: bytes, content: bytes = b"") -> None:
        """Send a frame."""
        self._connection.sendall(HEADER.pack(kind, len(content)) + content)

    def send_error(self, error: BaseException) -> None:
        """Send that the file cannot be read, and why."""
        error.__traceback__ = error.__context__ = error.__cause__ = None  # free what the reader holds
        self.send(b"E", encode_error(as_unreadable(error)))

    @staticmethod
    def allow_time() -> None:
        """Allow the next reading its processor time."""
        used = resource.getrusage(resource.RUSAGE_SELF)
        _limit(resource.RLIMIT_CPU, int(used.ru_utime + used.ru_stime) + _SECONDS)


if __name__ == "__main__":
    main()
