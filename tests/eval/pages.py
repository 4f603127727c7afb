"""How well articles are extracted from pages that nobody tuned on: `make extraction CLONES=folder`.

Prints a row for each set, form and regime. The regimes are `alone`: each page by itself; `folder`: all pages of a set
in a form are one folder; `several`: the pages of outlets with several of them, where the lines that two pages of an
outlet share are known to recur.
"""

import argparse
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from itertools import product
from pathlib import Path

from search.extract.draft import Draft, ExtractionOptions
from search.extract.pipeline import run_steps
from search.extract.recurring_lines import find_recurring_lines, line_digests
from tests.bench import papers
from tests.eval import page_claims, page_zones
from tests.eval.extraction import cost
from tests.eval.glued_pairs import WITH_TITLE, begins_at, clean_articles, glued
from tests.eval.newer_page_sets import HOW_TO_GET as HOW_TO_GET_NEWER
from tests.eval.newer_page_sets import NEWER_SETS
from tests.eval.page_judged import Fault, Judged
from tests.eval.page_sets import CLEAN_FORMS, FORMS, HOW_TO_GET, SETS, Page, pages, with_clean
from tests.eval.page_summary import Key, paper, summary
from tests.eval.page_tables import row

FIGURES: Mapping[str, Callable[[Page, Sequence[Draft]], Judged]] = {
    "split": page_zones.split,
    "boilerplate": page_zones.boilerplate,
    "whole bodies": page_zones.boilerplate_of_whole_bodies,
    "snippets": page_zones.snippets,
    "title": page_claims.title,
    "date": page_claims.dates,
    "author": page_claims.author,
    "outlet": page_claims.outlet,
    "place": page_claims.place,
    "language": page_claims.language,
}
"""What is judged of each page, by name."""
REGIMES = ("alone", "folder", "several")
BY_REGIME = ("split", "boilerplate", "whole bodies", "snippets", "title")
"""The figures that are printed for each regime; the others are printed for `folder`."""


def folder_options(texts: Iterable[str]) -> ExtractionOptions:
    """What the product learns from the files of a folder before it extracts their articles."""
    return ExtractionOptions(recurring=find_recurring_lines(map(line_digests, texts)))


def extracted(group: Sequence[Page], regime: str) -> Iterator[tuple[Page, Sequence[Draft]]]:
    """The articles of each page."""
    if regime == "several":
        counts = Counter(page.outlet for page in group)
        group = [page for page in group if counts[page.outlet] > 1]
    options = ExtractionOptions() if regime == "alone" else folder_options(page.text for page in group)
    shared = _lines_of_two_pages(group) if regime == "several" else {}
    for page in group:
        recurring = options.recurring | shared.get(page.outlet, frozenset())
        yield page, run_steps(Draft(page.text, options._replace(recurring=recurring)))


