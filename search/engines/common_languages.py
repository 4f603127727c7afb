"""The languages of the articles of an index."""

from collections.abc import Mapping

from search.analysis.stemming import stemmer_languages
from search.extract.languages import LANGUAGES

CODES = {language.name.lower(): language.code for language in LANGUAGES}
"""The code of each language that articles can have."""
USUAL = "english"
"""The language of an index whose languages are not known."""
_COMMON = 0.02
"""The part of the articles whose language is known, from which on a language is searched."""


def common_languages(counts: Mapping[str, int], articles: int) -> tuple[str, ...]:
    """The languages of articles that word forms are searched in, the one of most articles first.

    `counts` has the number of articles of each code of a language. These are the languages that at least 2 % of the
    articles are in, of those whose language is known, as far as there are word forms for them. English is added where
    none is left, and where the languages of most articles are not known.
    """
    by_name = {name: counts.get(code, 0) for name, code in CODES.items()}
    known = sum(by_name.values())
    languages = [name for name in stemmer_languages() if (count := by_name.get(name, 0)) and count >= _COMMON * known]
    languages.sort(key=by_name.__getitem__, reverse=True)
    if USUAL not in languages and (not languages or 2 * known < articles):
        languages.append(USUAL)
    return tuple(languages)
