"""What a PDF says of itself, as far as it can be trusted."""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING

from search.documents.formats.text_builder import clean_text
from search.types.article import Span

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument

_DATE = re.compile(r"(?:D:)?(\d{4})(\d\d)(\d\d)(?:(\d\d)(\d\d)(\d\d)?)?(?:([+-])(\d\d)'?(\d\d)?|Z)?")
_LANGUAGE = re.compile(r"([a-z]{2,3})(?:[-_].*)?\Z", re.IGNORECASE)
_FILE_NAME = re.compile(
    r"\.(?:docx?|odt|rtf|txt|tex|dvi|indd|qxd|qxp|pdf|pptx?|xlsx?|p65|fm|pub|html?|tmp|ps|ai|eps)\b", re.IGNORECASE
)
_NO_TITLE = re.compile(
    r"(?:untitled|no title|unbenannt|sans titre|sin título|senza titolo|bez tytułu|без названия|document|dokument|"
    r"documento|dokumentum|microsoft word|microsoft powerpoint|powerpoint|präsentation|presentation|slide|folie|seite|"
    r"page|layout|print|druck|scan|title|titel|template|vorlage)[\s\d\W_]*(?:presentation|document|title)?\s*\Z",
    re.IGNORECASE,
)
_BETWEEN_NAMES = re.compile(r"[;|]|, (?=\w+ )| and | und | et | y | i ")
_LETTERS = re.compile(r"[^\W\d_]{2}")
_WORD = re.compile(r"\w+")
_BEGINNING = 8000
"""Code points in which a title is looked for."""
_PLACES = 3000
"""Code points at the beginning and at the end in which an author is looked for."""
_MOST_WORDS_OF_NAME = 5
_LONGEST = 300


def info(pdf: "PdfDocument") -> dict[str, str]:
    """The title, author and date of creation in the info dictionary, each on one line, if it has them."""
    values = {}
    for name in ("Title", "Author", "CreationDate"):
        try:
            values[name] = " ".join(clean_text(pdf.get_metadata_value(name)).split())
        except ValueError:  # it is no UTF-16
            continue
    return values


def language_of(pdf: "PdfDocument", stated: str = "") -> str:
    """The language that the document names, or else the `stated` one, as a code of ISO 639; empty if it names none."""
    import ctypes

    from pypdfium2 import raw

    buffer = ctypes.create_string_buffer(_LONGEST)
    size = raw.FPDFCatalog_GetLanguage(pdf, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)), _LONGEST)
    name = buffer.raw[: max(0, min(size, _LONGEST) - 2)].decode("utf-16-le", "replace")
    match = _LANGUAGE.match(name.strip()) or _LANGUAGE.match(stated)
    return match[1].lower() if match else ""


def title_of(titles: Iterable[str], text: str) -> tuple[str, Span]:
    """The first of some titles with whose words a text begins, and its span there. Both may be empty.

    Many programs write the name of a file for a title, or keep that of a template.
    """
    beginning = text[:_BEGINNING]
    known = {word.casefold() for word in _WORD.findall(beginning)}
    for title in titles:
        if not _LETTERS.search(title) or len(title) > _LONGEST or _FILE_NAME.search(title) or _NO_TITLE.match(title):
            continue
        words = _WORD.findall(title)
        match = re.search(r"[\W_]+".join(map(re.escape, words)), beginning, re.IGNORECASE)
        if match and _are_whole_words(match, beginning):
            return title, match.span()
        if len(words) > 1 and all(word.casefold() in known for word in words):
            return title, (0, 0)
    return "", (0, 0)


def authors_of(authors: Iterable[str], text: str) -> tuple[str, ...]:
    """Those of the named authors that a text names too: often the name is that of a computer's user."""
    places = (text[:_PLACES] + "\n" + text[-_PLACES:]).casefold()
    names = (name.strip() for several in authors for name in _BETWEEN_NAMES.split(several))
    return tuple(dict.fromkeys(name for name in names if _is_name(name) and name.casefold() in places))


def created(values: Mapping[str, str]) -> str:
    """When the file was made, as ISO 8601. That is no date of publication. Empty if it is not known."""
    match = _DATE.match(values.get("CreationDate", ""))
    if not match:
        return ""
    year, month, day, hour, minute, second, sign, hours, minutes = match.groups()
    try:
        if hour is None:
            return datetime(int(year), int(month), int(day)).date().isoformat()
        offset = timedelta(hours=int(hours or 0), minutes=int(minutes or 0)) * (-1 if sign == "-" else 1)
        zone = timezone(offset) if sign or match[0].endswith("Z") else None
        when = datetime(int(year), int(month), int(day), int(hour), int(minute), int(second or 0), tzinfo=zone)
    except ValueError:
        return ""
    return when.isoformat()


def fields_of(values: Mapping[str, str], title: str, authors: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """What else to show: when the file was made, and the title and author that its text does not confirm."""
    made = created(values)
    named = {
        "Title in the file": "" if title else values.get("Title", ""),
        "Author in the file": "" if authors else values.get("Author", ""),
        "Created": made,
    }
    return tuple((name, value[:_LONGEST]) for name, value in named.items() if value)


def _are_whole_words(match: re.Match[str], text: str) -> bool:
    return not (text[match.start() - 1 : match.start()].isalnum() or text[match.end() : match.end() + 1].isalnum())


def _is_name(name: str) -> bool:
    words = name.split()
    return 2 <= len(words) <= _MOST_WORDS_OF_NAME and not any(character.isdigit() for character in name)
