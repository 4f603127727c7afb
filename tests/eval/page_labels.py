"""What is right about a page: its titles, day, authors and language, from labels by hand and from its markup."""

import html
import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from tests.eval.written_days import is_written

_ISO_DAY = re.compile(r"(?:19|20)\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?!\d)")
_MORE = re.compile(r"\s*[|–—\-·•»«›‹/~:]+\s*\S|\s+[(\[]")
_LAST_PART = re.compile(r"\s*[|–—\-·•»«›:]\s+[^|–—·•»«›]+$")


def titles(by_hand: str, markup: Mapping[str, Any]) -> list[str]:
    """The titles that are right: by hand, of the markup, and each h1 that shares half its words with one of these.

    Where the name of the site stands behind a title of the markup, the title without it is right. If nothing else is
    known, an h1 with which the title of the document begins is right.
    """
    given = [by_hand, *(without_site(html.unescape(it), markup["site_name"]) for it in markup["titles"])]
    found = [it for it in dict.fromkeys(given) if it]
    near = [h1 for h1 in markup["h1"] if any(_share(h1, it) >= 0.5 for it in found)]
    if not found:
        near = [h1 for h1 in markup["h1"] if markup["document"].startswith(h1)]
    return [
        it
        for it in dict.fromkeys((*found, *near))
        if it == by_hand or not any(it != other and is_with_outlet(it, other) for other in (*found, *near))
    ]


def without_site(title: str, site_name: str) -> str:
    """A title without the name of the site behind it."""
    last = _LAST_PART.search(title)
    if last and (name := _letters(site_name)) and _letters(last[0]) in (name, f"{name}com", f"{name}de"):
        return title[: last.start()]
    return title


def is_with_outlet(found: str, title: str) -> bool:
    """Whether something is a title with more behind it or before it, as the outlet's name."""
    if found.startswith(title):
        return bool(_MORE.match(found, len(title)))
    return found.endswith(title) and bool(re.search(r"[|–—\-·•»›:]\s+$", found[: -len(title)]))


def _share(one: str, other: str) -> float:
    words, others = set(one.casefold().split()), set(other.casefold().split())
    return len(words & others) / max(1, len(words), len(others))


def _letters(text: str) -> str:
    return "".join(it for it in text.casefold() if it.isalnum())


def days(by_hand: str, published: str, modified: str, text: str) -> list[str]:
    """The days as ISO 8601 that are right for a page: the one by hand, and those of the markup that the page states.

    Some labels by hand have day and month swapped, or another year. They give way to the day of publication in the
    markup if that stands in the text of the page. Many pages state the day of the last change as theirs.
    """
    hand, first, last = day(by_hand), day(published), day(modified)
    is_stated = {it: is_written(date.fromisoformat(it), text) for it in (first, last) if it}
    found = first if first and (not hand or is_stated[first]) else hand
    return [it for it in dict.fromkeys((found, last if found and is_stated.get(last) else "")) if it]


def day(stated: str) -> str:
    """The day that an ISO 8601 date begins with, or nothing."""
    found = _ISO_DAY.match(stated)
    return found[0] if found else ""


def authors(stated: str | Sequence[str] | None) -> list[str]:
    """The names of authors that a label states, which is a list or has semicolons between them."""
    names = stated.split(";") if isinstance(stated, str) else stated or ()
    return [name.strip() for name in names if name.strip()]


def primary_language(tag: str) -> str:
    """The primary subtag of a language tag: `pt_BR` gives `pt`."""
    return re.split(r"[-_]", tag.strip())[0].lower()
