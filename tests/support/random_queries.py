"""Queries of all kinds, whose words are drawn from some texts, so that most of them find something."""

import re
from collections.abc import Callable, Sequence
from random import Random

_WORD = re.compile(r"[^\W_]+(?:[-'’.][^\W_]+)*")


class RandomQueries:
    """Draws queries from texts: one word or several, phrases, operators, patterns, fields."""

    def __init__(self, texts: Sequence[str], random: Random) -> None:
        self._texts, self._random = texts, random

    def draw(self) -> str:
        """A query text. A fifth are two queries joined by an operator."""
        random = self._random
        if random.random() < 0.2:
            return f"({self._simple()}) {random.choice(('AND', 'OR', 'NOT', ''))} ({self._simple()})"
        return self._simple()

    def _simple(self) -> str:
        kinds: tuple[Callable[[], str], ...] = (
            lambda: self._words(1),
            lambda: self._words(2),
            lambda: self._words(3),
            lambda: " OR ".join(self._run(self._random.randint(2, 4), side_by_side=False)),
            lambda: f"{self._words(2)} -{self._words(1)}",
            lambda: f'"{self._words(2)}"',
            lambda: f'"{self._words(3)}"',
            lambda: f'"{self._words(5)}"',
            lambda: f'"{self._words(2)[:-1]}*"',
            lambda: f'"{self._words(3)}"~{self._random.randint(1, 10)}',
            lambda: f" NEAR/{self._random.randint(1, 20)} ".join(self._run(2, side_by_side=False)),
            lambda: f"{self._words(1)[:4]}*",
            lambda: f"title:{self._words(1)}",
            lambda: f"path:{self._random.randint(0, 9)}*",
        )
        costly: tuple[Callable[[], str], ...] = (
            lambda: f"{self._words(1)}~1",
            lambda: f"{self._words(1)[:2]}?{self._words(1)[3:4]}*",
            lambda: "*",
        )
        return self._random.choice(costly if self._random.random() < 0.03 else kinds)()

    def _words(self, count: int) -> str:
        """Words that stand side by side."""
        return " ".join(self._run(count, side_by_side=True))

    def _run(self, count: int, *, side_by_side: bool) -> list[str]:
        """Words of one text, which has as many; `nothing` where it has not."""
        words = _WORD.findall(self._random.choice(self._texts))
        if len(words) < count:
            return ["nothing"] * count
        if not side_by_side:
            return self._random.sample(words, count)
        first = self._random.randrange(len(words) - count + 1)
        return words[first : first + count]
