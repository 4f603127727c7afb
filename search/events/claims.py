"""Who has which numbers and quotations: those of several texts on one event, beside one another."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import islice, pairwise
from typing import NamedTuple

from search.compare.figures_quotes import figures_in, quotations_in
from search.compare.tokenized_text import Side
from search.events.types import Kind
from search.query.date_range import MONTHS
from search.types.article import Span

_BEFORE, _AFTER = 2, 4
"""Words of its sentence around a figure that tell of what it is one."""
_FEWEST = 2  # words of a quotation
_EXACT = 3  # words of a quotation that is looked for in texts that do not mark it as one
_ALIKE = 0.5  # of the pairs of words of the shorter quotation, that two quotations of one saying share
_EACH = 100  # figures, and quotations, of each text that are looked at
_DIGITS = 4  # of a year
_YEARS = range(1900, 2101)
_OF_DATES = frozenset((*(month.lower()[:end] for month in MONTHS for end in (None, 3)), "sept"))


class Wording(NamedTuple):
    """How text number `text` has something: a stretch of it, and the stretch within that is meant."""

    text: int
    around: Span
    span: Span


class Told(NamedTuple):
    """A figure or a quotation, and how each text that has it words it; a text stands there once."""

    kind: Kind
    wordings: tuple[Wording, ...]


def statements(sides: Sequence[Side]) -> tuple[Told, ...]:
    """The figures and quotations of texts: those that most texts have first, then in order of the texts.

    Figures are one where they are the same number, however it is written; dates and years are none. Quotations are
    one where they share half of the shorter one's pairs of words that stand together, or almost together, so one that
    was shortened or has a word more is found. A text that has the words of a quotation without marking it as
    one has it too. Of each text the first _EACH of both are looked at. Cost: linear, and a search of each text for each
    quotation.
    """
    every = [*_figures(sides), *_quotations(sides)]
    return tuple(sorted(every, key=lambda told: -len(told.wordings)))


def _figures(sides: Sequence[Side]) -> Iterator[Told]:
    found: dict[tuple[str, ...], dict[int, Wording]] = {}
    for number, side in enumerate(sides):
        for figure, span in islice(figures_in(side), _EACH):
            first, end = side.between(*span)
            if side.text[span[0]].isdecimal() and not _is_date(side, first):
                around = _around(side, first, end)
                found.setdefault(figure, {}).setdefault(number, Wording(number, around, span))
    return (Told("figure", tuple(wordings.values())) for wordings in found.values())


def _is_date(side: Side, at: int) -> bool:
    """Whether a number is a year, or a day or year beside the name of a month."""
    term, written = side.terms[at], side.text[side.starts[at] : side.ends[at]]
    if not (term.isascii() and term.isdecimal() and term == written and len(term) <= _DIGITS):
        return False
    beside = {*side.terms[max(0, at - 1) : at], *side.terms[at + 1 : at + 2]}
    return int(term) in _YEARS or not beside.isdisjoint(_OF_DATES)


def _around(side: Side, first: int, end: int) -> Span:
    """Some tokens with a few words around them, of the same sentence."""
    unit = int(side.owners[first])
    low, high = side.words(unit, unit + 1)
    return side.starts[max(low, first - _BEFORE)], side.ends[max(end, min(high, end + _AFTER)) - 1]


def _quotations(sides: Sequence[Side]) -> Iterator[Told]:
    rows = _Rows()
    for number, side in enumerate(sides):
        for words, span in islice(quotations_in(side, _FEWEST), _EACH):
            rows.add(words, Wording(number, span, span))
    texts = [f" {' '.join(side.terms)} " for side in sides]
    for words, wordings in rows.found:
        unmarked = (_unmarked(words, number, *pair) for number, pair in enumerate(zip(sides, texts, strict=True)))
        every = {wording.text: wording for wording in unmarked if wording} | wordings
        yield Told("quotation", tuple(every[number] for number in sorted(every)))


def _unmarked(words: tuple[str, ...], number: int, side: Side, text: str) -> Wording | None:
    """Where a text has the words one after the other."""
    at = text.find(f" {' '.join(words)} ") if len(words) >= _EXACT else -1
    if at < 0:
        return None
    first = text.count(" ", 0, at)
    span = side.starts[first], side.ends[first + len(words) - 1]
    return Wording(number, span, span)


class _Rows:
    """Quotations, those of one saying together: each with the words of the one that came first."""

    def __init__(self) -> None:
        self.found: list[tuple[tuple[str, ...], dict[int, Wording]]] = []
        self._sizes: list[int] = []
        self._with: dict[tuple[str, str], list[int]] = defaultdict(list)

    def add(self, words: tuple[str, ...], wording: Wording) -> None:
        """Put a quotation to those it is alike, or to itself."""
        pairs = {*pairwise(words), *zip(words, words[2:], strict=False)}
        shared = Counter(row for pair in pairs for row in self._with.get(pair, ()))
        for row, count in shared.most_common(1):
            if count >= _ALIKE * min(len(pairs), self._sizes[row]):
                self.found[row][1].setdefault(wording.text, wording)
                return
        for pair in pairs:
            self._with[pair].append(len(self.found))
        self.found.append((words, {wording.text: wording}))
        self._sizes.append(len(pairs))