def _lines_of_two_pages(group: Iterable[Page]) -> dict[str, frozenset[str]]:
    """The lines that several pages of an outlet have, by outlet."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for page in group:
        counts[page.outlet].update({line.strip() for line in page.text.split("\n")} - {""})
    return {outlet: frozenset(line for line, n in lines.items() if n > 1) for outlet, lines in counts.items()}


def judge(group: Sequence[Page], regime: str, names: Sequence[str], show: str) -> Mapping[str, Counter[str]]:
    """The sums of the counts of each figure. Prints the faults of the figure to show."""
    sums: dict[str, Counter[str]] = {name: Counter() for name in names}
    for page, drafts in extracted(group, regime):
        for name in names:
            judged = FIGURES[name](page, drafts)
            sums[name].update(judged.counts)
            if name == show:
                for fault in judged.faults:
                    print(_fault_lines(page, regime, fault))
    return sums


def _fault_lines(page: Page, regime: str, fault: Fault) -> str:
    around = page.text[max(0, fault.place - 60) : fault.place + 140].replace("\n", " ⏎ ")
    lines = f"{page.set} {page.form} {regime} {page.id}\n   expected {fault.expected}\n   found    {fault.found}"
    return f"{lines}\n   around   {around}"


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(prog="python -m tests.eval.pages", description=__doc__)
    parser.add_argument("clones", type=Path, nargs="?", help="the folder with the clones")
    parser.add_argument("--only", default="", help=f"of {','.join((*FIGURES, 'glued', 'cost'))}")
    parser.add_argument("--sets", default=",".join(SETS), help=f"of {','.join((*SETS, *NEWER_SETS))}")
    parser.add_argument("--forms", default=",".join(FORMS))
    parser.add_argument("--regimes", default=",".join(REGIMES))
    parser.add_argument("--show", default="", help="print each fault of one figure")
    parser.add_argument("--blank-lines", action="store_true", help="lx and ar with a blank line behind each block")
    parser.add_argument("--held", action="store_true", help="the part that is looked at only at the end")
    parser.add_argument("--papers", action="store_true", help="write the table into docs/extraction.md")
    options = parser.parse_args(arguments)
    if options.clones is None:
        print(f"For figures on pages run make extraction CLONES=folder. The folder holds clones:\n{HOW_TO_GET}")
        return
    sets = options.sets.split(",")
    for names, folder, how_to_get in ((SETS, "trafilatura", HOW_TO_GET), (NEWER_SETS, "fundus", HOW_TO_GET_NEWER)):
        if not {*names}.isdisjoint(sets) and not (options.clones / folder).is_dir():
            parser.error(f"{options.clones} has no clones. Get them there:\n{how_to_get}")
    if options.held and options.show:
        parser.error("of the part that is held back only sums are shown")
    part = [page for page in with_clean(pages(options.clones, sets)) if page.held == options.held]
    if options.blank_lines:
        part = [it._replace(text=it.text.replace("\n", "\n\n")) if it.form in ("lx", "ar") else it for it in part]
    only = [it for it in (options.show or options.only).split(",") if it] or (*FIGURES, "glued", "cost")
    sums = _print_figures(part, [name for name in FIGURES if name in only], options)
    if "glued" in only:
        sums |= _print_glued(part, options.show == "glued")
    for form in ("lx", "gold") if "cost" in only else ():
        texts = [page.text for page in part if page.form == form and page.gold]
        print(f"\ncost of {form}", *cost(texts, folder_options(texts)), sep="\n")
    print("\nall sets", *summary(sums), sep="\n")
    if options.papers:
        papers.write(papers.EXTRACTION, paper(sums, part, datetime.now(UTC).date()), "pages")


def _print_figures(part: Sequence[Page], names: Sequence[str], options: argparse.Namespace) -> dict[Key, Counter[str]]:
    """Print the figures of each set, form and regime. Gives their sums, over all sets and of each."""
    groups = [(name, form) for name in options.sets.split(",") for form in options.forms.split(",")]
    rows = defaultdict(list)
    sums: dict[Key, Counter[str]] = defaultdict(Counter)
    for regime, (set_name, form) in product(options.regimes.split(","), groups) if names else ():
        if regime == "folder" or form not in CLEAN_FORMS:
            printed = [name for name in names if regime == "folder" or name in BY_REGIME]
            group = [page for page in part if (page.set, page.form) == (set_name, form)]
            for figure, counts in judge(group, regime, printed, options.show).items():
                if sum(counts.values()):
                    rows[figure].append(f"{set_name} {form:<4} {regime:<7} {row(figure, counts)}")
                    for name in (figure, f"{figure} {set_name}"):
                        sums[name, form, regime].update(counts)
    for figure in names:
        print(f"\n{figure}", *rows[figure], sep="\n", flush=True)
    return sums


def _print_glued(part: Sequence[Page], show: bool) -> dict[Key, Counter[str]]:
    """Print how many joined articles are split at the seam, by kind. Gives the counts."""
    sums: dict[Key, Counter[str]] = defaultdict(Counter)
    for kind, pair, drafts in glued(clean_articles(part)):
        right = begins_at(drafts, pair)
        counts = Counter(all=1, right=int(right), alone=int(right and len(drafts) == 2))
        for name in (kind, "all with a title") if kind in WITH_TITLE else (kind,):
            sums["glued", name, ""].update(counts)
        if show and not counts["alone"]:
            print(f"{kind}\n   found    {[it.offset for it in drafts[1:]]} for {pair.seam}")
            print(f"   around   {pair.text[max(0, pair.seam - 100) : pair.seam + 200]!r}")
    print("\nglued", *(f"{kind:<34} {row('glued', counts)}" for (_, kind, _), counts in sums.items()), sep="\n")
    return sums


if __name__ == "__main__":
    main()
