"""Counts the values that matches can be filtered by."""

from search.engines.embedded.searcher.filters import FilteredDocs
from search.engines.embedded.searcher.histogram import histogram
from search.engines.facets import ALL, MOST, FacetCounts, facet
from search.types.facets import Facet, Facets
from search.types.requests import KINDS, FacetSelection, Kind


def count_facets(filtered: FilteredDocs, selection: FacetSelection) -> Facets:
    """What the matches can be filtered by, with exact counts. Cost: for each kind a few passes over the matches."""
    kinds = (_facet(filtered, kind, ALL if kind == selection else MOST) for kind in KINDS)
    return Facets(filtered.unfiltered, tuple(kinds), histogram(filtered))


def _facet(filtered: FilteredDocs, kind: Kind, most: int) -> Facet:
    keyword = filtered.columns.keyword(kind)
    documents = filtered.documents_but_for(kind)
    counts, unknown = keyword.counts(documents)
    counted = FacetCounts(keyword, counts, unknown, len(documents))
    return facet(kind, counted, getattr(filtered.filters, kind), most)
