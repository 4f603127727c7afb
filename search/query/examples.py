"""Make example queries for a corpus: one for each feature of the query language, with words from its titles."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from search.analysis.tokenizer import tokenize
from search.types.hits import About

_FIELDS = (
    ("source", "source", "from this outlet"),
    ("agency", "agency", "with text from this agency"),
    ("place", "place", "written in this place, by the dateline"),
    ("author", "author", "by this author"),
    ("lang", "language", "in this language"),
)
_LONGEST_VALUE = 60
_SHORTEST_WORD = 5
_TOO_COMMON = frozenset(
    ("about", "after", "again", "being", "could", "their", "there", "these", "those", "which", "would")
)
_STOCK_WORDS = ["harbour", "strike", "ferry"]


@dataclass(frozen=True, slots=True)
class Example:
    """A query, and in words what it finds."""

    query: str
    meaning: str


def examples(titles: Iterable[str], abouts: Iterable[About] = ()) -> tuple[Example, ...]:
    """Example queries made of the words of some titles and the metadata of some articles.

    Stock words stand in where the titles have too few. Linear.
    """
    title_terms = [tokenize(title).terms for title in titles]
    first, second, third = _common_words(title_terms)
    left, right = _adjacent_words(title_terms, first) or (first, second)
    misspelt = first[0] + first[2] + first[1] + first[3:]
    return (
        Example(f"{first} {second}", "both words, in any form"),
        Example(f'"{left} {right}"', "exactly these words, next to each other"),
        Example(f"{first} OR {second}", "either word, or both"),
        Example(f"{first} -{second}", "the first word, without the second"),
        Example(f"({first} OR {second}) {third}", "parentheses group words"),
        Example(f'"{first} {second}"~10', "both words, at most ten words apart, in any order"),
        Example(f"{first[:4]}*", "words that start with this; at least two letters before the star"),
        Example(f"{first[:2]}?{first[3:]}", "? stands for one letter, * for any number of letters"),
        Example(f"{misspelt}~1", "with one typo, or up to two with ~2"),
        Example(f"title:{first}", "only in titles"),
        Example("path:txt", "only in file paths"),
        Example(f"{first} in:everything", "also in page boilerplate: menus, ads, repeated headlines"),
        *_field_examples(list(abouts)),
        Example("*", "every article"),
    )


def _field_examples(abouts: Sequence[About]) -> Iterator[Example]:
    """For each field an example with its most frequent value; none for a field without values."""
    month = _most_frequent(about.dated.when[:7] for about in abouts if about.dated and len(about.dated.when) >= 7)
    if month:
        yield Example(f"date:{month}", "published (or updated) in this month; a day or a year works too")
        yield Example(f"date:{month[:4]}-01-01..{month[:4]}-12-31", "between two days")
    for field, name, meaning in _FIELDS:
        value = _most_frequent(getattr(about, name) for about in abouts)
        if value:
            yield Example(f"{field}:{_quoted(value)}", meaning)


def _most_frequent(values: Iterable[str]) -> str:
    """The most frequent short value, the alphabetically first of equal ones; empty where there is none."""
    counts = Counter(value for value in values if 0 < len(value) <= _LONGEST_VALUE)
    return min(counts, key=lambda value: (-counts[value], value), default="")


def _quoted(value: str) -> str:
    """A value as a query needs it: in quotation marks where it is more than one word, its own marks removed."""
    plain = " ".join(re.sub(r'["“”„«»]', " ", value).split())
    return plain if re.fullmatch(r"[^\W_]+", plain) else f'"{plain}"'


def _common_words(title_terms: Sequence[Sequence[str]]) -> list[str]:
    """The three words that most titles have."""
    counts = Counter(word for terms in title_terms for word in dict.fromkeys(terms) if _is_content_word(word))
    return [word for word, _ in counts.most_common(3)] + _STOCK_WORDS[: max(0, 3 - len(counts))]


def _adjacent_words(title_terms: Sequence[Sequence[str]], word: str) -> tuple[str, str] | None:
    """Two words side by side in a title, with `word` among them if possible."""
    pairs = [pair for terms in title_terms for pair in pairwise(terms) if all(map(_is_content_word, pair))]
    return next((pair for pair in pairs if word in pair), pairs[0] if pairs else None)


def _is_content_word(word: str) -> bool:
    return re.fullmatch(rf"[a-z]{{{_SHORTEST_WORD},}}", word) is not None and word not in _TOO_COMMON
