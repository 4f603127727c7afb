"""Write a query tree as text. The text parses to the same tree."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import pairwise

from search.analysis.character_classes import CHARACTER, classes
from search.analysis.slices import are_plain_words, is_safe_cut
from search.analysis.tokenizer import tokenize
from search.query import tree as query
from search.query.nodes import (
    EVERYTHING,
    TEXT,
    UNKNOWN,
    WHERE,
    Compound,
    Forms,
    Missing,
    Near,
    SynonymWords,
    leaves_of,
)


def canonical_text(tree: query.Query) -> str:
    """The canonical text of a whole query, with `in:everything` where it applies. Raises TypeError as `node_text`."""
    everything = any(leaf.fieldname == EVERYTHING for leaf in leaves_of(tree))
    return node_text(tree) + f" {WHERE}:{EVERYTHING}" * everything


def node_text(node: query.Query) -> str:
    """The text of a node and all below it. Raises TypeError for a node that the parser does not make. Linear."""
    if isinstance(node, Forms):  # the usual leaf
        return _with_field(node, node.typed)
    if isinstance(node, query.And):
        return _side_by_side(_grouped(part, query.Or) for part in node.subqueries)
    if isinstance(node, SynonymWords):
        return node_text(query.And([Forms(node.fieldname, word) for word in node.words]))
    if isinstance(node, query.Or):
        return " OR ".join(_grouped(part, query.And, SynonymWords) for part in node.subqueries)
    if isinstance(node, query.Not):
        return "-" + _grouped(node.query, query.And, SynonymWords, query.Or)
    if node == query.NullQuery:
        return ""
    if isinstance(node, query.Every):
        return "*"
    return _with_field(node, _leaf_text(node))


def _with_field(leaf: query.Query, text: str) -> str:
    field = leaf.fieldname
    return text if field in (TEXT, EVERYTHING) else f"{field}:{text}"


def _leaf_text(leaf: query.Query) -> str:
    match leaf:
        case query.FuzzyTerm():
            return f"{leaf.text}~{leaf.maxdist}"
        case query.Prefix():
            return f"{leaf.typed}*"
        case query.Wildcard():
            return leaf.text
        case query.Term():
            return f'"{leaf.text}"'
        case Near():
            return f'"{_quotation(leaf.words)}"~{leaf.distance}'
        case Compound():
            return compound_text(leaf.words)
        case query.Phrase():
            return f'"{_quotation(leaf.words, leaf.hyphens)}"'
        case Missing():
            return UNKNOWN
        case query.DateRange():
            return _date_range(leaf.startdate, leaf.enddate)
    raise TypeError(f"no text for {leaf!r}")


def _date_range(start: datetime | None, end: datetime | None) -> str:
    first, last = (f"{moment:%Y-%m-%d}".rjust(10, "0") if moment else "" for moment in (start, end))
    return first if first == last else f"{first}..{last}"


def _grouped(node: query.Query, *kinds: type[query.Query]) -> str:
    """The text of a node, in parentheses where it is one of `kinds`."""
    return f"({node_text(node)})" if isinstance(node, kinds) else node_text(node)


def _side_by_side(parts: Iterable[str]) -> str:
    """Join parts with spaces. Parentheses separate two that the tokenizer would read as one."""
    line = ""
    for part in parts:
        would_merge = line and _are_one(line.rsplit(maxsplit=1)[-1], part)
        line = f"{line} ({part})" if would_merge else f"{line} {part}".lstrip()
    return line


def _quotation(words: Sequence[str], hyphens: frozenset[int] = frozenset()) -> str:
    """The words of a quotation. A slash separates two that the tokenizer would read as one."""
    line = words[0]
    for number, (left, right) in enumerate(pairwise(words)):
        separator = "-" if number in hyphens else " / " if _are_one(left, right) else " "
        line += ("" if _are_characters(left, right) else separator) + right
    return line


def compound_text(words: Sequence[str]) -> str:
    """Words as one word that the tokenizer splits: with hyphens, or without where letters of Chinese stand together."""
    line = words[0]
    for left, right in pairwise(words):
        line += ("" if _are_characters(left, right) else "-") + right
    return line


def _are_characters(left: str, right: str) -> bool:
    """Whether two words are of scripts in which each letter is a word, so that nothing has to separate them."""
    return classes(left[0]) == classes(right[0]) == CHARACTER


def _are_one(left: str, right: str) -> bool:
    """Whether the tokenizer reads two words side by side as fewer tokens than alone."""
    both = f"{left} {right}"
    if are_plain_words(both) or is_safe_cut(both, len(left) + 1):
        return False
    return len(tokenize(both)) < len(tokenize(left)) + len(tokenize(right))
