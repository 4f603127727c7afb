"""An article to read. Spans count code points and exclude their ends."""

import dataclasses
from dataclasses import dataclass

from search.types.article import Break, Span, Zone
from search.types.hits import About

_INTERNAL, _OPTIONAL = {"internal": True}, {"optional": True}


@dataclass(frozen=True)
class ArticleView:
    """An article to read, with the marks of a query. `found`, `missing` and `read_again` are as in `MarkedArticle`.

    `marks` are some of `total` marks; `first` is the number of the first of them, from 1; `bands` are as in `Portion`.
    `title_at` is the span of the title in the text. `siblings` are the ids of all articles in its file, in order; there
    are none if it is the only one. `breaks`, `fields` and `added` are as in `Article`.
    """

    id: str
    title: str
    path: str
    encoding: str
    query: str
    canonical: str
    notes: tuple[str, ...]
    found: bool
    text: str
    marks: tuple[Span, ...]
    about: About
    title_at: Span
    zones: tuple[Zone, ...]
    siblings: tuple[str, ...]
    first: int
    total: int
    bands: tuple[tuple[int, int], ...] = dataclasses.field(metadata=_INTERNAL)
    missing: tuple[str, ...] = dataclasses.field(default=(), metadata=_OPTIONAL)
    read_again: bool = dataclasses.field(default=False, metadata=_OPTIONAL)
    breaks: tuple[Break, ...] = dataclasses.field(default=(), metadata=_OPTIONAL)
    fields: tuple[tuple[str, str], ...] = dataclasses.field(default=(), metadata=_OPTIONAL)
    added: int = dataclasses.field(default=0, metadata=_OPTIONAL)
