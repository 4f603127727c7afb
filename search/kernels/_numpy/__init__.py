"""The kernels in NumPy: the reference, and what runs where the compiled ones were not built."""

from search.kernels._numpy.fragments import best_extents, merge_spans
from search.kernels._numpy.lines import find_lines
from search.kernels._numpy.lists import build_lists, pack, unpack, unpack_gaps
from search.kernels._numpy.sentences import sentences
from search.kernels._numpy.words import WordTable, split_words

__all__ = [
    "WordTable",
    "best_extents",
    "build_lists",
    "find_lines",
    "merge_spans",
    "pack",
    "sentences",
    "split_words",
    "unpack",
    "unpack_gaps",
]
