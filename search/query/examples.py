"""Make example queries for a corpus: one for each feature of the query language, with words from its titles."""

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
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
_MOST_TRIED = 20
"""Words that are tried beside the first, until a query with both finds something."""
_STOCK_WORDS = ["harbour", "strike", "ferry"]


@dataclass(frozen=True, slots=True)
class Example:
    """A query, and in words what it finds."""

    query: str
    meaning: str


def examples(
    titles: Iterable[str],
    abouts: Iterable[About],
    function_words: Collection[str],
    finds: Callable[[str], bool],
) -> tuple[Example, ...]:
    """Example queries made of the words of some titles and the metadata of some articles.

    `finds` tells whether a query finds an article; so the first examples do, where such words are among the commonest.
    Stock words stand in where the titles have too few. Linear, and up to 40 queries.
    """
    title_terms = [_content_words(tokenize(title).terms, function_words) for title in titles]
    first, *others = _common_words(title_terms)
    second = _first_that_finds(f"{first} ", others, finds)
    excluded = _first_that_finds(f"{first} -", others, finds)
    third = next(word for word in others if word != second)
    left, right = _adjacent_words(title_terms, first) or (first, second)
    misspelt = first[0] + first[2] + first[1] + first[3:]
    return (
        Example(f"{first} {second}", "both words, in any form"),
        Example(f'"{left} {right}"', "exactly these words, next to each other"),
        Example(f"{first} OR {second}", "either word, or both"),
        Example(f"{first} -{excluded}", "the first word, without the second"),
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


def _content_words(terms: Sequence[str], function_words: Collection[str]) -> list[str]:
    """The terms of a title, with an empty one in place of each that is no example: it is short, common or a number."""
    return [
        term if term.isalpha() and len(term) >= _SHORTEST_WORD and term not in function_words else "" for term in terms
    ]


def _common_words(title_words: Sequence[Sequence[str]]) -> list[str]:
    """The words that most titles have, three at least."""
    counts = Counter(word for words in title_words for word in dict.fromkeys(words) if word)
    common = [word for word, _ in counts.most_common(_MOST_TRIED)]
    return common + [word for word in _STOCK_WORDS if word not in common][: max(0, 3 - len(common))]


def _first_that_finds(before: str, words: Sequence[str], finds: Callable[[str], bool]) -> str:
    """The first word that finds something behind the beginning of a query; the first of all if none does."""
    return next((word for word in words if finds(before + word)), words[0])


def _adjacent_words(title_words: Sequence[Sequence[str]], word: str) -> tuple[str, str] | None:
    """Two words side by side in a title, with `word` among them if possible."""
    pairs = [pair for words in title_words for pair in pairwise(words) if all(pair)]
    return next((pair for pair in pairs if word in pair), pairs[0] if pairs else None)
