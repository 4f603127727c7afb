"""The positions of words in the fields of one article, read from the index. Only short fields are tokenized."""

from functools import cached_property

import numpy as np

from search.analysis.tokenizer import Tokens, tokenize
from search.arrays import Ints
from search.engines.embedded.searcher.multi_reader import MultiReader
from search.engines.embedded.segment.metadata_fields import metadata_texts
from search.engines.embedded.segment.segment_reader import FIELDS
from search.engines.embedded.segment.stored_fields import StoredArticle
from search.errors import IndexDamaged
from search.query.marks import Offsets
from search.query.match import FieldPositions
from search.query.nodes import BOILERPLATE, TEXT


class ArticleFields(dict[str, FieldPositions]):
    """The fields of an article by name, each made and read on first use."""

    def __init__(self, reader: MultiReader, document: int, stored: StoredArticle) -> None:
        self._article = reader, document, stored

    def __contains__(self, name: object) -> bool:
        return name in FIELDS

    def __missing__(self, name: str) -> FieldPositions:
        field: FieldPositions
        if name == TEXT:
            field = _Field(TEXT, *self._article)
        elif name in (BOILERPLATE, "title"):
            text = self[TEXT]
            assert isinstance(text, _Field)
            field = _Title(text) if name == "title" else _Boilerplate(text)
        else:
            field = _TokenizedField(name, *self._article)
        self[name] = field
        return field


class _Field:
    """A field, with the offsets of the file's text."""

    def __init__(self, name: str, reader: MultiReader, document: int, stored: StoredArticle) -> None:
        self.name = name
        self.reader = reader
        self.document = document
        self.stored = stored
        self.article = stored.article

    @property
    def is_empty(self) -> bool:
        return not self.reader.field(self.name).lengths[self.document]

    def any_of(self, words: frozenset[str]) -> Ints:
        field = self.reader.field(self.name)
        positions = field.positions(words, self.document)
        if len(positions) and positions[-1] >= field.lengths[self.document]:
            raise self.disagreement()
        return positions

    def spans(self, first: Ints, last: Ints) -> tuple[Offsets, Offsets]:
        starts, ends = self.offsets
        if len(last) and last[-1] >= len(ends):
            raise self.disagreement()
        return starts[first], ends[last]

    def disagreement(self) -> IndexDamaged:
        """The error that says that the article and its postings do not go together."""
        segment, number = self.reader.place(self.document)
        return segment.file.damage(f"article {number} has other tokens in {self.name} than its postings")

    @cached_property
    def offsets(self) -> tuple[Offsets, Offsets]:
        segment, number = self.reader.place(self.document)
        return segment.offsets(number, self.stored)


class _Title(_Field):
    """The tokens of the title are tokens of the text too, from a certain one on."""

    def __init__(self, text: _Field) -> None:
        super().__init__("title", text.reader, text.document, text.stored)
        self._text = text

    def spans(self, first: Ints, last: Ints) -> tuple[Offsets, Offsets]:
        before = self._before
        return self._text.spans(before + first, before + last)

    @cached_property
    def _before(self) -> int:
        starts, _ = self._text.offsets
        before = int(np.searchsorted(starts, self.article.title[0]))
        if before + self.reader.field(self.name).lengths[self.document] > len(starts):
            raise self.disagreement()
        return before


class _Boilerplate(_Field):
    """Tokens that take up places in the text."""

    def __init__(self, text: _Field) -> None:
        super().__init__(BOILERPLATE, text.reader, text.document, text.stored)
        self.spans = text.spans  # type: ignore[method-assign]


class _TokenizedField(_Field):
    """A field that stands in no text, but is short."""

    def spans(self, first: Ints, last: Ints) -> tuple[Offsets, Offsets]:
        starts, ends = (np.array(each, np.int64) for each in (self._tokens.starts, self._tokens.ends))
        return starts[first], ends[last]

    @cached_property
    def _tokens(self) -> Tokens:
        (value,) = metadata_texts([self.article])[self.name]
        value_tokens = tokenize(value)
        if len(value_tokens.terms) != self.reader.field(self.name).lengths[self.document]:
            raise self.disagreement()
        return value_tokens
