"""Find what differs, word by word, between two stretches of text that belong together."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from search.arrays import Ints
from search.compare.tokenized_text import TokenizedText
from search.compare.types import Difference
from search.types.article import Span

_WIDEST = 120
"""Terms, in either text, between two aligned ones that are compared with difflib. It takes quadratic time, and cubic
time at worst."""


@dataclass
class Budget:
    """The cost that a comparison may still take, in pairs of terms. `complete` is False once something was skipped."""

    left: int = 1_000_000
    complete: bool = True

    def allows(self, count_a: int, count_b: int) -> bool:
        """Whether this many terms may be compared with that many. If so, takes the cost from the budget."""
        cost = count_a * count_b
        if max(count_a, count_b) > _WIDEST or cost > self.left:
            self.complete = False
            return False
        self.left -= cost
        return True


def word_differences(
    a: TokenizedText, b: TokenizedText, tokens: tuple[Span, Span], partners: Ints, budget: Budget
) -> tuple[Difference, ...]:
    """The differences between tokens tokens[0] of a and tokens[1] of b, in order of both texts.

    `partners` holds for each token of a its token of b in a shared passage, or -1. Cost: linear, and what the budget
    allows.
    """
    differences: list[Difference] = []
    span_a, span_b = tokens
    position_a, position_b = span_a[0], span_b[0]
    for token_a, token_b in (*_equal_tokens(a, b, tokens, partners, budget), (span_a[1], span_b[1])):
        if position_a < token_a or position_b < token_b:
            stretch_a = _text_span(a, position_a, token_a, span_a)
            stretch_b = _text_span(b, position_b, token_b, span_b)
            differences.append(Difference(stretch_a, stretch_b, "words"))
        if token_a < span_a[1]:
            word_a, word_b = (a.starts[token_a], a.ends[token_a]), (b.starts[token_b], b.ends[token_b])
            if a.text[slice(*word_a)] != b.text[slice(*word_b)]:
                differences.append(Difference(word_a, word_b, "written"))
        position_a, position_b = token_a + 1, token_b + 1
    return tuple(differences)


def _text_span(text: TokenizedText, first: int, end: int, tokens: Span) -> Span:
    """The text of tokens `first` up to `end`. Where there are none, an empty span at their place."""
    if first < end:
        return text.starts[first], text.ends[end - 1]
    if first > tokens[0]:
        return text.ends[first - 1], text.ends[first - 1]
    start = text.starts[first] if first < tokens[1] else 0
    return start, start


def _equal_tokens(
    a: TokenizedText, b: TokenizedText, tokens: tuple[Span, Span], partners: Ints, budget: Budget
) -> Iterator[Span]:
    """Pairs of equal tokens of a and b, in order of both: those in shared passages, and those between these."""
    (start_a, end_a), (start_b, end_b) = tokens
    for token_a, token_b in enumerate(partners[start_a:end_a].tolist(), start_a):
        if start_b <= token_b < end_b:
            yield from _equal_between(a, b, (start_a, token_a), (start_b, token_b), budget)
            yield token_a, token_b
            start_a, start_b = token_a + 1, token_b + 1
    yield from _equal_between(a, b, (start_a, end_a), (start_b, end_b), budget)


def _equal_between(a: TokenizedText, b: TokenizedText, span_a: Span, span_b: Span, budget: Budget) -> Iterator[Span]:
    size_a, size_b = span_a[1] - span_a[0], span_b[1] - span_b[0]
    if size_a and size_b and budget.allows(size_a, size_b):
        matcher = SequenceMatcher(None, a.terms[slice(*span_a)], b.terms[slice(*span_b)], autojunk=False)
        for block in matcher.get_matching_blocks():
            yield from ((span_a[0] + block.a + step, span_b[0] + block.b + step) for step in range(block.size))
