"""The figures of all systems, as tables."""

from collections.abc import Iterator, Mapping, Sequence
from statistics import mean

from tests.bench.table import Table
from tests.eval.relevance.collection import QuerySet
from tests.eval.relevance.metrics import average_precision, ndcg, recall, reciprocal_rank
from tests.eval.relevance.systems import BM25S, Ranking, Rankings

Figures = dict[str, dict[str, dict[str, float]]]
"""By measure, set of queries, and system."""
EMPTY = "no result"
JUDGED = {"nDCG@10": ndcg, "MAP": average_precision, "R@100": recall}
KNOWN_ITEMS = {
    "MRR": reciprocal_rank,
    "in the first 10": lambda ranking, relevance: recall(ranking, relevance, 10),
}


def measure(queries: QuerySet, rankings: Mapping[str, Rankings], known_items: bool) -> Figures:
    """The mean of each measure over all queries of a set."""
    metrics = {**(KNOWN_ITEMS if known_items else JUDGED), EMPTY: lambda ranking, _relevance: float(not ranking)}
    return {
        name: {
            queries.name: {
                system: mean(metric(by[queries.name][key], queries.qrels[key]) for key in queries.queries)
                for system, by in rankings.items()
            }
        }
        for name, metric in metrics.items()
    }


def tables(figures: Figures) -> Iterator[Table]:
    """A table for each measure, with the mean, and the difference to bm25s in percent where that is there."""
    for name, by_set in figures.items():
        rows = {**by_set, "mean": _mean(list(by_set.values()))}
        systems = list(rows["mean"])
        yield Table(
            (name, *systems),
            tuple((row, *(_cell(name, values, system) for system in systems)) for row, values in rows.items()),
        )


def _mean(rows: Sequence[Mapping[str, float]]) -> dict[str, float]:
    return {system: mean(row[system] for row in rows) for system in rows[0]}


def _cell(name: str, values: Mapping[str, float], system: str) -> str:
    if name == EMPTY:
        return f"{values[system]:.1%}"
    if system == BM25S or not values.get(BM25S):
        return f"{values[system]:.4f}"
    return f"{values[system]:.4f} {values[system] / values[BM25S] - 1:+7.1%}"


def differences(figures: Figures, before: Figures) -> Iterator[Table]:
    """A table for each measure: before, after, and the difference, for what both have."""
    for name, by_set in figures.items():
        old = {row: values for row, values in before.get(name, {}).items() if row in by_set}
        if not old:
            continue
        rows = {row: (old[row], by_set[row]) for row in old}
        rows["mean"] = _mean([pair[0] for pair in rows.values()]), _mean([pair[1] for pair in rows.values()])
        systems = [system for system in rows["mean"][1] if system in rows["mean"][0]]
        yield Table(
            (name, *systems),
            tuple(
                (row, *(f"{a[system]:.4f} → {b[system]:.4f} {b[system] - a[system]:+.4f}" for system in systems))
                for row, (a, b) in rows.items()
            ),
        )


def losses(queries: QuerySet, rankings: Mapping[str, Rankings], system: str, most: int) -> Iterator[str]:
    """The queries whose nDCG@10 is furthest below that of bm25s."""

    def gain(key: str, name: str) -> float:
        ranking: Ranking = rankings[name][queries.name][key]
        return ndcg(ranking, queries.qrels[key])

    worst = sorted(queries.queries, key=lambda key: gain(key, system) - gain(key, BM25S))[:most]
    for key in worst:
        yield f"  {gain(key, BM25S):.3f} → {gain(key, system):.3f}  {key}: {queries.queries[key]}"
