"""How well one page is divided: whether it is split, and which of its text is boilerplate.

The body is what stands in the labelled body too, see `page_spans`.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from search.extract.draft import Draft
from search.types.article import ZONE_KINDS
from tests.eval.page_judged import Fault, Judged
from tests.eval.page_sets import Page
from tests.eval.page_spans import share_found, shared, squeezed, visible

_BODY = ZONE_KINDS.index("body")
_BOILERPLATE = ZONE_KINDS.index("boilerplate")
_CUT = 0.95
"""A body is cut if no article of the file holds so much of it."""


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
    counts["recall in percent"] = round(100 * counts["other boilerplate"] / counts["other"]) if counts["other"] else 100
    counts["percent"] = 100
    return Judged(counts, list(_lines(page.text, gold, found)))


def boilerplate_of_whole_bodies(page: Page, drafts: Sequence[Draft]) -> Judged:
    """The same, of pages whose label leaves out nothing of the body that the markup shows."""
    return boilerplate(page, drafts) if page.has_whole_body else Judged({})


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
