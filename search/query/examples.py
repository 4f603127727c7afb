"""Queries to try on a corpus, one for each thing that the query language can do, made of words that its titles hold."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from search.analysis.tokenizer import tokenize
from search.types.results import About

_FIELDS = (
    ("source", "source", "from this outlet"),
    ("agency", "agency", "with text from this agency"),
    ("place", "place", "written in this place, by the dateline"),
    ("author", "author", "by this author"),
    ("lang", "language", "in this language"),
)
_LONGEST = 60
_SHORTEST = 5
_TOO_COMMON = frozenset(
    ("about", "after", "again", "being", "could", "their", "there", "these", "those", "which", "would")
)


@dataclass(frozen=True, slots=True)
class Example:
    """A query, and what it asks for as a sentence about it."""

    query: str
    meaning: str


def examples(titles: Iterable[str], known: Iterable[About] = ()) -> tuple[Example, ...]:
    """Queries made of the words of some titles, with stock words where the titles have too few, and of what is known
    of some articles, where anything is. Linear."""
    headings = [tokenize(title).terms for title in titles]
    first, second, third = _words(headings)
    one, other = _pair(headings, first) or (first, second)
    return (
        Example(f"{first} {second}", "both words, in any form"),
        Example(f'"{one} {other}"', "exactly these words, next to each other"),
        Example(f"{first} OR {second}", "either word, or both"),
        Example(f"{first} -{second}", "the first word, without the second"),
        Example(f"({first} OR {second}) {third}", "parentheses group words"),
        Example(f'"{first} {second}"~10', "both words, at most ten words apart, in any order"),
        Example(f"{first[:4]}*", "words that start with this; at least two letters before the star"),
        Example(f"{first[:2]}?{first[3:]}", "? stands for one letter, * for any number of letters"),
        Example(f"{_misspelt(first)}~1", "with one typo, or up to two with ~2"),
        Example(f"title:{first}", "only in titles"),
        Example("path:txt", "only in file paths"),
        Example(f"{first} in:everything", "also in page boilerplate: menus, ads, repeated headlines"),
        *_of_fields(list(known)),
        Example("*", "every article"),
    )


def _of_fields(known: Sequence[About]) -> Iterator[Example]:
    """For each field the value that most articles have; nothing where none has any."""
    month = _commonest(it.dated.when[:7] for it in known if it.dated and len(it.dated.when) >= 7)
    if month:
        yield Example(f"date:{month}", "published (or updated) in this month; a day or a year works too")
        yield Example(f"date:{month[:4]}-01-01..{month[:4]}-12-31", "between two days")
    for field, name, meaning in _FIELDS:
        value = _commonest(getattr(it, name) for it in known)
        if value:
            yield Example(f"{field}:{_quoted(value)}", meaning)


def _commonest(values: Iterable[str]) -> str:
    """The value that there is most often, of the shorter and then the earlier ones; empty where all are."""
    counted = Counter(value for value in values if 0 < len(value) <= _LONGEST)
    return min(counted, key=lambda value: (-counted[value], value), default="")


def _quoted(value: str) -> str:
    """A value as a query names it: in quotation marks where it is more than a word, and without those of its own."""
    plain = " ".join(re.sub(r'["“”„«»]', " ", value).split())
    return plain if re.fullmatch(r"[^\W_]+", plain) else f'"{plain}"'


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
