"""Articles as documents of OpenSearch: their tokens, so that the cluster analyses nothing, and what they are sorted,
filtered and counted by."""

import os
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np

from search.analysis.batch_tokenizer import BatchTokenizer, BatchTokens
from search.arrays import Flags, bounds_of
from search.duplicates.fingerprints import TermHashes, fingerprints
from search.engines.article_tokens import compared_tokens, searched_tokens, title_tokens
from search.engines.bm25 import TITLE_WEIGHT
from search.engines.date_numbers import UNDATED, days, moment, seconds
from search.engines.facets import facet_values
from search.engines.metadata_texts import metadata_texts
from search.engines.opensearch.article_json import article_to_json
from search.engines.opensearch.indexes import BOOSTED_TITLE, SCORED
from search.engines.opensearch.token_streams import TokenStreams, token_streams
from search.query.nodes import BOILERPLATE, TEXT
from search.types.article import Article
from search.types.requests import KINDS


class ArticleDocuments(NamedTuple):
    """A document for each of some articles, and the words of each field, with the number of articles that have it."""

    documents: Sequence[dict[str, Any]]
    words: Mapping[str, Mapping[str, int]]


class ArticleSources:
    """Makes the documents of articles, a few hundred thousand code points at a time."""

    def __init__(self) -> None:
        self._tokenizer = BatchTokenizer()
        self._term_hashes = TermHashes()

    def of(self, articles: Sequence[Article]) -> ArticleDocuments:
        """The documents of some articles, without the batch that they are born in. Cost: tokenizing them."""
        tokens = self._tokenizer.tokenize([article.text for article in articles])
        searched = searched_tokens(tokens, articles)
        titles = title_tokens(tokens, articles)
        fields = {
            TEXT: token_streams(tokens, searched),
            BOILERPLATE: token_streams(tokens, ~searched),
            "title": token_streams(titles),
            **self._metadata(articles),
        }
        compared = self._fingerprints(tokens, compared_tokens(tokens, articles, searched))
        documents = []
        for number, article in enumerate(articles):
            document = _searched({name: field[number] for name, field in fields.items()})
            keys = {"title_key": _title_key(titles, number), "fingerprints": compared[number]}
            documents.append(document | {"id": article.id} | keys | _columns(article))
            documents[-1]["article"] = article_to_json(article)
        return ArticleDocuments(documents, {name: field.words for name, field in fields.items()})

    def _fingerprints(self, tokens: BatchTokens, compared: Flags) -> list[list[int]]:
        """The fingerprints of each text, as signed numbers."""
        hashes = self._term_hashes.of(tokens.terms)
        found = fingerprints(tokens.ids[compared], bounds_of(compared)[tokens.bounds], hashes)
        numbers = found.hashes.view(np.int32).tolist()
        return [numbers[first:end] for first, end in pairwise(found.bounds.tolist())]

    def _metadata(self, articles: Sequence[Article]) -> dict[str, TokenStreams]:
        """The fields that are not in the texts."""
        found = {}
        for name, values in metadata_texts(articles).items():
            having = Counter(values)
            streams = token_streams(self._tokenizer.tokenize([*having]), texts=np.array([*having.values()]))
            found[name] = streams.repeated(having, values)
        return found


def _searched(fields: Mapping[str, tuple[str, int]]) -> dict[str, Any]:
    """What is searched of a document, from the stream and the number of tokens of each field."""
    streams = {name: stream for name, (stream, _) in fields.items() if stream}
    lengths = {name: length for name, (_, length) in fields.items()}
    scored, in_title = lengths[TEXT], lengths["title"]
    if scored > in_title > 0:
        streams[BOOSTED_TITLE] = streams["title"]
        scored += int(TITLE_WEIGHT * in_title)
    lengths |= {SCORED[TEXT]: scored, SCORED["everything"]: scored + lengths[BOILERPLATE]}
    return streams | {"lengths": {name: length for name, length in lengths.items() if length}}


def _title_key(titles: BatchTokens, number: int) -> str:
    """The terms of a title, by which titles are sorted."""
    ids = titles.ids[slice(*titles.bounds[number : number + 2].tolist())].tolist()
    return " ".join(map(titles.terms.__getitem__, ids))


def _columns(article: Article) -> dict[str, Any]:
    """What an article is sorted, filtered and counted by; what is unknown is left out."""
    first, last = days(article.dated)
    values = {kind: facet_values(kind, getattr(article, kind)) for kind in KINDS}
    columns: dict[str, Any] = {
        "path_key": os.fsencode(article.path).hex(),
        "values": {kind: found for kind, found in values.items() if found},
    }
    if first != UNDATED:
        columns |= {
            "first_day": first,
            "last_day": last,
            "moment": moment(article.dated) >> 1,
            "inferred": bool(article.dated and article.dated.is_inferred),
            "units": _units(first, last),
        }
    if article.modified:
        columns["modified"] = seconds(article.modified)
    return columns


def _units(first: int, last: int) -> dict[str, int]:
    """The day, month and so on in which all days lie that a date may mean, counted from the year 0."""
    begins, ends = date.fromordinal(first), date.fromordinal(last)
    months = [12 * day.year + day.month - 1 for day in (begins, ends)]
    numbers = {"day": (first, last)}
    for name, size in (("month", 1), ("year", 12), ("decade", 120), ("century", 1200)):
        numbers[name] = (months[0] // size, months[1] // size)
    return {name: low for name, (low, high) in numbers.items() if low == high}
