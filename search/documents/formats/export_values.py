"""Read what fields of exports say: languages in their own names, bylines, lengths in words."""

import re

from search.documents.formats.records import language_code, split_authors

_NATIVE = {
    "deutsch": "de", "français": "fr", "francais": "fr", "español": "es", "espanol": "es", "italiano": "it",
    "português": "pt", "nederlands": "nl", "русский": "ru", "polski": "pl", "svenska": "sv", "dansk": "da",
    "norsk": "no", "suomi": "fi", "čeština": "cs", "türkçe": "tr", "magyar": "hu", "中文": "zh", "日本語": "ja",
    "한국어": "ko", "العربية": "ar", "englisch": "en", "anglais": "en", "inglés": "en", "inglês": "en", "inglese": "en",
    "allemand": "de", "alemán": "de", "französisch": "fr", "francés": "fr", "spanisch": "es", "espagnol": "es",
    "chinese (simplified)": "zh", "chinese (traditional)": "zh",
}  # fmt: skip
WORDS = re.compile(
    r"[\d.,]{1,7}\s(?:words|wörter|worte|mots|palabras|palavras|parole|woorden|слов[ао]?|ord|słów|字|단어)",
    re.IGNORECASE,
)
"""The length of an article in words."""
_BY = re.compile(r"(?:by|von|par|por|di|door|от)\s+(?=\S)", re.IGNORECASE)


def language_of(text: str) -> str:
    """The ISO 639 code of a language as exports write it: "GERMAN; Deutsch"; empty if it is unknown."""
    for name in re.split(r"[;,]\s*", text):
        if code := _NATIVE.get(name.strip().casefold()) or language_code(name.strip().casefold()):
            return code if len(name.strip()) > 3 or code == name.strip().casefold() else ""
    return ""


def authors_of(text: str) -> tuple[str, ...]:
    """The persons of a byline, without "By" and without what follows them: "By ANN ROE in Halifax"."""
    return split_authors(_BY.sub("", text.strip(), count=1).strip(" .;"))
