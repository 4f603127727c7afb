"""Look up what the words beside a date say: labels, fillers, halves of the day, days of the week."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Literal

from search.extract.date_words import word_key
from search.extract.parser_state import Label
from search.extract.patterns import Patterns
from search.extract.timestamp_patterns import WORD
from search.lazy_pattern import lazy_pattern

_Kind = Literal["published", "updated", "filler", "am", "pm"]
"""What a phrase beside a date is."""
_HAS_DIGIT = lazy_pattern(r"\d")
_NEXT_WORD = lazy_pattern(rf"\s({WORD.pattern}|[0-9])")
_SHORTEST_NAME = 4
"""Letters of the shortest name of a day of the week that is hardly another word. Shorter ones count beside a number."""
_FIRST_UNCASED = "\u0e00"
"""The first of the letters of Thai, Chinese, Japanese and Korean. There names of two letters are clear."""
_BESIDE_NUMBER = lazy_pattern(r"[.,،]{0,2}\s?[0-9]|[.,،]\s|[)）]")


class TimestampWords:
    """The words beside a date by one set of patterns. `beginnings` are the keys of the words with which they begin."""

    def __init__(self, patterns: Patterns) -> None:
        self._weekdays = patterns.weekdays
        self._phrases = _phrases(patterns)
        self._first_words = frozenset(name.split()[0] for name in patterns.weekdays if " " in name)
        self.beginnings = self._first_words.union(self._phrases, patterns.weekdays)

    def label(self, line: str) -> Label:
        """The label that a line is, such as "Published on:"; empty if it says more or something else."""
        words = tuple(word_key(word.group()) for word in WORD.finditer(line))
        for phrase, kind in self._phrases.get(words[0], ()) if words else ():
            if phrase == words and not _HAS_DIGIT.search(line):
                return "published" if kind == "published" else "updated" if kind == "updated" else ""
        return ""

    def phrase(self, line: str, key: str, end: int) -> tuple[_Kind, int] | None:
        """The kind of the label or another phrase that begins with a word, and where it ends; None if none does."""
        phrases = self._phrases.get(key, ())
        keys, ends = [key], [end]
        while phrases and len(keys) < len(phrases[0][0]) and (word := _NEXT_WORD.match(line, ends[-1])):
            keys.append(word_key(word[1]))
            ends.append(word.end())
        for words, kind in phrases:
            if len(words) == 1 or tuple(keys[: len(words)]) == words:
                return kind, ends[len(words) - 1]
        return None

    def weekday(self, line: str, key: str, end: int) -> tuple[int, int] | None:
        """The number of the day of the week that a word names, and where it ends; None if it names none."""
        weekdays = self._weekdays
        if key in self._first_words and (second := _NEXT_WORD.match(line, end)):
            both = f"{key} {word_key(second[1])}"
            if both in weekdays:
                return weekdays[both], second.end()
        shortest = _SHORTEST_NAME if key[0] < _FIRST_UNCASED else 2
        if key not in weekdays or (len(key) < shortest and not _BESIDE_NUMBER.match(line, end)):
            return None
        return weekdays[key] if len(key) > 2 or key[0] >= _FIRST_UNCASED else 0, end


def _phrases(patterns: Patterns) -> Mapping[str, list[tuple[tuple[str, ...], _Kind]]]:
    """The labels, fillers and halves of the day as keys of words, by the first one; longer phrases first."""
    phrases: dict[str, list[tuple[tuple[str, ...], _Kind]]] = defaultdict(list)
    kinds: tuple[tuple[_Kind, Iterable[str]], ...] = (
        ("filler", patterns.fillers),
        ("published", patterns.published),
        ("updated", patterns.updated),
        ("am", (phrase for phrase, hours in patterns.halves.items() if not hours)),
        ("pm", (phrase for phrase, hours in patterns.halves.items() if hours)),
    )
    for kind, names in kinds:
        for phrase in names:
            words = tuple(map(word_key, phrase.split()))
            phrases[words[0]].append((words, kind))
    for same in phrases.values():
        same.sort(key=lambda pair: -len(pair[0]))
    return phrases
