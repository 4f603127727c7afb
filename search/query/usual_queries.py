"""Parse the usual queries quickly: plain words, one of several, a quotation of them, the beginning of one.

Words are plain that have only small letters from a to z. The tree is the same as that of the lexemes.
"""

from collections.abc import Callable, Sequence
from typing import Any

from whoosh import query

from search.analysis.slices import are_plain_words
from search.query import leaf_builder
from search.query.nodes import TEXT

_SMALL_OPERATORS = frozenset(("or", "not"))
_OR = " OR "
_BuildLeaf = Callable[[str, str, list[str]], query.Query | None]


def usual_tree(text: str, notes: list[str]) -> query.Query | None:
    """The tree of a usual query; None for any other. In a fifth of the time that lexemes take."""
    if text.startswith('"'):
        is_quotation = text.endswith('"') and _are_plain(text[1:-1])
        return _leaf(leaf_builder.phrase, text, 0, notes, may_be_missing=False) if is_quotation else None
    if text.endswith("*"):
        is_beginning = " " not in text and _are_plain(text[:-1])
        return _leaf(leaf_builder.word, text, 0, notes, may_be_missing=True) if is_beginning else None
    if _OR in text:
        words = text.split(_OR)
        return query.Or(_words(words, len(_OR), notes, may_be_missing=False)) if all(map(_is_word, words)) else None
    if not _are_plain(text):
        return None
    words = text.split(" ")
    if not _SMALL_OPERATORS.isdisjoint(words):
        return None
    leaves = _words(words, 1, notes, may_be_missing=True)
    return query.And(leaves) if len(leaves) > 1 else leaves[0]


def _are_plain(text: str) -> bool:
    return are_plain_words(text) and text.islower()


def _is_word(text: str) -> bool:
    return " " not in text and _are_plain(text) and text not in _SMALL_OPERATORS


def _words(words: Sequence[str], gap: int, notes: list[str], *, may_be_missing: bool) -> list[query.Query]:
    """The leaves of words that stand so many code points apart."""
    leaves: list[query.Query] = []
    start = 0
    for word in words:
        leaves.append(_leaf(leaf_builder.word, word, start, notes, may_be_missing=may_be_missing))
        start += len(word) + gap
    return leaves


def _leaf(build: _BuildLeaf, text: str, start: int, notes: list[str], *, may_be_missing: bool) -> query.Query:
    leaf: Any = build(text, TEXT, notes)
    leaf.startchar, leaf.endchar = start, start + len(text)
    leaf.may_be_missing, leaf.is_content_word = may_be_missing, False
    return leaf  # type: ignore[no-any-return]
