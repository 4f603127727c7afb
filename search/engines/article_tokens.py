"""Which tokens of an article stand in which field."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

import numpy as np

from search.analysis.batch_tokenizer import BatchTokens
from search.arrays import Flags, bounds_of, ranges
from search.query.nodes import BOILERPLATE
from search.types.article import Article


def searched_tokens(tokens: BatchTokens, articles: Sequence[Article]) -> Flags:
    """Which tokens of texts are searched: all but those in boilerplate, and in headlines that repeat the title."""
    flags, starts = np.ones(len(tokens.ids), np.bool_), tokens.starts.data
    for number, article in enumerate(articles):
        zones = [
            (zone.start, zone.end) for zone in article.zones if zone.kind == BOILERPLATE or zone.repeats(article.title)
        ]
        if zones:
            first, last = tokens.bounds[number : number + 2].tolist()
            for start, end in zones:
                flags[bisect_left(starts, start, first, last) : bisect_left(starts, end, first, last)] = False
    return flags


def compared_tokens(tokens: BatchTokens, articles: Sequence[Article], searched: Flags) -> Flags:
    """Those of the searched tokens by which near-duplicates are found: none of an article whose beginning is doubtful,
    which may be a piece of another one."""
    is_certain = np.array([not article.is_doubtful_part for article in articles], np.bool_)
    return searched if is_certain.all() else searched & np.repeat(is_certain, np.diff(tokens.bounds))


def title_tokens(tokens: BatchTokens, articles: Sequence[Article]) -> BatchTokens:
    """The tokens that lie in the titles."""
    starts, ends, bounds = tokens.starts.data, tokens.ends.data, tokens.bounds.tolist()
    firsts, counts = [], []
    for article, first, last in zip(articles, bounds, bounds[1:], strict=False):
        start, end = article.title  # no more tokens can stand before it, or in it, than code points
        firsts.append(bisect_left(starts, start, first, min(last, first + start)))
        counts.append(bisect_right(ends, end, firsts[-1], min(last, firsts[-1] + end - start)) - firsts[-1])
    chosen, title_bounds = ranges(np.array(firsts), np.array(counts)), bounds_of(counts)
    hyphens = tokens.hyphens[chosen]
    hyphens[title_bounds[1:][np.array(counts) > 0] - 1] = False  # what follows a title is not in it
    columns = tokens.ids[chosen], tokens.starts[chosen], tokens.ends[chosen]
    return BatchTokens(tokens.terms, *columns, title_bounds, hyphens)
