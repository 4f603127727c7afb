"""Make example queries for a corpus: one for each feature of the query language, with words from its titles."""

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

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
_SHORTEST_WORD, _SHORTEST_WITHOUT_CAPITALS = 5, 3
"""Letters that a word has at least, in alphabets with capitals and in others. Their words are shorter."""
_MOST_TRIED = 10
"""Words that are tried beside the first, until a query with both finds something."""
_CHINESE = re.compile("[\u4e00-\u9fff]")
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
    Stock words stand in where the titles have too few. Linear, and up to 20 queries.
    """
    title_words = [_content_words(tokenize(title).terms, function_words) for title in titles]
    first, *others = _common_words(title_words)
    second = _first_that_finds(f"{first} ", others, finds)
    excluded = _first_that_finds(f"{first} -", others, finds)
    third = next(word for word in others if word != second)
    left, right = _adjacent_words(title_words, first) or (first, second)
    return (
        Example(f"{first} {second}", "both words, in any form"),
        Example(f'"{left} {right}"', "exactly these words, next to each other"),
        Example(f"{first} OR {second}", "either word, or both"),
        Example(f"{first} -{excluded}", "the first word, without the second"),
        Example(f"({first} OR {second}) {third}", "parentheses group words"),
        Example(f'"{first} {second}"~10', "both words, at most ten words apart, in any order"),
        Example(f"{first[:4]}*", "words that start with this; at least two letters before the star"),
        *_misspelt_examples(first),
        Example(f"title:{first}", "only in titles"),
        Example("path:txt", "only in file paths"),
        Example(f"{first} in:everything", "also in page boilerplate: menus, ads, repeated headlines"),
        *_field_examples(list(abouts)),
        Example("*", "every article"),
    )


def _misspelt_examples(word: str) -> Iterator[Example]:
    """Examples with another letter in a word, if it has enough of them."""
    if len(word) > _SHORTEST_WITHOUT_CAPITALS:
        yield Example(f"{word[:2]}?{word[3:]}", "? stands for one letter, * for any number of letters")
        yield Example(f"{word[0]}{word[2]}{word[1]}{word[3:]}~1", "with one typo, or up to two with ~2")


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


def _content_words(terms: Iterable[str], function_words: Collection[str]) -> list[str]:
    """The words of a title, with an empty one in place of each that is no example: it is short, common or a number."""
    return [word if _is_example(word) and word not in function_words else "" for word in _words(terms)]


def _words(terms: Iterable[str]) -> Iterator[str]:
    """Terms, but Chinese characters by twos: most words have two of them, and each is a term."""
    for is_chinese, run in groupby(terms, lambda term: bool(_CHINESE.fullmatch(term))):
        if is_chinese:
            characters = "".join(run)
            yield from (characters[start : start + 2] for start in range(0, len(characters), 2))
        else:
            yield from run


def _is_example(word: str) -> bool:
    """Whether a word is long enough, and has no digits."""
    if _CHINESE.match(word):
        return len(word) == 2
    shortest = _SHORTEST_WORD if word.upper() != word else _SHORTEST_WITHOUT_CAPITALS
    return len(word) >= shortest and not any(map(str.isdigit, word))


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
