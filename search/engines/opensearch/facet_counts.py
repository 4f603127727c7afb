"""Counts on a cluster what matches can be filtered by, and filters them."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from search.engines.facets import ALL, MOST, FacetCounts, FacetValues, facet
from search.engines.histogram import MOST as MOST_BARS
from search.engines.histogram import SCALES, Scale, UnitRange, bars, fitting_scale
from search.engines.opensearch.query_dsl import Json
from search.engines.opensearch.snapshot import Snapshot
from search.query.date_range import NO_DATE, parse_date_range
from search.types.facets import Facets, Histogram
from search.types.requests import KINDS, UNKNOWN, FacetSelection, Filters, Kind, unquote_value

_MOST_VALUES = 10_000
"""Values of one kind that are counted in one request; more are read page by page."""
_DATE = "date"


def filter_queries(filters: Filters) -> dict[str, Json]:
    """For each kind that is filtered by, what keeps the articles with one of its values. Raises ValueError for what is
    no period."""
    queries: dict[str, Json] = {}
    for kind in KINDS:
        if values := getattr(filters, kind):
            queries[kind] = _with_values(kind, values)
    if filters.date:
        queries[_DATE] = {"bool": {"should": [_in_period(period) for period in filters.date]}}
    return queries


def _with_values(kind: Kind, values: Sequence[str]) -> Json:
    field = f"values.{kind}"
    named = [unquote_value(value) for value in values if value != UNKNOWN]
    unknown = [{"bool": {"must_not": [{"exists": {"field": field}}]}}] if UNKNOWN in values else []
    return {"bool": {"should": [{"terms": {field: named}}, *unknown]}}


def _in_period(period: str) -> Json:
    if period == NO_DATE:
        return {"bool": {"must_not": [{"exists": {"field": "first_day"}}]}}
    first, last = parse_date_range(period)
    bounds = [{"range": {"first_day": {"gte": first.toordinal() if first else 0}}}]
    if last:
        bounds.append({"range": {"last_day": {"lte": last.toordinal()}}})
    return {"bool": {"filter": bounds}}


class FacetCounter:
    """Counts the values of the articles that a query matches, under filters."""

    def __init__(self, snapshot: Snapshot, query: Json, filters: Filters) -> None:
        self._snapshot = snapshot
        self._query = query
        self._filters = filters
        self._queries = filter_queries(filters)

    def facets(self, selection: FacetSelection) -> Facets:
        """What the matches can be filtered by, with exact counts. Cost: two requests, and
        one for each further _MOST_VALUES values of a kind."""
        body = {"size": 0, "query": self._query, "aggs": self._aggregations()}
        found = self._snapshot.search(body)
        counted = found["aggregations"]
        kinds = []
        for kind in KINDS:
            under = counted[kind]
            values = self._values(kind, under["values"])
            facet_values = FacetValues(sorted(values))
            counts = np.array([values[value] for value in facet_values.values], np.int64)
            known = FacetCounts(facet_values, counts, under["unknown"]["doc_count"], under["doc_count"])
            kinds.append(facet(kind, known, getattr(self._filters, kind), ALL if kind == selection else MOST))
        return Facets(found["hits"]["total"]["value"], tuple(kinds), self._histogram(counted))

    def _others(self, kind: str) -> Json:
        """What keeps the articles that the filters of all other kinds leave."""
        return {"bool": {"filter": [query for name, query in self._queries.items() if name != kind]}}

    def _aggregations(self) -> Json:
        by_kind: Json = {
            kind: {
                "filter": self._others(kind),
                "aggs": {
                    "values": {"terms": {"field": f"values.{kind}", "size": _MOST_VALUES, "order": {"_key": "asc"}}},
                    "unknown": {"missing": {"field": f"values.{kind}"}},
                },
            }
            for kind in KINDS
        }
        units: Json = {scale.unit: {"stats": {"field": f"units.{scale.unit}"}} for scale in SCALES}
        exists: Json = {"filter": {"exists": {"field": "first_day"}}}
        inferred: Json = {"filter": {"term": {"inferred": True}}}
        return by_kind | {
            "dates": {"filter": self._others(""), "aggs": {**units, "dated": exists, "inferred": inferred}},
            "undated": {"filter": self._others(_DATE), "aggs": {"undated": {"missing": {"field": "first_day"}}}},
        }

    def _values(self, kind: Kind, found: Mapping[str, Any]) -> dict[str, int]:
        """How many of the articles that the other filters leave have each value of a kind."""
        values = {bucket["key"]: bucket["doc_count"] for bucket in found["buckets"]}
        if not found["sum_other_doc_count"] and len(values) < _MOST_VALUES:
            return values
        values.clear()
        source = {"value": {"terms": {"field": f"values.{kind}"}}}
        composite: Json = {"size": _MOST_VALUES, "sources": [source]}
        query = {"bool": {"filter": [self._query, self._others(kind)]}}
        while True:
            page = self._snapshot.search({"size": 0, "query": query, "aggs": {"all": {"composite": composite}}})
            buckets = page["aggregations"]["all"]
            values |= {bucket["key"]["value"]: bucket["doc_count"] for bucket in buckets["buckets"]}
            if "after_key" not in buckets:
                return values
            composite["after"] = buckets["after_key"]

    def _histogram(self, counted: Mapping[str, Any]) -> Histogram:
        dates = counted["dates"]
        dated = dates["dated"]["doc_count"]

        def range_in(scale: Scale) -> UnitRange:
            found = dates[scale.unit]
            return UnitRange(found["count"], int(found["min"] or 0), int(found["max"] or 0))

        scale, found = fitting_scale(dated, range_in)
        return Histogram(
            unit=scale.unit,
            bars=bars(scale, found.first, self._counts(scale, found) if found.dates else ()),
            inexact=dated - found.dates,
            inferred=dates["inferred"]["doc_count"],
            undated=counted["undated"]["undated"]["doc_count"],
        )

    def _counts(self, scale: Scale, found: UnitRange) -> list[int]:
        """How many of the articles that the filters of other kinds leave lie in each unit of a range."""
        field = f"units.{scale.unit}"
        inside = {"range": {field: {"gte": found.first, "lte": found.last}}}
        query = {"bool": {"filter": [self._query, self._others(_DATE), inside]}}
        most = max(MOST_BARS, found.last - found.first + 1)
        body = {"size": 0, "query": query, "aggs": {"units": {"terms": {"field": field, "size": most}}}}
        buckets = self._snapshot.search(body)["aggregations"]["units"]["buckets"]
        counts = [0] * (found.last - found.first + 1)
        for bucket in buckets:
            counts[int(bucket["key"]) - found.first] = bucket["doc_count"]
        return counts
