"""A tree back to text: what a query was understood as, which parses to the same tree."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import pairwise

from whoosh import query

from search.analysis.character_classes import CHARACTER, classes
from search.analysis.tokenizer import tokenize
from search.query.nodes import EVERYTHING, TEXT, WHERE, Forms, Near, field_of


def canonical_text(tree: query.Query) -> str:
    """The text of a whole query's tree, with what all of it is looked for in. Raises TypeError as `canonical`."""
    everything = any(field_of(leaf) == EVERYTHING for leaf in tree.leaves())
    return canonical(tree) + f" {WHERE}:{EVERYTHING}" * everything


def canonical(tree: query.Query) -> str:
    """The text of a tree that the parser made. Raises TypeError for another node. Linear."""
    if isinstance(tree, query.And):
        return _spaced(_grouped(part, query.Or) for part in tree.subqueries)
    if isinstance(tree, query.Or):
        return " OR ".join(_grouped(part, query.And) for part in tree.subqueries)
    if isinstance(tree, query.Not):
        return "-" + _grouped(tree.query, query.And, query.Or)
    if tree == query.NullQuery:
        return ""
    if isinstance(tree, query.Every):
        return "*"
    prefix = "" if tree.field() in (TEXT, EVERYTHING) else f"{tree.field()}:"
    return prefix + _leaf(tree)


def _leaf(tree: query.Query) -> str:
    match tree:
        case Forms():
            return str(tree.text)
        case query.FuzzyTerm():
            return f"{tree.text}~{tree.maxdist}"
        case query.Prefix():
            return f"{tree.text}*"
        case query.Wildcard():
            return str(tree.text)
        case query.Term():
            return f'"{tree.text}"'
        case Near():
            return f'"{_apart(tree.words)}"~{tree.others}'
        case query.Phrase():
            return f'"{_apart(tree.words)}"'
        case query.DateRange():
            return _range(tree.startdate, tree.enddate)
    raise TypeError(f"no text for {tree!r}")


def _range(start: datetime | None, end: datetime | None) -> str:
    first, last = (f"{moment:%Y-%m-%d}".rjust(10, "0") if moment else "" for moment in (start, end))
    return first if first == last else f"{first}..{last}"


def _grouped(tree: query.Query, *kinds: type[query.Query]) -> str:
    return f"({canonical(tree)})" if isinstance(tree, kinds) else canonical(tree)


def _spaced(parts: Iterable[str]) -> str:
    """`parts` side by side, apart where the analyser would read two as one."""
    line = ""
    for part in parts:
        one = line and _are_one(line.rsplit(maxsplit=1)[-1], part)
        line = f"{line} ({part})" if one else f"{line} {part}".lstrip()
    return line


def _apart(words: Sequence[str]) -> str:
    """The words of a quotation as they would be written, apart where the analyser would read two as one."""
    line = words[0]
    for left, right in pairwise(words):
        adjoin = classes(left[0]) == classes(right[0]) == CHARACTER
        line += ("" if adjoin else " / " if _are_one(left, right) else " ") + right
    return line


def _are_one(left: str, right: str) -> bool:
    return len(tokenize(f"{left} {right}")) < len(tokenize(left)) + len(tokenize(right))
