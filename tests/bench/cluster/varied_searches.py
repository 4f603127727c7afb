"""Searches of all kinds: queries, and all that can be asked for with them."""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from search.types.requests import (
    DUPLICATE_MODES,
    KINDS,
    SORTS,
    UNKNOWN,
    FacetSelection,
    Filters,
    SearchOptions,
    quote_value,
)
from tests.bench.cluster.varied_articles import DAYS, FOLDERS, VALUES
from tests.support.random_queries import RandomQueries

COUNT = 10
"""Matches that are asked for."""
_PERIODS = ("2031", "2031-07", "2028..2031-07-12", "..1999", "2031-07-13..", "none")
_LEAVES = ("source:gazette", "agency:afp", "place:none", "author:ada", "lang:de", "date:2031", "type:txt", "date:none")


@dataclass(frozen=True)
class Search:
    """A query text, how its matches are to be listed, the first that is asked for, and the facets."""

    typed: str
    options: SearchOptions
    first: int
    facets: FacetSelection


class RandomSearches:
    """Draws searches whose words are those of some texts."""

    def __init__(self, texts: Sequence[str], random: Random) -> None:
        self._queries = RandomQueries(texts, random)
        self._random = random

    def draw(self) -> Search:
        """A search. Most are for the first ten by relevance, as most are that people make."""
        random = self._random
        typed = self._queries.draw()
        if not random.randrange(6):
            typed += f" {random.choice(('', '-'))}{random.choice(_LEAVES)}"
        if not random.randrange(10):
            typed += " in:everything"
        options = SearchOptions(
            sort="relevance" if random.randrange(3) else random.choice(SORTS),
            filters=Filters() if random.randrange(4) else self._filters(),
            duplicates=random.choice(DUPLICATE_MODES),
            partial=bool(random.randrange(2)),
        )
        first = 0 if random.randrange(4) else random.choice((10, 30, 500))
        facets = random.choice((False, False, True, random.choice(KINDS)))
        return Search(typed, options, first, facets)

    def _filters(self) -> Filters:
        random = self._random
        chosen: dict[str, list[str]] = {}
        for _ in range(random.randint(1, 3)):
            kind = random.choice((*VALUES, "folder", "date"))
            chosen.setdefault(kind, []).append(self._value(kind))
        return Filters.of(**chosen)

    def _value(self, kind: str) -> str:
        random = self._random
        if kind == "date":
            return random.choice((*_PERIODS, *(day[:10] for day in DAYS if day)))
        if kind == "folder":
            return random.choice((*filter(None, FOLDERS), "nowhere"))
        value = random.choice(random.choice(VALUES[kind]).split(", "))
        return quote_value(value) if value else UNKNOWN
