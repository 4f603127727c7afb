"""Known-item searches: a reader remembers some words of one article and looks for that article.

Words are drawn at random from the articles with a fixed seed. A content word has at least four letters and occurs in at
most a tenth of the articles.
"""

import gzip
import random
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from tests.eval.relevance.collection import Collection, Document, QuerySet, read_documents

NAMES = ("bbc", "newsarticles")
SEED, ARTICLES = 14, 300
_WORD = re.compile(r"[^\W\d_]{4,}")
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+")
Words = Sequence[str]


def read_known_items(path: Path) -> Collection:
    """The articles of a corpus, with a set of queries for each way of remembering one."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        documents = read_documents(lines)
    return Collection(path.name.split(".")[0], documents, draw(path.name.split(".")[0], documents))


def draw(name: str, documents: Mapping[str, Document], most: int = ARTICLES) -> tuple[QuerySet, ...]:
    """The sets of queries for at most so many articles. An article that is too short for one of the sets is in none."""
    chance = random.Random(SEED)
    words = {key: set(_words(document.page)) for key, document in documents.items()}
    frequency = Counter(word for article in words.values() for word in article)
    rare = {word for word, count in frequency.items() if count <= max(1, len(documents) // 10)}

    def content(text: str) -> Words:
        return [word for word in dict.fromkeys(_words(text)) if word in rare]

    parts = {key: (content(document.title), content(paragraph_2(document.text))) for key, document in documents.items()}
    candidates = [
        key for key, (title, paragraph) in parts.items() if len(title) >= 2 and len(set(paragraph) - set(title)) >= 3
    ]
    keys = chance.sample(candidates, min(most, len(candidates)))

    def wrong(key: str) -> str:
        others = sorted({word for other in chance.sample(keys, 2) for word in parts[other][1]} - words[key])
        return chance.choice(others)

    kinds: dict[str, Callable[[str, Words, Words], Words]] = {
        "2 of paragraph 2": lambda _key, _title, paragraph: chance.sample(paragraph, 2),
        "3 of paragraph 2": lambda _key, _title, paragraph: chance.sample(paragraph, 3),
        "2 of title": lambda _key, title, _paragraph: chance.sample(title, 2),
        "2 of paragraph 2, 1 of title": lambda _key, title, paragraph: [
            *chance.sample([word for word in paragraph if word not in title], 2),
            chance.choice(title),
        ],
        "3 of paragraph 2, 1 wrong": lambda key, _title, paragraph: [*chance.sample(paragraph, 3), wrong(key)],
    }
    return tuple(
        QuerySet(
            f"{name}, {kind}",
            {key: " ".join(choose(key, *parts[key])) for key in keys},
            {key: {key: 1} for key in keys},
        )
        for kind, choose in kinds.items()
    )


def paragraph_2(text: str) -> str:
    """The second paragraph. Of a text in one piece, the third to fifth sentence; empty if the text is too short."""
    paragraphs = text.split("\n\n")
    if len(paragraphs) > 1:
        return paragraphs[1]
    return " ".join(_SENTENCE_END.split(text)[2:5])


def _words(text: str) -> Words:
    return [word.lower() for word in _WORD.findall(text)]
