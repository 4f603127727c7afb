"""The links of a page on which a search is shown.

Each of a hundred links has to say which search it goes on from. A short search stands in their addresses, which people
copy and open in tabs of their own. A long one would make the page as heavy as all of them together. So it stands once
on the page, in a form without anything to see, and the links are buttons of that form.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from web import urls
from web.changes import changed
from web.params import SearchParams

LONGEST = 600
"""Bytes of a search in an address that every link of a page may repeat."""


@dataclass(frozen=True, slots=True)
class Link:
    """Where something leads: to an address; or, as a button of the page's form, to `action`, or to the results where
    that is empty, with one value of its own."""

    address: str = ""
    action: str = ""
    name: str = ""
    value: str = ""

    @property
    def tag(self) -> str:
        """Its element: `<{{ link.tag }}{{ link.attributes }}>…</{{ link.tag }}>`."""
        return "a" if self.address else "button"

    @property
    def attributes(self) -> Markup:
        """What makes the element lead there."""
        if self.address:
            return Markup(' href="{}"').format(self.address)
        action = Markup(' formaction="{}"').format(self.action) if self.action else ""
        sent = Markup(' name="{}" value="{}"').format(self.name, self.value) if self.name else ""
        return Markup(' form="asked"') + action + sent


class Links:
    """Makes the links of a page that shows a search; `plain` is that of an article, its file as it is."""

    def __init__(self, wanted: SearchParams, *, plain: bool = False) -> None:
        self._wanted = wanted
        self._plain = plain
        self.are_buttons = is_long(wanted)

    @property
    def fields(self) -> Iterator[tuple[str, Any]]:
        """What the form holds."""
        yield from self._wanted.pairs()
        if self._plain:
            yield "view", "plain"

    def button(self, change: str) -> Link:
        """The results with a change, by a button however short the search is."""
        return Link(name="change", value=change)

    def results(self, change: str = "", anchor: str = "") -> Link:
        """The results as they are, or with a change; at a place there."""
        if self.are_buttons:
            return Link(action=urls.search(anchor=anchor), name="change" if change else "", value=change)
        return Link(urls.search(changed(self._wanted, change) if change else self._wanted, anchor))

    def query(self, text: str, change: str) -> Link:
        """The results of another query, which a change tells where it is long itself."""
        if is_long(SearchParams(text)):
            return Link(action=urls.search(), name="change", value=change)
        return Link(urls.search(text))

    def article(self, identity: str, *, hit: int = 0, plain: bool = False) -> Link:
        """An article, beginning at one of its hits, or none; or `plain`, its file as it is."""
        if not self.are_buttons:
            return Link(urls.article(identity, self._wanted, hit=hit, plain=plain))
        action = urls.article(identity) + f"#hit-{hit}" * bool(hit)
        if hit:
            return Link(action=action, name="hit", value=str(hit))
        view = {"name": "view", "value": "plain" if plain else "zones"} if plain != self._plain else {}
        return Link(action=action, **view)

    def address(self, identity: str) -> str:
        """The address of an article where no form is, as in a file: with the search where that is short."""
        return urls.article(identity, "" if self.are_buttons else self._wanted.q)

    def comparison(self, a: str, b: str) -> Link:
        """Two articles side by side, by their ids."""
        if self.are_buttons:
            return Link(action="/compare", name="pair", value=f"{a},{b}")
        return Link(urls.comparison(a, b, self._wanted.q))

    def export(self, kind: str) -> Link:
        """All results as a file, or the newest as a feed: one of `urls.EXPORTS`."""
        return Link(action=urls.EXPORTS[kind]) if self.are_buttons else Link(urls.export(self._wanted, kind))


def is_long(wanted: SearchParams) -> bool:
    """Whether a search is too long to be repeated by every link."""
    return len(urls.search(wanted)) - len(urls.search()) - len("?") > LONGEST
