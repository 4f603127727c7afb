"""The function words of a language: `the`, `of`, `whether`. They say little about what an article is about."""

from functools import cache
from importlib.resources import files

from search.analysis.tokenizer import tokenize

_CODES = {
    "danish": "da",
    "dutch": "nl",
    "finnish": "fi",
    "french": "fr",
    "german": "de",
    "hungarian": "hu",
    "italian": "it",
    "norwegian": "no",
    "portuguese": "pt",
    "russian": "ru",
    "spanish": "es",
    "swedish": "sv",
    "turkish": "tr",
}
"""The languages of which Whoosh has a list, which is Snowball's, as the setting `language` names them."""


@cache
def function_words(language: str) -> frozenset[str]:
    """The function words of a language as the index has them; none where there is no list. Cost: some milliseconds,
    once."""
    if language in ("english", "porter"):
        words = (files("search.query") / "function-words.txt").read_text(encoding="utf-8").split()
    elif language in _CODES:
        from whoosh.lang.stopwords import stoplists

        words = sorted(stoplists[_CODES[language]])
    else:
        return frozenset()
    return frozenset(terms[0] for word in words if len(terms := tokenize(word).terms) == 1)
