"""Read the labelled fields of a document of an export: those above its text, and those below it."""

import re
from collections.abc import Sequence

from search.documents.formats.export_labels import Label, label_of
from search.documents.formats.export_text import ExportDocument, Line
from search.documents.formats.export_values import authors_of, language_of
from search.documents.formats.stated_date import stated_date
from search.types.article import ZoneKind

COPYRIGHT = re.compile(
    r"^(?:©|\(c\)|\(?copyright\b)|all rights reserved|alle rechte vorbehalten|tous droits réservés|todos los derechos"
    r"|tutti i diritti|todos os direitos|alle rechten voorbehouden",
    re.IGNORECASE,
)
PAGE = re.compile(r"(?:page|seite|página|pagina) \d+ (?:of|von|de|sur|di|van) \d+", re.IGNORECASE)
BODY = re.compile(
    r"body|full text|volltext|hauptteil|textkörper|corps(?: de l['’]article)?|texte intégral|texto completo|cuerpo"
    r"|corpo|testo|tekst|text",
    re.IGNORECASE,
)
_HEADING = re.compile(
    r"classification|klassifizierung|clasificación|classificazione|classificação|classificatie|details|détails|detalles"
    r"|proquest document link|links|_{5,}",
    re.IGNORECASE,
)
_MAYBE_LABEL = re.compile(r"[^\W\d_][^:：]{1,40}[:：]")
_MOST_UNKNOWN = 3
"""Unknown labels in a row among known ones."""
_WRAPPED = 50
"""Code points of a line from which on a value may go on in the next line."""


def with_fields(documents: list[ExportDocument], readable: Sequence[bool]) -> list[ExportDocument]:
    """The documents, if at least two of them and two thirds could be read; else none. What precedes the first one
    belongs to it."""
    if sum(readable) < 2 or 3 * sum(readable) < 2 * len(readable):
        return []
    documents[0].mark(0, documents[0].first, "boilerplate")
    documents[0].first = 0
    return documents


def read_labels(lines: Sequence[Line], document: ExportDocument, first: int) -> int:
    """Read the fields from a line on, up to the body. Returns the line at which the body begins."""
    number = first
    while number < document.end:
        text = lines[number].text
        label = label_of(text)
        if BODY.fullmatch(text):
            document.mark(number, number + 1, "boilerplate")
            return number + 1
        if label and label.role == "body":
            document.labels[number] = lines[number].end - len(label.value)
            return number
        if label:
            number = _use(lines, document, number, label)
        elif not text or number in document.kinds or COPYRIGHT.search(text) or _HEADING.fullmatch(text):
            document.mark(number, number + 1, "boilerplate")
            number += 1
        else:
            return number
    return number


def read_end(lines: Sequence[Line], document: ExportDocument, body: int) -> None:
    """Read the fields that stand behind the last paragraph of the body."""
    first, unknown = document.end, 0
    for start in reversed(_blocks(lines, document, body)):
        text = lines[start].text
        if start in document.labels:
            break  # the body begins here
        if start in document.kinds or _is_tail(text):
            first, unknown = start, 0
        elif _MAYBE_LABEL.match(text) and unknown < _MOST_UNKNOWN:
            unknown += 1
        else:
            break
    number = first
    while number < document.end:
        label = label_of(lines[number].text) if number not in document.kinds else None
        if label and label.role != "body":
            number = _use(lines, document, number, label)
        else:
            document.mark(number, number + 1, "boilerplate")
            number += 1


def _is_tail(text: str) -> bool:
    """Whether a line belongs to what stands below a text."""
    return bool(COPYRIGHT.search(text) or PAGE.fullmatch(text) or _HEADING.fullmatch(text) or label_of(text))


def _blocks(lines: Sequence[Line], document: ExportDocument, first: int) -> list[int]:
    """The first lines of the runs of lines without an empty one or a label between them."""
    return [
        number
        for number in range(first, document.end)
        if lines[number].text
        and (number == first or not lines[number - 1].text or number in document.kinds or _is_tail(lines[number].text))
    ]


def _use(lines: Sequence[Line], document: ExportDocument, first: int, label: Label) -> int:
    """Take the field that begins in a line. Returns the line behind it. A long value goes on in the next lines."""
    role, name, value = label
    end = first + 1
    while end < document.end and _goes_on(lines[end - 1], lines[end], is_empty=not value) and end not in document.kinds:
        value = f"{value} {lines[end].text}".strip()
        end += 1
    kind: ZoneKind = "boilerplate"
    if role == "title" and not document.title:
        document.title = value
        document.title_at = (lines[first].start + lines[first].text.find(value[:20]), lines[end - 1].end)
    elif role == "authors" and not document.authors:
        document.authors, kind = authors_of(value), "byline"
    elif role == "published" and not document.published:
        document.published = stated_date(value)
    elif role == "source" and not document.source:
        document.source = value
    elif role == "language" and not document.language:
        document.language = language_of(value)
    elif role == "url" and not document.url and value.startswith(("http://", "https://")):
        document.url = value
    elif role == "key" and not document.key:
        document.key = value
    elif role == "lead":
        kind = "standfirst"
    elif role == "dateline":
        kind = "dateline"
    if role not in ("title", "authors", "source", "lead"):
        document.add_field(name.capitalize() if name.isupper() else name, value)
    document.mark(first, end, kind)
    return end


def _goes_on(line: Line, following: Line, *, is_empty: bool) -> bool:
    """Whether the value of a field goes on in the next line."""
    text = following.text
    return (
        bool(text)
        and (is_empty or len(line.text) >= _WRAPPED or line.text.endswith((";", ",")))
        and not _is_tail(text)
        and not BODY.fullmatch(text)
    )
