"""One text and one query through the real chain, without an index: parse, expand over the text's own words, match."""

from collections.abc import Iterable, Mapping, Sequence

from search import highlight
from search.analysis import Tokens, tokens
from search.corpus.articles import articles
from search.forms import NONE, Forms
from search.model import Article, FileText, Match, readable_path
from search.query import parse
from search.query.expand import expand
from search.query.match import places
from tests.engines import UNCLEANED


class Words:
    """A vocabulary of one article's words."""

    def __init__(self, fields: Mapping[str, Tokens], language: str) -> None:
        self._fields = fields
        self._language = language

    def beginning(self, field: str, prefix: str) -> Sequence[str]:
        """As in `search.query.expand.Vocabulary`."""
        return sorted(word for word in set(self._fields[field].terms) if word.startswith(prefix))

    def forms(self, field: str, word: str) -> Iterable[str]:
        """As in `search.query.expand.Vocabulary`."""
        return Forms(self._language, self.beginning(field, "")).of(word)

    def within(self, field: str, word: str, distance: int) -> Iterable[str]:
        """As in `search.query.expand.Vocabulary`; here whatever is no longer or shorter by more than the distance."""
        return [other for other in self.beginning(field, "") if abs(len(other) - len(word)) <= distance]


class Field:
    """The words of one field of an article, from its tokens."""

    def __init__(self, found: Tokens) -> None:
        self._found = found

    def any_of(self, words: frozenset[str]) -> Sequence[int]:
        """As in `search.query.match.Words`."""
        return [position for position, term in enumerate(self._found.terms) if term in words]

    def span(self, first: int, last: int) -> tuple[int, int]:
        """As in `search.query.match.Words`."""
        return self._found.starts[first], self._found.ends[last]


def tokens_of(found: Article) -> dict[str, Tokens]:
    """The tokens of an article by field. Title and text share the offsets of the file."""
    text = tokens(found.text)
    return {"text": text, "title": text.between(*found.title), "path": tokens(readable_path(found.path))}


def article(text: str, path: str = "news/story.txt") -> Article:
    """The article that a text holds."""
    return articles(path, FileText(text, "utf-8", "", len(text)), UNCLEANED)[0]


def match(typed: str, found: Article, language: str = NONE) -> Match | None:
    """What a query matches in an article; None where it does not."""
    fields = tokens_of(found)
    expanded = expand(parse(typed).tree, Words(fields, language), [])
    matched = places(expanded, {name: Field(held) for name, held in fields.items()})
    return None if matched is None else Match(found, 1.0, matched)


def marked(typed: str, text: str, language: str = NONE) -> list[str] | None:
    """The stretches of a text that a query marks; None where it does not match."""
    found = match(typed, article(text), language)
    return None if found is None else [text[start:end] for start, end in highlight.marks(found.places)]
