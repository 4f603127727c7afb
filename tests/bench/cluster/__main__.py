"""The engine on a cluster: the tests of every engine, the same results as the embedded engine, and how fast it is.

Nodes are started here, and end with it. Where Java or Maven is missing, nothing is measured, and a line says so.
"""

import argparse
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.bench.cluster import goals
from tests.bench.cluster.asking import ask
from tests.bench.cluster.compare import compare
from tests.bench.cluster.indexing import measure
from tests.bench.cluster.setting import nodes, place
from tests.bench.corpus import IN_A_FOLDER, recombine, texts_of
from tests.bench.engines import OURS
from tests.bench.goals import Goal, table
from tests.bench.machine import setting
from tests.support.opensearch.contract import PROGRAM_TESTS, TESTS, run_failures, run_tests
from tests.support.opensearch.distribution import VERSIONS, Unavailable
from tests.support.places import ROOT, SAMPLE

PARTS = ("tests", "failures", "comparison", "speed")
"""What can be left out."""
_SHORT = {
    "nodes": 1,
    "tests": ["tests/engine/test_contract.py"],
    "articles": 200,
    "searches": 100,
    "without": ["speed", "failures"],
}
_SHOWN = 20
_BEGAN = time.monotonic()


def main() -> int:
    """Measure, and print a table. Returns 1 where a test fails or the engines differ."""
    options = _options()
    try:
        with nullcontext(options.hosts) if options.hosts else nodes(options.version, options.nodes) as hosts:
            measured = [*_measured(options, hosts)]
        measured += _failures(options)
    except Unavailable as reason:
        print(f"Skipped: {reason}")
        return 0
    on = f"OpenSearch {VERSIONS[options.version].number}, nodes: {len(hosts)}. {setting((OURS,))}"
    print(f"{table(measured).plain}\n\n{on}")
    return int(any(goal.most == 0 and goal.figure for goal in measured))


def _measured(options: argparse.Namespace, hosts: Sequence[str]) -> Iterator[Goal]:
    if "tests" not in options.without:
        _say(f"running {' '.join(options.tests or (*TESTS, *PROGRAM_TESTS))}")
        failed = run_tests(hosts, options.tests or TESTS)
        yield Goal("tests of every engine, runs that fail", bool(failed), "", most=0)
    if "tests" not in options.without and not options.tests:
        failed = run_tests(hosts, PROGRAM_TESTS, TEST_PROFILE="dev")
        yield Goal("tests of the command and the site, runs that fail", bool(failed), "", most=0)
    if "comparison" not in options.without:
        yield from _compared(options, hosts)
    if "speed" not in options.without:
        yield from _speed(options, hosts)


def _failures(options: argparse.Namespace) -> Iterator[Goal]:
    if "failures" not in options.without:
        _say("killing nodes")
        failed = run_failures(options.version, is_long=options.long)
        yield Goal("nodes that are killed, paused, cut off: runs that fail", bool(failed), "", most=0)


def _compared(options: argparse.Namespace, hosts: Sequence[str]) -> Iterator[Goal]:
    with TemporaryDirectory() as folder:
        texts = options.texts or recombine(SAMPLE, options.articles, Path(folder), seed=1)
        some = [*islice(texts_of(texts), options.articles)]
    compared = compare(some, options.searches, hosts, _say)
    for different in compared.differences[:_SHOWN]:
        print(f"{different.search}\n    {different.what}")
    yield from goals.of_comparison(compared)


def _speed(options: argparse.Namespace, hosts: Sequence[str]) -> Iterator[Goal]:
    if len([*options.folder.glob("*")]) * IN_A_FOLDER < options.indexed:
        _say(f"making {options.indexed:,} texts")
        recombine(options.texts or SAMPLE, options.indexed, options.folder, seed=1)
    with place(hosts) as index:
        _say("indexing")
        yield from goals.of_indexing(measure(options.folder, index))
        _say("asking")
        yield from goals.of_asking(ask(options.folder, index, options.queries, seed=1))


def _say(what: str) -> None:
    """Print what comes next, and the seconds since the beginning."""
    print(f"{time.monotonic() - _BEGAN:5.0f} s  {what}", file=sys.stderr, flush=True)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.cluster", description=__doc__)
    parser.add_argument("texts", nargs="?", type=Path, help="a folder of .txt files, or a .jsonl.xz file of articles")
    parser.add_argument("--version", choices=VERSIONS, default="2", help="the newest 2.x or 3.x (2)")
    parser.add_argument("--nodes", type=int, default=3, help="how many nodes (3)")
    parser.add_argument("--hosts", nargs="+", default=(), help="addresses of nodes that run, in place of new ones")
    parser.add_argument(
        "--tests", nargs="+", default=(), help="which tests (those of every engine, and of command and site)"
    )
    parser.add_argument("--articles", type=int, default=20_000, help="articles of the comparison (20000)")
    parser.add_argument("--searches", type=int, default=5_000, help="searches of the comparison (5000)")
    parser.add_argument("--indexed", type=int, default=200_000, help="articles that are indexed and searched (200000)")
    parser.add_argument("--folder", type=Path, default=ROOT / "build" / "cluster", help="where these are")
    parser.add_argument("--queries", type=int, default=20, help="queries of each kind (20)")
    parser.add_argument("--without", nargs="+", choices=PARTS, default=(), help="what to leave out")
    parser.add_argument("--long", action="store_true", help="kill more nodes, and search for half an hour")
    parser.add_argument(
        "--short", action="store_true", help="one node, few tests, a few hundred articles; no speed, no failures"
    )
    options = parser.parse_args()
    if options.short:
        vars(options).update(_SHORT)
    return options


if __name__ == "__main__":
    sys.exit(main())
