"""Which tokens of an article stand in which field."""

from collections.abc import Sequence

import numpy as np

from search.analysis.batch_tokenizer import BatchTokens
from search.arrays import Flags, bounds_of, places_of, ranges
from search.query.nodes import BOILERPLATE
from search.types.article import Article


def searched_tokens(tokens: BatchTokens, articles: Sequence[Article]) -> Flags:
    """Which tokens of texts are searched: all but those in boilerplate, and in headlines that repeat the title."""
    flags = np.ones(len(tokens.ids), np.bool_)
    unsearched = [
        (number, zone.start, zone.end)
        for number, article in enumerate(articles)
        for zone in article.zones
        if zone.kind == BOILERPLATE or zone.repeats(article.title)
    ]
    if unsearched:
        numbers, starts, ends = np.array(unsearched, np.int64).T
        of_text = tokens.bounds[numbers], tokens.bounds[numbers + 1]
        firsts, lasts = (places_of(places, tokens.starts, *of_text) for places in (starts, ends))
        flags[ranges(firsts, lasts - firsts)] = False
    return flags


def compared_tokens(tokens: BatchTokens, articles: Sequence[Article], searched: Flags) -> Flags:
    """Those of the searched tokens by which near-duplicates are found: none of an article whose beginning is doubtful,
    which may be a piece of another one."""
    is_certain = np.array([not article.is_doubtful_part for article in articles], np.bool_)
    return searched if is_certain.all() else searched & np.repeat(is_certain, np.diff(tokens.bounds))


def title_tokens(tokens: BatchTokens, articles: Sequence[Article]) -> BatchTokens:
    """The tokens that lie in the titles."""
    starts, ends = np.array([article.title for article in articles], np.int64).T
    of_text = tokens.bounds[:-1], tokens.bounds[1:]
    firsts = places_of(starts, tokens.starts, *of_text)
    counts = np.maximum(places_of(ends + 1, tokens.ends, *of_text) - firsts, 0)
    chosen, title_bounds = ranges(firsts, counts), bounds_of(counts)
    hyphens = tokens.hyphens[chosen]
    hyphens[title_bounds[1:][counts > 0] - 1] = False  # what follows a title is not in it
    columns = tokens.ids[chosen], tokens.starts[chosen], tokens.ends[chosen]
    return BatchTokens(tokens.terms, *columns, title_bounds, hyphens)
