"""How words score, in every engine: BM25 (Robertson and Zaragoza 2009) with Lucene's idf."""

from math import log

K1, B = 1.2, 0.75
TITLE_WEIGHT, TITLE_BONUS = 2.0, 0.25
"""What an occurrence in the title adds to the count in the text, and the share of its idf that a word adds where the
title has all words of the query."""


def idf(articles: int, with_word: int) -> float:
    """How rare a word is that so many of all articles have, as in Lucene."""
    return log(1 + (articles - with_word + 0.5) / (with_word + 0.5))
