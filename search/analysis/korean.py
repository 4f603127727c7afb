"""Korean nouns with and without particles: `학교`, `학교에서`, `학교는`.

Particles stand behind a noun without a space, several in a certain order. Many have two shapes, one after a consonant
and one after a vowel: `대통령이`, `학교가`. So 가 in `전문가` is no particle.
"""

from collections.abc import Iterator, Sequence

from search.lazy_pattern import lazy_pattern

_FIRST, _LAST = "\uac00", "\ud7a3"
_FINALS = 28
"""Syllables that differ in their final consonant alone follow one another in Unicode; the first one has none."""
_FINAL_L = 8
_CONSONANT, _L, _VOWEL = "c", "l", "v"
"""What a syllable ends with: a consonant, the consonant ㄹ, or a vowel. The patterns have it behind each syllable."""
_AFTER_CONSONANT, _AFTER_VOWEL, _AFTER_VOWEL_OR_L = "(?<=[cl])", "(?<=v)", "(?<=[vl])"


def is_hangul(text: str) -> bool:
    """Whether a text begins with a syllable of Hangul."""
    return _FIRST <= text[:1] <= _LAST


def _with_ends(word: str) -> str:
    """A word with the end of each syllable behind it: `학교` -> `학c교v`."""
    return "".join(letter + _end(letter) for letter in word)


def _end(letter: str) -> str:
    final = (ord(letter) - ord(_FIRST)) % _FINALS if is_hangul(letter) else 0
    return _L if final == _FINAL_L else _CONSONANT if final else _VOWEL


def _any_of(after_any: str, after_consonant: str = "", after_vowel: str = "", after_vowel_or_l: str = "") -> str:
    """A pattern for one of some particles, each in the shapes that its place allows."""
    groups = (
        ("", after_any),
        (_AFTER_CONSONANT, after_consonant),
        (_AFTER_VOWEL, after_vowel),
        (_AFTER_VOWEL_OR_L, after_vowel_or_l),
    )
    return "(?:" + "|".join(place + _with_ends(particle) for place, group in groups for particle in group.split()) + ")"


_PLURAL = _any_of("들")
_CASE = (
    _any_of(
        "에 에서 에게 에게서 께 께서 한테 한테서 하고 에서부터",
        "과 이랑",
        "와 랑",
        "로 로서 로써 로부터",
    )
    + "|(?<=c)(?:"
    + "|".join(map(_with_ends, ("으로", "으로서", "으로써", "으로부터")))
    + ")"
)
_DELIMITER = _any_of("까지 부터 보다 처럼 만큼 마다 조차 마저 밖에 만")
_TOPIC = _any_of(
    "도 의 이다 입니다 이라고 이라는",
    "은 이나 이라 이며 이든 이든지 이고 이었다 이지만",
    "는 나 라 며 든 든지 라고 라는 였다",
)
_SUBJECT_OR_OBJECT = _any_of("", "이 을", "가 를")
_PARTICLES = lazy_pattern(
    f"(?:{_PLURAL})?(?:(?:{_CASE})?(?:{_DELIMITER})?(?:{_TOPIC})?|(?:{_DELIMITER})?{_SUBJECT_OR_OBJECT})"
)
_AFTER_ONE_SYLLABLE = lazy_pattern(
    _any_of("에서 에게 한테 부터 까지 처럼 마다 조차 밖에", "을 은", "를 는") + f"|(?<=c){_with_ends('으로')}"
)
"""What particles begin with that can follow a noun of one syllable. Others would be found in too many words: `나이`."""


class KoreanForms:
    """Looks up the words of a vocabulary that are one noun with other particles. Safe across threads."""

    def __init__(self, vocabulary: Sequence[str]) -> None:
        self._vocabulary = [word for word in vocabulary if is_hangul(word)]

    def of(self, word: str) -> tuple[str, ...]:
        """A word and its forms in the vocabulary. Linear in the vocabulary."""
        forms = [word, *self._with_particles(word)]
        for noun in _nouns(word) if not self._is_noun(word) else ():
            forms += [noun] * (noun in self._vocabulary) + self._with_particles(noun)
        return tuple(dict.fromkeys(forms))

    def _with_particles(self, noun: str) -> list[str]:
        """The words of the vocabulary that are a noun with particles."""
        longer = (word for word in self._vocabulary if word.startswith(noun) and word != noun)
        return [word for word in longer if _splits(word, len(noun))]

    def _is_noun(self, word: str) -> bool:
        """Whether a word that looks like a noun with particles is a noun: another word has particles behind it that
        these particles cannot have behind them, as `전문가를`."""
        nouns = [len(noun) for noun in _nouns(word)]
        return any(not any(_splits(longer, length) for length in nouns) for longer in self._with_particles(word))


def _nouns(word: str) -> Iterator[str]:
    """What a word is without the particles at its end, in each way that is possible."""
    return (word[:length] for length in range(1, len(word)) if _splits(word, length))


def _splits(word: str, length: int) -> bool:
    """Whether the first syllables of a word can be a noun, and the others its particles."""
    text = _with_ends(word)
    start = 2 * length
    return _PARTICLES.fullmatch(text, start) is not None and (
        length > 1 or _AFTER_ONE_SYLLABLE.match(text, start) is not None
    )
