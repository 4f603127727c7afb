"""The fields of one article with its words' places, read from the index: no text is analysed for it but a path."""

from collections.abc import Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from search.analysis import Tokens, tokens
from search.engines.embedded.view import SAID, View
from search.engines.embedded.writer import said
from search.model import Article, Span
from search.query.match import Words
from search.query.nodes import FURNITURE, TEXT


def fields_of(view: View, document: int, article: Article) -> dict[str, Words]:
    """The fields of an article. What is not asked for is not read."""
    text = _Field(TEXT, view, document, article)
    furniture = _Furniture(text)
    told = (_Said(name, view, document, article) for name in ("path", *SAID))
    return {TEXT: text, FURNITURE: furniture, "title": _Title(text), **{field.name: field for field in told}}


class _Field:
    """A field, with the offsets of the file's text."""

    def __init__(self, name: str, view: View, document: int, article: Article) -> None:
        self.name = name
        self.view = view
        self.document = document
        self.article = article

    def any_of(self, words: frozenset[str]) -> Sequence[int]:
        field = self.view.field(self.name)
        return field.positions(field.any_of(words).addresses, self.document)

    def span(self, first: int, last: int) -> Span:
        starts, ends = self.offsets
        return int(starts[first]), int(ends[last])

    @cached_property
    def offsets(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        segment, number = self.view.place(self.document)
        return segment.store.offsets(number)


class _Title(_Field):
    """The tokens of the title are tokens of the text too, from a certain one on."""

    def __init__(self, text: _Field) -> None:
        super().__init__("title", text.view, text.document, text.article)
        self._text = text

    def span(self, first: int, last: int) -> Span:
        before = self._before
        return self._text.span(before + first, before + last)

    @cached_property
    def _before(self) -> int:
        return int(np.searchsorted(self._text.offsets[0], self.article.title[0]))


class _Furniture(_Field):
    """Tokens that take up places in the text."""

    def __init__(self, text: _Field) -> None:
        super().__init__(FURNITURE, text.view, text.document, text.article)
        self.span = text.span  # type: ignore[method-assign]


class _Said(_Field):
    """A field that stands in no text, but is short."""

    def span(self, first: int, last: int) -> Span:
        return self._tokens.starts[first], self._tokens.ends[last]

    @cached_property
    def _tokens(self) -> Tokens:
        (value,) = said([self.article])[self.name]
        return tokens(value)
