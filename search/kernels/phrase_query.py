"""A query that is a phrase, as kernels score it."""

from collections.abc import Sequence
from typing import NamedTuple

from search.kernels.packed_lists import DocumentTable, Fields, PackedList


class PhrasePlaces(NamedTuple):
    """Where a phrase may stand in one field: in segments, each with a list for each word, in their order; and in the
    documents of bigrams."""

    segments: Sequence[Sequence[PackedList]]
    bigrams: Sequence[PackedList]
    table: DocumentTable


class PhraseQuery(NamedTuple):
    """Each word has its lists in some fields, as `Fields` has them. A document with all words in the field
    number `title` scores more; -1 if there is none."""

    places: Sequence[PhrasePlaces]
    words: Sequence[Fields]
    title: int
