"""A query that is being typed: the word at its end, which may go on, and the words that a title may have."""

from dataclasses import dataclass

from whoosh import query

from search.analysis.tokenizer import tokenize
from search.query import Query
from search.query.clauses import clauses
from search.query.lexer import OPERATORS, QUOTES
from search.query.nodes import EVERYTHING, TEXT, Forms, MultiPhrase, Near, field_of


@dataclass(frozen=True)
class Unfinished:
    """The word at the end of a query: its field, the word as the index has it, as typed, and the text around it.

    `excluded` tells whether articles that have it are left out.
    """

    field: str
    prefix: str
    typed: str
    before: str
    after: str
    excluded: bool

    def completed(self, word: str) -> str:
        """The query with a longer word in place of this one; what was typed stays as it is, where it can."""
        as_typed = self.typed.lower() == self.prefix and self.typed[1:].lower() == self.typed[1:]
        return self.before + (self.typed + word[len(self.prefix) :] if as_typed else word) + self.after


def unfinished(asked: Query) -> Unfinished | None:
    """The word that a query ends with; None where it ends with something else. A quotation that is open is closed."""
    text = asked.text
    ending = [clause for clause in clauses(asked.tree, text) if clause.leaf.endchar == len(text)]
    if not ending or not _is_plain(ending[-1].leaf):
        return None
    leaf, excluded = ending[-1].leaf, ending[-1].excluded
    start = int(leaf.startchar or 0)
    found = tokenize(text[start:])
    if not found or start + found.ends[-1] < len(text) or text[start + found.starts[-1] :] in OPERATORS:
        return None
    place = start + found.starts[-1]
    after = '"' * (sum(letter in QUOTES for letter in text) % 2)
    return Unfinished(field_of(leaf), found.terms[-1], text[place:], text[:place], after, excluded)


def title_words(asked: Query) -> tuple[str, ...]:
    """The words of a query that a title may have; none where it asks for more than words."""
    read = clauses(asked.tree, asked.text)
    plain = all(_is_plain(clause.leaf) and field_of(clause.leaf) in (TEXT, EVERYTHING) for clause in read)
    if not plain or not isinstance(asked.tree, query.And | query.Term | query.Phrase):
        return ()
    if any(clause.excluded for clause in read) or any(isinstance(part, query.Or) for part in asked.tree.children()):
        return ()
    return tokenize(asked.text).terms


def _is_plain(leaf: query.Query) -> bool:
    """Whether a leaf is a word or several, as they were typed."""
    return isinstance(leaf, Forms | query.Term | query.Phrase) and not isinstance(leaf, Near | MultiPhrase)
