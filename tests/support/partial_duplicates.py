"""Make near-duplicates: put some of one article's sentences, slightly edited, into another article of its length."""

import random
from collections.abc import Sequence

from search.kernels import kernels

_FEWEST_WORDS = 100
_FEWEST_PARTS = 5
_EDITED = 0.05


def build_partial_duplicates(
    texts: Sequence[str], count: int, seed: int, *, scattered: bool
) -> tuple[list[str], set[tuple[int, int]]]:
    """The texts with `count` near-duplicates among them, and the duplicate pairs.

    30 to 60 % of the source's paragraphs (sentences where it has few paragraphs) replace as many of the other's: in one
    piece, or scattered one by one.
    """
    rng = random.Random(seed)
    made = list(texts)
    words = [word for text in texts[:200] for word in text.split()]
    fit = [
        at
        for at, text in enumerate(texts)
        if len(text.split()) >= _FEWEST_WORDS and len(_parts(text)[0]) >= _FEWEST_PARTS
    ]
    rng.shuffle(fit)
    chosen = sorted(fit[: 2 * count], key=lambda at: len(texts[at].split()))
    pairs = set()
    for source, target in zip(chosen[::2], chosen[1::2], strict=True):
        made[target] = _copied(rng, texts[source], texts[target], words, scattered)
        pairs.add((min(source, target), max(source, target)))
    return made, pairs


def _parts(text: str) -> tuple[list[str], str]:
    paragraphs = [part for part in text.split("\n\n") if part.strip()]
    if len(paragraphs) >= _FEWEST_PARTS:
        return paragraphs, "\n\n"
    return [text[start:end] for start, end in kernels().sentences(text, 0, len(text))], " "


def _copied(rng: random.Random, source: str, target: str, words: Sequence[str], scattered: bool) -> str:
    parts, (own, glue) = _parts(source)[0], _parts(target)
    many = max(1, round(rng.uniform(0.3, 0.6) * len(parts)))
    gone = min(many, len(own) - 1)
    if not scattered:
        first, at = rng.randrange(len(parts) - many + 1), rng.randrange(len(own) - gone + 1)
        taken = [_edited(rng, part, words) for part in parts[first : first + many]]
        return glue.join([*own[:at], *taken, *own[at + gone :]])
    kept = [own[number] for number in sorted(rng.sample(range(len(own)), len(own) - gone))]
    taken = [_edited(rng, parts[number], words) for number in sorted(rng.sample(range(len(parts)), many))]
    places = sorted(rng.randrange(len(kept) + 1) for _ in taken)
    for place, part in reversed(list(zip(places, taken, strict=True))):
        kept.insert(place, part)
    return glue.join(kept)


def _edited(rng: random.Random, text: str, words: Sequence[str]) -> str:
    """Text with every twentieth word replaced, deleted or followed by another."""
    edited = []
    for word in text.split():
        ways = ([word], [rng.choice(words)], [], [word, rng.choice(words)])
        edited += ways[rng.randrange(1, 4) if rng.random() < _EDITED else 0]
    return " ".join(edited)
