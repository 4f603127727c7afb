"""The command: write the texts, index them, run the queries, and print the table."""

import argparse
import shutil
import subprocess
import sys
import time
from pathlib import Path

from tests.bench import machine, measure, papers
from tests.bench.corpus import census, copy, evenly, files, provide
from tests.bench.engines import FTS5, NUMPY, OURS, TANTIVY, WHOOSH, installed
from tests.bench.growth import growth
from tests.bench.measure import Place
from tests.bench.mix import mixes
from tests.bench.ours import ours
from tests.bench.pages import People, pages
from tests.bench.report import Report
from tests.support.places import ROOT

FULL = (OURS, NUMPY, TANTIVY, FTS5)
"""The engines that get all the texts; Whoosh would take an hour."""
GROWING = (OURS, TANTIVY, FTS5)
"""The engines that also get ten times the texts."""
PARTS = ("ours", "pages", "growth")
"""What can be left out."""
_BEGAN = time.monotonic()


def main() -> None:
    """Measure everything."""
    options = _options()
    if TANTIVY not in installed():
        raise SystemExit("tantivy is not installed; `make bench` installs it.")
    if not options.texts.exists():
        raise SystemExit(f"There is no {options.texts}; name a folder of texts: make bench TEXTS=folder")
    try:
        report = measured(options)
    except subprocess.CalledProcessError as failed:
        raise SystemExit(f"{failed}\n{(failed.stderr or b'').decode()}") from None
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
    _say("writing the texts")
    texts = provide(options.texts, options.work / "texts")
    counted = census(texts)
    part = copy(evenly(counted.paths, options.whoosh), options.work / "part")
    places = {name: Place(texts, options.work / name) for name in FULL} | {WHOOSH: Place(part, options.work / WHOOSH)}
    questions = mixes(counted, options.queries, options.seed)
    asked = [question.text for mix in questions for question in mix.timed]
    _say("indexing")
    built = measure.build(places, options.rounds)
    usual = Place(texts, options.work / "usual")
    built_usual = measure.build_usual(usual, options.rounds)
    _say("asking")
    answered = measure.ask(places, questions)
    wanted = [part for part in PARTS if part not in options.without]
    people = People(8, 50, 0.5, options.seed)
    return Report(
        columns={name: name for name in FULL} | {WHOOSH: f"{WHOOSH}, {len(files(part)):,} articles"},
        partial=frozenset({WHOOSH}),
        articles=len(counted.paths),
        bytes=counted.bytes,
        setting=machine.setting((OURS, TANTIVY, FTS5, WHOOSH)),
        built=built,
        usual=built_usual,
        asked=answered,
        pages=pages(texts, usual.index, options.work, asked, people) if _is_next("pages", wanted) else (),
        growth=growth(texts, options.work, GROWING, options.queries, options.seed)
        if _is_next("growth", wanted)
        else {},
        ours=ours(places[OURS], questions, options.rounds) if _is_next("ours", wanted) else None,  # changes texts
        load=(before, machine.load()),
    )


def _is_next(part: str, wanted: list[str]) -> bool:
    """Whether a part is to be measured, and say so."""
    if part in wanted:
        _say(part)
    return part in wanted


def _say(what: str) -> None:
    """Print what comes next, and the seconds since the beginning."""
    print(f"{time.monotonic() - _BEGAN:5.0f} s  {what}", file=sys.stderr, flush=True)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("texts", type=Path, help="a folder of .txt files, or a .jsonl.xz file of articles")
    parser.add_argument("--work", type=Path, default=ROOT / "build" / "bench", help="made anew, about 5 GB with growth")
    parser.add_argument("--queries", type=int, default=40, help="queries of each kind (40)")
    parser.add_argument("--rounds", type=int, default=3, help="times that each index is built or updated (3)")
    parser.add_argument("--whoosh", type=int, default=1000, help="articles that Whoosh gets (1000)")
    parser.add_argument("--seed", type=int, default=1, help="of the queries (1)")
    parser.add_argument("--without", nargs="+", choices=PARTS, default=(), help="what to leave out")
    parser.add_argument("--verbose", action="store_true", help="print how many articles each engine found")
    parser.add_argument("--papers", action="store_true", help="write the tables into README.md and docs/speed.md")
    return parser.parse_args()


if __name__ == "__main__":
    main()
