"""The fields of one article with its words' places, read from the index: no text is analysed for it but a path."""

from collections.abc import Callable, Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from search.analysis import tokens
from search.engines.embedded.segment import Field, Segment
from search.model import Article, Span, readable_path
from search.query.match import Words
from search.query.nodes import TEXT

_Offsets = Callable[[], tuple[Sequence[int], Sequence[int]] | tuple[NDArray[np.int64], NDArray[np.int64]]]


def fields_of(segment: Segment, document: int, article: Article) -> dict[str, Words]:
    """The fields of an article. What is not asked for is not read. Title and text share the offsets of the file."""

    @cache
    def text() -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        return segment.store.offsets(document)

    def title() -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        starts, ends = text()
        first = np.searchsorted(starts, article.title[0])
        return starts[first:], ends[first:]

    def path() -> tuple[Sequence[int], Sequence[int]]:
        found = tokens(readable_path(article.path))
        return found.starts, found.ends

    offsets: dict[str, _Offsets] = {TEXT: text, "title": title, "path": path}
    return {name: _Indexed(segment.fields[name], document, offsets[name]) for name in offsets}


class _Indexed:
    def __init__(self, field: Field, document: int, offsets: _Offsets) -> None:
        self._field = field
        self._document = document
        self._offsets = cache(offsets)

    def any_of(self, words: frozenset[str]) -> Sequence[int]:
        return self._field.positions(self._field.any_of(words).addresses, self._document)

    def span(self, first: int, last: int) -> Span:
        starts, ends = self._offsets()
        return int(starts[first]), int(ends[last])
