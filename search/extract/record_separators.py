"""Tell the lines by which databases and programs separate the documents of an export, and the fields below them."""

import re

_SIGNS = frozenset("=_*#~+—–-")
_RULE = re.compile(r"([=_*#~+—–-])(?: ?\1){3,}$")
_MARK = re.compile(
    r"(?:document|record|dokument) \d{1,6} (?:of|von|de|sur|di|/) \d{1,6}$"
    r"|\d{1,6} (?:of|von|de|sur|di) \d{1,6} (?:documents?|records?|dokumente?)$"
    r"|document [A-Z]{2,6}[\dA-Za-z]{15,}$",
    re.IGNORECASE,
)
MARK_WORDS = ("document", "record", "dokument")
"""The words with which the mark of a record begins. Others begin with a digit, and a rule with a sign."""
_MARK_STARTS = frozenset("dDrR")
"""The letters with which the mark of a record begins. Others begin with a digit."""
_TITLE_FIELD = re.compile(r"(?:title|headline|titel|titre|título|titolo) ?: ?(?=\S)", re.IGNORECASE)
_FIELD = re.compile(
    r"(?:title|headline|author|byline|source|publication(?: title| info| date)?|date|section|length|language|load-date"
    r"|abstract|full text|copyright|body|titel|autor|quelle|datum|titre|auteur"
    r"|título|titolo|autore|fecha|fuente|fonte|data) ?: ?|\d+ words$",
    re.IGNORECASE,
)


def is_separator(line: str) -> bool:
    """Whether a line may separate two documents: the mark of a record, or a rule. Each such line has the sign
    SEPARATOR."""
    if line[:1] in _SIGNS:
        return is_rule(line)
    return (line[:1] in _MARK_STARTS or line[:1].isdigit()) and line[-1].isalnum() and is_record_mark(line)


def is_record_mark(line: str) -> bool:
    """Whether a line numbers a document of an export, such as "Document 3 of 17", or ends one with its accession
    number."""
    return bool(_MARK.match(line))


def title_start(line: str) -> int:
    """Where the title begins in a line that is the field of one, such as "Title: Ice in the bay"; else 0."""
    field = _TITLE_FIELD.match(line)
    return field.end() if field else 0


def is_rule(line: str) -> bool:
    """Whether a line is drawn of one sign. It may also part the sections of an article."""
    return bool(_RULE.match(line))


def is_field(line: str) -> bool:
    """Whether a line is a field of a document, such as "Byline: Ann Roe"."""
    return bool(_FIELD.match(line))
