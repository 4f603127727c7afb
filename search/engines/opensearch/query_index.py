"""What explanations and suggestions look up in an index on a cluster."""

from collections.abc import Iterable, Iterator, Sequence

from search.analysis.compounds import as_written, written_words
from search.engines.opensearch.article_json import ARTICLE, article_of
from search.engines.opensearch.query_dsl import Json, matching
from search.engines.opensearch.snapshot import Snapshot
from search.engines.opensearch.vocabulary import ClusterVocabulary
from search.query import tree as query
from search.query.expand import expand
from search.query.nodes import TEXT, AnyOf
from search.query.query_lookups import QueryLookups
from search.query.serialize import node_text
from search.types.article import Article

_COUNTED = 400
"""Words that begin alike, at most, whose articles are counted."""
_TITLES = 50
"""Articles that are read at once to find distinct titles."""
_SHORTEST = 2
_RARE = 1000
"""A word is rare if it stands in at most one of so many articles."""
_NEWEST = [{"moment": {"order": "desc", "missing": "_last"}}, {"inferred": {"order": "desc"}}, {"id": "asc"}]


class ClusterQueryIndex(QueryLookups):
    """A `search.query.query_index.QueryIndex` of one generation."""

    def __init__(self, snapshot: Snapshot, vocabulary: ClusterVocabulary) -> None:
        super().__init__(vocabulary)
        self._snapshot = snapshot
        self._vocabulary = vocabulary

    @property
    def articles(self) -> int:
        """As in `QueryIndex`."""
        return self._snapshot.count

    def count(self, tree: query.Query) -> int:
        """As in `QueryIndex`."""
        return self._snapshot.counts([matching(expand(tree, self._vocabulary, []))])[0]

    def words(self, leaf: query.Query) -> list[str] | None:
        """As in `QueryIndex`; those in most articles first."""
        expanded = expand(leaf, self._vocabulary, [])
        if not isinstance(expanded, AnyOf):
            return None
        field = leaf.fieldname
        sequences = sorted(expanded.word_sequences)
        phrases = [AnyOf(field, (), word_sequences=(words,)) for words in sequences]
        names = [node_text(query.Phrase(TEXT, written_words(words))) for words in sequences]
        common_first = [*self._by_count(names, phrases)]
        return list(dict.fromkeys((*common_first, *map(as_written, self._commonest(field, expanded.words)))))

    def similar_words(self, leaf: query.Term, distance: int) -> list[str]:
        """As in `QueryIndex`; those in most articles first, and none that is rare."""
        near = self._vocabulary.within(leaf.fieldname, leaf.text, distance)
        common = self._commonest(leaf.fieldname, near, self.articles // _RARE)
        return [word for word in common if word != leaf.text]

    def beginning(self, field: str, prefix: str, most: int) -> list[str]:
        """As in `QueryIndex`; those in most articles first."""
        words = self._vocabulary.commonest(field, prefix, _COUNTED)
        return [word for word in self._commonest(field, words) if word != prefix][:most]

    def titled(self, words: Sequence[str], most: int, *, partial: bool) -> list[Article]:
        """As in `QueryIndex`."""
        by_title: dict[str, Article] = {}
        for article in self._titled(words, partial=partial):
            by_title.setdefault(article.heading, article)
            if len(by_title) == most:
                break
        return list(by_title.values())

    def _commonest(self, field: str, words: Iterable[str], rare: int = 0) -> Iterator[str]:
        """Those of some words that more articles have than `rare`, those in most articles first."""
        some = sorted(words)
        return self._by_count(some, [AnyOf(field, (word,)) for word in some], rare)

    def _by_count(self, names: Sequence[str], leaves: Sequence[AnyOf], rare: int = 0) -> Iterator[str]:
        counts = self._snapshot.counts(map(matching, leaves))
        order = sorted(range(len(names)), key=lambda number: (-counts[number], names[number]))
        return (names[number] for number in order if counts[number] > rare)

    def _titled(self, words: Sequence[str], *, partial: bool) -> Iterator[Article]:
        start = " ".join(words)
        whole: list[Json] = [{"term": {"title_key": start}}, {"prefix": {"title_key": f"{start} "}}]
        first: Json = {"bool": {"should": [{"prefix": {"title_key": start}}] if partial else whole}}
        yield from self._newest(first)
        if not partial or len(words[-1]) >= _SHORTEST:
            having = matching(self.titles_with(words, partial=partial))
            yield from self._newest({"bool": {"filter": [having], "must_not": [first]}})

    def _newest(self, found: Json) -> Iterator[Article]:
        body: Json = {"query": {"bool": {"filter": [found]}}, "sort": _NEWEST, "size": _TITLES, "_source": ARTICLE}
        while True:
            hits = self._snapshot.search(body)["hits"]["hits"]
            yield from (article_of(hit) for hit in hits)
            if len(hits) < _TITLES:
                return
            body["search_after"] = hits[-1]["sort"]
