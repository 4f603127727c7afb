"""Lexemes to a tree of `whoosh.query`.

    query := either+                   all of them
    either := both ("OR" both)*
    both := item ("AND" item)*
    item := ("-" | "NOT")* [field ":"] (word | phrase | "(" query ")")

So `a b OR c` asks for a, and for b or c; `a AND b OR c` for both a and b, or else c.
"""

from collections.abc import Callable, Iterable
from typing import Any, cast

from whoosh import query

from search.query import leaves
from search.query.lexer import Lexeme, lexemes
from search.query.nodes import EVERYTHING, TEXT, WHERE

MOST_CLAUSES = 32
"""Words, quotations and dates of a query that are read."""


def tree(text: str, notes: list[str]) -> query.Query:
    """The tree of any text; NullQuery where nothing in it can be searched. Linear; never raises."""
    read, field = _where(lexemes(text, notes))
    found = _Parser(read, notes).parse(field)
    if found is None and text.strip():
        notes.append("Nothing in this query can be searched: it has no word and no number.")
    return query.NullQuery if found is None else found


def _where(read: list[Lexeme]) -> tuple[list[Lexeme], str]:
    """The lexemes without `in:everything`, wherever it stands, and the field that unfielded words are looked for in."""
    kept = list(read)
    for at in range(len(read) - 2, -1, -1):
        if (read[at].kind, read[at].text.lower()) == ("field", f"{WHERE}:") and read[at + 1].text.lower() == EVERYTHING:
            del kept[at : at + 2]
    return kept, TEXT if len(kept) == len(read) else EVERYTHING


class _Parser:
    def __init__(self, found: list[Lexeme], notes: list[str]) -> None:
        self._rest = found[::-1]
        self._notes = notes
        self._clauses = 0

    def parse(self, field: str) -> query.Query | None:
        items = []
        while self._rest and self._rest[-1].kind != "close":
            items.append(self._either(field))
        return combined(query.And, items)

    def _either(self, field: str) -> query.Query | None:
        return combined(query.Or, self._separated("OR", lambda: self._both(field)))

    def _both(self, field: str) -> query.Query | None:
        return combined(query.And, self._separated("AND", lambda: self._item(field)))

    def _separated(self, operator: str, part: Callable[[], query.Query | None]) -> list[query.Query | None]:
        parts = [part()]
        while self._rest and self._rest[-1].kind == operator:
            self._rest.pop()
            parts.append(part())
        return parts

    def _item(self, field: str) -> query.Query | None:
        excluded = False
        while self._rest and self._rest[-1].kind in ("minus", "NOT"):
            self._rest.pop()
            excluded = not excluded
        if not self._rest or self._rest[-1].kind == "close":
            return None
        found = self._fielded(field)
        if not excluded or found is None:
            return found
        return found.query if isinstance(found, query.Not) else query.Not(found)

    def _fielded(self, field: str) -> query.Query | None:
        lexeme = self._rest.pop()
        start = lexeme.start
        if lexeme.kind == "field" and (not self._rest or self._rest[-1].kind not in ("open", "word", "phrase")):
            self._notes.append(f"“{lexeme.text}” has nothing to look for, so it is searched as a word.")
        elif lexeme.kind == "field":
            field, lexeme = lexeme.text[:-1].lower(), self._rest.pop()
        if lexeme.kind != "open":
            return self._leaf(lexeme, field, start)
        found = self.parse(field)
        self._rest.pop()  # the lexer has seen to it that the parenthesis closes
        return found

    def _leaf(self, lexeme: Lexeme, field: str, start: int) -> query.Query | None:
        """The leaf of a lexeme, which tells where it stands: from the field on, if one stands right before it."""
        if self._clauses == MOST_CLAUSES:
            self._clauses += 1
            self._notes.append(f"Only the first {MOST_CLAUSES} words are searched.")
        if self._clauses > MOST_CLAUSES:
            return None
        make = leaves.phrase if lexeme.kind == "phrase" else leaves.word
        found: Any = make(lexeme.text, field, self._notes)
        if found is not None:
            self._clauses += 1
            found.startchar, found.endchar = start, lexeme.end
        return cast(query.Query | None, found)


def combined(kind: type[query.And] | type[query.Or], parts: Iterable[query.Query | None]) -> query.Query | None:
    """`parts` under one node, nested nodes of its own kind dissolved; no node for a single part."""
    flat: list[query.Query] = []
    for part in parts:
        if isinstance(part, kind):
            flat.extend(part.subqueries)
        elif part is not None:
            flat.append(part)
    return kind(flat) if len(flat) > 1 else flat[0] if flat else None
