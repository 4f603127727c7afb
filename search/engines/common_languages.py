"""The languages of the articles of an index."""

from collections.abc import Iterable, Mapping

from search.analysis.stemming import stemmer_languages
from search.extract.languages import LANGUAGES

CODES = {language.name.lower(): language.code for language in LANGUAGES}
"""The code of each language that articles can have."""
USUAL = "english"
"""The language of an index whose languages are not known."""
_COMMON = 0.02
"""The part of the articles whose language is known, from which on a language is searched."""
MAIN = 0.8
"""A language is that of nearly all articles from this part on. It has every form."""
_FITTING, _OWN = 2, 0.1
"""A word fits a language if at most so many times more of the other articles have it than of those in the language. It
is a word of this language alone if at most this part does."""


def common_languages(counts: Mapping[str, int], articles: int) -> tuple[str, ...]:
    """The languages of articles that word forms are searched in, the one of most articles first.

    `counts` has the number of articles of each code of a language. These are the languages that at least 2 % of the
    articles are in, of those whose language is known, as far as there are word forms for them. English is added where
    none is left, and where the languages of most articles are not known.
    """
    by_name = {name: counts.get(code, 0) for name, code in CODES.items()}
    with_language = sum(by_name.values())
    languages = [
        name for name in stemmer_languages() if (count := by_name.get(name, 0)) and count >= _COMMON * with_language
    ]
    languages.sort(key=by_name.__getitem__, reverse=True)
    if USUAL not in languages and (not languages or 2 * with_language < articles):
        languages.append(USUAL)
    return tuple(languages)


def fitting_forms(word: tuple[float, float], forms: Iterable[tuple[str, tuple[float, float]]]) -> list[str]:
    """Those of the forms of a word that it has in a language. Each word comes with the part of the articles in the
    language that have it, and of those in others.

    A stemmer knows the endings of one language alone: for that of French `care` is a form of `car`. So a form has to
    fit the language, and so has the word, unless the form is a word of this language alone.
    """
    inside, elsewhere = word
    allowed = _FITTING if elsewhere <= _FITTING * inside else _OWN
    return [form for form, (inside, elsewhere) in forms if elsewhere <= allowed * inside]
