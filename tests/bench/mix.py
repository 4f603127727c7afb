"""The queries for every engine. They are drawn from the texts, the same ones for the same texts and seed."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from random import Random
from typing import Literal

from tests.bench.corpus import Census, evenly, read, words

Form = Literal["all", "any", "phrase", "prefix"]
Words = tuple[str, ...]
Draw = Callable[[Census, Random], Iterator[Words]]

STEMMED = "degsy"
"""Endings that a stemmer may remove. Some engines stem prefixes too, and would search for another one."""

SAMPLE = 2000
"""Articles that are read to find which of the commonest words stand side by side."""


@dataclass(frozen=True)
class Question:
    """Words in lower case, and how an article has to contain them."""

    kind: str
    form: Form
    words: Words

    @property
    def text(self) -> str:
        """The question as people type it, in the notation that most engines share."""
        joined = (" OR " if self.form == "any" else " ").join(self.words)
        return {"phrase": f'"{joined}"', "prefix": f"{joined}*"}.get(self.form, joined)


@dataclass(frozen=True)
class Kind:
    """A kind of query: its name in the table, its form, and the function that draws its words in random order."""

    name: str
    form: Form
    draw: Draw


@dataclass(frozen=True)
class Mix:
    """The questions of one kind that are timed, and a few others that are asked before and not timed."""

    kind: str
    timed: tuple[Question, ...]
    warming: tuple[Question, ...]


def _share(low: float, high: float) -> Draw:
    """Words that stand in a share of the articles."""

    def draw(census: Census, random: Random) -> Iterator[Words]:
        return _shuffled(census.band(low * len(census.paths), high * len(census.paths)), random)

    return draw


def _rare(census: Census, random: Random) -> Iterator[Words]:
    return _shuffled(census.band(2, 10), random)


def _shuffled(band: list[str], random: Random) -> Iterator[Words]:
    random.shuffle(band)
    return ((word,) for word in band)


def _together(count: int) -> Draw:
    """Words that stand in one article, each of them in 0.1 to 30 % of all."""

    def draw(census: Census, random: Random) -> Iterator[Words]:
        band = set(census.band(0.001 * len(census.paths), 0.3 * len(census.paths)))
        for text in _texts(census, random):
            usable = sorted(words(text) & band)
            if len(usable) >= count:
                yield tuple(random.sample(usable, count))

    return draw


def _phrase(count: int) -> Draw:
    """Words that stand side by side in an article, with nothing but a space between."""
    run = re.compile(rf"(?<!\S)(?=([a-z]+(?: [a-z]+){{{count - 1}}})(?!\S))")

    def draw(census: Census, random: Random) -> Iterator[Words]:
        for text in _texts(census, random):
            if found := run.findall(text):
                yield tuple(random.choice(found).split())

    return draw


def _commonest(census: Census, _random: Random) -> Iterator[Words]:
    """Pairs of the ten commonest words, those that stand together most often first."""
    ten = "|".join(sorted(census.frequency, key=lambda word: (-census.frequency[word], word))[:10])
    pair = re.compile(rf"(?<!\S)({ten}) (?=({ten})(?!\S))")
    found = Counter(words for path in evenly(census.paths, SAMPLE) for words in pair.findall(read(path)))
    return (words for words, _ in sorted(found.items(), key=lambda item: (-item[1], item[0])))


def _prefix(census: Census, random: Random) -> Iterator[Words]:
    """The first three to five letters of a longer word that stands in 0.1 to 1 % of the articles."""
    for [word] in _share(0.001, 0.01)(census, random):
        prefix = word[: random.randint(3, 5)]
        if len(word) > 5 and prefix[-1] not in STEMMED:
            yield (prefix,)


def _texts(census: Census, random: Random) -> Iterator[str]:
    return map(read, random.sample(census.paths, len(census.paths)))


KINDS = (
    Kind("common word", "all", _share(0.05, 0.3)),
    Kind("middling word", "all", _share(0.001, 0.01)),
    Kind("rare word", "all", _rare),
    Kind("two words, all", "all", _together(2)),
    Kind("two words, any", "any", _together(2)),
    Kind("three words, all", "all", _together(3)),
    Kind("three words, any", "any", _together(3)),
    Kind("phrase of two", "phrase", _phrase(2)),
    Kind("phrase of three", "phrase", _phrase(3)),
    Kind("phrase of the commonest", "phrase", _commonest),
    Kind("prefix", "prefix", _prefix),
)


def mixes(census: Census, count: int, seed: int, warming: int = 3) -> tuple[Mix, ...]:
    """`count` questions of each kind, no two alike, or as many as the texts give, and `warming` others.

    Reads a few hundred articles.
    """
    return tuple(_mix(kind, census, count, Random(f"{seed} {kind.name}"), warming) for kind in KINDS)


def _mix(kind: Kind, census: Census, count: int, random: Random, warming: int) -> Mix:
    drawn = islice(_distinct(kind.draw(census, random)), count + warming)
    asked = tuple(Question(kind.name, kind.form, words) for words in drawn)
    return Mix(kind.name, asked[:count], asked[count:])


def _distinct(drawn: Iterator[Words]) -> Iterator[Words]:
    seen: set[Words] = set()
    for item in drawn:
        if item not in seen:
            seen.add(item)
            yield item
