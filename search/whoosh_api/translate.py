"""A tree of Whoosh's to one that `evaluate` knows, with what Whoosh means by it.

    Not and Every score 1, times the boost of Every; here they score nothing by themselves
    a prefix, pattern, fuzzy word or range that says `constantscore` (all do unless told otherwise) scores its boost
    one that does not scores as the alternative of its words does
    what is not known here is left to whoever can answer it

Whoosh's matchers keep the promise of `constantscore` only for three words or more, in indexes of at most 5000
documents, and then without the boost; here it always holds. Boosts hold for nodes of a single part, too.
"""

from collections.abc import Callable
from copy import copy
from typing import Any

from whoosh import query

from search.engines.embedded.searcher.scoring import Precomputed, ScoredDocs
from search.query.expand import MOST_WORDS, Vocabulary, with_words, words_of
from search.query.nodes import AnyOf, Forms, MultiPhrase, Near, boost_of, field_of
from search.whoosh_api.schema import FIELDS, term_of

Otherwise = Callable[[query.Query], ScoredDocs]
"""Answers a tree in another way."""

_SEVERAL = (query.Prefix, query.Wildcard, query.FuzzyTerm, query.TermRange)
_LEAVES = (query.Term, Forms, AnyOf, query.Phrase, Near, MultiPhrase, *_SEVERAL)


def translate(tree: query.Query, vocabulary: Vocabulary, otherwise: Otherwise) -> query.Query:
    """A tree for `evaluate`, its words being those of an index.

    Classes are meant exactly: a subclass may mean anything, so `otherwise` answers it. Cost: linear in the tree and
    the words that it stands for, but for what `otherwise` costs; a fuzzy word is compared with all of the index.
    """
    match tree:
        case query.And() | query.Or() if type(tree) in (query.And, query.Or) and not getattr(tree, "scale", None):
            parts = [translate(part, vocabulary, otherwise) for part in tree.subqueries]
            return type(tree)(parts, boost=tree.boost) if parts else query.NullQuery
        case query.AndNot() | query.ConstantScoreQuery() if type(tree) in (query.AndNot, query.ConstantScoreQuery):
            return tree.apply(lambda part: translate(part, vocabulary, otherwise))
        case query.Not() if type(tree) is query.Not:
            return query.ConstantScoreQuery(query.Not(translate(tree.query, vocabulary, otherwise)))
        case query.Every() if type(tree) is query.Every:
            return query.ConstantScoreQuery(tree, tree.boost)
    if tree == query.NullQuery:
        return tree
    if type(tree) in _LEAVES:
        return _leaf(tree, vocabulary) if field_of(tree) in FIELDS else query.NullQuery
    return Precomputed(otherwise(tree))


def _leaf(tree: Any, vocabulary: Vocabulary) -> query.Query:
    if isinstance(tree, MultiPhrase):
        return with_words(tree, vocabulary, MOST_WORDS)
    if isinstance(tree, query.Phrase):
        return _with(tree, words=[term_of(word) for word in tree.words]) if tree.words else query.NullQuery
    if isinstance(tree, AnyOf):
        return tree
    if not isinstance(tree, query.TermRange):
        if (type(tree), tree.text) in ((query.Prefix, ""), (query.Wildcard, "*")):
            return query.ConstantScoreQuery(query.Every(tree.fieldname), tree.boost)
        tree = _with(tree, text=term_of(tree.text))
        if not tree.text:
            return query.NullQuery
    words = words_of(tree, vocabulary) or ()
    if not isinstance(tree, _SEVERAL):
        return AnyOf(field_of(tree), words, boost_of(tree))
    if tree.constantscore:
        return query.ConstantScoreQuery(AnyOf(field_of(tree), words), tree.boost)
    parts = [AnyOf(field_of(tree), (word,), tree.boost) for word in words]
    return query.Or(parts) if parts else query.NullQuery


def _with(tree: query.Query, **changes: object) -> Any:
    changed = copy(tree)
    vars(changed).update(changes)
    return changed
