"""The figures and the quotations of a text, and which of them another text has nowhere."""

import re
from collections.abc import Iterator, Sequence
from itertools import zip_longest

from search.compare.tokenized_text import Side
from search.types.article import Span

_QUOTED = re.compile('“[^“”\n]+[”\n]|"[^"\n]+["\n]|«[^«»\n]+[»\n]')  # one that runs on ends with its paragraph
_FEWEST = 3  # words of a quotation; fewer are a name or a doubt
_MAGNITUDES = frozenset(["percent", "hundred", "thousand", "million", "billion", "trillion", "mn", "bn", "tn"])


def figures(side: Side, other: Side) -> tuple[Span, ...]:
    """The figures that the other text does not have, however they are written: 40 % is 40 per cent. Linear."""
    known = {figure for figure, _ in figures_in(other)}
    return tuple(span for figure, span in figures_in(side) if figure not in known)


def quotations(side: Side, other: Side) -> tuple[Span, ...]:
    """The quotations whose words do not follow each other so anywhere in the other text.

    Quotations are what double quotation marks enclose. Cost: linear, and a search of the
    other text for those that may stand there.
    """
    whole, triples = f" {' '.join(other.terms)} ", set(_triples(other.terms))
    return tuple(
        span
        for quoted, span in quotations_in(side)
        if not (triples.issuperset(_triples(quoted)) and f" {' '.join(quoted)} " in whole)
    )


def _triples(terms: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    return zip(terms, terms[1:], terms[2:], strict=False)


def figures_in(side: Side) -> Iterator[tuple[tuple[str, ...], Span]]:
    """The figures of a text, each as its terms, the same however it is written, and its place."""
    for number, (term, following) in enumerate(zip_longest(side.terms, side.terms[1:])):
        if any(character.isdecimal() for character in term):
            great = following in _MAGNITUDES
            yield (term, following) if great else (term,), (side.starts[number], side.ends[number + great])


def quotations_in(side: Side, fewest: int = _FEWEST) -> Iterator[tuple[tuple[str, ...], Span]]:
    """The quotations of a text of so many words at least, each as its terms and its place."""
    for match in _QUOTED.finditer(side.text):
        start, end = match.span()
        words = side.between(start, end)
        if words[1] - words[0] >= fewest:
            yield side.terms[slice(*words)], (start, end - match.group().endswith("\n"))
