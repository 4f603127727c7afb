"""Read scans by OCR: pages of PDFs without a text layer. What is read goes to the cache, where an update finds it."""

import json
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path

from search.documents.formats.ocr import INSTALL, Tesseract, find_tesseract, read_image
from search.documents.formats.source import OcrPage
from search.documents.ocr_cache import OcrCache, OcrEngine
from search.documents.read import digest_file, open_file
from search.documents.sandbox import Sandbox
from search.documents.unreadable import UnreadableError
from search.engines.base import FileRecords
from search.errors import IndexBusy, OcrError
from search.filesystem import LockHeld, file_lock, make_private_folder
from search.indexing.ocr_languages import choose_languages
from search.indexing.scans import lost_pages, scans_to_read
from search.paths import ocr_folder
from search.types.files import FileRecord

_LOCK = "ocr.lock"
_MOST_PAGES = 100_000
_NO_IMAGE = "cannot be read by OCR: no image of it could be made"


class ScanReader:
    """Reads the scans of a corpus. `languages` counts the articles in each language; `setting` is `ocr_languages`.

    `files` are those that have to be read. Raises OcrError if tesseract or a language is not installed, or if the cache
    lies in the corpus.
    """

    def __init__(self, root: Path, records: FileRecords, setting: str, languages: Mapping[str, int]) -> None:
        self._root = root
        self._cache = OcrCache(ocr_folder(root))
        if root in self._cache.folder.parents:
            raise OcrError("Scans are not read: your cache lies in the corpus, into which nothing is written.")
        self._sandbox = Sandbox()
        tesseract = require_tesseract()
        self._engine = OcrEngine(tesseract.version, choose_languages(setting, tesseract.languages, languages))
        self.files: Sequence[FileRecord] = scans_to_read(records, self._cache, self._engine, any_language=not setting)

    def read(self, progress: Callable[[int, int], None] = lambda _done, _all: None) -> int:
        """Read all files, one page at a time, and give how many were read. A second or two a page.

        If this is interrupted, the next time goes on with the page that was being read. A page that cannot be read is
        remembered. Raises IndexBusy if another process reads scans of this corpus, OcrError, OSError.
        """
        read = 0
        make_private_folder(self._cache.folder)
        with ExitStack() as stack:
            try:
                stack.enter_context(file_lock(self._cache.folder / _LOCK))
            except LockHeld as holder:
                raise IndexBusy(f"{holder} is reading scans of this folder. Wait until it is done.") from None
            stack.callback(self._sandbox.stop)
            for done, record in enumerate(self.files):
                progress(done, len(self.files))
                read += self._read_file(record)
            progress(len(self.files), len(self.files))
        return read

    def _read_file(self, record: FileRecord) -> bool:
        """Read a file. Gives False if it has changed or cannot be opened: the next update says so."""
        try:
            with open_file(self._root, record.path) as descriptor:
                if digest_file(descriptor) != record.digest:
                    return False
                self._read_pages(descriptor, record)
        except UnreadableError as error:
            if error.reason == "needs a program":
                raise OcrError(f"The program tesseract is gone. Install it: {INSTALL}.") from error
            return False
        return True

    def _read_pages(self, descriptor: int, record: FileRecord) -> None:
        """Read the pages that have not been read yet."""
        digest = record.digest
        begun = self._cache.begun(digest, self._engine)
        try:
            with self._cache.writer(digest, self._engine) as writer:
                for number in self._pages(descriptor, lost_pages(record)):
                    if number not in begun and not writer.is_full:
                        writer.add(number, self._read_page(descriptor, number))
        except OSError as error:
            raise OcrError(f"What OCR reads cannot be stored: {error.strerror or error}.") from error

    def _pages(self, descriptor: int, lost: list[int]) -> list[int]:
        """The numbers of the pages without a text layer. None if they cannot be told: then the file is done with."""
        try:
            numbers = json.loads(self._sandbox.call(descriptor, "scanned_pages", lost=lost))
            return [int(number) for number in numbers][:_MOST_PAGES]
        except (UnreadableError, ValueError, TypeError):
            return []

    def _read_page(self, descriptor: int, number: int) -> OcrPage:
        try:
            image = self._sandbox.call(descriptor, "render_grey", number=number)
        except UnreadableError:
            return OcrPage("", _NO_IMAGE)
        try:
            text = read_image(image, self._engine.languages)
        except UnreadableError as error:
            if error.reason == "needs a program":
                raise
            return OcrPage("", str(error))
        return OcrPage(text.text, boxes=text.boxes)


def require_tesseract() -> Tesseract:
    """The program. Raises OcrError if it is not installed, or does not answer."""
    if found := find_tesseract():
        return found
    raise OcrError(f"OCR needs the program tesseract, which is not installed or does not answer: {INSTALL}.")
