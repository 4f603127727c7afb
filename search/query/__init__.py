"""Query text to a tree of `whoosh.query`, its canonical text, and notes for the person.

Whatever a person types gives a tree: what cannot be parsed is searched literally, and a note says so.
"""

from dataclasses import dataclass
from functools import lru_cache

from whoosh import query

from search.arguments import check_text
from search.errors import QueryTooLong
from search.query.parser import tree
from search.query.serialize import canonical_text

LONGEST, MOST_TERMS, DEEPEST = 8192, 1024, 100
"""Characters (code points, as typed) and terms of a query, and levels of AND, OR and NOT within one another. A term is
a word, each word of a quotation, or a date."""
_MOST_NOTES = 12


@dataclass(frozen=True)
class Query:
    """`text` as typed, its canonical text (`canonical`), what to tell the person, and how many `terms` it has.

    A query is searched whole or not at all. Of one beyond the limits `too_long` tells which it exceeds, and `tree`,
    which every search begins with, raises QueryTooLong: so nobody takes it for one that finds nothing.
    """

    text: str
    parsed: query.Query
    canonical: str
    notes: tuple[str, ...] = ()
    terms: int = 0
    too_long: str = ""

    @property
    def tree(self) -> query.Query:
        """The tree that it means. Raises QueryTooLong."""
        if self.too_long:
            raise QueryTooLong(self.too_long)
        return self.parsed


def parse(text: str) -> Query:
    """Parse any text. Linear in at most LONGEST characters, and free for one of the last texts.

    Never raises, but ValueError for what is no text.
    """
    check_text("text", text)
    clean = text.encode("utf-8", "replace").decode("utf-8")  # a lone surrogate cannot be printed
    if len(clean) > LONGEST:
        return _refused(clean, f"has {len(clean):,} characters", f"{LONGEST:,} characters")
    return _parsed(clean)


@lru_cache(maxsize=16)
def _parsed(clean: str) -> Query:
    notes: list[str] = []
    found = tree(clean, notes)
    if (depth := _depth(found)) > DEEPEST:
        return _refused(clean, f"has {depth:,} levels of AND, OR and NOT within one another", f"{DEEPEST:,} levels")
    if (terms := sum(map(_terms, found.leaves()))) > MOST_TERMS:
        return _refused(clean, f"has {terms:,} words", f"{MOST_TERMS:,} words")
    return Query(clean, found, canonical_text(found), _few(notes), terms)


def _refused(text: str, has: str, limit: str) -> Query:
    told = f"The query {has}; at most {limit} can be searched, so nothing is. Shorten it, or search for parts of it."
    return Query(text, query.NullQuery, "", (told,), too_long=told)


def _depth(tree: query.Query) -> int:
    """How many nodes lie within one another, leaves not counted."""
    levels, row = 0, [tree]
    while row := [part for node in row for part in node.children()]:
        levels += 1
    return levels


def _terms(leaf: query.Query) -> int:
    return len(leaf.words) if isinstance(leaf, query.Phrase) else 1


def _few(notes: list[str]) -> tuple[str, ...]:
    """The notes without repeats; of very many the first, and how many there are."""
    each = tuple(dict.fromkeys(notes))
    more = len(each) - _MOST_NOTES
    return each if more <= 0 else (*each[:_MOST_NOTES], f"There is more of this kind: {more:,} notes are left out.")
