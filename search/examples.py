"""Queries to try on a corpus, one for each thing that the query language can do, made of words that its titles hold."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from search.analysis import tokens

_SHORTEST = 5
_TOO_COMMON = frozenset(
    ("about", "after", "again", "being", "could", "their", "there", "these", "those", "which", "would")
)


@dataclass(frozen=True, slots=True)
class Example:
    """A query, and what it asks for as a sentence about it."""

    query: str
    meaning: str


def examples(titles: Iterable[str]) -> tuple[Example, ...]:
    """Queries made of the words of some titles; with stock words where the titles have too few. Linear."""
    headings = [tokens(title).terms for title in titles]
    first, second, third = _words(headings)
    one, other = _pair(headings, first) or (first, second)
    return (
        Example(f"{first} {second}", "both words, in any of their forms"),
        Example(f'"{one} {other}"', "exactly these words, side by side"),
        Example(f"{first} OR {second}", "one of them or both"),
        Example(f"{first} -{second}", "the first, but not the second"),
        Example(f"({first} OR {second}) {third}", "parentheses keep together what belongs together"),
        Example(f'"{first} {second}"~10', "both within a stretch of ten other words, in any order"),
        Example(f"{first[:4]}*", "every word that begins like this; two letters at least before the star"),
        Example(f"{first[:2]}?{first[3:]}", "? stands for any one letter, * for any number of them"),
        Example(f"{_misspelt(first)}~1", "a word that is one slip away, or two with ~2"),
        Example(f"title:{first}", "only in titles"),
        Example("path:txt", "only in the paths of the files"),
        Example("*", "every article"),
    )


def _words(headings: Sequence[Sequence[str]]) -> list[str]:
    """The three words that most of the titles share."""
    counted = Counter(word for terms in headings for word in dict.fromkeys(terms) if _is_telling(word))
    return [word for word, _ in counted.most_common(3)] + ["harbour", "strike", "ferry"][: max(0, 3 - len(counted))]


def _pair(headings: Sequence[Sequence[str]], word: str) -> tuple[str, str] | None:
    """Two words side by side in a title, one of them `word` if that can be."""
    pairs = [pair for terms in headings for pair in pairwise(terms) if all(map(_is_telling, pair))]
    return next((pair for pair in pairs if word in pair), pairs[0] if pairs else None)


def _is_telling(word: str) -> bool:
    return re.fullmatch(rf"[a-z]{{{_SHORTEST},}}", word) is not None and word not in _TOO_COMMON


def _misspelt(word: str) -> str:
    return word[0] + word[2] + word[1] + word[3:]
