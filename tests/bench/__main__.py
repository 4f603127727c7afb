"""The command: write the texts, index them, run the queries, and print the table."""

import argparse
import shutil
from pathlib import Path

from tests.bench import machine, measure, papers
from tests.bench.corpus import census, copy, evenly, files, provide
from tests.bench.engines import FTS5, OURS, TANTIVY, WHOOSH, installed
from tests.bench.growth import growth
from tests.bench.measure import Place
from tests.bench.mix import mixes
from tests.bench.report import Report
from tests.support.places import ROOT

FULL = (OURS, TANTIVY, FTS5)
"""The engines that get all the texts; Whoosh would take an hour."""


def main() -> None:
    """Measure everything."""
    options = _options()
    if TANTIVY not in installed():
        raise SystemExit("tantivy is not installed; `make bench` installs it.")
    if not options.texts.exists():
        raise SystemExit(f"There is no {options.texts}; name a folder of texts: make bench TEXTS=folder")
    report = measured(options)
    print(report.plain)
    print(*report.disagreements(FULL), sep="\n")
    if options.verbose:
        print(report.totals.plain)
    if options.papers:
        papers.write(papers.SPEED, report.markdown)
        papers.write(papers.README, report.summary)


def measured(options: argparse.Namespace) -> Report:
    """Measure everything, in a new folder."""
    before = machine.load()
    shutil.rmtree(options.work, ignore_errors=True)
    texts = provide(options.texts, options.work / "texts")
    counted = census(texts)
    part = copy(evenly(counted.paths, options.whoosh), options.work / "part")
    places = {name: Place(texts, options.work / name) for name in FULL} | {WHOOSH: Place(part, options.work / WHOOSH)}
    questions = mixes(counted, options.queries, options.seed)
    return Report(
        columns={name: name for name in FULL} | {WHOOSH: f"{WHOOSH}, {len(files(part)):,} articles"},
        partial=frozenset({WHOOSH}),
        articles=len(counted.paths),
        bytes=counted.bytes,
        setting=machine.setting((*FULL, WHOOSH)),
        built=measure.build(places, options.rounds),
        asked=measure.ask(places, questions),
        growth=growth(texts, options.work, FULL, options.queries, options.seed) if options.growth else {},
        ours=measure.ours(places[OURS], questions, options.rounds),  # last, because it changes texts
        load=(before, machine.load()),
    )


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("texts", type=Path, help="a folder of .txt files, or a .jsonl.xz file of articles")
    parser.add_argument("--work", type=Path, default=ROOT / "build" / "bench", help="made anew, about 3 GB with growth")
    parser.add_argument("--queries", type=int, default=40, help="queries of each kind (40)")
    parser.add_argument("--rounds", type=int, default=3, help="times that each index is built or updated (3)")
    parser.add_argument("--whoosh", type=int, default=1000, help="articles that Whoosh gets (1000)")
    parser.add_argument("--seed", type=int, default=1, help="of the queries (1)")
    parser.add_argument("--growth", action="store_true", help="ask over ten times the articles too (half an hour more)")
    parser.add_argument("--verbose", action="store_true", help="print how many articles each engine found")
    parser.add_argument("--papers", action="store_true", help="write the tables into README.md and docs/speed.md")
    return parser.parse_args()


if __name__ == "__main__":
    main()
