"""A query tree of Whoosh to one that `evaluate` takes, with the meaning that Whoosh gives it.

    `Not` and `Every` score 1, times the boost of `Every`. In trees of this project they have no score.
    A prefix, wildcard, fuzzy word or range with `constantscore` (the default) scores its boost.
    Without `constantscore` it scores as an `Or` of its words.
    Classes that `evaluate` does not know go to a fallback.

Whoosh's matchers keep `constantscore` only for three words or more, in indexes of at most 5000 documents, and then
without the boost. Here it always holds. Boosts hold for nodes with a single part, too.
"""

from collections.abc import Callable
from copy import copy
from typing import Any

from whoosh import query

from search.engines.embedded.searcher.scoring import Precomputed, ScoredDocs
from search.query.expand import MOST_WORDS
from search.query.nodes import AnyOf, Compound, Forms, Missing, MultiPhrase, Near, boost_of, field_of
from search.query.vocabulary import Vocabulary, with_words, words_of
from search.whoosh_api.schema import FIELDS, term_of

Fallback = Callable[[query.Query], ScoredDocs]
"""Evaluates a tree in another way."""

_MULTI_TERM = (query.Prefix, query.Wildcard, query.FuzzyTerm, query.TermRange)
_LEAVES = (query.Term, Forms, AnyOf, query.Phrase, Compound, Near, MultiPhrase, *_MULTI_TERM)


def translate(tree: query.Query, vocabulary: Vocabulary, fallback: Fallback) -> query.Query:
    """A tree for `evaluate`, with words of an index in place of prefixes, wildcards and fuzzy words.

    A subclass of a class of Whoosh may mean anything, so `fallback` evaluates it. Cost: linear in the tree and in the
    words that it stands for, and what `fallback` costs. A fuzzy word is compared with all words of the index.
    """
    match tree:
        case query.And() | query.Or() if type(tree) in (query.And, query.Or) and not getattr(tree, "scale", None):
            parts = [translate(part, vocabulary, fallback) for part in tree.subqueries]
            return type(tree)(parts, boost=tree.boost) if parts else query.NullQuery
        case query.AndNot() | query.ConstantScoreQuery() if type(tree) in (query.AndNot, query.ConstantScoreQuery):
            return tree.apply(lambda part: translate(part, vocabulary, fallback))
        case query.Not() if type(tree) is query.Not:
            return query.ConstantScoreQuery(query.Not(translate(tree.query, vocabulary, fallback)))
        case query.Every() if type(tree) is query.Every:
            return query.ConstantScoreQuery(tree, tree.boost)
    if tree == query.NullQuery or type(tree) is Missing:
        return tree
    if type(tree) in _LEAVES:
        return _leaf(tree, vocabulary) if field_of(tree) in FIELDS else query.NullQuery
    return Precomputed(fallback(tree))


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
    if not isinstance(tree, _MULTI_TERM):
        return AnyOf(field_of(tree), words, boost_of(tree))
    if tree.constantscore:
        return query.ConstantScoreQuery(AnyOf(field_of(tree), words), tree.boost)
    parts = [AnyOf(field_of(tree), (word,), tree.boost) for word in words]
    return query.Or(parts) if parts else query.NullQuery


def _with(tree: query.Query, **changes: object) -> Any:
    changed = copy(tree)
    vars(changed).update(changes)
    return changed
