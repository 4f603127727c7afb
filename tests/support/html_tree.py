"""Pages as trees of elements, parsed with the standard library."""

from collections.abc import Iterator
from html.parser import HTMLParser
from urllib.parse import urlencode

_VOID = frozenset(("br", "hr", "img", "input", "link", "meta"))


class Element:
    """An element with its attributes and what is in it."""

    def __init__(self, tag: str, attributes: dict[str, str], parent: "Element | None" = None) -> None:
        self.tag = tag
        self.attributes = attributes
        self.parent = parent
        self.children: list[Element | str] = []

    def __getitem__(self, attribute: str) -> str:
        return self.attributes[attribute]

    @property
    def classes(self) -> list[str]:
        """The names in its class attribute."""
        return self.attributes.get("class", "").split()

    @property
    def text(self) -> str:
        """All text in it, character by character."""
        return "".join(child if isinstance(child, str) else child.text for child in self.children)

    @property
    def line(self) -> str:
        """Its text on one line, white space made single."""
        return " ".join(self.text.split())

    def text_without(self, name: str) -> str:
        """All text in it, but not that of the elements of a class."""
        inner = (child for child in self.children if isinstance(child, str) or name not in child.classes)
        return "".join(child if isinstance(child, str) else child.text_without(name) for child in inner)

    def walk(self) -> Iterator["Element"]:
        """The elements in it, in document order."""
        for child in self.children:
            if isinstance(child, Element):
                yield child
                yield from child.walk()

    def all(self, tag: str = "", name: str = "", **attributes: str) -> list["Element"]:
        """The elements in it with a tag, a class name and attributes."""
        return [
            element
            for element in self.walk()
            if tag in ("", element.tag)
            and (not name or name in element.classes)
            and attributes.items() <= element.attributes.items()
        ]

    def one(self, tag: str = "", name: str = "", **attributes: str) -> "Element":
        """The only such element."""
        found = self.all(tag, name, **attributes)
        assert len(found) == 1, f"{len(found)} elements are {tag or name or attributes}"
        return found[0]


def link_target(page: Element, element: Element) -> str:
    """The address of a link or a button, as a browser makes it."""
    if element.tag == "a":
        return element["href"]
    form = page.one("form", id=element["form"])
    path, hash_, anchor = element.attributes.get("formaction", form["action"]).partition("#")
    pairs = [(field["name"], field["value"]) for field in form.all("input")]
    pairs += [(element["name"], element["value"])] if "name" in element.attributes else []
    return f"{path}?{urlencode(pairs)}{hash_}{anchor}"


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = self._open = Element("", {})

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len(dict(attrs)) == len(attrs), f"an attribute of {tag} stands twice"
        element = Element(tag, {name: value or "" for name, value in attrs}, self._open)
        self._open.children.append(element)
        if tag not in _VOID:
            self._open = element

    def handle_endtag(self, tag: str) -> None:
        assert self._open.tag == tag, f"</{tag}> ends <{self._open.tag}>"
        assert self._open.parent
        self._open = self._open.parent

    def handle_data(self, data: str) -> None:
        self._open.children.append(data)

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"a comment on a page: {data}")

    def end(self) -> Element:
        assert self._open is self.root, f"<{self._open.tag}> is not closed"
        return self.root


def parse_html(html: str) -> Element:
    """Parse a page. Fails if elements are not closed in order."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.end()
