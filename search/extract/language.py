"""Find the language of the body: by its script where only one language has it, else by its most frequent words."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import chain

from search.extract.draft import Draft
from search.extract.languages import LANGUAGES
from search.extract.patterns import CACHED_SETS, load_patterns
from search.kernels import chosen_kind, kernels

_GLANCE, _SAMPLE, _LONG_SAMPLE = 280, 600, 3_000
"""Code points of the body that are examined: more where fewer show no language."""
_CLEAR = 3
"""How many more words than any other a language has at a glance, so that nothing else is examined."""
_FEWEST, _LEAST = 2, 0.04
"""Different words of a language that a sample has to have, and their part of all its different words."""
_LETTERS, _FEWEST_LETTERS = 75, 5
"""Letters, about, whose script is looked up, and those that one script has to have."""
_KANA = 3
"""Chinese characters for each Hiragana letter that a Japanese text has at most."""
_WORD = re.compile(r"[^\W\d_][^\s.,;:!?()\"“”„«»،؛۔।።፣|]*")
_LANGUAGE_OF_SCRIPT = {script: language.code for language in LANGUAGES for script in language.scripts}


def find_language(draft: Draft) -> Draft:
    """Find the language of the body, or of the text if it has none.

    Finds none if there are too few words, or two languages have as many of them.

    Cost: a look-up for each word of the first 280 code points. Where they show nothing, of the first 600, and 3,000.
    """
    first, end = draft.body
    start, stop = (draft.lines[first].start, draft.lines[end - 1].end) if end else (0, len(draft.text))
    languages = _languages(chosen_kind(), draft.options.own_patterns)
    language = languages.at_a_glance(draft.text, start, min(stop, start + _GLANCE))
    if not language:
        body = draft.text[start : min(stop, start + _LONG_SAMPLE)]
        language = (
            _by_script(body[:_SAMPLE])
            or languages.by_words(_WORD.findall(body[:_SAMPLE].lower()))
            or languages.by_words(_WORD.findall(body[:_LONG_SAMPLE].lower()))
        )
    return draft._replace(language=language) if language else draft


def _by_script(sample: str) -> str:
    """The language that alone has the script of most letters; empty if several have it, or there are few letters."""
    if sample.isascii():
        return ""
    letters = filter(str.isalpha, sample[:: len(sample) // _LETTERS + 1])
    scripts = Counter(unicodedata.name(letter, "").partition(" ")[0] for letter in letters)
    if _KANA * scripts["HIRAGANA"] > scripts["CJK"]:
        del scripts["CJK"]  # Japanese has Chinese characters too
    script, count = scripts.most_common(1)[0] if scripts else ("", 0)
    return _LANGUAGE_OF_SCRIPT.get(script, "") if count >= _FEWEST_LETTERS else ""


class _Languages:
    """The most frequent words of languages."""

    def __init__(self, by_word: Mapping[str, Iterable[str]], kind: str) -> None:
        self._names = sorted(set(chain.from_iterable(by_word.values()))) or [""]
        numbers = {language: number for number, language in enumerate(self._names)}
        kinds_of = {word: [numbers[it] for it in languages] for word, languages in by_word.items()}
        self._words = kernels(kind).KnownWords(kinds_of, len(numbers))

    def at_a_glance(self, text: str, start: int, end: int) -> str:
        """The language that has clearly most different words of text[start:end]; empty if there is none."""
        language, most, second, count = self._words.most(text, start, end)
        if most < second + _CLEAR or most < _FEWEST:
            return ""
        is_enough = most >= _LEAST * count or most >= _LEAST * len(set(text[start:end].lower().split()))
        return self._names[language] if is_enough else ""

    def by_words(self, words: Sequence[str]) -> str:
        """The language that has more different words of these than any other; empty if it has too few."""
        joined = " ".join(words)
        language, most, second, _ = self._words.most(joined, 0, len(joined))
        is_enough = most >= _FEWEST and (most >= _LEAST * len(words) or most >= _LEAST * len(set(words)))
        return self._names[language] if is_enough and most > second else ""


@lru_cache(maxsize=2 * CACHED_SETS)
def _languages(kind: str, own_patterns: str) -> _Languages:
    """The languages for kernels of a kind and a person's own patterns."""
    return _Languages(load_patterns(own_patterns).languages, kind)
