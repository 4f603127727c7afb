"""The links of a page on which a search is shown.

About a hundred links on a page have to keep the current search. A short search is in their addresses, which people copy
and open in tabs. A long one would make the page too heavy. So it is on the page once, in a hidden form, and the links
are buttons of that form.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

from markupsafe import Markup

from web import urls
from web.changes import changed
from web.escaping import escaped
from web.params import SearchParams

LONGEST = 600
"""Most bytes of a search in the address of every link."""


class Link(NamedTuple):
    """A link to an address; or a button of the page's form, sent to `action` (the results if empty) with one value."""

    address: str = ""
    action: str = ""
    name: str = ""
    value: str = ""

    @property
    def tag(self) -> str:
        """The name of the element: `<{{ link.opening }}>…</{{ link.tag }}>`."""
        return "a" if self.address else "button"

    @property
    def opening(self) -> Markup:
        """The name of the element with its attributes."""
        if self.address:
            return Markup(f'a href="{escaped(self.address)}"')  # noqa: S704 - escaped
        action = f' formaction="{escaped(self.action)}"' if self.action else ""
        value = f' name="{escaped(self.name)}" value="{escaped(self.value)}"' if self.name else ""
        return Markup(f'button form="search"{action}{value}')  # noqa: S704 - escaped


class Links:
    """Makes the links of a page that shows a search. `plain`: the page shows the original file of an article."""

    def __init__(self, params: SearchParams, *, plain: bool = False) -> None:
        self._params = params
        self._plain = plain
        self._reading_query = urls.reading_query(params)
        self.are_buttons = is_long(params)

    @property
    def fields(self) -> Iterator[tuple[str, Any]]:
        """Names and values of the hidden form."""
        yield from self._params.pairs()
        if self._plain:
            yield "view", "plain"

    def button(self, change: str) -> Link:
        """A button to the results with a change, however short the search is."""
        return Link(name="change", value=change)

    def results(self, change: str = "", anchor: str = "") -> Link:
        """The results, as they are or with a change, at an anchor."""
        if self.are_buttons:
            return Link(action=urls.search(anchor=anchor), name="change" if change else "", value=change)
        return Link(urls.search(changed(self._params, change) if change else self._params, anchor))

    def query(self, text: str, change: str) -> Link:
        """The results of another query. If it is long, `change` names it."""
        if is_long(SearchParams(text)):
            return Link(action=urls.search(), name="change", value=change)
        return Link(urls.search(text))

    def article(self, article_id: str, *, hit: int = 0, plain: bool = False) -> Link:
        """An article, at one of its hits (0: at its start); `plain`: its original file."""
        if not self.are_buttons:
            return Link(urls.article_after(self._reading_query, article_id, hit=hit, plain=plain))
        action = urls.article(article_id) + f"#hit-{hit}" * bool(hit)
        if hit:
            return Link(action=action, name="hit", value=str(hit))
        view = {"name": "view", "value": "plain" if plain else "zones"} if plain != self._plain else {}
        return Link(action=action, **view)

    def address(self, article_id: str) -> str:
        """The address of an article, for files without a form. A long search is left out."""
        return urls.article(article_id, "" if self.are_buttons else self._params.q)

    def comparison(self, a: str, b: str) -> Link:
        """The comparison of two articles, by their ids."""
        if self.are_buttons:
            return Link(action="/compare", name="pair", value=f"{a},{b}")
        return Link(urls.comparison(a, b, self._params.q))

    def export(self, kind: str) -> Link:
        """An export of all results or the feed of the newest: one of `urls.EXPORTS`."""
        return Link(action=urls.EXPORTS[kind]) if self.are_buttons else Link(urls.export(self._params, kind))


def is_long(params: SearchParams) -> bool:
    """Whether a search is too long to be in the address of every link."""
    return len(urls.encoded(params.arguments())) > LONGEST
