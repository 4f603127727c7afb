"""Parse a query text into a tree, with its canonical text and notes for the person.

Every text gives a tree. What cannot be parsed is searched as plain words, and a note says so.
"""

from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple, TypeGuard

from search.analysis.gershayim import with_gershayim
from search.arguments import check_text
from search.errors import QueryTooLong
from search.query import tree as query
from search.query.nodes import Compound, Forms, content_words_of, leaves_of
from search.query.parser import parse_tree
from search.query.serialize import canonical_text, node_text
from search.query.usual_queries import usual_tree

LONGEST, MOST_TERMS, DEEPEST = 8192, 1024, 100
"""Limits of a query: characters (code points, as typed), different terms, and levels of nested AND, OR and NOT. A term
is a word, each word of a quotation, or a date."""
_MOST_NOTES = 12


class Query(NamedTuple):
    """A parsed query: `text` as typed, its `canonical` text, `notes` for the person, the number of its different
    `terms` and of all its `words`, and its `content_words`, as `content_words_of` has them.

    A query is searched whole or not at all. Where it exceeds a limit, `too_long` says which, and `tree` raises
    QueryTooLong. Every search needs `tree`, so a refused query is never mistaken for one without results.
    """

    text: str
    root: query.Query
    canonical: str
    notes: tuple[str, ...] = ()
    terms: int = 0
    words: int = 0
    content_words: tuple[int, ...] = ()
    too_long: str = ""

    @property
    def tree(self) -> query.Query:
        """The query as a tree. Raises QueryTooLong."""
        if self.too_long:
            raise QueryTooLong(self.too_long)
        return self.root


def parse(text: str) -> Query:
    """Parse any text. The last 16 results are cached, so nobody may change their trees. Linear in at most LONGEST
    characters.

    Raises ValueError where `text` is not a string.
    """
    check_text("text", text)
    clean = text.encode("utf-8", "replace").decode("utf-8")  # a lone surrogate cannot be printed
    clean = with_gershayim(clean)  # else its quotation marks would begin quotations
    if len(clean) > LONGEST:
        return _refused(clean, f"has {len(clean):,} characters", f"{LONGEST:,} characters")
    return _parse(clean)


@lru_cache(maxsize=16)
def _parse(clean: str) -> Query:
    notes: list[str] = []
    usual = usual_tree(clean)
    tree = parse_tree(clean, notes) if usual is None else usual
    if (depth := _depth(tree)) > DEEPEST:
        return _refused(clean, f"has {depth:,} levels of nested AND, OR and NOT", f"{DEEPEST:,} levels")
    leaves = leaves_of(tree)
    terms = _terms(leaves)
    if terms > MOST_TERMS:
        return _refused(clean, f"has {terms:,} different words", f"{MOST_TERMS:,} different words")
    words = sum([len(leaf.words) if isinstance(leaf, query.Phrase) else 1 for leaf in leaves])
    if usual is not None:
        return Query(clean, tree, clean, (), terms, words)
    return Query(clean, tree, canonical_text(tree), _shortened(notes), terms, words, content_words_of(tree))


def _terms(leaves: Iterable[query.Query]) -> int:
    """The number of different terms. Equal leaves are searched once, and so is a word that the tokenizer splits."""
    distinct = {_leaf_key(leaf): leaf for leaf in leaves}
    return sum([len(leaf.words) if _is_quotation(leaf) else 1 for leaf in distinct.values()])


def _leaf_key(leaf: query.Query) -> tuple[object, ...]:
    """Equal for equal leaves. The canonical text of a phrase takes longer to make than this."""
    if isinstance(leaf, Forms):
        return Forms, leaf.fieldname, leaf.typed
    content = (*leaf.words, leaf.slop) if isinstance(leaf, query.Phrase) else (node_text(leaf),)
    return (type(leaf), leaf.fieldname, *content)


def _is_quotation(leaf: query.Query) -> TypeGuard[query.Phrase]:
    return isinstance(leaf, query.Phrase) and not isinstance(leaf, Compound)


def _refused(text: str, size: str, limit: str) -> Query:
    reason = (
        f"The query {size}; the limit is {limit}. Nothing was searched. Shorten the query, or search for parts of it."
    )
    return Query(text, query.NullQuery, "", (reason,), too_long=reason)


def _depth(tree: query.Query) -> int:
    """The number of levels above the deepest leaf."""
    levels, nodes = 0, [tree]
    while nodes := [child for node in nodes for child in node.children]:
        levels += 1
    return levels


def _shortened(notes: list[str]) -> tuple[str, ...]:
    """The notes without repeats. Of very many, the first ones and the number of the others."""
    distinct = tuple(dict.fromkeys(notes))
    more = len(distinct) - _MOST_NOTES
    return distinct if more <= 0 else (*distinct[:_MOST_NOTES], f"{more:,} more notes are not shown.")
