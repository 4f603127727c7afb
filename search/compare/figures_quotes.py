"""Find the figures and quotations of a text, and those that another text lacks."""

import re
from collections.abc import Iterator, Sequence
from itertools import zip_longest

from search.compare.tokenized_text import TokenizedText
from search.types.article import Span

_QUOTED = re.compile('“[^“”\n]+[”\n]|"[^"\n]+["\n]|«[^«»\n]+[»\n]')  # an unclosed quotation ends with its paragraph
_FEWEST_WORDS = 3  # of a quotation; fewer are a name, or scare quotes
_MAGNITUDES = frozenset(["percent", "hundred", "thousand", "million", "billion", "trillion", "mn", "bn", "tn"])


def unmatched_figures(text: TokenizedText, other: TokenizedText) -> tuple[Span, ...]:
    """The spans of the figures that another text lacks in every notation: 40 % equals 40 per cent. Linear."""
    in_other = {figure for figure, _ in find_figures(other)}
    return tuple(span for figure, span in find_figures(text) if figure not in in_other)


def unmatched_quotations(text: TokenizedText, other: TokenizedText) -> tuple[Span, ...]:
    """The spans of the quotations whose words do not stand in this order anywhere in another text.

    A quotation is what double quotation marks enclose. Cost: linear, and a search of the other text for each quotation
    that it may have.
    """
    whole, triples = f" {' '.join(other.terms)} ", set(_triples(other.terms))
    return tuple(
        span
        for quoted, span in find_quotations(text)
        if not (triples.issuperset(_triples(quoted)) and f" {' '.join(quoted)} " in whole)
    )


def _triples(terms: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    return zip(terms, terms[1:], terms[2:], strict=False)


def find_figures(text: TokenizedText) -> Iterator[tuple[tuple[str, ...], Span]]:
    """The figures of a text. Each comes as terms, equal for all notations, and as a span."""
    for number, (term, following) in enumerate(zip_longest(text.terms, text.terms[1:])):
        if any(character.isdecimal() for character in term):
            has_magnitude = following in _MAGNITUDES
            figure = (term, following) if has_magnitude else (term,)
            yield figure, (text.starts[number], text.ends[number + has_magnitude])


def find_quotations(text: TokenizedText, fewest: int = _FEWEST_WORDS) -> Iterator[tuple[tuple[str, ...], Span]]:
    """The quotations of a text with at least `fewest` words. Each comes as terms and as a span."""
    for match in _QUOTED.finditer(text.text):
        start, end = match.span()
        first, last = text.tokens_between(start, end)
        if last - first >= fewest:
            yield text.terms[first:last], (start, end - match.group().endswith("\n"))
