"""How well articles are ranked, beside bm25s: `make eval`."""

import argparse
import json
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

from tests.eval.relevance import collection, known_items
from tests.eval.relevance.collection import IR, Collection, read_collection
from tests.eval.relevance.known_items import read_known_items
from tests.eval.relevance.report import Figures, differences, losses, measure, tables
from tests.eval.relevance.systems import BM25S, SETTINGS, Rankings, bm25s_installed, rank
from tests.support.places import CORPORA


def main() -> None:
    """Print every figure."""
    options = _options()
    began = time.perf_counter()
    systems = [*([BM25S] if bm25s_installed() else []), *(options.setting or SETTINGS)]
    judged, remembered = _read(options.only)
    with ProcessPoolExecutor(2) as processes:
        ranked = list(processes.map(partial(rank, systems=systems), [*judged, *remembered]))
    everything = [*zip([*judged, *remembered], ranked, strict=True)]
    figures = [_measured(everything[: len(judged)], False), _measured(everything[len(judged) :], True)]
    for part in figures:
        for table in tables(part):
            print(table.plain, "\n")
    result = {"queries": figures[0], "known items": figures[1]}
    if options.before:
        before = json.loads(options.before.read_text(encoding="utf-8"))
        for name, part in result.items():
            for table in differences(part, before[name]):
                print(table.plain, "\n")
    if options.json:
        options.json.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    if options.losses and BM25S in systems:
        for each, rankings in everything:
            for queries in each.query_sets:
                print(queries.name, *losses(queries, rankings, systems[1], options.losses), sep="\n")
    print(f"{time.perf_counter() - began:.0f} s")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make eval", description=__doc__)
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures to FILE")
    parser.add_argument("--before", type=Path, metavar="FILE", help="print the differences to an earlier --json FILE")
    parser.add_argument("--setting", action="append", choices=list(SETTINGS), help="only this setting; repeatable")
    parser.add_argument("--only", action="append", metavar="NAME", help="only this collection; repeatable")
    parser.add_argument("--losses", type=int, metavar="N", help="print the N queries that lose most against bm25s")
    return parser.parse_args()


def _read(only: Sequence[str] | None) -> tuple[list[Collection], list[Collection]]:
    judged = [read_collection(IR / name) for name in collection.NAMES if not only or name in only]
    remembered = [
        read_known_items(CORPORA / f"{name}.jsonl.gz") for name in known_items.NAMES if not only or name in only
    ]
    return judged, remembered


def _measured(everything: Sequence[tuple[Collection, dict[str, Rankings]]], known: bool) -> Figures:
    figures: Figures = {}
    for each, rankings in everything:
        for queries in each.query_sets:
            for name, values in measure(queries, rankings, known).items():
                figures.setdefault(name, {}).update(values)
    return figures


if __name__ == "__main__":
    main()
