"""A query that is nothing but words, as kernels rank it."""

from collections.abc import Sequence
from typing import NamedTuple

from search.arrays import Floats
from search.kernels.packed_lists import DocumentTable, PackedList

MOST_WORDS = 8
"""Words of such a query, at most."""


class WordQuery(NamedTuple):
    """Words, each with its lists in some fields, as `count_tokens` takes them. They are at most MOST_WORDS.

    A full match has any of the words; with `needs_all` it has all of them. With `partial` the others that have some
    follow full matches; where `all_but_one_first`, those that lack one word come first. `title` is the number of the
    field whose documents score more where it has all words; -1 if there is none. The first `most` matches are wanted.
    """

    words: Sequence[Sequence[tuple[Sequence[PackedList], DocumentTable, Floats]]]
    title: int
    needs_all: bool
    partial: bool
    all_but_one_first: bool
    most: int
