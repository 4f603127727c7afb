"""The labels of fields in exports of databases, in the languages of these: "BYLINE:", "Longueur :", "Volltext:"."""

import re
from collections.abc import Mapping
from typing import Literal, NamedTuple

Role = Literal[
    "title", "authors", "source", "published", "language", "url", "key", "body", "lead", "dateline", "section",
    "length", "tail",
]  # fmt: skip
_LABELS: Mapping[Role, str] = {
    "title": "headline|title|titel|schlagzeile|überschrift|titre|título|titular|titolo|kop",
    "authors": "byline|author|authors|autor|autoren|verfasser|auteur|auteurs|autores|autore|autori|signature|firma",
    "source": """publication title|publication|publikationstitel|titel der publikation|titre de la publication|journal
        |título de la publicación|título de publicación|título da publicação|titolo della pubblicazione""",
    "published": """publication date|date of publication|erscheinungsdatum|publikationsdatum|date de publication
        |fecha de publicación|data de publicação|data di pubblicazione|publicatiedatum""",
    "language": """language|language of publication|sprache|publikationssprache|langue|langue de la publication|idioma
        |idioma de la publicación|idioma de publicación|lingua|taal""",
    "url": "url|document url|dokument-url|url du document|url del documento|url do documento",
    "key": """proquest document id|proquest-dokument-id|id de document proquest|id del documento de proquest
        |id do documento proquest|dokument-id von proquest|accession number""",
    "body": """body|full text|fulltext|text|volltext|hauptteil|textkörper|corps|corps de l'article|texte intégral|texte
        |texto completo|cuerpo|corpo|testo integrale|tekst""",
    "lead": "highlight|abstract|zusammenfassung|résumé|resumen|resumo|hinweis|lead",
    "dateline": "dateline|ort|lieu",
    "section": "section|rubrik|ressort|rubrique|sección|seção|sezione|sectie|rubriek",
    "length": "length|länge|longueur|longitud|extensión|comprimento|tamanho|lunghezza|lengte",
    "tail": """load-date|load date|update|fecha-carga|fecha de carga|date de chargement|date-chargement|ladedatum
        |publication-type|publication type|document-type|document type|journal-code|subject|subjects|schlagwort|thema
        |sujet|materia|assunto|company|organization|organisation|ticker|industry|geographic|country|state|city|person
        |people|persons|series|classification|classification:|graphic|notes|correction|correction-date|location
        |company / organization|business indexing term|identifier / keyword|people|names|acc-no|page|pages|issue|volume
        |publication year|publisher|place of publication|country of publication|publication subject|issn|e-issn|isbn
        |source type|copyright|last updated|database|links|publication info|credit|column|publication country|edition
        |proquest document link|document feature|number of pages|first page|publikationsjahr|verlag|erscheinungsort
        |erscheinungsland|quellentyp|dokumententyp|datenbank|zuletzt aktualisiert|année de publication|éditeur
        |lieu de publication|pays de publication|type de source|type de document|base de données|dernière mise à jour
        |año de publicación|editorial|lugar de publicación|país de publicación|tipo de fuente|tipo de documento
        |base de datos|última actualización|seiten|páginas|land|pays|país|firma|unternehmen|entreprise|empresa
        |type de publication|tipo de publicación|publikationstyp|load-datum""",
}
_ROLES: Mapping[str, Role] = {
    " ".join(name.split()): role for role, names in _LABELS.items() for name in names.replace("\n", " ").split("|")
}
_LABEL = re.compile(r"([^\W\d_][^\n:：]{0,38}[^\W_])\s?[:：]\s*(.*)")
LABELS_OF_HEAD = frozenset({"title", "authors", "source", "published", "section", "length", "lead", "dateline", "body"})
"""Roles of the labels above the text of a document."""


class Label(NamedTuple):
    """A label at the beginning of a line, and what follows it in the line."""

    role: Role
    name: str
    value: str


def label_of(line: str) -> Label | None:
    """The label that a line begins with; None if it begins with no known one."""
    if not (match := _LABEL.match(line)):
        return None
    role = _ROLES.get(" ".join(match[1].casefold().split()))
    return Label(role, match[1], match[2]) if role else None
