"""What the properties of a document say of it, without what programs fill in by themselves."""

import re
from dataclasses import dataclass, field

from search.documents.formats.records import language_code
from search.types.article import Span
from search.types.reading import Reading

_LONGEST_TITLE = 300
_BEGINNING = 8000
"""Code points in which a title is looked for."""
_PLACE = 3000
"""Code points at the beginning and at the end in which an author is looked for."""
_NO_TITLE = re.compile(
    r"""(microsoft\ word\ -\ .*|no\ title|(untitled|title|titel|titre|t[ií]tulo|titolo|unbenannt|sans\ nom|sans\ titre
    |sin\ t[ií]tulo|senza\ (titolo|nome)|document|dokument|documento|doc|presentation|pr[äé]sentation|presentaci[óo]n
    |presentazione|apresenta[çc][ãa]o|slide|folie|diapositive|документ|презентация|文档|文書|スライド)\s*\d*
    |(powerpoint[- ](presentation|pr[äé]sentation)|pr[ée]sentation\ powerpoint|presentaci[óo]n\ de\ powerpoint
    |presentazione\ (standard\ )?di\ powerpoint|apresenta[çc][ãa]o\ do\ powerpoint|презентация\ powerpoint
    |powerpoint\ プレゼンテーション|powerpoint\ 演示文稿)|[\w\ .()-]*\.(docx?|dotx?|rtf|odt|pptx?|odp|pdf|tmp|txt|html?)
    |[\W_]*)""",
    re.IGNORECASE | re.VERBOSE,
)
_NO_AUTHOR = re.compile(
    r"""(admin(istrator|istrador|istrateur)?|(the\ )?user\d*|usuario|utente|utilisateur|benutzer|owner|author|autor
    |auteur|unknown|unbekannt|guest|default|root|test|pc|home|office|me|hp|dell|acer|asus|lenovo|toshiba
    |(microsoft\ office|ms\ office|windows|office|default|apple|mac)[- ](user|benutzer)
    |usuario\ de\ (windows|microsoft\ office)
    |utente\ windows|utilisateur\ (windows|de\ microsoft\ office)|пользователь(\ windows)?|администратор
    |apache\ poi|python-docx|python-pptx|docx4j|openpyxl|aspose.*|pandoc|libreoffice.*|openoffice.*|microsoft\ .*
    |un-named|[\W\d_]*)""",
    re.IGNORECASE | re.VERBOSE,
)
_NO_LANGUAGE = ("und", "mul", "zxx", "mis")
"""Codes for an unknown language, several, and none."""
_FIELDS = (
    ("subject", "Subject"),
    ("keywords", "Keywords"),
    ("description", "Description"),
    ("category", "Category"),
    ("published", "Published"),
    ("created", "Created"),
    ("modified", "Changed"),
)


@dataclass(slots=True)
class Properties:
    """The properties of a document: `title`, `creator`, `language`, `subject`, `keywords`, `description`, `category`,
    `created` and `modified`. A creator may come several times."""

    values: dict[str, list[str]] = field(default_factory=dict)

    def add(self, name: str, value: str) -> None:
        """Add a value of a property."""
        if value := " ".join(value.split()):
            self.values.setdefault(name, []).append(value)

    def first(self, name: str) -> str:
        """The first value of a property; empty without one."""
        return self.values.get(name, [""])[0]

    def title(self) -> str:
        """The title; empty if it is one that a program made up."""
        return usable_title(self.first("title"))

    def authors(self) -> tuple[str, ...]:
        """The creators, without names that programs fill in."""
        names = (name.strip() for creator in self.values.get("creator", []) for name in creator.split(";"))
        return tuple(dict.fromkeys(name for name in names if name and not _NO_AUTHOR.fullmatch(name)))

    def language(self) -> str:
        """The code of the language; empty if it is unknown, or if there are several."""
        code = language_code(self.first("language"))
        return "" if code in _NO_LANGUAGE else code

    def fields(self) -> tuple[tuple[str, str], ...]:
        """What else to show."""
        return tuple((label, "; ".join(self.values[name])) for name, label in _FIELDS if name in self.values)

    def reading(self, text: str, heading: str = "") -> Reading:
        """A reading of a text with its properties. `heading` is what the document marks as its title.

        A title or an author that the text does not confirm is only a field, since many documents keep the title of a
        template, or name the user of a computer. Linear.
        """
        title, heading = self.title(), usable_title(heading)
        title_at = find_title(text, title)
        if heading and title_at == (0, 0):
            title, title_at = heading, find_title(text, heading)
        elif title_at == (0, 0) and (" " not in title or not _words(title) <= _words(text[:_BEGINNING])):
            title = ""
        places = _words(text[:_PLACE]) | _words(text[-_PLACE:])
        authors = tuple(name for name in self.authors() if " " in name and _words(name) <= places)
        unconfirmed = (
            ("Title in the file", "" if title else self.title()),
            ("Author in the file", "" if authors else "; ".join(self.authors())),
        )
        return Reading(
            text,
            title=title,
            title_at=title_at,
            authors=authors,
            language=self.language(),
            fields=(*(pair for pair in unconfirmed if pair[1]), *self.fields()),
        )


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.casefold()))


def usable_title(title: str) -> str:
    """A title on one line; empty if it is one that a program made up, such as "Document1", or too long for one."""
    title = " ".join(title.split())
    return "" if len(title) > _LONGEST_TITLE or _NO_TITLE.fullmatch(title) else title


def find_title(text: str, title: str) -> Span:
    """The span of the first line near the beginning, or of neighbouring lines, that are the title; (0, 0) if there is
    none."""
    if not title:
        return (0, 0)
    text = text[:_BEGINNING]
    found = re.search(r"^[^\S\n]*(" + r"\s+".join(map(re.escape, title.split())) + r")[^\S\n]*$", text, re.M | re.I)
    return found.span(1) if found else (0, 0)
