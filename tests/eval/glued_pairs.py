"""How many of two articles in one file are split where the second begins, in six kinds, and of two on one event."""

import gzip
import json
import random
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from search.extract.draft import Draft
from search.extract.pipeline import run_steps
from tests.eval.extraction import BOILERPLATE
from tests.eval.page_sets import Page, outlet
from tests.support.places import CORPORA

_PAIRS = 100
_DATELINES = ("LONDON — ", "BERLIN (Reuters) - ", "WASHINGTON (AP) — ", "Paris, 4 March (AFP) - ", "GREEN BAY, Wis. — ")
_DATES = ("Published March 4, 2017", "18 November 2019", "June 3, 2018 5:27 PM", "2016-08-31", "Updated: May 9, 2019")


class Clean(NamedTuple):
    """A clean article. `event` is empty if no other one is known to tell of the same."""

    outlet: str
    title: str
    body: str
    event: str = ""


class Pair(NamedTuple):
    """Two articles in one text, the second of which begins at `seam`."""

    text: str
    seam: int


def clean_articles(part: Iterable[Page]) -> list[Clean]:
    """The gold bodies of pages, and the articles of the known corpora, that have a title and are long enough."""
    gold = [Clean(it.outlet, it.titles[0], it.gold) for it in part if it.form == "gold" and it.titles]
    return [it for it in (*gold, *_known()) if it.title.strip() and it.body.count("\n\n") > 1 and len(it.body) > 400]


def _known() -> Iterator[Clean]:
    for name in ("newsarticles", "basil"):
        with gzip.open(CORPORA / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
            for it in map(json.loads, lines):
                yield Clean(outlet(it["url"]), it["title"], it["text"], it.get("cluster", ""))


def _joined(first: Clean, second: str, between: str = "\n\n") -> Pair:
    before = f"{first.title}\n\n{first.body.rstrip()}{between}"
    return Pair(before + second, len(before))


def _plain(first: Clean, second: Clean, _: random.Random) -> Pair:
    return _joined(first, f"{second.title}\n\n{second.body}\n")


def _dateline(first: Clean, second: Clean, chance: random.Random) -> Pair:
    return _joined(first, f"{second.title}\n\n{chance.choice(_DATELINES)}{second.body}\n")


def _dated(first: Clean, second: Clean, chance: random.Random) -> Pair:
    return _joined(first, f"{second.title}\n\n{chance.choice(_DATES)}\n\n{second.body}\n")


def _furniture(first: Clean, second: Clean, chance: random.Random) -> Pair:
    between = "".join(f"\n\n{line}" for line in chance.sample(BOILERPLATE, 2))
    return _joined(first, f"{second.title}\n\n{second.body}\n", f"{between}\n\n")


def _single(first: Clean, second: Clean, chance: random.Random) -> Pair:
    pair = _plain(first, second, chance)
    before = pair.text[: pair.seam].replace("\n\n", "\n")
    return Pair(before + pair.text[pair.seam :].replace("\n\n", "\n"), len(before))


def _untitled(first: Clean, second: Clean, _: random.Random) -> Pair:
    return _joined(first, f"{second.body}\n")


def _both_dated(first: Clean, second: Clean, chance: random.Random) -> Pair:
    dated = first._replace(body=f"{chance.choice(_DATES)}\n\n{first.body}")
    return _dated(dated, second, chance)


KINDS: Mapping[str, Callable[[Clean, Clean, random.Random], Pair]] = {
    "title, text": _plain,
    "dateline": _dateline,
    "date line": _dated,
    "two lines of boilerplate between": _furniture,
    "single line breaks": _single,
    "no title": _untitled,
    "same event": _plain,
    "same event, date line": _both_dated,
}
WITH_TITLE = ("title, text", "dateline", "date line", "two lines of boilerplate between", "single line breaks")


def glued(articles: Sequence[Clean]) -> Iterator[tuple[str, Pair, Sequence[Draft]]]:
    """Pairs of each kind, with the articles found in each. Only articles that are not split alone are joined."""
    events = defaultdict(list)
    for article in articles:
        if article.event:
            events[article.event].append(article)
    for kind, join in KINDS.items():
        chance = random.Random(kind)
        made = 0
        while made < _PAIRS:
            pool = chance.choice(list(events.values())) if kind.startswith("same event") else articles
            first, second = chance.sample(pool, 2)
            if first.outlet != second.outlet and _is_one(first) and _is_one(second):
                pair = join(first, second, chance)
                made += 1
                yield kind, pair, run_steps(Draft(pair.text))


@cache
def _is_one(article: Clean) -> bool:
    return len(run_steps(Draft(f"{article.title}\n\n{article.body}\n"))) == 1


def begins_at(drafts: Sequence[Draft], pair: Pair) -> bool:
    """Whether one of the articles begins at the seam or one line beside it."""
    for draft in drafts[1:]:
        start, end = sorted((pair.seam, draft.offset))
        if sum(1 for line in pair.text[start:end].split("\n") if line.strip()) <= 1:
            return True
    return False
