"""The fields of metadata of a segment: the same few values again and again, or the path of each article."""

from collections.abc import Sequence
from itertools import count
from typing import TYPE_CHECKING

import numpy as np

from search.engines.metadata_texts import metadata_texts
from search.types.article import Article

if TYPE_CHECKING:
    from search.engines.embedded.storage.container_writer import Columns

_AT_ONCE = 1 << 12
"""Articles whose values are tokenized at once."""


class MetadataFields:
    """Takes articles, and gives the columns of the fields that are not in their texts."""

    def __init__(self) -> None:
        self._values = metadata_texts(())

    def add(self, articles: Sequence[Article]) -> None:
        """Take some articles. Nothing is tokenized yet."""
        for name, values in metadata_texts(articles).items():
            self._values[name] += values

    def columns(self) -> "Columns":
        """The columns of all fields. Cost: the distinct values, and a little for each article."""
        from search.analysis.batch_tokenizer import BatchTokenizer
        from search.engines.embedded.segment.field_writer import FieldWriter

        tokenizer = BatchTokenizer()
        columns: Columns = {}
        for name, values in self._values.items():
            writer = FieldWriter(name)
            for first in range(0, len(values), _AT_ONCE):
                some = values[first : first + _AT_ONCE]
                numbers = dict(zip(dict.fromkeys(some), count(), strict=False))
                chosen = [*map(numbers.__getitem__, some)] if len(numbers) > 1 else [0] * len(some)
                writer.add(tokenizer.tokenize([*numbers]).repeat(np.array(chosen)))
            columns |= writer.columns()
        return columns
