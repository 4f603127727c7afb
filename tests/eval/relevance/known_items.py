"""Known-item searches: a person remembers a few words of one article and looks for that article.

The words are drawn at random from the articles, always the same ones.
"""

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from random import Random

from whoosh.lang.stopwords import stoplists

from tests.eval.relevance.collection import Document, QuerySet

SEED, ARTICLES = 14, 300
_COMMON = 0.1
"""A word that more than this share of the articles have is no content word. Nor is one of Snowball's stop words."""
_WORD = re.compile(r"(?<!['’])\b[^\W\d_]{4,}\b(?!['’][a-rt-z])")
"""At least four letters, and no part of "couldn't" or "O'Brien"."""
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+")
Words = Sequence[str]


@dataclass(frozen=True)
class Item:
    """An article to search for: all its words, and the content words of its title and of its second paragraph."""

    words: frozenset[str]
    title: Words
    paragraph: Words

    @property
    def is_long_enough(self) -> bool:
        """Whether every kind of query can be drawn from it."""
        return len(self.title) >= 2 and len(self.paragraph) >= 3 and len(self.body_words) >= 2

    @property
    def body_words(self) -> Words:
        """The content words of the paragraph that the title lacks."""
        return [word for word in self.paragraph if word not in self.title]


def draw_query_sets(name: str, documents: Mapping[str, Document], most: int = ARTICLES) -> tuple[QuerySet, ...]:
    """A set of queries for each kind, over the same articles: at most so many of those that are long enough."""
    vocabulary = _content_words(documents)
    items = {key: _item(document, vocabulary) for key, document in documents.items()}
    candidates = [key for key, item in items.items() if item.is_long_enough]
    keys = sorted(Random(SEED).sample(candidates, min(most, len(candidates))))
    order = sorted(vocabulary)
    return tuple(
        _query_set(f"{name}, {kind}", {key: items[key] for key in keys}, order, draw) for kind, draw in KINDS.items()
    )


def _query_set(name: str, items: Mapping[str, Item], vocabulary: Words, draw: "Draw") -> QuerySet:
    random = Random(f"{SEED} {name}")  # of its own, so that another kind changes no queries of this one
    queries = {key: " ".join(draw(item, vocabulary, random)) for key, item in items.items()}
    return QuerySet(name, queries, {key: {key: 1} for key in items}, known_item=True)


def _wrong_word(item: Item, vocabulary: Words, random: Random) -> str:
    """A content word that other articles have and this one lacks."""
    return random.choice([word for word in vocabulary if word not in item.words])


Draw = Callable[[Item, Words, Random], Words]
KINDS: Mapping[str, Draw] = {
    "2 of paragraph 2": lambda item, _, random: random.sample(item.paragraph, 2),
    "3 of paragraph 2": lambda item, _, random: random.sample(item.paragraph, 3),
    "2 of the title": lambda item, _, random: random.sample(item.title, 2),
    "2 of paragraph 2, 1 of the title": lambda item, _, random: (
        random.sample(item.body_words, 2) + random.sample(item.title, 1)
    ),
    "3 of paragraph 2, 1 wrong": lambda item, vocabulary, random: (
        [*random.sample(item.paragraph, 3), _wrong_word(item, vocabulary, random)]
    ),
}


def second_paragraph(text: str) -> str:
    """The second paragraph. Of a text in one piece, the third to fifth sentence. Empty if the text is too short."""
    first, *others = text.split("\n\n")
    return others[0] if others else " ".join(_SENTENCE_END.split(first)[2:5])


def _item(document: Document, vocabulary: frozenset[str]) -> Item:
    def content_words(text: str) -> Words:
        return [word for word in dict.fromkeys(_words(text)) if word in vocabulary]

    words = frozenset(_words(document.page))
    return Item(words, content_words(document.title), content_words(second_paragraph(document.text)))


def _content_words(documents: Mapping[str, Document]) -> frozenset[str]:
    """Words of at least four letters that are neither common nor stop words."""
    frequencies = Counter(word for document in documents.values() for word in set(_words(document.page)))
    most = max(1, int(_COMMON * len(documents)))
    return frozenset(word for word, count in frequencies.items() if count <= most and word not in stoplists["en"])


def _words(text: str) -> Words:
    return [word.lower() for word in _WORD.findall(text)]
