"""The leaves of a query tree that Whoosh does not have. The others are its own: Term, Phrase, Prefix, Wildcard..."""

from collections.abc import Iterable

from whoosh import query

TEXT = "text"
"""The field of an unfielded word: the whole text of an article, in which its title counts more."""
FIELDS = ("title", "path", "date")
"""What may stand before a colon."""

NEAREST = 1000
"""The largest distance of a `"..."~n`."""


def field_of(leaf: query.Query) -> str:
    """The field that a leaf looks in; empty for one that looks in none."""
    return leaf.field() or ""


class Forms(query.Term):
    """A word in all its inflected forms: `worker` also stands for `workers`."""


class Near(query.Phrase):
    """Words in any order within a stretch that holds at most `others` further words."""

    @property
    def others(self) -> int:
        return int(self.slop)


class AnyOf(query.Term):
    """The words that a leaf came to stand for in an index: one posting list, frequencies summed, one idf."""

    def __init__(self, fieldname: str, words: Iterable[str]) -> None:
        self.words = frozenset(words)
        super().__init__(fieldname, " ".join(sorted(self.words)))
