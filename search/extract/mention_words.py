"""Find the words that tell whether a day that a text names is one when something happened."""

import re
from collections import defaultdict
from collections.abc import Iterable

from search.extract.pattern_parts import alternatives, by_first_letter, has_no_choice

_SHORT_WEEKDAY = 3
_ANY_LETTERS = re.compile(r"\\w(?:(?P<sign>[*+])|\{(?P<fewest>\d),\})(?![?+])")
"""Matches the beginning of an expression that any letters have, as many as it says or more."""
_LETTER = re.compile(r"\w")
_BETWEEN_LITERALS = re.compile(r"\\w[*+]?|\(\?[:!]|[()|]")
"""Matches what stands between the letters in expressions of letters alone."""


class WordFinder:
    """Finds one of some words in a text in small letters.

    An expression that begins with any letters, such as `\\w+rão`, is looked for by what follows them: to try it at the
    beginning of each word takes longer than all others.
    """

    def __init__(self, expressions: Iterable[str]) -> None:
        others, endings = [], defaultdict(list)
        for expression in expressions:
            letters = _ANY_LETTERS.match(expression)
            if letters and has_no_choice(ending := expression[letters.end() :]):
                fewest = letters["fewest"] or letters["sign"].replace("*", "0").replace("+", "1")
                endings[int(fewest)].append(ending)
            else:
                others.append(expression)
        self._others = re.compile(rf"(?<!\w)(?:{by_first_letter(others)})(?!\w)")
        all_endings = [(fewest, re.compile(rf"(?:{'|'.join(some)})(?!\w)")) for fewest, some in endings.items()]
        in_ascii = [each for each in all_endings if any(map(str.isascii, _BETWEEN_LITERALS.sub("", each[1].pattern)))]
        self._endings = {True: in_ascii, False: all_endings}

    def is_in(self, text: str) -> bool:
        """Whether a text has one of the words."""
        if self._others.search(text):
            return True
        for fewest, ending in self._endings[text.isascii()]:  # noqa: SIM110 - faster
            if _ends_word(text, fewest, ending):
                return True
        return False


def _ends_word(text: str, fewest: int, ending: re.Pattern[str]) -> bool:
    """Whether a word of a text ends so, behind `fewest` other letters or more."""
    match = ending.search(text)
    while match:
        at = match.start()
        if at >= fewest and all(map(_LETTER.match, text[at - fewest : at])):
            return True
        match = ending.search(text, at + 1)
    return False


class BeforeMention:
    """Finds one of some words at the end of a text, with or without a day of the week behind it.

    Short names of the days are words of other languages: "and on 3 April".
    """

    def __init__(self, words: Iterable[str], weekdays: Iterable[str]) -> None:
        names = [name for name in weekdays if len(name) > _SHORT_WEEKDAY]
        either = f"(?<!\\w)(?:{by_first_letter(words)})"
        last_words = (name.split()[-1].casefold() for name in names)
        self._last_words = frozenset(word.replace("ı", "i").replace("\u0307", "") for word in last_words)
        self._alone = re.compile(rf"{either} $", re.IGNORECASE)
        self._before_weekday = re.compile(rf"{either} (?:{alternatives(names)}),? $", re.IGNORECASE)

    def ends(self, text: str, start: int, end: int) -> bool:
        """Whether text[start:end] ends so. To try the names of the days is slow, and most texts end with none."""
        if text[end - 1 : end] != " ":
            return False
        if self._alone.search(text, start, end):
            return True
        # without regard to case, an i is one with and without its dot
        last = text[max(start, text.rfind(" ", start, end - 1) + 1) : end - 1]
        may_be_weekday = not last.isascii() or last.removesuffix(",").casefold() in self._last_words
        return may_be_weekday and self._before_weekday.search(text, start, end) is not None
