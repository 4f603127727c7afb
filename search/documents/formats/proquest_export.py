"""Take exports of ProQuest apart: "Document 1 of 2" above each document, and fields with labels below its text."""

import re
from collections.abc import Sequence

from search.documents.formats.export_fields import read_end, read_labels, with_fields
from search.documents.formats.export_labels import label_of
from search.documents.formats.export_text import ExportDocument, Line

MARK = re.compile(
    r"(?:document|dokument|documento) (?P<number>\d{1,6}) (?:of|von|de|sur|di|van) (?P<all>\d{1,6})", re.IGNORECASE
)
_EVIDENCE = frozenset({"source", "published", "key", "url"})
"""Roles of labels that each document of ProQuest has."""
_RULE = re.compile(r"_{5,}")
_MOST_OF_TITLE = 3


def documents_of(lines: Sequence[Line], marks: Sequence[int]) -> list[ExportDocument]:
    """The documents of an export that has a mark above each; none if too few of them have fields."""
    ends = [*marks[1:], len(lines)]
    documents = [ExportDocument(mark, end) for mark, end in zip(marks, ends, strict=True)]
    return with_fields(documents, [_read(lines, document) for document in documents])


def _read(lines: Sequence[Line], document: ExportDocument) -> bool:
    """Find title, fields and body of a document. Whether it has fields of ProQuest."""
    numbers = range(document.first, document.end)
    roles = {label.role for number in numbers if (label := label_of(lines[number].text))}
    if len(roles & _EVIDENCE) < 2:
        return False
    for number in numbers:
        if MARK.fullmatch(lines[number].text) or _RULE.fullmatch(lines[number].text):
            document.mark(number, number + 1, "boilerplate")
    rule = max((n for n in numbers if _RULE.fullmatch(lines[n].text)), default=document.end)
    if not any(label_of(lines[n].text) for n in range(rule, document.end)):
        document.mark(rule, document.end, "boilerplate")
    top = next((n for n in numbers if lines[n].text and n not in document.kinds), document.end)
    end = next((n for n in range(top, document.end) if not lines[n].text or label_of(lines[n].text)), document.end)
    if top < end <= top + _MOST_OF_TITLE:
        document.set_title(lines, top, end)
    else:
        end = top
    body = read_labels(lines, document, end)
    read_end(lines, document, body)
    document.source = document.source.partition(";")[0].strip()
    return True
