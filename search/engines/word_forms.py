"""The forms of a word in several languages, whichever engine finds those of one."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from search.analysis.compounds import SIGN, joined_word
from search.analysis.stemming import languages_of
from search.analysis.umlauts import without_e
from search.engines.common_languages import USUAL

Terms = dict[str, list[str]]
"""Words, and the compound terms that join to each."""


def terms_by_word(terms: Iterable[str]) -> Terms:
    """Some terms of an index by their words."""
    words: Terms = {}
    for term in terms:
        if term.startswith(SIGN):
            words.setdefault(joined_word(term), []).append(term)
        elif term not in words:
            words[term] = []
    return words


def forms_in_languages(
    word: str,
    languages: tuple[str, ...],
    alike: Callable[[str, str], Mapping[str, Sequence[str]]],
    fitting: Callable[[str, str, Sequence[str]], Sequence[str]],
) -> tuple[str, ...]:
    """The inflected forms of a word, the word first, and the compound terms that join to them.

    `alike` gives the forms of a spelling in a language, with their compound terms; `fitting` those of some forms that
    fit the language.
    """
    terms: dict[str, None] = {word: None}
    for spelling in dict.fromkeys((word, without_e(word))) if languages == (USUAL,) else (word,):
        for language in languages_of(spelling, languages):
            words = alike(language, spelling)
            others = fitting(language, spelling, [form for form in words if form not in terms])
            for form in (spelling, *others):
                terms[form] = None
                for compound in words.get(form, ()):
                    terms[compound] = None
    return tuple(terms)
