"""What the extraction of one page got right, as counts, and each fault with where it stands in the page.

All of a page but its boilerplate is judged by its first article.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from search.extract.draft import Draft
from search.types.article import ZONE_KINDS
from tests.eval.page_labels import is_with_outlet
from tests.eval.page_sets import Page
from tests.eval.page_spans import share_found, shared, squeezed, visible
from tests.eval.written_days import is_written

_BODY = ZONE_KINDS.index("body")
_BOILERPLATE = ZONE_KINDS.index("boilerplate")
_BETWEEN_NAMES = frozenset(("and", "und", "y", "e", "et", "og", "by", "von"))
_CUT = 0.95
"""A body is cut if no article of the file holds so much of it."""


class Fault(NamedTuple):
    """What was expected and found in a page, and where that stands."""

    expected: str
    found: str
    place: int


class Judged(NamedTuple):
    """The counts of a page, and its faults."""

    counts: Mapping[str, int]
    faults: Sequence[Fault] = ()


def kinds(page: Page, drafts: Sequence[Draft]) -> bytearray:
    """The kind of zone at each code point of a page, as a number in ZONE_KINDS."""
    places = bytearray([_BODY]) * len(page.text)
    for draft in drafts:
        for zone in draft.zones():
            start, end = draft.offset + zone.start, draft.offset + zone.end
            places[start:end] = bytes([ZONE_KINDS.index(zone.kind)]) * (end - start)
    return places


def split(page: Page, drafts: Sequence[Draft]) -> Judged:
    """Whether a page that holds one article was split, and where its body lies."""
    counts = Counter(all=1, split=int(len(drafts) > 1))
    faults = [Fault("one article", f"article {n}, sure {it.sure:.2f}", it.offset) for n, it in enumerate(drafts) if n]
    gold = shared(page.text, page.gold)
    if body := sum(gold):
        bounds = [*(it.offset for it in drafts), len(page.text)]
        parts = [sum(gold[start:end]) for start, end in pairwise(bounds)]
        counts.update(judged=1, elsewhere=int(parts[0] * 2 < body), cut=int(max(parts) < _CUT * body))
    return Judged(counts, faults)


def boilerplate(page: Page, drafts: Sequence[Draft]) -> Judged:
    """Code points without white space: boilerplate found, missed, wrong; and those of any zone but body."""
    gold = shared(page.text, page.gold)
    if not any(gold):
        return Judged({})
    there, gold_length = share_found(page.text, page.gold)
    counts: Counter[str] = Counter({"pages": 1, "gold found": there, "gold": gold_length})
    found = kinds(page, drafts)
    for place in visible(page.text):
        side = "body" if gold[place] else "other"
        counts[side] += 1
        counts[f"{side} boilerplate"] += found[place] == _BOILERPLATE
        counts[f"{side} zone"] += found[place] != _BODY
    return Judged(counts, list(_lines(page.text, gold, found)))


def _lines(text: str, gold: bytes, found: bytearray) -> Iterator[Fault]:
    """Each line whose middle is boilerplate in the body, or body elsewhere."""
    start = 0
    for line in text.split("\n"):
        if line.strip():
            middle = start + (len(line) - len(line.lstrip()) + len(line.rstrip())) // 2
            if text[middle].isspace():
                middle += 1
            if gold[middle] and found[middle] == _BOILERPLATE:
                yield Fault("body", f"boilerplate: {line.strip()[:100]}", start)
            elif not gold[middle] and found[middle] == _BODY:
                yield Fault("no body", f"body: {line.strip()[:100]}", start)
        start += len(line) + 1


def snippets(page: Page, drafts: Sequence[Draft]) -> Judged:
    """Where the snippets are that are text of the article and those that are not, at their first occurrence."""
    counts: Counter[str] = Counter()
    faults = []
    found = kinds(page, drafts)
    joined, places = squeezed(page.text), visible(page.text)
    for name, wanted in (("text", page.has), ("other", page.lacks)):
        for snippet in wanted:
            if (at := joined.find(needle := squeezed(snippet))) < 0 or not needle:
                continue
            kind = Counter(found[places[n]] for n in range(at, at + len(needle))).most_common(1)[0][0]
            counts.update({name: 1, f"{name} body": kind == _BODY, f"{name} boilerplate": kind == _BOILERPLATE})
            if (kind == _BODY) != (name == "text"):
                faults.append(Fault(name, f"{ZONE_KINDS[kind]}: {snippet[:100]}", places[at]))
    return Judged(counts, faults)


_SAME = str.maketrans("“”„«»‘’‚`´–—‐‑", '"""""' + "'''''" + "----")


def _normal(text: str) -> str:
    return " ".join(text.translate(_SAME).replace("\u00ad", "").split()).strip("\"' ").casefold()


def title(page: Page, drafts: Sequence[Draft]) -> Judged:
    """Whether the title is right, right with more behind it, or another one."""
    if not page.titles:
        return Judged({})
    first = drafts[0]
    found, wanted = _normal(first.text[slice(*first.title)]), [_normal(it) for it in page.titles]
    right = found in wanted
    suffix = not right and any(is_with_outlet(found, it) for it in wanted)
    written = right or suffix or any(squeezed(it) in squeezed(page.text) for it in page.titles)
    faults = [] if right else [Fault(" = ".join(page.titles), first.text[slice(*first.title)], first.title[0])]
    return Judged(Counter(all=1, right=int(right), suffix=int(suffix), written=int(written)), faults)


def dates(page: Page, drafts: Sequence[Draft]) -> Judged:
    """Whether the day of publication is right, wrong or unknown. A day off counts as right: it is another time zone.

    A later update alone says nothing of it.
    """
    if not page.date:
        return Judged({})
    claim, update = drafts[0].published, drafts[0].updated
    if not claim and update and _is_near(update.when, page.date):
        claim = update
    written = is_written(date.fromisoformat(page.date), page.text)
    counts = Counter(all=1, written=int(written), claimed=int(claim is not None))
    faults = []
    if claim:
        right = _is_near(claim.when, page.date)
        counts.update(right=int(right), written_right=int(right and written))
        counts.update({claim.provenance: 1, f"{claim.provenance} right": int(right)})
        if not right:
            faults.append(Fault(page.date, f"{claim.when} ({claim.provenance})", claim.start))
    elif written:
        faults.append(Fault(page.date, "unknown", 0))
    return Judged(counts, faults)


def _is_near(claim: str, day: str) -> bool:
    if len(claim) < 10:
        return day.startswith(claim)
    return abs((date.fromisoformat(claim[:10]) - date.fromisoformat(day)).days) <= 1


def _claim(found: str, wanted: Sequence[str], right: bool) -> Judged:
    if not wanted:
        return Judged({"claimed without label": int(bool(found))})
    faults = [] if found and right else [Fault(" = ".join(wanted), found or "nothing", 0)]
    return Judged(Counter(all=1, claimed=int(bool(found)), right=int(bool(found) and right)), faults)


def author(page: Page, drafts: Sequence[Draft]) -> Judged:
    """Whether the author is one of those of the label, or several of them, with nothing else."""
    found = drafts[0].author
    rest = found.casefold()
    for name in page.authors:
        rest = rest.replace(name.casefold(), " ")
    within = any(_letters(found) in _letters(name) for name in page.authors)
    return _claim(found, page.authors, within or not set(re.findall(r"\w+", rest)) - _BETWEEN_NAMES)


def outlet(page: Page, drafts: Sequence[Draft]) -> Judged:
    """Whether the outlet is the name of the site in the markup or its domain, or one holds the other."""
    found, wanted = _letters(drafts[0].source), [page.site_name, page.outlet] if page.site_name else []
    return _claim(drafts[0].source, wanted, any(found in _letters(it) or _letters(it) in found for it in wanted))


def language(page: Page, drafts: Sequence[Draft]) -> Judged:
    """Whether the language is that of the markup."""
    found = drafts[0].language
    return _claim(found, [page.language] if page.language else [], found == page.language)


def _letters(text: str) -> str:
    return "".join(it for it in text.casefold() if it.isalnum())


def place(_: Page, drafts: Sequence[Draft]) -> Judged:
    """The claims of places. The sets have no labels for them."""
    found = drafts[0].place
    return Judged({"all": 1, "claimed": int(bool(found))}, [Fault("?", found, 0)] if found else [])


FIGURES: Mapping[str, Callable[[Page, Sequence[Draft]], Judged]] = {
    "split": split,
    "boilerplate": boilerplate,
    "snippets": snippets,
    "title": title,
    "date": dates,
    "author": author,
    "outlet": outlet,
    "place": place,
    "language": language,
}
"""What is judged of each page, by name."""
