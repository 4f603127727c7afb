"""The leaves of a query tree that Whoosh does not have. The others are its own: Term, Phrase, Prefix, Wildcard..."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NoReturn

from whoosh import query
from whoosh.query.qcore import QueryError

TEXT = "text"
"""The field of an unfielded word: the whole text of an article, in which its title counts more."""
BOILERPLATE = "boilerplate"
"""What belongs to the page and not to the article: advertisements, buttons, links. It is not searched unasked."""
EVERYTHING = "everything"
"""The field of an unfielded word where all of the text is searched: `in:everything`."""
WHERE = "in"
"""Before a colon: in what an unfielded word is looked for."""
FIELDS = (WHERE, "title", "path", "date", "source", "agency", "place", "author", "lang")
"""What may stand before a colon."""

NEAREST = 1000
"""The largest distance of a `"..."~n`."""


def field_of(leaf: query.Query) -> str:
    """The field that a leaf looks in; empty for one that looks in none."""
    return leaf.field() or ""


def boost_of(leaf: query.Query) -> float:
    """What the score of a leaf is multiplied by."""
    return float(getattr(leaf, "boost", 1.0))


class _Evaluated(query.Query):
    """A leaf that is evaluated over a whole index, not walked through by a matcher of Whoosh's."""

    def matcher(self, searcher: Any, context: Any = None) -> NoReturn:  # noqa: ARG002
        """Raises QueryError: as the node of Whoosh's that it derives from it would match something else."""
        raise QueryError(f"no matcher of Whoosh's can answer {self!r}")


class Forms(_Evaluated, query.Term):
    """A word in all its inflected forms: `worker` also stands for `workers`."""


class Near(_Evaluated, query.Phrase):
    """Words in any order within a stretch that holds at most `others` further words."""

    @property
    def others(self) -> int:
        return int(self.slop)


class MultiPhrase(_Evaluated, query.Phrase):
    """A phrase some of whose words end with a star, as in "rolls roy*"; `alike` are the words that each of these stands
    for in an index."""

    def __init__(self, fieldname: str, words: Sequence[str], alike: Mapping[str, frozenset[str]] | None = None) -> None:
        super().__init__(fieldname, list(words))
        self.alike = dict(alike or {})

    def __eq__(self, other: object) -> bool:
        return isinstance(other, MultiPhrase) and super().__eq__(other) and self.alike == other.alike

    def __hash__(self) -> int:
        return super().__hash__() ^ hash(frozenset(self.alike.items()))


def words_at(phrase: Any, word: str) -> frozenset[str]:
    """The words of an index that may stand in the place of a word of a phrase."""
    alike: Mapping[str, frozenset[str]] = phrase.alike if isinstance(phrase, MultiPhrase) else {}
    return alike.get(word, frozenset((word,)))


class Days(query.Query):
    """Articles whose date may be one of the days `first` to `last`, counted from 1 January of the year 1."""

    def __init__(self, first: int, last: int) -> None:
        self.first = first
        self.last = last


class AnyOf(_Evaluated, query.Term):
    """The words that a leaf came to stand for in an index: one posting list, frequencies summed, one idf."""

    def __init__(self, fieldname: str, words: Iterable[str], boost: float = 1.0) -> None:
        super().__init__(fieldname, "", boost)
        self.words = frozenset(words)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, AnyOf) and self._key == other._key

    def __hash__(self) -> int:
        return hash(self._key)

    def __repr__(self) -> str:
        return f"AnyOf({self.fieldname!r}, {sorted(self.words)!r}, {self.boost!r})"

    @property
    def _key(self) -> tuple[str, frozenset[str], float]:
        return self.fieldname, self.words, self.boost
