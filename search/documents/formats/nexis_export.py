"""Take exports of Nexis apart: "1 of 3 DOCUMENTS" above each document, or "End of Document" below it."""

import re
from collections.abc import Sequence

from search.documents.formats.export_fields import COPYRIGHT, PAGE, read_end, read_labels, with_fields
from search.documents.formats.export_labels import LABELS_OF_HEAD, label_of
from search.documents.formats.export_text import ExportDocument, Line
from search.documents.formats.stated_date import stated_date

MARK_ABOVE = re.compile(
    r"(?P<number>\d{1,5}) (?:of|von|de|sur|di|van) (?P<all>\d{1,5}) (?:DOCUMENTS?|DOKUMENTEN?|DOCUMENTOS?|DOCUMENTI)",
    re.I,
)
MARK_BELOW = re.compile(
    r"End of Document|Ende des Dokuments|Fin du document|Fin del? documento|Fine del documento|Fim do documento"
    r"|Einde (?:van het )?document",
    re.IGNORECASE,
)
_EDITION = re.compile(r"edition|final|ausgabe|édition|edición|edizione|edição|editie", re.IGNORECASE)
MOST_OF_TITLE = 4
"""Lines of the longest title."""


def documents_below_marks(lines: Sequence[Line], marks: Sequence[int]) -> list[ExportDocument]:
    """The documents of an export that has a mark above each; none if too few of them have fields."""
    ends = [*marks[1:], len(lines)]
    documents = [ExportDocument(mark, end) for mark, end in zip(marks, ends, strict=True)]
    return with_fields(documents, [_read(lines, document, is_title_first=False) for document in documents])


def documents_above_marks(lines: Sequence[Line], marks: Sequence[int]) -> list[ExportDocument]:
    """The documents of an export that has a mark below each; none if too few of them have fields."""
    starts = [0, *(mark + 1 for mark in marks[:-1])]
    documents = [ExportDocument(start, mark + 1) for start, mark in zip(starts, marks, strict=True)]
    readable = [_read(lines, document, is_title_first=True) for document in documents]
    documents[-1].mark(documents[-1].end, len(lines), "boilerplate")
    documents[-1].end = len(lines)
    return with_fields(documents, readable)


def _read(lines: Sequence[Line], document: ExportDocument, *, is_title_first: bool) -> bool:
    """Find the head, the body and the end of a document. Whether it has fields of Nexis."""
    for number in range(document.first, document.end):
        text = lines[number].text
        if MARK_ABOVE.fullmatch(text) or MARK_BELOW.fullmatch(text) or PAGE.fullmatch(text):
            document.mark(number, number + 1, "boilerplate")
    head = next((n for n in range(document.first, document.end) if _is_head_label(lines[n].text)), -1)
    if head < 0:
        return False
    body = read_labels(lines, document, head)
    _read_top(lines, document, head, is_title_first=is_title_first)
    read_end(lines, document, body)
    return True


def _is_head_label(text: str) -> bool:
    label = label_of(text)
    return label is not None and label.role in LABELS_OF_HEAD - {"body"}


def _read_top(lines: Sequence[Line], document: ExportDocument, head: int, *, is_title_first: bool) -> None:
    """Read what stands without labels above the first label: title, outlet and date, or outlet, date and title."""
    top = [
        number
        for number in range(document.first, head)
        if lines[number].text and number not in document.kinds and not COPYRIGHT.search(lines[number].text)
    ]
    dates = [number for number in top if stated_date(lines[number].text)]
    if dates:
        at = top.index(dates[-1])
        document.published = stated_date(lines[top[at]].text)
        document.mark(top[at], top[at] + 1, "stamp")
        title = top[: max(0, at - 1)] if is_title_first else top[at + 1 :]
        outlet = top[at - 1 : at] if at else []
    else:
        title, outlet = (top[:1], top[1:2]) if is_title_first else ([], top[:1])
    if outlet and not document.source:
        document.source = lines[outlet[0]].text
    title = [number for number in title if not _EDITION.search(lines[number].text)] or title
    if is_title_first and len(title) > MOST_OF_TITLE:
        title = title[-1:]  # a list of contents precedes the first document
    if title and not document.title:
        document.set_title(lines, title[0], title[min(len(title), MOST_OF_TITLE) - 1] + 1)
    document.mark(document.first, head, "boilerplate")
