"""A query tree of Whoosh to one that `evaluate` takes, with the meaning that Whoosh gives it.

    `Not` and `Every` score 1, times the boost of `Every`. In trees of this project they have no score.
    A prefix, wildcard, fuzzy word or range with `constantscore` (the default) scores its boost.
    Without `constantscore` it scores as an `Or` of its words.
    Classes that `evaluate` does not know go to a fallback.

Whoosh's matchers keep `constantscore` only for three words or more, in indexes of at most 5000 documents, and then
without the boost. Here it always holds. Boosts hold for nodes with a single part, too.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence

from whoosh import query

from search.engines.embedded.searcher.scoring import Precomputed, ScoredDocs
from search.query import tree as nodes
from search.query.expand import MOST_WORDS
from search.query.nodes import AnyOf, Days, Missing, MultiPhrase, days_of
from search.query.vocabulary import Vocabulary, with_words, words_of
from search.whoosh_api.schema import FIELDS, term_of
from search.whoosh_api.whoosh_tree import Leaf

Fallback = Callable[[query.Query], ScoredDocs]
"""Evaluates a tree in another way."""
_MultiTerm = query.Prefix | query.Wildcard | query.FuzzyTerm | query.TermRange
_LEAVES = (query.Term, query.Phrase, query.Prefix, query.Wildcard, query.FuzzyTerm, query.TermRange)


def translate(tree: query.Query, vocabulary: Vocabulary, fallback: Fallback) -> nodes.Query:
    """A tree for `evaluate`, with words of an index in place of prefixes, wildcards and fuzzy words.

    A subclass of a class of Whoosh may mean anything, so `fallback` evaluates it. Cost: linear in the tree and in the
    words that it stands for, and what `fallback` costs. A fuzzy word is compared with all words of the index.
    """

    def translated(part: query.Query) -> nodes.Query:
        return translate(part, vocabulary, fallback)

    match tree:
        case query.And() | query.Or() if type(tree) in (query.And, query.Or) and not getattr(tree, "scale", None):
            kind = nodes.And if isinstance(tree, query.And) else nodes.Or
            return kind(map(translated, tree.subqueries), tree.boost) if tree.subqueries else nodes.NullQuery
        case query.AndNot() if type(tree) is query.AndNot:
            return nodes.AndNot(translated(tree.a), translated(tree.b))
        case query.ConstantScoreQuery() if type(tree) is query.ConstantScoreQuery:
            return nodes.ConstantScoreQuery(translated(tree.child), tree.score)
        case query.Not() if type(tree) is query.Not:
            return nodes.ConstantScoreQuery(nodes.Not(translated(tree.query)))
        case query.Every() if type(tree) is query.Every:
            return nodes.ConstantScoreQuery(nodes.Every(tree.fieldname or ""), tree.boost)
        case Leaf():
            return _our_leaf(tree.leaf, vocabulary)
    if tree == query.NullQuery:
        return nodes.NullQuery
    if type(tree) not in _LEAVES:
        return Precomputed(fallback(tree))
    field = tree.field() or ""
    return _leaf(tree, field, vocabulary) if field in FIELDS else nodes.NullQuery


def _our_leaf(leaf: nodes.Query, vocabulary: Vocabulary) -> nodes.Query:
    """A leaf of this program that Whoosh has no class for."""
    if isinstance(leaf, Missing | Days):
        return leaf
    if isinstance(leaf, nodes.DateRange):
        return days_of(leaf)
    if leaf.fieldname not in FIELDS:
        return nodes.NullQuery
    match leaf:
        case AnyOf():
            return leaf
        case MultiPhrase():
            return with_words(leaf, vocabulary, MOST_WORDS)
        case nodes.Phrase():
            return leaf if leaf.words else nodes.NullQuery
        case nodes.Prefix():
            return nodes.ConstantScoreQuery(AnyOf(leaf.fieldname, words_of(leaf, vocabulary) or ()), leaf.boost)
    return AnyOf(leaf.fieldname, words_of(leaf, vocabulary) or (), leaf.boost)


def _leaf(tree: query.Query, field: str, vocabulary: Vocabulary) -> nodes.Query:
    match tree:
        case query.Phrase():
            words = [term_of(word) for word in tree.words]
            return nodes.Phrase(field, words, tree.slop, tree.boost) if words else nodes.NullQuery
        case query.Term():
            text = term_of(tree.text)
            return AnyOf(field, (text,), tree.boost) if text else nodes.NullQuery
        case query.TermRange():
            return _scored(tree, field, _in_range(tree, vocabulary.beginning(field, "")))
    assert isinstance(tree, query.Prefix | query.Wildcard | query.FuzzyTerm)
    if (type(tree), tree.text) in ((query.Prefix, ""), (query.Wildcard, "*")):
        return nodes.ConstantScoreQuery(nodes.Every(field), tree.boost)
    text = term_of(tree.text)
    return _scored(tree, field, words_of(_pattern(tree, text), vocabulary) or ()) if text else nodes.NullQuery


def _pattern(tree: query.Prefix | query.Wildcard | query.FuzzyTerm, text: str) -> nodes.Query:
    match tree:
        case query.Prefix():
            return nodes.Prefix(tree.fieldname, text)
        case query.Wildcard():
            return nodes.Wildcard(tree.fieldname, text)
    return nodes.FuzzyTerm(tree.fieldname, text, tree.maxdist, tree.prefixlength)


def _scored(tree: _MultiTerm, field: str, words: Iterable[str]) -> nodes.Query:
    """The words of an index that a leaf stands for, with the score that its `constantscore` says."""
    if tree.constantscore:
        return nodes.ConstantScoreQuery(AnyOf(field, words), tree.boost)
    parts = [AnyOf(field, (word,), tree.boost) for word in words]
    return nodes.Or(parts) if parts else nodes.NullQuery


def _in_range(leaf: query.TermRange, words: Sequence[str]) -> Sequence[str]:
    first = (bisect_right if leaf.startexcl else bisect_left)(words, leaf.start or "")
    end = len(words) if leaf.end is None else (bisect_left if leaf.endexcl else bisect_right)(words, leaf.end)
    return words[first:end]
