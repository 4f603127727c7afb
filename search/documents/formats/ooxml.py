"""What Word and PowerPoint files share: relationships between parts, charts, diagrams, and properties."""

from collections.abc import Iterator
from typing import NamedTuple

from search.documents.formats.package import Package, resolve
from search.documents.formats.properties import Properties
from search.documents.formats.xml_events import XmlEvent

_MOST_DIGITS = 9


class Relationship(NamedTuple):
    """A link from one part to another. `kind` is the end of its type: "header", "slide", "chart"."""

    kind: str
    part: str


def relationships(package: Package, part: str) -> dict[str, Relationship]:
    """The parts within the package that a part refers to, by id, in order. "" stands for the package itself."""
    folder, _, name = part.rpartition("/")
    links: dict[str, Relationship] = {}
    for kind, element, attributes in package.events(f"{folder}/_rels/{name}.rels"):
        if kind == "start" and element == "Relationship" and attributes.get("TargetMode") != "External":
            link_kind = attributes.get("Type", "").rpartition("/")[2]
            links[attributes.get("Id", "")] = Relationship(link_kind, resolve(part, attributes.get("Target", "")))
    return links


def main_part(package: Package, usual: str) -> str:
    """The name of the part that holds the document; the usual one if the package does not say."""
    parts = (link.part for link in relationships(package, "").values() if link.kind == "officeDocument")
    return next((part for part in parts if part in package), usual)


def properties(package: Package) -> Properties:
    """The properties of the document."""
    values = Properties()
    value = ""
    for kind, name, _ in package.events("docProps/core.xml"):
        if kind == "text":
            value += name
        else:
            if kind == "end":
                values.add(name, value)
            value = ""
    return values


def stated_pages(package: Package) -> int:
    """The number of pages that the properties state; 0 if they do not."""
    events = package.events("docProps/app.xml")
    for kind, name, _ in events:
        if kind == "start" and name == "Pages":
            count = next((event.name for event in events), "")  # the part may end here, by damage
            return int(count) if count.isdecimal() and len(count) < _MOST_DIGITS else 0
    return 0


def drawn_lines(package: Package, link: Relationship | None) -> Iterator[str]:
    """The lines of the text of a chart or a diagram, each once."""
    if link and link.part in package:
        yield from dict.fromkeys(filter(None, map(str.strip, _drawn_lines(package.events(link.part)))))


def _drawn_lines(events: Iterator[XmlEvent]) -> Iterator[str]:
    """The paragraphs of text, and the names that a chart keeps of the cells of its table."""
    line: list[str] = []
    is_text = is_name = False
    for kind, name, _ in events:
        if kind == "text":
            line += [name] if is_text else []
        elif kind == "start":
            is_name = is_name or name == "strCache"
            is_text = name == "t" or (name == "v" and is_name)
        else:
            is_text = False
            is_name = is_name and name != "strCache"
            if name in ("p", "v"):
                yield "".join(line)
                line.clear()
    yield "".join(line)
