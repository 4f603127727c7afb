"""Read XML as a stream of events, without a tree: memory does not grow with the document or its depth."""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Literal, NamedTuple
from xml.parsers import expat

from search.documents.unreadable import UnreadableError

_SAFE_EXPAT = (2, 4, 1)
"""The first version of expat that refuses entities that expand without end."""


class XmlEvent(NamedTuple):
    """The start of an element, a stretch of text, or the end of an element.

    `name` is the local name of the element, `text` for a text the text itself. Attributes go by their local names;
    those of the namespace of relationships have the prefix "r:", as `id` and `r:id` may stand in one element.
    """

    kind: Literal["start", "text", "end"]
    name: str
    attributes: dict[str, str]


_NONE: dict[str, str] = {}


def xml_events(chunks: Iterable[bytes]) -> Iterator[XmlEvent]:
    """The events of an XML document that comes in pieces. External entities are not read. Linear: 1.5 µs an event.

    Raises UnreadableError at the first damage, after the events before it, and for a document that defines entities: no
    office program does, and they may expand to gigabytes.
    """
    if expat.version_info < _SAFE_EXPAT:
        raise UnreadableError(f"is not read: {expat.EXPAT_VERSION} is too old to read XML safely")
    events: list[XmlEvent] = []
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = lambda name, attributes: events.append(
        XmlEvent("start", _local(name), {_attribute(key): value for key, value in attributes.items()})
    )
    parser.EndElementHandler = lambda name: events.append(XmlEvent("end", _local(name), _NONE))
    parser.EntityDeclHandler = _refuse_entities
    parser.CharacterDataHandler = lambda text: events.append(XmlEvent("text", text, _NONE))
    try:
        for chunk in chunks:
            parser.Parse(chunk, False)
            yield from events
            events.clear()
        parser.Parse(b"", True)
    except (expat.ExpatError, ValueError, LookupError) as error:
        yield from events
        raise UnreadableError("is damaged: its XML is not well formed", "damaged") from error
    yield from events


def _refuse_entities(*_declaration: object) -> None:
    raise UnreadableError("is not read: its XML defines entities, as no program does")


@lru_cache(4096)
def _local(name: str) -> str:
    return name.rpartition(" ")[2]


@lru_cache(4096)
def _attribute(name: str) -> str:
    namespace, _, local = name.rpartition(" ")
    return f"r:{local}" if namespace.endswith("/relationships") else local
