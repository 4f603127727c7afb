"""A large collection: how long seedsearch takes to index it, to answer, and to follow a change.

The texts are made of those of a smaller collection. They are kept, and made only where the folder is not there.
"""

import argparse
from collections.abc import Iterator
from pathlib import Path

from tests.bench import measure, papers, process
from tests.bench.corpus import IN_A_FOLDER, census, recombine
from tests.bench.engines import OURS, UNCLEANED
from tests.bench.goals import Goal, table
from tests.bench.machine import setting
from tests.bench.measure import Asked, Built, Place
from tests.bench.mix import mixes
from tests.bench.ours import updates
from tests.support.places import ROOT

READ = 40_000
"""Texts from which the queries are drawn."""


def main() -> None:
    """Measure, and print a table."""
    options = _options()
    if len([*options.folder.glob("*")]) * IN_A_FOLDER < options.articles:
        recombine(options.texts, options.articles, options.folder, seed=1)
    place = Place(options.folder, options.index)
    built = measure.build({OURS: place}, rounds=1)[OURS] if options.build else None
    find = process.seedsearch("find", "city", place.texts, "--index", place.index)
    start = min(process.seconds(find, **UNCLEANED) for _ in range(options.rounds))
    asked = measure.ask({OURS: place}, mixes(census(place.texts, READ), options.queries, options.seed))
    command, update = updates(place, options.rounds)
    goals = [*_goals(built, place, asked), Goal("`seedsearch find`, process start included", start, " s")]
    goals += [
        Goal(f"one changed file, {how}", took, " s")
        for how, took in (("the command", command), ("an open process", update))
    ]
    told = table(goals)
    caption = f"{options.articles:,} articles, {place.bytes / 1e6:,.0f} MB, without extraction. {setting((OURS,))}"
    print(f"{told.plain}\n\n{caption}".replace("`", ""))
    if options.papers:
        papers.write(papers.SPEED, f"{told.markdown}\n\n{caption}", "million")


def _goals(built: Built | None, place: Place, asked: Asked) -> Iterator[Goal]:
    if built:
        yield Goal("indexing", place.bytes / 1e6 / built.speed, " s", most=720)
        yield Goal("indexing, peak memory", built.peak / 1e6, " MB")
    yield Goal("index, bytes per byte of text", place.ratio, "")
    for kind, by in asked.kinds.items():
        most = 60 if kind == "common word" or kind.startswith("phrase") else None
        yield Goal(f"{kind}, median", 1000 * by[OURS].median, " ms", most)
        yield Goal(f"{kind}, 95th percentile", 1000 * by[OURS].slow, " ms")
    yield Goal("answering, peak memory", asked.memory[OURS] / 1e6, " MB", most=600)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.million", description=__doc__)
    parser.add_argument("texts", type=Path, help="a folder of .txt files, or a .jsonl.xz file of articles")
    parser.add_argument(
        "--articles", type=int, default=1_000_000, help="texts to make (1000000: 2 GB, 4 GB on the disk)"
    )
    parser.add_argument("--folder", type=Path, default=ROOT / "build" / "million", help="where they are")
    parser.add_argument("--index", type=Path, default=ROOT / "build" / "million-index", help="where the index is")
    parser.add_argument("--queries", type=int, default=20, help="queries of each kind (20)")
    parser.add_argument("--rounds", type=int, default=3, help="updates, and processes that start (3)")
    parser.add_argument("--seed", type=int, default=1, help="of the queries (1)")
    parser.add_argument("--no-build", dest="build", action="store_false", help="ask the index that is there")
    parser.add_argument("--papers", action="store_true", help="write the table into docs/speed.md")
    return parser.parse_args()


if __name__ == "__main__":
    main()
