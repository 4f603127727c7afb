"""Query text to a tree of `whoosh.query`, its canonical text, and notes for the person.

Whatever a person types gives a tree: what cannot be parsed is searched literally, and a note says so.
"""

from dataclasses import dataclass

from whoosh import query

from search.query.canonical import understood
from search.query.parser import tree


@dataclass(frozen=True)
class Query:
    """`text` as typed, the `tree` it means, the tree as text (`understood`) and what to tell the person."""

    text: str
    tree: query.Query
    understood: str
    notes: tuple[str, ...] = ()


def parse(text: str) -> Query:
    """Parse any text. Linear in at most 512 characters; never raises."""
    notes: list[str] = []
    clean = text.encode("utf-8", "replace").decode("utf-8")  # a lone surrogate cannot be printed
    found = tree(clean, notes)
    return Query(clean, found, understood(found), tuple(dict.fromkeys(notes)))
