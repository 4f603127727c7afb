"""What OCR has read, kept for the next time: it takes a second a page.

The folder has a folder for each version of tesseract with its languages, and in it a file for each document, named by
its digest. Such a file has a line of JSON for each page; the last line is a checksum of the others. A file that is not
whole counts as absent. A document that is being read has a file without that line.
"""

import json
import os
import re
import zlib
from collections.abc import Callable, Container, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, NamedTuple

from search.documents.formats.source import OcrPage
from search.documents.formats.text_builder import clean_text
from search.documents.read import read_bytes
from search.filesystem import PRIVATE_FILE, make_private_folder, open_regular, read_regular, sync_folder

_ENGINE = re.compile(r"tesseract-[\w.-]+ \w+(\+\w+)*", re.ASCII)
_DONE, _BEGUN = ".jsonl", ".part"
_FILE = re.compile(r"([0-9a-f]{32})(\.jsonl|\.part)", re.ASCII)
_LARGEST = 64 << 20
"""Bytes of what is read of a document."""
_NO_FOLLOW = getattr(os, "O_NOFOLLOW", 0)


class OcrEngine(NamedTuple):
    """A version of tesseract, and the languages that it reads."""

    version: str
    languages: tuple[str, ...]

    def __str__(self) -> str:
        return f"tesseract-{self.version} {'+'.join(self.languages)}"

    @classmethod
    def parse(cls, text: str) -> "OcrEngine":
        """The engine that `str` names."""
        version, _, languages = text.removeprefix("tesseract-").partition(" ")
        return cls(version, tuple(languages.split("+")))


class OcrCache(NamedTuple):
    """What OCR has read of the documents of a corpus. Nothing in the folder is trusted beyond plain text."""

    folder: Path

    def engines(self) -> Mapping[str, str]:
        """The name of the engine that has read each document, by the digest of the document. Lists the folder."""
        return {digest: path.parent.name for digest, path in self._files() if path.suffix == _DONE}

    def keep_only(self, digests: Callable[[], Container[str]]) -> None:
        """Delete what was read of documents with other digests, asked for if there is any. Lists the folder."""
        files = [*self._files()]
        kept = digests() if files else ()
        for digest, path in files:
            if digest not in kept:
                with suppress(OSError):
                    path.unlink()

    @contextmanager
    def open(self, digest: str) -> Iterator[tuple[int | None, str]]:
        """The open file of what was read of a document, and the engine's name; None and an empty name if there is none.

        A damaged file is removed. Reads the file.
        """
        for engine in reversed(self._names()):
            path = self.folder / engine / f"{digest}{_DONE}"
            try:
                descriptor = open_regular(path)
            except OSError:
                continue
            try:
                if _is_whole(descriptor):
                    yield descriptor, engine
                    return
            finally:
                os.close(descriptor)
            with suppress(OSError):
                path.unlink()
        yield None, ""

    def begun(self, digest: str, engine: OcrEngine) -> dict[int, OcrPage]:
        """The pages of a document that were read before the reading was interrupted."""
        try:
            content = read_regular(self._path(digest, engine, _BEGUN), _LARGEST)
        except OSError:
            return {}
        return dict(_pages(content))

    @contextmanager
    def writer(self, digest: str, engine: OcrEngine) -> Iterator["OcrWriter"]:
        """Add pages of a document. If the block ends without an error, the document has been read. Raises OSError."""
        path = self._path(digest, engine, _BEGUN)
        make_private_folder(path.parent)
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND | _NO_FOLLOW, PRIVATE_FILE)
        with os.fdopen(descriptor, "a+b") as file:
            file.write(b"\n")  # the last line may have been cut
            yield OcrWriter(file)
            file.flush()
            content = read_bytes(descriptor, os.fstat(descriptor).st_size)
            file.write(json.dumps({"checksum": zlib.crc32(content)}).encode())
            file.flush()
            os.fsync(descriptor)
        path.replace(path.with_suffix(_DONE))
        sync_folder(path.parent)
        for other in self._names():
            if other != str(engine):
                (self.folder / other / f"{digest}{_DONE}").unlink(missing_ok=True)

    def _files(self) -> Iterator[tuple[str, Path]]:
        """The files of all engines, each with the digest of its document."""
        for engine in self._names():
            for name in _listed(self.folder / engine):
                if found := _FILE.fullmatch(name):
                    yield found[1], self.folder / engine / name

    def _names(self) -> list[str]:
        return sorted(filter(_ENGINE.fullmatch, _listed(self.folder)))

    def _path(self, digest: str, engine: OcrEngine, suffix: str) -> Path:
        return self.folder / str(engine) / f"{digest}{suffix}"


class OcrWriter(NamedTuple):
    """Adds what was read to the file of a document."""

    file: BinaryIO

    @property
    def is_full(self) -> bool:
        """Whether no more pages are to be added. By far more is read than the largest article holds."""
        return self.file.tell() > _LARGEST // 2

    def add(self, number: int, page: OcrPage) -> None:
        """Add a page. Raises OSError."""
        line = json.dumps({"page": number, **page._asdict()}, ensure_ascii=False, separators=(",", ":"))
        self.file.write(line.encode() + b"\n")
        self.file.flush()


def decode_pages(file: BinaryIO) -> dict[int, OcrPage]:
    """The pages in a file of the cache, without boxes. What is no page is left out, whatever the file holds."""
    file.seek(0)
    return {number: page._replace(boxes=()) for number, page in _pages(file.read(_LARGEST))}


def decode_page(file: BinaryIO, number: int) -> OcrPage:
    """The page of a number, with its boxes; an empty one if the file does not hold it."""
    file.seek(0)
    return dict(page for page in _pages(file.read(_LARGEST)) if page[0] == number).get(number, OcrPage(""))


def _pages(content: bytes) -> Iterator[tuple[int, OcrPage]]:
    for line in content.split(b"\n"):
        with suppress(ValueError, TypeError, KeyError, RecursionError, OverflowError):
            values = json.loads(line)
            number, text, failure = values["page"], values["text"], values["failure"]
            boxes = tuple(
                (int(left), int(top), int(right), int(bottom)) for left, top, right, bottom in values["boxes"]
            )
            if type(number) is int and isinstance(text, str) and isinstance(failure, str):
                yield number, OcrPage(clean_text(text), clean_text(failure), boxes)


def _is_whole(descriptor: int) -> bool:
    size = os.fstat(descriptor).st_size
    if size > _LARGEST:
        return False
    content, _, last = read_bytes(descriptor, size).rpartition(b"\n")
    return last == json.dumps({"checksum": zlib.crc32(content + b"\n")}).encode()


def _listed(folder: Path) -> list[str]:
    try:
        return [path.name for path in folder.iterdir()]
    except OSError:
        return []
