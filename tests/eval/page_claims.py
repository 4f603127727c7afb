"""Whether what is said about one page is right: title, date, author, outlet, place, language.

A page is judged by the first of its articles.
"""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Sequence
from datetime import date
from functools import cache
from pathlib import Path
from unicodedata import normalize

from search.extract.draft import Draft
from tests.eval.page_judged import Fault, Judged
from tests.eval.page_labels import is_with_outlet
from tests.eval.page_sets import Page
from tests.eval.page_spans import ALIKE, squeezed
from tests.eval.written_days import is_written

_PLACES = Path(__file__).with_name("labels") / "places.json"
_BETWEEN_NAMES = re.compile(r"[,;&/]|\b(?:and|und|y|et|e|og)\b")


def _normal(text: str) -> str:
    return " ".join(text.translate(ALIKE).replace("\u00ad", "").split()).strip("\"' ").casefold()


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
    if not page.dates:
        return Judged({})
    claim, update = drafts[0].published, drafts[0].updated
    if not claim and update and _is_near(update.when, page.dates):
        claim = update
    written = any(is_written(date.fromisoformat(it), page.text) for it in page.dates)
    counts = Counter(all=1, written=int(written), claimed=int(claim is not None), unclaimed=int(claim is None))
    faults = []
    if claim:
        right = _is_near(claim.when, page.dates)
        counts.update(right=int(right), written_right=int(right and written))
        counts.update({claim.provenance: 1, f"{claim.provenance} right": int(right)})
        if not right:
            faults.append(Fault(" = ".join(page.dates), f"{claim.when} ({claim.provenance})", claim.start))
    elif written:
        faults.append(Fault(" = ".join(page.dates), "unknown", 0))
    return Judged(counts, faults)


def _is_near(claim: str, days: Sequence[str]) -> bool:
    if len(claim) < 10:
        return any(day.startswith(claim) for day in days)
    return any(abs((date.fromisoformat(claim[:10]) - date.fromisoformat(day)).days) <= 1 for day in days)


def _claim(found: str, wanted: Sequence[str], right: bool) -> Judged:
    if not wanted:
        return Judged({"claimed without label": int(bool(found))})
    faults = [] if found and right else [Fault(" = ".join(wanted), found or "nothing", 0)]
    return Judged(Counter(all=1, claimed=int(bool(found)), right=int(bool(found) and right)), faults)


def author(page: Page, drafts: Sequence[Draft]) -> Judged:
    """Whether each name in the author is in the label, and nothing else; or in the label or the markup.

    Many labels have one of several authors, or the agency or the photographer in their place.
    """
    found = drafts[0].author
    is_right = _are_names_of(found, page.authors)
    judged = _claim(found, page.authors, is_right or _are_names_of(found, (*page.authors, *page.byline)))
    stated = judged.counts.get("right", 0)
    return Judged({**judged.counts, "right": stated * is_right, "right or stated": stated}, judged.faults)


def _are_names_of(found: str, authors: Sequence[str]) -> bool:
    wanted = _letters(" ".join(authors))
    return all(_letters(name) in wanted for name in _BETWEEN_NAMES.split(found))


def outlet(page: Page, drafts: Sequence[Draft]) -> Judged:
    """Whether the outlet is the name of the site or its domain: one holds the other, or has its initials."""
    source = drafts[0].source
    found, initials = _letters(source), "".join(re.findall(r"\b(?!the\b)\w", source.casefold()))
    wanted = [page.site_name, page.outlet] if page.site_name else []
    return _claim(source, wanted, any(found in it or it in found or it == initials for it in map(_letters, wanted)))


def language(page: Page, drafts: Sequence[Draft]) -> Judged:
    """Whether the language is that of the markup."""
    found = drafts[0].language
    return _claim(found, [page.language] if page.language else [], found == page.language)


def _letters(text: str) -> str:
    return "".join(it for it in normalize("NFKD", text.casefold()) if it.isalnum())


def place(page: Page, drafts: Sequence[Draft]) -> Judged:
    """Whether the place is that of the dateline, by hand. Nobody has labelled the part that is held back."""
    found = drafts[0].place
    if page.held or not page.gold:
        return Judged({"claimed without label": int(bool(found))})
    label = _place_digests()[page.set].get(page.id, "")
    right = place_digest(found) == label
    faults = [] if right or not (found or label) else [Fault("another place" if label else "none", found or "none", 0)]
    return Judged(Counter(all=int(bool(label)), claimed=int(bool(found)), right=int(right)), faults)


def place_digest(name: str) -> str:
    """The label of a place: a digest of its name, without the state behind it."""
    return hashlib.sha256(_letters(name.split(",", maxsplit=1)[0]).encode()).hexdigest()[:12]


@cache
def _place_digests() -> dict[str, dict[str, str]]:
    """The labels of places, by set and page."""
    return json.loads(_PLACES.read_text(encoding="utf-8"))
