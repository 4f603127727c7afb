"""The figures of all systems, as tables and sentences."""

from collections.abc import Iterator, Mapping, Sequence
from statistics import mean

from tests.bench.table import Table
from tests.eval.relevance.collection import QuerySet
from tests.eval.relevance.metrics import (
    Metric,
    average_precision,
    empty,
    ndcg,
    recall,
    reciprocal_rank,
    success,
)
from tests.eval.relevance.systems import BM25S, Rankings

JUDGED: Mapping[str, Metric] = {"nDCG@10": ndcg, "MAP": average_precision, "R@100": recall, "No result": empty}
KNOWN_ITEMS: Mapping[str, Metric] = {
    "Known items, MRR": reciprocal_rank,
    "Known items, in the first 10": success,
    "Known items, no result": empty,
}
Figures = dict[str, dict[str, dict[str, float]]]
"""Figures by measure, query set and system. They are written as JSON in this form."""


def measure(query_sets: Sequence[QuerySet], rankings: Rankings) -> Figures:
    """The mean of each measure over the queries of each set."""
    figures: Figures = {}
    for query_set in query_sets:
        for name, metric in (KNOWN_ITEMS if query_set.known_item else JUDGED).items():
            figures.setdefault(name, {})[query_set.name] = {
                system: mean(metric(by_query[key], query_set.qrels[key]) for key in query_set.queries)
                for system, by_query in rankings[query_set.name].items()
            }
    return figures


def tables(figures: Figures) -> Iterator[Table]:
    """A table for each measure, with the mean of its rows. Each figure has its difference to bm25s in percent."""
    for name, rows in figures.items():
        means = _mean(list(rows.values()))

        def cell(system: str, row: Mapping[str, float]) -> str:
            return (
                f"{row[system]:.4f}" if system == BM25S else f"{row[system]:.4f}{_change(row.get(BM25S), row[system])}"
            )

        yield Table(
            (name, *means),
            tuple((label, *(cell(system, row) for system in means)) for label, row in (*rows.items(), ("mean", means))),
        )


def differences(before: Figures, after: Figures) -> Iterator[Table]:
    """A table for each measure with the figures before and after, of the query sets and systems that both have."""
    for name in (name for name in after if name in before):
        pairs = {label: (before[name][label], row) for label, row in after[name].items() if label in before[name]}
        pairs["mean"] = _mean([old for old, _ in pairs.values()]), _mean([new for _, new in pairs.values()])
        systems = [system for system in pairs["mean"][1] if system in pairs["mean"][0]]
        yield Table(
            (f"{name}, before and after", *systems),
            tuple(
                (label, *(f"{old[key]:.4f} {new[key]:.4f}{_change(old[key], new[key])}" for key in systems))
                for label, (old, new) in pairs.items()
            ),
        )


def losses(query_set: QuerySet, rankings: Rankings, system: str, most: int) -> Iterator[str]:
    """The queries where the nDCG@10 of a system is furthest below that of bm25s: both figures, and the query."""

    def figure(key: str, name: str) -> float:
        return ndcg(rankings[query_set.name][name][key], query_set.qrels[key])

    pairs = {key: (figure(key, BM25S), figure(key, system)) for key in query_set.queries}
    for key in sorted(pairs, key=lambda key: pairs[key][1] - pairs[key][0])[:most]:
        yield f"{query_set.name} {key}: {pairs[key][0]:.3f}, {system} {pairs[key][1]:.3f}: {query_set.queries[key]}"


def _mean(rows: Sequence[Mapping[str, float]]) -> dict[str, float]:
    """The mean of each system over rows that have the same systems."""
    return {system: mean(row[system] for row in rows) for system in rows[0]} if rows else {}


def _change(old: float | None, new: float) -> str:
    """The difference in percent of the old figure. Empty where that is 0 or not there."""
    return f" {new / old - 1:+7.1%}" if old else ""
