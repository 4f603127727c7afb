"""A query tree as OpenSearch's query language: what it matches, and with which scores.

Lucene's own BM25 cannot be used: it has another idf for a leaf of several words, counts dead articles, and rounds
lengths. So the similarity of the fields gives the count of a word, and a script makes the score of it.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from search.analysis.compounds import first_part, is_compound_term, second_part
from search.engines.bm25 import K1, TITLE_BONUS, B, idf
from search.engines.opensearch.indexes import BOOSTED_TITLE, SCORED, TEXT_FIELDS
from search.query import tree as query
from search.query.clauses import words_for_titles
from search.query.nodes import (
    BOILERPLATE,
    EVERYTHING,
    TEXT,
    AnyOf,
    Days,
    Missing,
    MultiPhrase,
    Near,
    leaves_of,
    words_at,
)

Json = dict[str, Any]
_MATCHED = {TEXT: (TEXT, "title"), EVERYTHING: (TEXT, "title", BOILERPLATE)}
"""For fields of a query that are no field of the index: the fields that they are looked for in."""
_COUNTED = {TEXT: (TEXT, BOOSTED_TITLE), EVERYTHING: (TEXT, BOOSTED_TITLE, BOILERPLATE)}
"""For the same the fields whose counts are added up."""
_NOTHING: Json = {"match_none": {}}
_SCORE = "double f = _score; return params.w * f / (f + params.k + params.l * doc['lengths.{}'].value);"


def matching(tree: query.Query) -> Json:
    """A query that finds what an expanded tree matches, and scores nothing."""
    match tree:
        case query.And():
            return {"bool": {"filter": [matching(part) for part in tree.subqueries]}}
        case query.Or():
            return {"bool": {"should": [matching(part) for part in tree.subqueries], "minimum_should_match": 1}}
        case query.Not():
            return {"bool": {"must_not": [matching(tree.query)]}}
        case query.AndNot():
            return {"bool": {"filter": [matching(tree.a)], "must_not": [matching(tree.b)]}}
        case query.Every():
            return {"range": {f"lengths.{tree.fieldname}": {"gt": 0}}} if tree.fieldname else {"match_all": {}}
        case query.ConstantScoreQuery():
            return matching(tree.child)
        case Missing():
            field = tree.fieldname
            return {"bool": {"must_not": [{"exists": {"field": "first_day" if field == "date" else field}}]}}
        case Days():
            days = {"first_day": {"lte": tree.last}}, {"last_day": {"gte": tree.first}}
            return {"bool": {"filter": [{"range": each} for each in days]}}
    if tree == query.NullQuery:
        return _NOTHING
    return _any_of([clause for field in _matched(tree) for clause in _in_field(tree, field)])


def _matched(leaf: query.Query) -> Sequence[str]:
    field = leaf.fieldname
    return _MATCHED.get(field, (field,) if field in TEXT_FIELDS else ())


def _in_field(leaf: query.Query, field: str) -> Iterator[Json]:
    """Queries that find the articles with a leaf in a field of the index."""
    if not isinstance(leaf, AnyOf):
        yield _phrase(leaf, field)
        return
    if leaf.words:
        yield {"terms": {field: sorted(leaf.words)}}
    yield from ({"match_phrase": {field: {"query": " ".join(words)}}} for words in _sequences(leaf))


def _sequences(leaf: AnyOf) -> Iterator[tuple[str, ...]]:
    """The phrases of a leaf, but for those that a word or another phrase of it begins wherever they stand."""
    for words in sorted(leaf.word_sequences):
        others = leaf.word_sequences - {words}
        has_word = words[0] in leaf.words or _first_word(words[0]) in leaf.words
        if not has_word and not any(_begins(other, words) for other in others):
            yield words


def _single_words(leaf: AnyOf) -> Iterator[str]:
    """The words of a leaf, but for compounds that are among its phrases as two words."""
    for word in sorted(leaf.words):
        parts = (word, second_part(word))
        if not is_compound_term(word) or not any(_begins(words, parts) for words in leaf.word_sequences):
            yield word


def _begins(first: tuple[str, ...], words: tuple[str, ...]) -> bool:
    """Whether a phrase stands wherever some words do, and begins where they do. A compound term stands where its first
    part does."""
    pairs = zip(first, words, strict=False)
    return len(first) <= len(words) and all(one in (other, _first_word(other)) for one, other in pairs)


def _first_word(word: str) -> str:
    return first_part(word) if is_compound_term(word) else word


def _phrase(leaf: query.Query, field: str) -> Json:
    if isinstance(leaf, Near):
        near = {"query": " ".join(leaf.words), "ordered": False, "max_gaps": leaf.distance}
        return {"intervals": {field: {"match": near}}}
    if isinstance(leaf, MultiPhrase):
        words = [[{"match": {"query": word}} for word in sorted(words_at(leaf, typed))] for typed in leaf.words]
        if not all(words):
            return _NOTHING
        in_order = [each[0] if len(each) == 1 else {"any_of": {"intervals": each}} for each in words]
        return {"intervals": {field: {"all_of": {"ordered": True, "max_gaps": 0, "intervals": in_order}}}}
    assert isinstance(leaf, query.Phrase)
    assert leaf.slop == 1
    return {"match_phrase": {field: {"query": " ".join(leaf.words)}}}


def _any_of(queries: Sequence[Json]) -> Json:
    if len(queries) < 2:
        return queries[0] if queries else _NOTHING
    return {"bool": {"should": [*queries], "minimum_should_match": 1}}


def counted_leaves(tree: query.Query) -> Iterator[query.Query]:
    """The leaves whose numbers of articles the scores of a tree depend on: those that are searched, and the words of
    phrases."""
    for leaf in leaves_of(tree):
        if isinstance(leaf, AnyOf | query.Phrase):
            yield leaf
        if isinstance(leaf, query.Phrase):
            yield from (AnyOf(leaf.fieldname, words_at(leaf, word)) for word in leaf.words)


@dataclass(frozen=True)
class Scoring:
    """Makes queries that score by BM25 (Robertson and Zaragoza 2009). `articles` is the number of all, `count` gives
    the number of articles that a leaf of `counted_leaves` matches, `means` are the mean lengths of fields."""

    articles: int
    count: Callable[[query.Query], int]
    means: Mapping[str, float]

    def whole(self, tree: query.Query) -> Json:
        """A query that finds and scores what a whole expanded query matches: articles whose titles have all its words
        score TITLE_BONUS of the sum of their idf more."""
        scored = self.part(tree)
        words = words_for_titles(tree)
        if not words:
            return scored
        bonus = TITLE_BONUS * sum(leaf.boost * self._idf(leaf) for leaf in words)
        in_title = {"bool": {"filter": [clause for leaf in words for clause in _words_in_title(leaf)]}}
        return {"bool": {"must": [scored], "should": [{"constant_score": {"filter": in_title, "boost": bonus}}]}}

    def part(self, tree: query.Query, boost: float = 1.0) -> Json:
        """A query that finds and scores what an expanded tree matches."""
        match tree:
            case query.And():
                return {"bool": {"must": [self.part(part, boost * tree.boost) for part in tree.subqueries]}}
            case query.Or():
                parts = [self.part(part, boost * tree.boost) for part in tree.subqueries]
                return {"bool": {"should": parts, "minimum_should_match": 1}}
            case query.AndNot():
                return {"bool": {"must": [self.part(tree.a, boost)], "must_not": [matching(tree.b)]}}
            case query.ConstantScoreQuery():
                return {"constant_score": {"filter": matching(tree.child), "boost": boost * float(tree.score)}}
            case AnyOf():
                return self._words(tree, boost * tree.boost)
            case query.Phrase():
                words = (AnyOf(tree.fieldname, words_at(tree, word)) for word in tree.words)
                scores = [self._words(word, boost * tree.boost) for word in words]
                return {"bool": {"filter": [matching(tree)], "should": scores}}
        return {"constant_score": {"filter": matching(tree), "boost": 0}}

    def _words(self, leaf: AnyOf, boost: float) -> Json:
        field = leaf.fieldname
        counted = _COUNTED.get(field, (field,) if field in TEXT_FIELDS else ())
        counts: list[Json] = [{"term": {name: word}} for name in counted for word in _single_words(leaf)]
        for words in _sequences(leaf):
            # The similarity gives the count of the phrase for each of its words.
            each = {"query": " ".join(words), "boost": 1 / len(words)}
            counts += ({"match_phrase": {name: each}} for name in counted)
        if not counts:
            return _NOTHING
        if field in _MATCHED:  # a title without a text under it is found, and counts nothing
            counts.append({"constant_score": {"filter": _any_of([*_in_field(leaf, "title")]), "boost": 0}})
        length = SCORED.get(field, field)
        factor = boost * self._idf(leaf) * (K1 + 1)
        script = {
            "source": _SCORE.format(length),
            "params": {"w": factor, "k": K1 * (1 - B), "l": K1 * B / (self.means.get(length) or 1.0)},
        }
        return {"script_score": {"query": {"bool": {"should": counts}}, "script": script}}

    def _idf(self, leaf: query.Query) -> float:
        return idf(self.articles, self.count(leaf))


def _words_in_title(leaf: AnyOf | query.Phrase) -> Iterable[Json]:
    """Queries that find the articles whose titles have a word; for a phrase each of its words."""
    if isinstance(leaf, AnyOf):
        return [_any_of([*_in_field(leaf, "title")])]
    return [{"terms": {"title": sorted(words_at(leaf, word))}} for word in leaf.words]
