"""A query that is nothing but words, as kernels rank it."""

from collections.abc import Sequence
from typing import NamedTuple

from search.kernels.packed_lists import Fields

MOST_WORDS = 8
"""Words of such a query, at most."""


class WordQuery(NamedTuple):
    """At most MOST_WORDS words, each with its lists in some fields, as `Fields` has them.

    A full match has any of the words; with `needs_all`, all of them. With `partial`, documents with some of the words
    follow the full matches; with `all_but_one_first`, those that lack one word come first. `title` is the number of the
    field in which a document with all words scores more; -1 if there is none. At most `most` matches are ranked.
    """

    words: Sequence[Fields]
    title: int
    needs_all: bool
    partial: bool
    all_but_one_first: bool
    most: int
