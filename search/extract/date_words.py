"""Read the names of months, days of the week and halves of the day in many languages from date_words.txt."""

import re
from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

_TABLE = Path(__file__).with_name("date_words.txt")
_SAME = str.maketrans(
    "ıİşţŞŢάέήίόύώϊϋΐΰΆΈΉΊΌΎΏΪΫأإآيىك\u095e",
    "iișțȘȚαεηιουωιυιυΑΕΗΙΟΥΩΙΥاااییکफ",
    ".'’ʼ׳॰\u093c\u200c\u200e\u200f\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652",
)
"""Letters that writers take for one another, and marks that some leave out."""
_OTHER_SPELLING = re.compile(f"[{''.join(map(chr, _SAME))}]")
_SPACE = re.compile(r"\s+")


class DateWords(NamedTuple):
    """Words of dates by their keys; a name of two words has a space between them.

    `months` and `weekdays` have the number of a name, counted from 1 and from Monday. `other_months` has the names
    that are different months in different languages: the number by language. `halves` has the hours to add, 0 or 12.
    `day_first` are the languages that write the day before the month in numbers.
    """

    months: Mapping[str, int]
    other_months: Mapping[str, Mapping[str, int]]
    weekdays: Mapping[str, int]
    halves: Mapping[str, int]
    day_first: frozenset[str]


def word_key(word: str) -> str:
    """A word as it is looked up: in small letters, without full stops and apostrophes, in one spelling."""
    if not word.isascii():
        word = _OTHER_SPELLING.sub(_same_spelling, word)  # faster than to translate each letter
    elif word.isalpha():
        return word.lower()  # most words
    else:
        word = word.replace(".", "").replace("'", "")
    return _SPACE.sub(" ", word.casefold())


def _same_spelling(match: re.Match[str]) -> str:
    letter = _SAME[ord(match[0])]
    return "" if letter is None else chr(letter)


@cache
def load_date_words() -> DateWords:
    """The words of date_words.txt. Reads 15 kB once."""
    numbers: dict[str, dict[str, int]] = {"month": {}, "weekday": {}, "half": {}}
    other_months: dict[str, dict[str, int]] = defaultdict(dict)
    day_first: frozenset[str] = frozenset()
    for line in _TABLE.read_text(encoding="utf-8").splitlines():
        kind, *fields = line.split("|")
        if kind == "other":
            language, number, word = fields[0].split(" ")
            other_months[word][language] = int(number)
        elif kind == "order":
            day_first = frozenset(fields[1:])
        elif kind in numbers:
            numbers[kind].update(dict.fromkeys(fields[1:], int(fields[0])))
    return DateWords(numbers["month"], other_months, numbers["weekday"], numbers["half"], day_first)
