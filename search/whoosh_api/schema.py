"""The fields of the index as a schema of Whoosh. Their analyzer is the tokenizer of this project."""

import os
from collections.abc import Iterator
from typing import Any

from whoosh.analysis import Analyzer, Token
from whoosh.fields import TEXT, Schema

from search.analysis import tokenizer
from search.types.files import readable_path

FIELDS = ("path", "text", "title")
"""The fields of the schema."""


class Analysis(Analyzer):
    """An analyzer of Whoosh that gives the tokens of `search.analysis.tokenizer`, with positions and offsets."""

    def __call__(  # noqa: PLR0913, PLR0917 - as Whoosh calls it
        self,
        value: str,
        positions: bool = False,
        chars: bool = False,
        keeporiginal: bool = False,
        removestops: bool = True,
        start_pos: int = 0,
        start_char: int = 0,
        tokenize: bool = True,
        mode: str = "",
        **options: Any,
    ) -> Iterator[Token]:
        tokens = tokenizer.tokenize(value) if tokenize else tokenizer.Tokens((value,), (0,), (len(value),))
        token: Any = Token(positions, chars, removestops=removestops, mode=mode, **options)
        for number, (term, start, end) in enumerate(zip(tokens.terms, tokens.starts, tokens.ends, strict=True)):
            token.text, token.boost = term, 1.0
            if keeporiginal:
                token.original = value[start:end]
            token.pos = start_pos + number
            token.startchar, token.endchar = start_char + start, start_char + end
            yield token


class Title(TEXT):
    """A title. It is sorted by its terms."""

    def to_column_value(self, value: Any) -> bytes:
        """The terms in UTF-8, to compare."""
        return " ".join(tokenizer.tokenize(value).terms).encode()


class PathField(TEXT):
    """A path. Bytes that are not UTF-8 are surrogates in it."""

    def index(self, value: Any, **options: Any) -> Any:
        """The postings of a path's words."""
        return super().index(readable_path(value), **options)

    def to_column_value(self, value: Any) -> bytes:
        """The bytes of the path, to compare."""
        return os.fsencode(value)

    def from_column_value(self, value: Any) -> str:
        """The path from its bytes."""
        return os.fsdecode(value)


def term_of(text: str | bytes) -> str:
    """A term as text. Empty for one that no index can have: not UTF-8, or with a newline."""
    try:
        term = text.decode() if isinstance(text, bytes) else text.encode().decode()
    except UnicodeError:
        return ""
    return "" if "\n" in term else term


def schema() -> Schema:
    """A new schema each time, since Whoosh's schemas can be changed."""
    analysis = Analysis()
    return Schema(
        text=TEXT(analyzer=analysis, stored=True),
        title=Title(analyzer=analysis, stored=True, sortable=True),
        path=PathField(analyzer=analysis, stored=True, sortable=True),
    )
