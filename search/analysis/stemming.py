"""Find the words of a vocabulary that are inflections of one another.

The index holds words as written, so that a quotation can be exact. Beside them it has a hash of the stem of each.
"""

import threading
from collections.abc import Callable, Sequence
from typing import Protocol
from zlib import crc32

import numpy as np

from search.analysis.korean import KoreanForms, is_hangul
from search.arrays import UInt16s

AUTO, NONE, KOREAN = "auto", "none", "korean"
_PREFIX_LANGUAGES = ("english", NONE)
"""Languages in which all forms of a word begin with its stem, except for the stem's last letter if it is in _CHANGED.

Examples: `cities` and `citi`, `making` and `make`, `ability` and `abl`, `skies` and `sky`. `dying` and `die` share only
one letter; `stem_prefix` treats such stems apart.
"""
_CHANGED = "iely"
_FIRST_LETTER_LANGUAGES = (
    *("basque", "catalan", "czech", "danish", "estonian", "finnish", "french", "german", "hindi", "hungarian"),
    *("italian", KOREAN, "norwegian", "polish", "portuguese", "romanian", "russian", "spanish", "swedish", "turkish"),
)
"""Languages in which all forms of a word begin with the same letter."""


class InflectedForms(Protocol):
    """The forms of words in a vocabulary. Safe across threads."""

    def of(self, word: str) -> tuple[str, ...]:
        """A normalized word and its forms in the vocabulary. The vocabulary may lack the word itself."""


def stemmer_languages() -> tuple[str, ...]:
    """The languages that have word forms. With "none" a word has no other forms."""
    import Stemmer

    return (NONE, *sorted((*Stemmer.algorithms(), KOREAN)))


def languages_of(word: str, languages: Sequence[str]) -> Sequence[str]:
    """Those of some languages that a word can be of. A word in Hangul is Korean, unless words have no forms."""
    if is_hangul(word[:1]):
        return (KOREAN,) if tuple(languages) != (NONE,) else languages
    return languages


def stemmer_version() -> str:
    """The version of the stemmers. Another one may give other stems."""
    import Stemmer

    return str(Stemmer.version())


def stems(language: str, words: Sequence[str]) -> Sequence[str]:
    """The stem of each word in a language that is not Korean. Linear, three million words a second."""
    return _stemmer(language)(words)


def stem_hash(stem: str) -> int:
    """The lower 16 bits of the CRC-32 of a stem."""
    return crc32(stem.encode()) & 0xFFFF


def stem_hashes(stems: Sequence[str]) -> UInt16s:
    """The hash of each stem. Linear, ten million stems a second."""
    return np.fromiter(map(crc32, map(str.encode, stems)), np.uint32, len(stems)).astype(np.uint16)


def stem_prefix(language: str, word: str, stem: str) -> str:
    """The letters that all forms of a word begin with. Empty for a language where these are not known."""
    if language in _FIRST_LETTER_LANGUAGES:
        return word[:1]
    if language not in _PREFIX_LANGUAGES:
        return ""
    if len(stem) == 3 and stem.endswith("ie"):
        return stem[:1]
    return stem[:-1] if len(stem) > 1 and stem[-1] in _CHANGED else stem


def inflected_forms(language: str, vocabulary: Sequence[str]) -> InflectedForms:
    """The forms of a language in a vocabulary: by the stems of Snowball's algorithms, or by the particles of Korean."""
    return KoreanForms(vocabulary) if language == KOREAN else _SnowballForms(language, vocabulary)


class _SnowballForms:
    """Looks up the words of a vocabulary that share a stem.

    Making it is linear, two million words a second. It keeps a hash of each stem, eight bytes for each word.
    """

    def __init__(self, language: str, vocabulary: Sequence[str]) -> None:
        self._language = language
        self._vocabulary = vocabulary
        self._hashes = np.fromiter(map(hash, _stemmer(language)(vocabulary)), np.int64, len(vocabulary))

    def of(self, word: str) -> tuple[str, ...]:
        """As in `InflectedForms`."""
        stem_words = _stemmer(self._language)
        (stem,) = stem_words([word])
        candidates = [self._vocabulary[number] for number in (self._hashes == hash(stem)).nonzero()[0].tolist()]
        stems = stem_words(candidates)
        forms = (other for other, other_stem in zip(candidates, stems, strict=True) if other_stem == stem)
        return tuple(dict.fromkeys((word, *forms)))


class _Stemmers(threading.local):
    """The stemmers of a thread: two threads must not share one."""

    def __init__(self) -> None:
        self.by_language: dict[str, Callable[[Sequence[str]], Sequence[str]]] = {}


_STEMMERS = _Stemmers()


def _stemmer(language: str) -> Callable[[Sequence[str]], Sequence[str]]:
    if language == NONE:
        return lambda words: words
    stem_words = _STEMMERS.by_language.get(language)
    if not stem_words:
        import Stemmer

        stem_words = _STEMMERS.by_language[language] = Stemmer.Stemmer(
            language, 0
        ).stemWords  # faster without its cache
    return stem_words
