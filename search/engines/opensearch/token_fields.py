"""The positions of words in the fields of articles that were read, by tokenizing them."""

from functools import cached_property

import numpy as np

from search.analysis.batch_tokenizer import BatchTokens, tokenize_batch
from search.arrays import Flags, Ints
from search.engines.article_tokens import searched_tokens
from search.engines.date_numbers import days
from search.engines.metadata_texts import metadata_texts
from search.engines.opensearch.indexes import BOOSTED_TITLE, TEXT_FIELDS
from search.query import tree as query
from search.query.marks import MatchSpans
from search.query.match import match_articles
from search.query.nodes import BOILERPLATE, TEXT
from search.types.article import Article


class TokenField:
    """One field of one article: its tokens, some of which are searched."""

    def __init__(self, tokens: BatchTokens, searched: Flags) -> None:
        self.starts, self.ends = tokens.starts, tokens.ends
        self._ids, self._searched = tokens.ids, searched
        self._numbers = {term: number for number, term in enumerate(tokens.terms)}
        compound_terms, compounds, firsts = tokens.compounds()
        whole = searched[firsts] & searched[firsts + 1]
        self._compounds, self._firsts = compounds[whole], firsts[whole]
        self._compound_numbers = {term: number for number, term in enumerate(compound_terms)}

    @property
    def is_empty(self) -> Flags:
        return np.array([not self._searched.any()])

    @property
    def has_unsearched(self) -> Flags:
        return np.array([not self._searched.all()])

    def any_of(self, words: frozenset[str]) -> Ints:
        plain = [self._numbers[word] for word in words if word in self._numbers]
        joined = [self._compound_numbers[word] for word in words if word in self._compound_numbers]
        positions = np.flatnonzero(np.isin(self._ids, plain) & self._searched)
        if joined:
            positions = np.sort(np.concatenate([positions, self._firsts[np.isin(self._compounds, joined)]]))
        return positions

    def articles(self, positions: Ints) -> Ints:
        return np.zeros_like(positions)


class TokenFields(dict[str, TokenField]):
    """The fields of an article by name, each tokenized on first use."""

    def __init__(self, article: Article) -> None:
        self._article = article

    def __contains__(self, name: object) -> bool:
        return name in TEXT_FIELDS and name != BOOSTED_TITLE

    def __missing__(self, name: str) -> TokenField:
        tokens, chosen = self._of_text
        if name == BOILERPLATE:
            chosen = ~chosen
        elif name == "title":
            start, end = self._article.title
            chosen = (tokens.starts >= start) & (tokens.ends <= end)
        elif name != TEXT:
            tokens = tokenize_batch([metadata_texts([self._article])[name][0]])
            chosen = np.ones(len(tokens.ids), np.bool_)
        self[name] = field = TokenField(tokens, chosen)
        return field

    @cached_property
    def _of_text(self) -> tuple[BatchTokens, Flags]:
        tokens = tokenize_batch([self._article.text])
        return tokens, searched_tokens(tokens, [self._article])

    def match(self, expanded: query.Query) -> list[MatchSpans] | None:
        """The match spans of an expanded query in the article; None where it does not match. Cost: tokenizing it."""
        first, last = days(self._article.dated)
        matches = match_articles(expanded, self, 1, lambda: (np.array([first], np.int32), np.array([last], np.int32)))
        if not matches.is_match[0]:
            return None
        return [
            MatchSpans(name, clause, self[name].starts[first], self[name].ends[first + (length - 1)])
            for name, clause, first, length in matches.spans
        ]
