"""How well articles are ranked, beside bm25s, over collections with relevance judgements and known items."""

import argparse
import json
import time
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from search.indexing.workers import cores, map_processes
from tests.eval.relevance.collection import CORPUS, Collection, read_collection, read_documents
from tests.eval.relevance.known_items import draw_query_sets
from tests.eval.relevance.report import differences, losses, measure, tables
from tests.eval.relevance.systems import BM25S, SETTINGS, USUAL, Rankings, rank, systems
from tests.support.places import SHARED

KNOWN_ITEM_CORPORA = ("bbc", "newsarticles")


def main(arguments: Sequence[str] | None = None) -> None:
    """Print every figure, and write or compare them as the options say."""
    options = _options(arguments)
    began = time.perf_counter()
    collections = read_collections(options.texts, options.only)
    settings = options.setting or USUAL
    names = systems(settings)
    rankings: Rankings = {}
    for part in map_processes(partial(rank, names=names), collections, cores()):
        rankings |= part
    query_sets = [query_set for collection in collections for query_set in collection.query_sets]
    figures = measure(query_sets, rankings)
    for table in tables(figures):
        print(f"{table.plain}\n")
    if options.before:
        for table in differences(json.loads(options.before.read_text(encoding="utf-8")), figures):
            print(f"{table.plain}\n")
    if options.losses and BM25S in names:
        for query_set in query_sets:
            print(*losses(query_set, rankings, settings[0], options.losses), sep="\n")
    if options.json:
        options.json.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    print(f"Evaluated in {time.perf_counter() - began:.0f} s.")


def read_collections(texts: Path, only: Sequence[str] = ()) -> list[Collection]:
    """The collections in `ir` and the known items of `corpora`, or those with certain names. Raises SystemExit where
    there are none."""
    judged = (path.parent for path in sorted(texts.glob(f"ir/*/{CORPUS}")))
    collections = [read_collection(folder) for folder in judged if not only or folder.name in only]
    for name in KNOWN_ITEM_CORPORA:
        path = texts / "corpora" / f"{name}.jsonl.gz"
        if path.exists() and (not only or name in only):
            documents = read_documents(path)
            collections.append(Collection(documents, draw_query_sets(name, documents)))
    if not collections:
        raise SystemExit(f"There is nothing to evaluate in {texts}.")
    return collections


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.eval.relevance", description=__doc__)
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures into FILE")
    parser.add_argument("--before", type=Path, metavar="FILE", help="compare with the figures in FILE, from --json")
    parser.add_argument("--only", action="append", metavar="NAME", help="evaluate this collection; repeatable")
    parser.add_argument("--setting", action="append", choices=list(SETTINGS), help="try this setting; repeatable")
    parser.add_argument(
        "--losses", type=int, metavar="N", help="list the N queries of each set that lose most to bm25s"
    )
    parser.add_argument("--texts", type=Path, metavar="FOLDER", default=SHARED, help="has ir and corpora (../shared)")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    main()
