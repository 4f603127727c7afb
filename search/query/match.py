"""Which tokens of one article a query matches: what highlighting shows, and the meaning of a query in one page."""

from collections.abc import Mapping, Sequence

from whoosh import query

from search.analysis import Tokens
from search.model import Place
from search.query import positions
from search.query.nodes import AnyOf, Near, field_of


def places(tree: query.Query, fields: Mapping[str, Tokens]) -> tuple[Place, ...] | None:
    """The places that an expanded tree matches in an article, in order; None where the article does not match.

    A place is a word, or a phrase as a whole. Nothing under a NOT is a place, nor anything in an alternative of an
    OR that does not match as a whole. Linear in the article's tokens and the places.
    """
    found = _Article(fields).match(tree)
    return None if found is None else tuple(sorted(found, key=lambda place: (place.start, place.end, place.field)))


def _positions(tokens: Tokens) -> positions.Positions:
    where: dict[str, list[int]] = {}
    for position, term in enumerate(tokens.terms):
        where.setdefault(term, []).append(position)
    return where


class _Article:
    def __init__(self, fields: Mapping[str, Tokens]) -> None:
        self._fields = fields
        self._where = {name: _positions(tokens) for name, tokens in fields.items()}
        self._clauses = 0

    def match(self, tree: query.Query) -> list[Place] | None:
        match tree:
            case query.And() | query.Or():
                parts = [self.match(part) for part in tree.subqueries]
                matched = [part for part in parts if part is not None]
                enough = len(parts) if isinstance(tree, query.And) else 1
                return [place for part in matched for place in part] if len(matched) >= enough else None
            case query.Not():
                return [] if self.match(tree.query) is None else None
            case query.Every():
                return []
        self._clauses += 1
        return self._leaf(tree) or None

    def _leaf(self, tree: query.Query) -> list[Place]:
        if tree == query.NullQuery or field_of(tree) not in self._fields:
            return []
        where = self._where[field_of(tree)]
        match tree:
            case Near():
                return self._places(field_of(tree), positions.near(tree.words, tree.others, where), 1)
            case query.Phrase():
                return self._places(field_of(tree), positions.phrase(tree.words, where), len(tree.words))
            case AnyOf():
                held = [word for word in tree.words if word in where]
                return self._places(field_of(tree), [at for word in held for at in where[word]], 1)
        raise TypeError(f"cannot match {tree!r}")

    def _places(self, field: str, starts: Sequence[int], length: int) -> list[Place]:
        tokens = self._fields[field]
        return [Place(field, tokens.starts[start], tokens.ends[start + length - 1], self._clauses) for start in starts]
