"""Lexemes to a tree of `whoosh.query`.

    query := either+                   all of them
    either := both ("OR" both)*
    both := item ("AND" item)*
    item := ("-" | "NOT")* [field ":"] (word | phrase | "(" query ")")

So `a b OR c` asks for a, and for b or c; `a AND b OR c` for both a and b, or else c.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from dataclasses import field as made_by
from typing import Any

from whoosh import query

from search.query import leaf_builder
from search.query.foreign import quoted
from search.query.lexer import QUOTES, Lexeme, lexemes
from search.query.nodes import EVERYTHING, TEXT, WHERE

_FIELDED = ("open", "minus", "word", "phrase")
"""What a field can stand before."""


def tree(text: str, notes: list[str]) -> query.Query:
    """The tree of any text; NullQuery where nothing in it can be searched. Linear; never raises, however deep it is."""
    read, field = _where(lexemes(text, notes), notes)
    found = _parsed(read, field, notes)
    if found is None and text.strip():
        notes.append("Nothing in this query can be searched: it has no word and no number.")
    return query.NullQuery if found is None else found


def _where(read: list[Lexeme], notes: list[str]) -> tuple[list[Lexeme], str]:
    """The lexemes without `in:everything`, wherever it stands, and the field that unfielded words are looked for in."""
    kept: list[Lexeme] = []
    for lexeme in read:
        is_named = kept and (kept[-1].kind, kept[-1].text.lower()) == ("field", f"{WHERE}:")
        if is_named and lexeme.text.strip(QUOTES).lower() == EVERYTHING:
            kept.pop()
            while kept and kept[-1].kind in ("minus", "NOT"):
                kept.pop()
                notes.append(f"{WHERE}:{EVERYTHING} cannot be left out, so the mark before it is not searched.")
        else:
            kept.append(lexeme)
    return kept, TEXT if len(kept) == len(read) else EVERYTHING


@dataclass
class _Group:
    """What stands in parentheses, or the whole: its items, each with the operator before it, or none; the field that
    is looked for in, and for what the whole is an item of the group around it."""

    field: str
    operator: str = ""
    excluded: bool = False
    items: list[tuple[str, query.Query | None]] = made_by(default_factory=list)

    def add(self, found: query.Query | None, operator: str, *, excluded: bool) -> None:
        if excluded and found is not None:
            found = found.query if isinstance(found, query.Not) else query.Not(found)
        self.items.append((operator, found))

    def combined(self) -> query.Query | None:
        """AND binds more than OR, and that more than standing side by side."""
        every: list[list[list[query.Query | None]]] = []
        for operator, found in self.items:
            if operator == "AND" and every:
                every[-1][-1].append(found)
            elif operator == "OR" and every:
                every[-1].append([found])
            else:
                every.append([[found]])
        return combined(
            query.And, (combined(query.Or, (combined(query.And, both) for both in either)) for either in every)
        )


def _parsed(read: Sequence[Lexeme], field: str, notes: list[str]) -> query.Query | None:
    """The tree of lexemes. The lexer has seen to it that parentheses are balanced."""
    groups = [_Group(field)]
    operator, excluded, named = "", False, None
    for lexeme, following in zip(read, [*read[1:], None], strict=False):
        group = groups[-1]
        if lexeme.kind in ("AND", "OR"):
            operator = lexeme.kind
            continue
        if lexeme.kind in ("minus", "NOT"):
            excluded = not excluded
            continue
        if lexeme.kind == "field" and following and following.kind in _FIELDED:
            named = lexeme
            continue
        within = named.text[:-1].lower() if named else group.field
        if lexeme.kind == "open":
            groups.append(_Group(within, operator, excluded))
        elif lexeme.kind == "close":
            inner = groups.pop()
            groups[-1].add(inner.combined(), inner.operator, excluded=inner.excluded)
        else:
            if lexeme.kind == "field":
                notes.append(f"{quoted(lexeme.text)} has nothing to look for, so it is searched as a word.")
            start = named.start if named else lexeme.start
            group.add(_leaf(lexeme, within, start, notes), operator, excluded=excluded)
        operator, excluded, named = "", False, None
    return groups[0].combined()


def _leaf(lexeme: Lexeme, field: str, start: int, notes: list[str]) -> query.Query | None:
    """The leaf of a lexeme, which tells where it stands: from the field on, if one stands before it."""
    make = leaf_builder.phrase if lexeme.kind == "phrase" else leaf_builder.word
    found: Any = make(lexeme.text, field, notes)
    if found is not None:
        found.startchar, found.endchar = start, lexeme.end
    return found  # type: ignore[no-any-return]


def combined(kind: type[query.And] | type[query.Or], parts: Iterable[query.Query | None]) -> query.Query | None:
    """`parts` under one node, nested nodes of its own kind dissolved; no node for a single part."""
    flat: list[query.Query] = []
    for part in parts:
        if isinstance(part, kind):
            flat.extend(part.subqueries)
        elif part is not None:
            flat.append(part)
    return kind(flat) if len(flat) > 1 else flat[0] if flat else None
