"""Parse the usual queries quickly: plain words, one of several, a quotation of them, the beginning of one.

Words are plain that have only small letters from a to z. The tree is the same as that of the lexemes. Its canonical
text is the text itself.
"""

from collections.abc import Callable, Sequence

from search.analysis.slices import are_plain_words
from search.analysis.tokenizer import LONGEST
from search.query import leaf_builder
from search.query import tree as query
from search.query.nodes import TEXT, Forms

_SMALL_OPERATORS = frozenset(("or", "not"))
_OR = " OR "
_BuildLeaf = Callable[[str, str, list[str]], query.Query | None]


def usual_tree(text: str) -> query.Query | None:
    """The tree of a usual query; None for any other. In a tenth of the time that lexemes take."""
    if text.startswith('"'):
        is_quotation = text.endswith('"') and _are_plain(text[1:-1])
        return _built(leaf_builder.phrase, text, may_be_missing=False) if is_quotation else None
    if text.endswith("*"):
        is_beginning = " " not in text and _are_plain(text[:-1])
        return _built(leaf_builder.word, text, may_be_missing=True) if is_beginning else None
    if _OR in text:
        words = text.split(_OR)
        return query.Or(_words(words, len(_OR), may_be_missing=False)) if all(map(_is_word, words)) else None
    if not _are_plain(text):
        return None
    words = text.split(" ")
    if not _SMALL_OPERATORS.isdisjoint(words) or len(max(words, key=len)) > LONGEST:
        return None
    leaves = _words(words, 1, may_be_missing=True)
    return query.And(leaves) if len(leaves) > 1 else leaves[0]


def _are_plain(text: str) -> bool:
    return are_plain_words(text) and text.islower()


def _is_word(text: str) -> bool:
    return " " not in text and _are_plain(text) and text not in _SMALL_OPERATORS and len(text) <= LONGEST


def _words(words: Sequence[str], gap: int, *, may_be_missing: bool) -> list[query.Query]:
    """The leaves of words that stand so many code points apart. Each is one token."""
    leaves: list[query.Query] = []
    start = 0
    for word in words:
        leaves.append(_placed(Forms(TEXT, word), start, len(word), may_be_missing=may_be_missing))
        start += len(word) + gap
    return leaves


def _built(build: _BuildLeaf, text: str, *, may_be_missing: bool) -> query.Query | None:
    """The only leaf of a query; None where there is something to say of it."""
    notes: list[str] = []
    leaf = build(text, TEXT, notes)
    return None if leaf is None or notes else _placed(leaf, 0, len(text), may_be_missing=may_be_missing)


def _placed(leaf: query.Query, start: int, length: int, *, may_be_missing: bool) -> query.Query:
    leaf.startchar, leaf.endchar = start, start + length
    leaf.may_be_missing = may_be_missing
    return leaf
