"""Images of the pages of a PDF, and where on them the marks of an article are.

They are made in a sandbox, which is kept for the next page. Safe across threads; one page is made at a time.
"""

import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any, NamedTuple

from search.documents.ocr_cache import OcrCache
from search.documents.read import digest_file
from search.documents.sandbox import Sandbox
from search.documents.unreadable import UnreadableError
from search.errors import NoSuchFile, NoSuchPage
from search.filesystem import stamp_of
from search.original import original_file
from search.paths import ocr_folder
from search.types.article import Article, Break
from search.types.files import Stamp, readable_path
from search.types.matches import Portion

_KEPT = 16
"""Images that are kept. Each takes some 200 kB."""
_BEGINNING = 200
"""Code points that tell where on its page an article begins."""
_SANDBOX, _LOCK = Sandbox(), Lock()


class Box(NamedTuple):
    """A part of a mark on a page: the number of the mark, and its place as parts of the width and height of the page,
    0 to 1, from the top left corner."""

    number: int
    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class PageMarks:
    """A page of a PDF: its number, from 1, and its label, the numbers of the pages before and after it that the article
    is on, 0 for none, its height as a part of its width, the boxes of the marks on it, and how many marks have none
    because the file or its OCR has changed."""

    number: int
    label: str
    before: int
    after: int
    ratio: float
    boxes: tuple[Box, ...]
    unmarked: int


def page_image(root: Path, article: Article, number: int, width: int) -> bytes:
    """A page of the PDF that an article is, as a PNG of so many pixels in width.

    Raises NoSuchPage if the article is not on such a page, NoSuchFile if the file cannot be read. Takes 50 to 300 ms,
    and nothing for one of the last pages.
    """
    _find_page(article, number)
    with original_file(root, article.path) as file:
        stamp = stamp_of(os.fstat(file.fileno()))
    return _image(root, article.path, stamp, number, width)


def page_marks(root: Path, article: Article, portion: Portion, number: int, lost: Sequence[int] = ()) -> PageMarks:
    """A page of the PDF that an article is, with the boxes of its marks. Raises as `page_image`. Takes some 50 ms.

    The reader has died of the pages that are `lost`. They are not read again.
    """
    pages = [at for at in article.breaks if at.kind == "page"]
    at, end = _find_page(article, number)
    inside = [
        (portion.first + index, (start - at.start, stop - at.start))
        for index, (start, stop) in enumerate(portion.marks)
        if at.start <= start < end
    ]
    beginning = article.text[at.start : min(end, at.start + _BEGINNING)]
    spans = [span for _, span in inside]
    arguments = {"number": number, "spans": spans, "beginning": beginning, "lost": lost}
    width, height, boxes = json.loads(_call(root, article.path, "boxes", article.is_by_ocr, **arguments))
    return PageMarks(
        number=number,
        label=at.label,
        before=number - 1 if number > pages[0].number else 0,
        after=number + 1 if number < pages[-1].number else 0,
        ratio=height / width,
        boxes=tuple(
            Box(mark, left / width, top / height, (right - left) / width, (bottom - top) / height)
            for (mark, _), of_mark in zip(inside, boxes, strict=True)
            for left, top, right, bottom in of_mark
        ),
        unmarked=sum(not of_mark for of_mark in boxes),
    )


def _find_page(article: Article, number: int) -> tuple[Break, int]:
    """The break of a page, and where the page ends in the text. Raises NoSuchPage."""
    pages = [at for at in article.breaks if at.kind == "page"]
    at = next((at for at in pages if at.number == number), None)
    if not at or article.type != "pdf" or article.member:
        raise NoSuchPage(f"This article is on no page {number:,} of a PDF.", pages[-1].number if pages else 1)
    following = next((each.start for each in pages if each.number > number), len(article.text))
    return at, following


@lru_cache(maxsize=_KEPT)
def _image(root: Path, path: str, _stamp: Stamp, number: int, width: int) -> bytes:
    return _call(root, path, "render", number=number, width=width)


def _call(root: Path, path: str, task: str, is_by_ocr: bool = False, **arguments: Any) -> bytes:
    """The result of a task with the file at `path`, and what OCR has read of it. Raises NoSuchFile."""
    try:
        with original_file(root, path) as file, _LOCK:
            descriptor = file.fileno()
            if not is_by_ocr:
                return _SANDBOX.call(descriptor, task, **arguments)
            with OcrCache(ocr_folder(root)).open(digest_file(descriptor)) as (ocr, _):
                return _SANDBOX.call(descriptor, task, ocr=ocr, **arguments)
    except UnreadableError as error:
        raise NoSuchFile(f"{readable_path(path)} {error}.") from error
