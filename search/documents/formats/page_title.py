"""The headline of a web page, without the name of its outlet."""

import re
from collections.abc import Iterable, Sequence, Set
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_HEADLINE = 0.4
"""The share of the title of a document that a heading has to be. Less is often the name of the site."""
_BLANKS = 3
"""Blanks in an h1 that is a headline though no other title is like it. A shorter one is often the name of the site."""
_LONGEST = 400
_SEPARATOR = re.compile(r"\s+[|–—·•»«:-]+\s+")
_NO_LETTERS = re.compile(r"\W+")


def page_title(tree: "HtmlElement", stated: Iterable[str], outlets: Iterable[str]) -> str:
    """The headline: the heading that is the largest part of another title, else the only h1, else another title.

    `stated` are the titles that the page states about itself, `outlets` the names of its outlet. Linear.
    """
    document = " ".join((tree.findtext(".//head/title") or "").split())
    titles = [title for title in (*stated, document) if _is_title(title)]
    headings = [
        (it.tag, text) for it in tree.iter("h1", "h2") if _is_title(text := " ".join(it.text_content().split()))
    ]
    keys = list(map(title_key, titles))
    parts = [text for _, text in headings if (key := title_key(text)) and any(key in title for title in keys)]
    largest = max(parts, key=len, default="")
    if largest and (title_key(largest) in keys or len(largest) >= _HEADLINE * len(titles[-1])):
        return largest
    title = _without_outlet(titles[0], set(map(title_key, (*parts, *outlets)))) if titles else ""
    others = _headlines(headings, parts, _BLANKS if title else 0)
    return others[0] if len(others) == 1 and (not title or title_key(title) not in title_key(others[0])) else title


def title_key(title: str) -> str:
    """The letters of a title: two titles with the same ones are alike."""
    return _NO_LETTERS.sub("", title).casefold()


def _is_title(text: str) -> bool:
    return 0 < len(text) <= _LONGEST


def _headlines(headings: Sequence[tuple[str, str]], parts: Sequence[str], blanks: int) -> list[str]:
    """Each h1 that is not like another title and has so many blanks."""
    return [text for tag, text in headings if tag == "h1" and text not in parts and text.count(" ") >= blanks]


def _without_outlet(title: str, names: Set[str]) -> str:
    """A title without its first or last part if that is one of the names, or without its last if that is short."""
    separators = list(_SEPARATOR.finditer(title))
    if not separators:
        return title
    first, last = separators[0], separators[-1]
    if title_key(title[: first.start()]) in names:
        return title[first.end() :]
    is_outlet = title_key(title[last.end() :]) in names or len(title) - last.end() < last.start() / 2
    return title[: last.start()] if is_outlet else title
