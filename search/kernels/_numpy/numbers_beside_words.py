"""Numbers beside words that a table may have: the readable twin of `_compiled/numbers_beside_words.pyx`."""

import re

from search.kernels.signs import LONGEST_WORD, PLACES, place_of

_NUMBER = re.compile("[0-9]+")
_BEHIND = re.compile(r"(?:[A-Za-z][\s\S])?[.º]? ")


def numbers_beside_words(text: str, start: int, end: int, table: bytes) -> list[int]:
    """As in `Kernels`."""
    if not 0 <= start <= end <= len(text) or len(table) != PLACES:
        raise ValueError("no such part of the text, or another table")
    numbers = []
    for number in _NUMBER.finditer(text, start, end):
        first, last = number.span()
        if last - first > 2 or text[first - 1 : first].isalnum():
            continue
        if _has_word_behind(text, last, end, table) or _has_word_before(text, first, table):
            numbers.append(first)
    return numbers


def _has_word_behind(text: str, at: int, end: int, table: bytes) -> bool:
    between = _BEHIND.match(text, at, end)
    if not between:
        return False
    at = between.end()
    return _may_be_in(text[at:end], table) or (
        at + 3 < end and text[at + 2] == " " and _may_be_in(text[at + 3 : end], table)
    )


def _has_word_before(text: str, at: int, table: bytes) -> bool:
    before = text[max(0, at - LONGEST_WORD - 3) : at]
    if len(before) < 2 or before[-1] != " ":
        return False
    before = before[:-1].removesuffix(".")
    size = len(before)
    while size and before[size - 1].isalnum():
        size -= 1
    word = before[size:]
    return 0 < len(word) <= LONGEST_WORD and _may_be_in(word, table)


def _may_be_in(word: str, table: bytes) -> bool:
    """Whether a table may have the word with which a text begins."""
    place = place_of(word)
    return place < 0 or table[place] > 0
