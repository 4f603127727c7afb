"""How matches score: which indexed fields a field of a query is searched in, what counts there, and how rare a word
is."""

from collections.abc import Callable, Mapping, Sequence
from math import log
from typing import NamedTuple

from search.engines.bm25 import TITLE_WEIGHT, idf
from search.engines.embedded.segment.segment_reader import FIELDS
from search.query.nodes import BOILERPLATE, EVERYTHING, TEXT

FieldWeights = Mapping[str, Sequence[tuple[str, float]]]
"""For each field of a query: indexed fields, and what an occurrence in each adds to the count of a word."""
_PLAIN: FieldWeights = {name: ((name, 1.0),) for name in FIELDS}
_TEXT = ((TEXT, 1.0), ("title", TITLE_WEIGHT))


class Similarity(NamedTuple):
    """A scoring by BM25. `idf` is a function of the number of articles, and of those with the word."""

    fields: FieldWeights
    idf: Callable[[int, int], float]


def _whoosh_idf(articles: int, with_word: int) -> float:
    return log(articles / (with_word + 1)) + 1 if articles else 0.0


COUNTED_TOGETHER = Similarity({**_PLAIN, TEXT: _TEXT, EVERYTHING: (*_TEXT, (BOILERPLATE, 1.0))}, idf)
"""Text and title count together, with Lucene's idf. The title is a part of the text."""
LIKE_WHOOSH = Similarity(_PLAIN, _whoosh_idf)
"""Each field by itself, with Whoosh's idf."""
