"""Parse lexemes into a query tree.

    query := either+                   all of them
    either := both ("OR" both)*
    both := item ("AND" item)*
    item := ("-" | "NOT")* [field ":"] (word | phrase | "(" query ")")

So `a b OR c` means a, and b or c. `a AND b OR c` means both a and b, or c.
"""

from collections.abc import Iterable, Sequence

from search.lazy_pattern import lazy_pattern
from search.query import leaf_builder
from search.query import tree as query
from search.query.foreign import quoted
from search.query.lexer import QUOTES, Lexeme, is_in_capitals, lexemes
from search.query.nodes import EVERYTHING, TEXT, WHERE

_AFTER_FIELD = ("open", "minus", "word", "phrase")
"""The lexemes that may follow a field."""
_DOTTED = lazy_pattern(r"[^\W\d_]\.[^\W\d_]")


def parse_tree(text: str, notes: list[str]) -> query.Query:
    """The tree of any text; NullQuery where nothing in it can be searched. Linear; never raises, however deep it is."""
    query_lexemes, field = _default_field(lexemes(text, notes), notes)
    tree = _parse(query_lexemes, field, text, notes)
    if tree is None and text.strip():
        notes.append("Nothing can be searched: the query has no word and no number. Type a word.")
    return query.NullQuery if tree is None else tree


def _default_field(query_lexemes: list[Lexeme], notes: list[str]) -> tuple[list[Lexeme], str]:
    """The lexemes without `in:everything`, and the field for words without a field."""
    kept: list[Lexeme] = []
    for lexeme in query_lexemes:
        after_in = kept and (kept[-1].kind, kept[-1].text.lower()) == ("field", f"{WHERE}:")
        if after_in and lexeme.text.strip(QUOTES).lower() == EVERYTHING:
            kept.pop()
            while kept and kept[-1].kind in ("minus", "NOT"):
                kept.pop()
                notes.append(f"{WHERE}:{EVERYTHING} cannot be negated, so the NOT before it is ignored.")
        else:
            kept.append(lexeme)
    return kept, TEXT if len(kept) == len(query_lexemes) else EVERYTHING


class _Group:
    """A query in parentheses, or the whole query.

    `field` applies to its words. `operator` and `excluded` say how the group joins the group around it. `items` hold
    each item with the operator before it, or an empty string.
    """

    def __init__(self, field: str, operator: str = "", excluded: bool = False) -> None:
        self.field = field
        self.operator = operator
        self.excluded = excluded
        self.items: list[tuple[str, query.Query | None]] = []

    def add(self, item: query.Query | None, operator: str, *, excluded: bool) -> None:
        if excluded and item is not None:
            item = item.query if isinstance(item, query.Not) else query.Not(item)
        self.items.append((operator, item))

    def tree(self) -> query.Query | None:
        """The items as one tree. AND binds tighter than OR, and OR tighter than standing side by side."""
        if len(self.items) == 1:
            return self.items[0][1]
        operators = {operator for operator, _ in self.items[1:]}
        if len(operators) == 1:
            return combine(query.Or if "OR" in operators else query.And, (item for _, item in self.items))
        alternatives: list[list[list[query.Query | None]]] = []
        for operator, item in self.items:
            if operator == "AND" and alternatives:
                alternatives[-1][-1].append(item)
            elif operator == "OR" and alternatives:
                alternatives[-1].append([item])
            else:
                alternatives.append([[item]])
        return combine(
            query.And, (combine(query.Or, (combine(query.And, both) for both in either)) for either in alternatives)
        )


def _parse(query_lexemes: Sequence[Lexeme], field: str, text: str, notes: list[str]) -> query.Query | None:
    """The tree of lexemes whose parentheses are balanced."""
    groups = [_Group(field)]
    has_acronyms = not is_in_capitals(text)
    operator, excluded, field_lexeme = "", False, None
    for lexeme, following in zip(query_lexemes, [*query_lexemes[1:], None], strict=False):
        group = groups[-1]
        if lexeme.kind in ("AND", "OR"):
            operator = lexeme.kind
            continue
        if lexeme.kind in ("minus", "NOT"):
            excluded = not excluded
            continue
        if lexeme.kind == "field" and following and following.kind in _AFTER_FIELD:
            field_lexeme = lexeme
            continue
        item_field = field_lexeme.text[:-1].lower() if field_lexeme else group.field
        if lexeme.kind == "open":
            groups.append(_Group(item_field, operator, excluded))
        elif lexeme.kind == "close":
            inner = groups.pop()
            groups[-1].add(inner.tree(), inner.operator, excluded=inner.excluded)
        else:
            if lexeme.kind == "field":
                notes.append(f"No word follows {quoted(lexeme.text)}, so it is searched as a word.")
            start = field_lexeme.start if field_lexeme else lexeme.start
            leaf = _leaf(lexeme, item_field, start, notes)
            if leaf is not None:
                has_plus = text[:start].endswith("+")
                has_operator = bool(operator) or (following is not None and following.kind in ("AND", "OR"))
                is_word = lexeme.kind == "word" and leaf.fieldname in (TEXT, EVERYTHING) and not field_lexeme
                leaf.may_be_missing = is_word and len(groups) == 1 and not has_plus and not has_operator
                leaf.is_content_word = has_plus or _is_acronym(lexeme.text, has_acronyms)
            group.add(leaf, operator, excluded=excluded)
        operator, excluded, field_lexeme = "", False, None
    return groups[0].tree()


def _leaf(lexeme: Lexeme, field: str, start: int, notes: list[str]) -> query.Query | None:
    """The leaf of a lexeme, with its place in the query. `start` is that of its field where it has one."""
    build = leaf_builder.phrase if lexeme.kind == "phrase" else leaf_builder.word
    leaf = build(lexeme.text, field, notes)
    if leaf is not None:
        leaf.startchar, leaf.endchar = start, lexeme.end
    return leaf


def _is_acronym(typed: str, has_acronyms: bool) -> bool:
    """Whether a word was typed as an acronym: `US`, `U.S.`."""
    return _DOTTED.search(typed) is not None or (has_acronyms and typed.isupper() and len(typed.strip(".,:;!?")) > 1)


def combine(kind: type[query.And] | type[query.Or], parts: Iterable[query.Query | None]) -> query.Query | None:
    """`parts` under one node of a kind. Nested nodes of the same kind are dissolved; a single part gets no node."""
    flat: list[query.Query] = []
    for part in parts:
        if isinstance(part, kind):
            flat.extend(part.subqueries)
        elif part is not None:
            flat.append(part)
    return kind(flat) if len(flat) > 1 else flat[0] if flat else None
