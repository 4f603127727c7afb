"""Find the language of the body: by its script where only one language has it, else by its most frequent words."""

import re
import struct
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import chain

from search.extract.draft import Draft
from search.extract.languages import LANGUAGES
from search.extract.patterns import CACHED_SETS, load_patterns

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
    body = draft.text[start : min(stop, start + _LONG_SAMPLE)]
    ballots = _ballots(draft.options.own_patterns)
    language = (
        _by_words(body[:_GLANCE].lower().split(), ballots, _CLEAR)
        or _by_script(body[:_SAMPLE])
        or _by_words(_WORD.findall(body[:_SAMPLE].lower()), ballots)
        or _by_words(_WORD.findall(body[:_LONG_SAMPLE].lower()), ballots)
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


def _by_words(words: Sequence[str], ballots: "_Ballots", lead: int = 1) -> str:
    """The language that has at least `lead` more different words of these than any other; empty if it has too few."""
    counts = list(ballots.count(words))
    most = max(counts)
    if most < _FEWEST or (most < _LEAST * len(words) and most < _LEAST * len(set(words))):
        return ""
    place = counts.index(most)
    counts[place] = 0
    return ballots.languages[place] if most >= max(counts) + lead else ""


class _Ballots:
    """The languages that have each word, as one number with some bits for each language.

    The sum of these numbers counts the words of all languages at once, in a third of the time of a counter.
    """

    def __init__(self, by_word: Mapping[str, Iterable[str]]) -> None:
        counts = Counter(chain.from_iterable(by_word.values()))
        self.languages = sorted(counts) or [""]
        self._count = struct.Struct(f"<{len(self.languages)}{'B' if max(counts.values(), default=0) < 256 else 'I'}")
        bits = 8 * self._count.size // len(self.languages)
        ballots = {language: 1 << bits * place for place, language in enumerate(self.languages)}
        self._by_word = {word: sum(ballots[it] for it in languages) for word, languages in by_word.items()}

    def count(self, words: Iterable[str]) -> tuple[int, ...]:
        """How many different ones of some words each language has."""
        votes = sum(map(self._by_word.__getitem__, self._by_word.keys() & words))
        return self._count.unpack(votes.to_bytes(self._count.size, "little"))


@lru_cache(maxsize=CACHED_SETS)
def _ballots(own_patterns: str) -> _Ballots:
    return _Ballots(load_patterns(own_patterns).languages)
