"""Find the last word of a query that is being typed, and the words that a title may have."""

from dataclasses import dataclass

from search.analysis.tokenizer import tokenize
from search.query import Query
from search.query import tree as query
from search.query.clauses import clauses
from search.query.lexer import OPERATORS, QUOTES
from search.query.nodes import EVERYTHING, TEXT, Forms, MultiPhrase, Near


@dataclass(frozen=True)
class LastWord:
    """The word at the end of a query that is being typed.

    `prefix` is the word as the index has it, `typed` as the person typed it, `before` and `after` are the text around
    it. `excluded` says whether a NOT stands before it.
    """

    field: str
    prefix: str
    typed: str
    before: str
    after: str
    excluded: bool

    def complete(self, word: str) -> str:
        """The query with a longer word in place of this one. The letters that were typed stay where they can."""
        keeps_case = self.typed.lower() == self.prefix and self.typed[1:].lower() == self.typed[1:]
        return self.before + (self.typed + word[len(self.prefix) :] if keeps_case else word) + self.after


def last_word(parsed: Query) -> LastWord | None:
    """The word that a query ends with, or None where it ends with something else. An open quotation is closed."""
    text = parsed.text
    at_end = [clause for clause in clauses(parsed.tree, text) if clause.leaf.endchar == len(text)]
    if not at_end or not _is_plain(at_end[-1].leaf):
        return None
    leaf, excluded = at_end[-1].leaf, at_end[-1].excluded
    leaf_start = leaf.startchar or 0
    leaf_tokens = tokenize(text[leaf_start:])
    if not leaf_tokens or leaf_start + leaf_tokens.ends[-1] < len(text):
        return None
    start = leaf_start + leaf_tokens.starts[-1]
    if text[start:] in OPERATORS:
        return None
    closing = '"' * (sum(letter in QUOTES for letter in text) % 2)
    return LastWord(leaf.fieldname, leaf_tokens.terms[-1], text[start:], text[:start], closing, excluded)


def title_words(parsed: Query) -> tuple[str, ...]:
    """The words of a query that a title may have; empty where the query has more than plain words."""
    query_clauses = clauses(parsed.tree, parsed.text)
    plain = all(_is_plain(clause.leaf) and clause.leaf.fieldname in (TEXT, EVERYTHING) for clause in query_clauses)
    if not plain or not isinstance(parsed.tree, query.And | query.Term | query.Phrase):
        return ()
    if any(clause.excluded for clause in query_clauses):
        return ()
    if any(isinstance(part, query.Or) for part in parsed.tree.children):
        return ()
    return tokenize(parsed.text).terms


def _is_plain(leaf: query.Query) -> bool:
    """Whether a leaf is one word or several side by side, without star, tilde or distance."""
    return isinstance(leaf, Forms | query.Term | query.Phrase) and not isinstance(leaf, Near | MultiPhrase)
