"""Build the look-ups and expressions of the patterns from the lists and tables of patterns.toml."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from search.extract.date_words import word_key
from search.kernels.signs import PLACES, place_of

ENDING = " .:…!»>›→|-–—"
"""Punctuation at the ends of lines that does not count."""
_OFFSET = re.compile(r"([+-])(\d\d?):?(\d\d)?$")
_FIRST = re.compile(r"[^\W\d_](?![?*+{])|\\w\+(?![?+])")
"""Matches the first letter of an expression, or any word at its beginning."""
_ONE_SIGN = re.compile(r"\\[^\d]|\[\^?[^\[\]\\]+\]")
_INNERMOST = re.compile(r"\((?:\?:)?[^()]*\)")
"""Match an escape or brackets in an expression, and a group in it that has no group in it."""
EAST, WEST = 14 * 60, -12 * 60
"""The outermost offsets from UTC, in minutes."""


def merge_tables(shipped: dict[str, Any], own: dict[str, Any]) -> dict[str, Any]:
    """Merge two tables. Lists are joined, tables are merged, and a single value of `own` wins."""
    result = dict(shipped)
    for key, value in own.items():
        if key not in shipped and set(shipped) >= {"boilerplate", "stamps"}:
            raise KeyError(f"there is no table {key}; the tables are {', '.join(shipped)}")
        before = shipped.get(key)
        if isinstance(before, dict) and isinstance(value, dict):
            result[key] = merge_tables(before, value)
        else:
            result[key] = [*before, *value] if isinstance(before, list) and isinstance(value, list) else value
    return result


def with_new_names(table: dict[str, Any]) -> dict[str, Any]:
    """The table with the new name `boilerplate` for the key `furniture`, and a hint that each line has for expressions
    without hints."""
    for name, expressions, hints in (
        ("captions", "expressions", "hints"),
        ("stamps", "relative", "relative_hints"),
        ("mentions", "captions", "caption_hints"),
    ):
        if expressions in table.get(name, ()):
            table[name] = {hints: [""], **table[name]}
    return {"boilerplate" if key == "furniture" else key: value for key, value in table.items()}


def utc_offset(zone: str) -> str:
    """The offset from UTC at the end of a time zone, as ISO 8601; empty if there is none or it does not exist."""
    sign = _OFFSET.search(zone)
    if not sign:
        return ""
    hours, minutes = int(sign[2]), int(sign[3] or 0)
    exists = minutes < 60 and WEST <= int(f"{sign[1]}{60 * hours + minutes}") <= EAST
    return f"{sign[1]}{hours:02}:{minutes:02}" if exists else ""


def alternatives(words: Iterable[str]) -> str:
    """A regular expression that matches one of some words. Longer words come first.

    Words with the same first character are tried together, which is much faster. They are not if some words begin with
    a capital letter and others with its small letter: without regard to case, the order would be another.
    """
    by_length = sorted(words, key=lambda word: (-len(word), word))
    rests: dict[str, list[str]] = defaultdict(list)
    for word in by_length:
        rests[word[:1]].append(re.escape(word[1:]))
    if len({first.casefold() for first in rests}) < len(rests):
        return "|".join(map(re.escape, by_length))
    return "|".join(f"{re.escape(first)}(?:{'|'.join(others)})" for first, others in rests.items())


def by_first_letter(expressions: Iterable[str]) -> str:
    """A regular expression that matches what one of some expressions matches. Which of them goes first is not kept.

    Those with the same first letter are tried together, which is much faster.
    """
    rests: dict[str, list[str]] = defaultdict(list)
    others = []
    for expression in expressions:
        first = _FIRST.match(expression)
        if first and has_no_choice(expression):
            rests[first.group()].append(expression[first.end() :])
        else:
            others.append(expression)
    return "|".join([*(f"{first}(?:{'|'.join(same)})" for first, same in rests.items()), *others])


def has_no_choice(expression: str) -> bool:
    """Whether an expression has a bar only in its parentheses."""
    expression = _ONE_SIGN.sub("x", expression)
    while (shorter := _INNERMOST.sub("", expression)) != expression:
        expression = shorter
    return not any(sign in expression for sign in "|()[]\\")


def whole_lines(lines: Iterable[str]) -> frozenset[str]:
    """The casefolded lines without punctuation at their ends, with straight and with curly apostrophes."""
    folded = {line.casefold().rstrip(ENDING) for line in lines}
    return frozenset(folded | {line.replace("'", "’") for line in folded})


def either(expressions: Iterable[str], flags: int = 0) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{expression})" for expression in expressions), flags)


def before_names(starts: Iterable[str], labels: Iterable[str]) -> re.Pattern[str]:
    """Matches the words before the names in a byline, at the beginning of a line. The name may be glued to a word in
    small letters, or to "BY": "vonAnn Roe"."""
    glued = "(?-i:(?:(?<=[a-zß-öø-ÿ])|(?<=BY))(?=[A-ZÀ-Þ][a-zß-öø-ÿ]))"
    return re.compile(
        rf"(?:(?:{alternatives(starts)})(?: ?[:：] ?| |{glued})|(?:{alternatives(labels)}) ?[:：] ?)(?=\w)",
        re.IGNORECASE,
    )


def by_beginning(starts: Iterable[str], size: int) -> dict[str, tuple[str, ...]]:
    """The casefolded words by their first letters."""
    by_beginning: dict[str, list[str]] = defaultdict(list)
    for start in starts:
        by_beginning[start.casefold()[:size]].append(start.casefold())
    return {key: tuple(values) for key, values in by_beginning.items()}


def bits_by_word(words: Mapping[int, Iterable[str]], *, fold: bool = True) -> dict[str, int]:
    """The bits under which each word stands. With `fold` the words are casefolded."""
    bits_of: dict[str, int] = defaultdict(int)
    for bit, some in words.items():
        for word in some:
            bits_of[word.casefold() if fold else word] |= bit
    return dict(bits_of)


def months_table(months: Iterable[str]) -> bytes:
    """The first three letters of some months, as `Kernels.numbers_beside_words` takes them."""
    table = bytearray(PLACES)
    for month in months:
        if (place := place_of(month)) >= 0:
            table[place] = 1
    return bytes(table)


def numbers_by_name(table: Mapping[str, Iterable[str]]) -> dict[str, int]:
    """The number of each name, by its key."""
    return {word_key(name): int(number) for number, names in table.items() for name in names}


def check_offsets(zones: Mapping[str, str]) -> dict[str, str]:
    """The offsets of time zones by name. Raises ValueError for a wrong offset."""
    for name, zone in zones.items():
        if utc_offset(zone) != zone:
            raise ValueError(f"{zone}, given for {name}, is no offset from UTC")
    return dict(zones)


def languages_by_word(languages: Mapping[str, Iterable[str]]) -> dict[str, tuple[str, ...]]:
    """The languages that have each word."""
    by_word: dict[str, list[str]] = defaultdict(list)
    for language, words in languages.items():
        for word in set(words):
            by_word[word].append(language)
    return {word: tuple(languages) for word, languages in by_word.items()}
