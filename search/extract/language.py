"""Find the language of the body: by its script where only one language has it, else by its most frequent words."""

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Set
from itertools import chain

from search.extract.draft import Draft
from search.extract.languages import LANGUAGES
from search.extract.patterns import load_patterns

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
    body = draft.text[draft.lines[first].start : draft.lines[end - 1].end] if end else draft.text
    languages = load_patterns(draft.options.own_patterns).languages
    language = (
        _by_words(frozenset(body[:_GLANCE].lower().split()), languages, _CLEAR)
        or _by_script(body[:_SAMPLE])
        or _by_words(frozenset(_WORD.findall(body[:_SAMPLE].lower())), languages)
        or _by_words(frozenset(_WORD.findall(body[:_LONG_SAMPLE].lower())), languages)
    )
    return draft._replace(language=language)


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


def _by_words(words: Set[str], languages: Mapping[str, tuple[str, ...]], lead: int = 1) -> str:
    """The language that has at least `lead` more different words of these than any other; empty if it has too few."""
    votes = Counter(chain.from_iterable(filter(None, map(languages.get, words))))
    second, most = (0, 0, *sorted(votes.values()))[-2:]
    is_clear = most >= second + lead and most >= max(_FEWEST, _LEAST * len(words))
    return max(votes, key=votes.__getitem__) if is_clear else ""
