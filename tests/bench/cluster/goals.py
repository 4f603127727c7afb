"""What was measured on a cluster, beside what it should be."""

from collections.abc import Iterator

from tests.bench.cluster.asking import Asked
from tests.bench.cluster.compare import Comparison
from tests.bench.cluster.indexing import Indexing
from tests.bench.goals import Goal


def of_comparison(comparison: Comparison) -> Iterator[Goal]:
    """The goal of the comparison with the embedded engine."""
    what = f"different answers to {comparison.searches:,} searches of {comparison.articles:,} articles"
    yield Goal(what, len(comparison.differences), "", most=0)


def of_indexing(indexing: Indexing) -> Iterator[Goal]:
    """The goals for the speed of indexing."""
    yield Goal("indexing", indexing.megabytes / indexing.all, " MB/s", least=2)
    yield Goal("indexing, speed to that of the nodes alone", indexing.nodes / indexing.all, "×", least=0.75)
    yield Goal("indexing, of our processors for a megabyte", indexing.processors / indexing.megabytes, " s")


def of_asking(asked: Asked) -> Iterator[Goal]:
    """The goals for pages of ten hits."""
    full, others = asked.medians
    yield Goal("page full of matches of counted words, median", 1000 * full, " ms", most=60)
    yield Goal("other pages, median", 1000 * others, " ms", most=150)
