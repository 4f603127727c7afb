"""The languages whose word forms are searched: the one of the setting, or those of the articles."""

from search.analysis.stemming import AUTO, stemmer_languages
from search.engines.embedded.searcher.multi_reader import MultiReader
from search.extract.languages import LANGUAGES

_COMMON = 0.02
"""The part of the articles whose language is known, from which on a language is searched."""
USUAL = "english"
"""The language of an index whose languages are not known."""


def index_languages(setting: str, reader: MultiReader) -> tuple[str, ...]:
    """The languages of an index, the one of most articles first.

    With "auto" these are the languages that at least 2 % of the articles are in, of those whose language is known, as
    far as there are word forms for them. English is added where none is left, and where the languages of most articles
    are not known. Cost: reading the postings of the language field.
    """
    if setting != AUTO:
        return (setting,)
    counts = {language.name.lower(): _articles(language.code, reader) for language in LANGUAGES}
    known = sum(counts.values())
    languages = [name for name in stemmer_languages() if (count := counts.get(name, 0)) and count >= _COMMON * known]
    languages.sort(key=counts.__getitem__, reverse=True)
    if USUAL not in languages and (not languages or 2 * known < reader.count):
        languages.append(USUAL)
    return tuple(languages)


def _articles(code: str, reader: MultiReader) -> int:
    return int(reader.live[reader.field("lang").postings(code).documents].sum())
