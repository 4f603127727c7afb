"""What is written on a page beside its own text: the fields of forms, and notes."""

import ctypes
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from search.documents.formats.text_builder import clean_text

if TYPE_CHECKING:
    from pypdfium2 import PdfPage

_MOST = 5000
"""Annotations of a page that are looked at."""
_LONGEST = 200_000
"""Bytes of one."""
_MOST_LINES = 500
_HIDDEN = 2 | 32
"""Flags of an annotation that is not shown: "hidden" and "no view" of ISO 32000-1, table 165."""


class WrittenLine(NamedTuple):
    """A line of a field or of a note, and the rectangle in which it stands, in the page's own coordinates."""

    text: str
    left: float
    bottom: float
    right: float
    top: float


def written_lines(page: "PdfPage") -> list[WrittenLine]:
    """The lines of the fields and notes of an open page. Fields are read if its document has called `init_forms`."""
    from pypdfium2 import raw

    lines: list[WrittenLine] = []
    for index in range(min(raw.FPDFPage_GetAnnotCount(page), _MOST)):
        if annotation := raw.FPDFPage_GetAnnot(page, index):
            lines += _lines(page, annotation)
            raw.FPDFPage_CloseAnnot(annotation)
    return lines


def _lines(page: "PdfPage", annotation: object) -> list[WrittenLine]:
    from pypdfium2 import raw

    rectangle = raw.FS_RECTF()
    lines = [line for line in _text(page, annotation).split("\n")[:_MOST_LINES] if line.strip()]
    if not lines or not raw.FPDFAnnot_GetRect(annotation, ctypes.byref(rectangle)):
        return []
    height = (rectangle.top - rectangle.bottom) / len(lines)
    tops = [rectangle.top - number * height for number in range(len(lines))]
    return [
        WrittenLine(line, rectangle.left, top - height, rectangle.right, top)
        for line, top in zip(lines, tops, strict=True)
    ]


def _text(page: "PdfPage", annotation: object) -> str:
    """The text that an annotation shows; empty if it shows none."""
    from pypdfium2 import raw

    kind = raw.FPDFAnnot_GetSubtype(annotation)
    if raw.FPDFAnnot_GetFlags(annotation) & _HIDDEN:
        return ""
    if kind == raw.FPDF_ANNOT_FREETEXT:
        return _string(lambda buffer, size: raw.FPDFAnnot_GetStringValue(annotation, b"Contents", buffer, size))
    fields = (raw.FPDF_FORMFIELD_TEXTFIELD, raw.FPDF_FORMFIELD_COMBOBOX, raw.FPDF_FORMFIELD_LISTBOX)
    form = page.formenv
    if kind != raw.FPDF_ANNOT_WIDGET or not form or raw.FPDFAnnot_GetFormFieldType(form, annotation) not in fields:
        return ""
    return _string(lambda buffer, size: raw.FPDFAnnot_GetFormFieldValue(form, annotation, buffer, size))


def _string(call: Callable[[object, int], int]) -> str:
    """The string that a function of PDFium writes into a buffer as UTF-16."""
    size = min(call(None, 0), _LONGEST)
    buffer = (ctypes.c_ushort * (size // 2 + 1))()
    call(buffer, size)
    return clean_text(bytes(buffer)[: max(0, size - 2)].decode("utf-16-le", "replace"))
