"""One generation of the index, open for reading."""

from whoosh import query as tree
from whoosh.reading import IndexReader

from search.engines.embedded.evaluate import Measured, Scores, evaluate
from search.engines.embedded.schema import article_tokens, stored_article
from search.engines.embedded.vocabulary import IndexVocabulary
from search.model import Article, Found, Match, Sort
from search.query import Query
from search.query.expand import expand
from search.query.match import places

_SORT_COLUMNS = {"title": "title_key", "path": "path_key"}


class Snapshot:
    """Answers from one generation. Not safe across threads."""

    def __init__(self, reader: IndexReader, language: str) -> None:
        self._reader = reader
        self._measured = Measured(reader)
        self._vocabulary = IndexVocabulary(reader, language)
        self.generation: int | None = reader.generation()

    def close(self) -> None:
        """Let go of the files."""
        self._reader.close()

    def search(self, query: Query, *, first: int, count: int, sort: Sort) -> Found:
        """As `Engine.search`. Cost: the postings of the query's words, and the analysis of `count` articles."""
        notes: list[str] = []
        expanded = expand(query.tree, self._vocabulary, notes)
        scores = evaluate(expanded, self._measured)
        page = self._ordered(scores, sort)[first : first + count]
        matches = [self._match(self._article(document), scores[document], expanded) for document in page]
        return Found(len(scores), tuple(matches), tuple(notes))

    def read(self, identity: str, query: Query) -> tuple[Article, Found] | None:
        """An article, and itself as the only match where the query matches it."""
        document = self._document(identity)
        if document is None:
            return None
        article, notes = self._article(document), list[str]()
        expanded = expand(query.tree, self._vocabulary, notes)
        found = places(expanded, article_tokens(article))
        matches = () if found is None else (Match(article, 0.0, found),)
        return article, Found(len(matches), matches, tuple(notes))

    def _match(self, article: Article, score: float, expanded: tree.Query) -> Match:
        if isinstance(expanded, tree.Every):
            return Match(article, score, ())  # nothing to mark, so nothing to analyse
        found = places(expanded, article_tokens(article))
        assert found is not None, f"the index and the text of {article.path} disagree"
        return Match(article, score, found)

    def _ordered(self, scores: Scores, sort: Sort) -> list[int]:
        if not scores:
            return []  # the reader of an empty index has no columns
        identities = self._reader.column_reader("id")
        if sort == "relevance":
            return sorted(scores, key=lambda document: (-scores[document], identities[document]))
        keys = self._reader.column_reader(_SORT_COLUMNS[sort])
        return sorted(scores, key=lambda document: (keys[document], identities[document]))

    def _document(self, identity: str) -> int | None:
        if ("id", identity.encode()) not in self._reader:
            return None
        matcher = self._reader.postings("id", identity)
        return matcher.id() if matcher.is_active() else None

    def _article(self, document: int) -> Article:
        identity = self._reader.column_reader("id")[document]
        return stored_article(identity, self._reader.stored_fields(document))
