"""Take exports of Factiva apart: the accession number ends each document, with labels of two letters or without."""

import re
from collections.abc import Sequence

from search.documents.formats.export_fields import COPYRIGHT, with_fields
from search.documents.formats.export_text import ExportDocument, Line
from search.documents.formats.export_values import WORDS, authors_of, language_of
from search.documents.formats.stated_date import stated_date

ACCESSION = re.compile(
    r"(?:AN[\s|]+)?(?:document|dokument|documento) (?P<key>[A-Z][A-Z\d]{1,7}0\d{6,}[\da-z]+)", re.IGNORECASE
)
"""The line with the accession number: the code of the outlet, the day, and more."""
_LABELS = {
    "SE": "Section", "HD": "", "CLM": "Column", "BY": "", "CR": "Credit", "WC": "Length", "PD": "Date", "ET": "Time",
    "SN": "", "SC": "Source code", "ED": "Edition", "PG": "Page", "VOL": "Volume", "LA": "Language", "CY": "", "LP": "",
    "TD": "", "CX": "", "ART": "", "CT": "Contact", "RF": "Reference", "CO": "Company", "IN": "Industry",
    "NS": "Subject", "RE": "Region", "PUB": "Publisher", "IPC": "Codes", "IPD": "Descriptors", "AN": "", "RST": "",
}  # fmt: skip
_LABEL = re.compile(rf"({'|'.join(_LABELS)})(?:[ \t]*\|[ \t]*|\t+ *|[ \u00a0]{{2,}}|$)(.*)")
_TEXT = ("LP", "TD", "CX", "ART", "CT", "RF")
_CODE = re.compile(r"[A-Z][A-Z\d]{1,7}")
_TIME = re.compile(r"\d\d?:\d\d")
_BY = re.compile(r"(?:by|von|par|por|di|door)\s+\S", re.IGNORECASE)
_NAME = re.compile(r"(?:[A-ZÀ-ÞА-Я][\w.'’-]*(?:[,;/ ]+|$)|(?:and|und|et|y|e|de|van|von|der|le|la)\s+){2,5}")
_NEAR_TOP = 14
"""Lines that are not empty above the length of a document."""
_MOST_OF_HEAD = 14
_WRAPPED = 50
"""Code points of a line of the title from which on it may go on in the next line."""
_NEAR_WORDS = 4
"""Lines above the length of the first document that belong to it; others are of the page."""


def documents_of(lines: Sequence[Line], marks: Sequence[int]) -> list[ExportDocument]:
    """The documents of an export by the lines with their accession numbers; none if too few of them have fields."""
    starts = [0, *(mark + 1 for mark in marks[:-1])]
    documents = [ExportDocument(start, mark + 1) for start, mark in zip(starts, marks, strict=True)]
    readable = [_read(lines, document, is_first=not number) for number, document in enumerate(documents)]
    documents[-1].mark(documents[-1].end, len(lines), "boilerplate")
    documents[-1].end = len(lines)
    return with_fields(documents, readable)


def _read(lines: Sequence[Line], document: ExportDocument, *, is_first: bool) -> bool:
    mark = document.end - 1
    if match := ACCESSION.fullmatch(lines[mark].text):
        document.key = match["key"]
    document.mark(mark, mark + 1, "boilerplate")
    labels = [n for n in range(document.first, mark) if _LABEL.match(lines[n].text)]
    names = {match[1] for number in labels if (match := _LABEL.match(lines[number].text))}
    if {"HD", "PD"} <= names and names & {"LP", "TD", "SN"}:
        _read_labelled(lines, document, labels)
        return True
    filled = [n for n in range(document.first, mark) if lines[n].text]
    words = next((at for at, n in enumerate(filled) if WORDS.fullmatch(lines[n].text)), -1)
    if words < 1 or (words > _NEAR_TOP and not is_first):
        return False
    _read_top(lines, document, filled[max(0, words - _NEAR_WORDS) if is_first else 0 : words])
    _read_below_length(lines, document, filled[words : words + _MOST_OF_HEAD])
    document.mark(document.first, filled[words], "boilerplate")
    return True


def _read_labelled(lines: Sequence[Line], document: ExportDocument, labels: Sequence[int]) -> None:
    """Read a document whose fields have labels of two or three letters."""
    values: dict[str, str] = {}
    for number, end in zip(labels, [*labels[1:], document.end - 1], strict=True):
        match = _LABEL.match(lines[number].text)
        assert match
        label = match[1]
        value = " ".join(filter(None, (match[2].strip(), *(lines[n].text for n in range(number + 1, end)))))
        values.setdefault(label, value)
        if label == "HD" and value:
            filled = [n for n in range(number + (not match[2]), end) if lines[n].text]
            start = lines[number].end - len(match[2]) if match[2] else lines[filled[0]].start
            document.title, document.title_at = value, (start, lines[filled[-1]].end)
        if label in _TEXT:
            document.labels[number] = lines[number].end - len(match[2])
        else:
            document.mark(number, end, "byline" if label == "BY" else "boilerplate")
        if _LABELS[label]:
            document.add_field(_LABELS[label], value)
    document.mark(document.first, labels[0], "boilerplate")
    document.authors = authors_of(values.get("BY", ""))
    document.source = values.get("SN", "")
    document.language = language_of(values.get("LA", ""))
    document.published = stated_date(f"{values['PD']} {values.get('ET', '')}") or stated_date(values["PD"])


def _read_top(lines: Sequence[Line], document: ExportDocument, top: Sequence[int]) -> None:
    """Read section, title and byline, which stand above the length without labels."""
    rest = list(top)
    last = lines[rest[-1]].text
    is_name = len(rest) > 1 and _NAME.fullmatch(last) and len(last) < len(lines[rest[-2]].text)
    if len(rest) > 1 and (_BY.match(last) or is_name):
        document.authors = authors_of(last)
        document.mark(rest[-1], rest[-1] + 1, "byline")
        rest.pop()
    first = len(rest) - 1
    while first and rest[first - 1] == rest[first] - 1 and len(lines[rest[first - 1]].text) >= _WRAPPED:
        first -= 1
    document.set_title(lines, rest[first], rest[-1] + 1)
    for number in rest[:first]:
        document.add_field("Section", lines[number].text)


def _read_below_length(lines: Sequence[Line], document: ExportDocument, head: Sequence[int]) -> None:
    """Read length, date, time, outlet, code, edition, page, language and copyright, each in a line."""
    document.add_field("Length", lines[head[0]].text)
    end = next((at for at, n in enumerate(head) if COPYRIGHT.search(lines[n].text)), -1)
    at = next((at for at, n in enumerate(head[:end] if end > 0 else head) if at and stated_date(lines[n].text)), 0)
    rest = [lines[n].text for n in head[at + 1 : end if end > 0 else at + 3]]
    time = rest.pop(0) if rest and _TIME.fullmatch(rest[0]) else ""
    document.published = (
        stated_date(f"{lines[head[at]].text} {time}") or stated_date(lines[head[at]].text) if at else ""
    )
    document.source = rest[0] if rest and at else ""
    document.language = next(
        (code for text in rest[1:] if not _CODE.fullmatch(text) and (code := language_of(text))), ""
    )
    last = head[end] if end > 0 else head[min(len(head) - 1, at + 2 + bool(time))] if at else head[0]
    document.mark(head[0], last + 1, "boilerplate")
