"""One text and one query without an index: parse, expand over the words of the text, match."""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from search.analysis.compounds import SIGN, joined_word, text_compounds
from search.analysis.stemming import NONE, inflected_forms, languages_of
from search.analysis.tokenizer import Tokens, tokenize
from search.extract.articles import extract_articles
from search.query import parse
from search.query.expand import expand
from search.query.marks import IN_TEXT, Marks, MatchSpans
from search.query.match import match_articles
from search.query.synonyms import NO_SYNONYMS
from search.query.vocabulary import MOST_WORDS_IN_ALL
from search.types.article import Article, Span
from search.types.files import FileText, readable_path
from tests.support.engines import WITHOUT_EXTRACTION


class Field:
    """The words of one field of an article, from the field's text and tokens."""

    def __init__(self, text: str, tokens: Tokens) -> None:
        self._tokens = tokens
        self._compounds = list(text_compounds(text, tokens))

    @property
    def words(self) -> set[str]:
        """The different words."""
        return set(self._tokens.terms)

    @property
    def compounds(self) -> set[str]:
        """The different compound terms."""
        return {term for _, term in self._compounds}

    @property
    def is_empty(self) -> NDArray[np.bool_]:
        """As in `search.query.match.FieldPositions`."""
        return np.array([not self._tokens])

    @property
    def has_unsearched(self) -> NDArray[np.bool_]:
        """As in `search.query.match.FieldPositions`: a title may have words that the text lacks."""
        return np.ones(1, np.bool_)

    def any_of(self, words: frozenset[str]) -> NDArray[np.int64]:
        """As in `search.query.match.FieldPositions`."""
        terms = [*enumerate(self._tokens.terms), *self._compounds]
        return np.array(sorted(position for position, term in terms if term in words), np.int64)

    def articles(self, positions: NDArray[np.int64]) -> NDArray[np.int64]:
        """As in `search.query.match.FieldPositions`."""
        return np.zeros_like(positions)

    def spans(self, first: NDArray[np.int64], last: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """The start and end offsets of stretches from token `first` to token `last`."""
        return np.array(self._tokens.starts, np.int64)[first], np.array(self._tokens.ends, np.int64)[last]


class Words:
    """A vocabulary of one article's words."""

    def __init__(self, fields: Mapping[str, Field], language: str) -> None:
        self._fields = fields
        self._language = language

    most_words = MOST_WORDS_IN_ALL
    function_words: Sequence[frozenset[str]] = ()
    synonyms = NO_SYNONYMS

    def beginning(self, field: str, prefix: str) -> Sequence[str]:
        """As in `search.query.vocabulary.Vocabulary`."""
        words = self._fields[field].compounds if prefix.startswith(SIGN) else self._fields[field].words
        return sorted(word for word in words if word.startswith(prefix))

    def forms(self, field: str, word: str) -> Sequence[str]:
        """As in `search.query.vocabulary.Vocabulary`."""
        compounds = self._fields[field].compounds
        words = [*self.beginning(field, ""), *map(joined_word, compounds)]
        (language,) = languages_of(word, (self._language,))
        forms = inflected_forms(language, words).of(word)
        return [*forms, *(term for term in compounds if joined_word(term) in forms)]

    def compounds(self, field: str, word: str) -> Sequence[str]:
        """As in `search.query.vocabulary.Vocabulary`."""
        return sorted(term for term in self._fields[field].compounds if joined_word(term) == word)

    def within(self, field: str, word: str, distance: int) -> Iterable[str]:
        """As in `search.query.vocabulary.Vocabulary`; here what is no longer or shorter by more than the distance."""
        return [other for other in self.beginning(field, "") if abs(len(other) - len(word)) <= distance]


def fields_of(found: Article) -> dict[str, Field]:
    """The fields of an article. Title and text share the offsets of the file."""
    tokens, path = tokenize(found.text), readable_path(found.path)
    title = Field(found.text, tokens.between(*found.title))
    return {"text": Field(found.text, tokens), "title": title, "path": Field(path, tokenize(path))}


def article(text: str, path: str = "news/story.txt") -> Article:
    """The article that a text holds."""
    return extract_articles(path, FileText(text, "utf-8", "", len(text)), WITHOUT_EXTRACTION)[0]


def matched(typed: str, found: Article, language: str = NONE) -> list[MatchSpans] | None:
    """The matches of a query in an article; None if it does not match."""
    fields = fields_of(found)
    undated = np.array([-1], np.int32)
    expanded = expand(parse(typed).tree, Words(fields, language), [])
    is_match, spans = match_articles(expanded, fields, 1, lambda: (undated, undated))
    if not is_match[0]:
        return None
    return [
        MatchSpans(it.field, it.clause, *fields[it.field].spans(it.first, it.first + (it.length - 1))) for it in spans
    ]


def in_text(matched: Iterable[MatchSpans]) -> list[MatchSpans]:
    """Those that are marked in the text."""
    return [each for each in matched if each.field in IN_TEXT]


def match(typed: str, found: Article, language: str = NONE) -> tuple[Marks, list[Span]] | None:
    """The marks of a query in the text of an article and in its path; None if it does not match."""
    by_clause = matched(typed, found, language)
    if by_clause is None:
        return None
    path = Marks([each for each in by_clause if each.field == "path"])
    return Marks(in_text(by_clause)), path.overlapping(0, len(found.path))[1]


def spans(marks: Marks) -> list[Span]:
    """All stretches that are marked, in order."""
    return marks.overlapping(0, 1 << 40)[1]


def marked(typed: str, text: str, language: str = NONE) -> list[str] | None:
    """The marked parts of a text; None if the query does not match."""
    found = match(typed, article(text), language)
    return None if found is None else [text[start:end] for start, end in spans(found[0])]
