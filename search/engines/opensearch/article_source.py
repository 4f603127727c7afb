"""Articles as documents of OpenSearch: their tokens, so that the cluster analyses nothing, and what they are sorted,
filtered and counted by."""

import os
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from datetime import date
from itertools import pairwise
from typing import Any

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
from search.engines.opensearch.indexes import BOOSTED_TITLE, HOLE, SCORED, WITH
from search.query.nodes import BOILERPLATE, TEXT
from search.types.article import Article
from search.types.requests import KINDS


class ArticleSources:
    """Makes the documents of articles, a few hundred thousand code points at a time."""

    def __init__(self) -> None:
        self._tokenizer = BatchTokenizer()
        self._term_hashes = TermHashes()

    def of(self, articles: Sequence[Article]) -> Iterator[dict[str, Any]]:
        """A document for each article, without the batch that it is born in. Cost: tokenizing them."""
        tokens = self._tokenizer.tokenize([article.text for article in articles])
        searched = searched_tokens(tokens, articles)
        texts = _streams(tokens, searched)
        boilerplate = _streams(tokens, ~searched)
        titles = _streams(of_titles := title_tokens(tokens, articles))
        metadata = self._metadata(articles)
        compared = self._fingerprints(tokens, compared_tokens(tokens, articles, searched))
        lengths = {
            TEXT: _counts(tokens, searched),
            BOILERPLATE: _counts(tokens, ~searched),
            "title": np.diff(of_titles.bounds).tolist(),
        }
        for number, article in enumerate(articles):
            streams = {TEXT: texts[number], BOILERPLATE: boilerplate[number], "title": titles[number]}
            counts = {name: column[number] for name, column in lengths.items()}
            for name, (of_name, count) in metadata[number].items():
                streams[name], counts[name] = of_name, count
            has_body = counts[TEXT] > counts["title"]
            streams[BOOSTED_TITLE] = titles[number] if has_body else ""
            counts[SCORED[TEXT]] = counts[TEXT] + (int(TITLE_WEIGHT * counts["title"]) if has_body else 0)
            counts[SCORED["everything"]] = counts[SCORED[TEXT]] + counts[BOILERPLATE]
            yield {name: stream for name, stream in streams.items() if stream} | {
                "id": article.id,
                "lengths": {name: count for name, count in counts.items() if count},
                "title_key": " ".join(of_titles.terms[term] for term in _ids(of_titles, number)),
                "fingerprints": compared[number],
                **_columns(article),
                "article": article_to_json(article),
            }

    def _fingerprints(self, tokens: BatchTokens, compared: Flags) -> list[list[int]]:
        """The fingerprints of each text, as signed numbers."""
        hashes = self._term_hashes.of(tokens.terms)
        found = fingerprints(tokens.ids[compared], bounds_of(compared)[tokens.bounds], hashes)
        numbers = found.hashes.view(np.int32).tolist()
        return [numbers[first:end] for first, end in pairwise(found.bounds.tolist())]

    def _metadata(self, articles: Sequence[Article]) -> list[dict[str, tuple[str, int]]]:
        """The streams of the fields that are not in the texts, by field, with the number of their tokens."""
        found: list[dict[str, tuple[str, int]]] = [{} for _ in articles]
        for name, values in metadata_texts(articles).items():
            distinct = {value: number for number, value in enumerate(dict.fromkeys(values))}
            tokens = self._tokenizer.tokenize([*distinct])
            streams, counts = _streams(tokens), np.diff(tokens.bounds).tolist()
            for number, value in enumerate(values):
                found[number][name] = streams[distinct[value]], counts[distinct[value]]
        return found


def _ids(tokens: BatchTokens, text: int) -> list[int]:
    """The terms of the tokens of a text."""
    ids: list[int] = tokens.ids[slice(*tokens.bounds[text : text + 2].tolist())].tolist()
    return ids


def _counts(tokens: BatchTokens, chosen: Flags) -> list[int]:
    """How many tokens of each text are chosen."""
    sums = np.concatenate([[0], np.cumsum(chosen)])
    counts: list[int] = np.diff(sums[tokens.bounds]).tolist()
    return counts


def _streams(tokens: BatchTokens, chosen: Flags | None = None) -> list[str]:
    """The chosen tokens of each text with spaces between them, with the compound terms at their positions, and a hole
    in place of each other token."""
    if chosen is not None and not chosen.any():
        return [""] * (len(tokens.bounds) - 1)
    compound_terms, compounds, firsts = tokens.compounds()
    terms = [tokens.terms[term] for term in tokens.ids.tolist()]
    if chosen is not None:
        whole = chosen[firsts] & chosen[firsts + 1]
        compounds, firsts = compounds[whole], firsts[whole]
        for number in np.flatnonzero(~chosen).tolist():
            terms[number] = HOLE
    for number, compound in zip(firsts.tolist(), compounds.tolist(), strict=True):
        terms[number] += WITH + compound_terms[compound]
    streams = (" ".join(terms[first:end]) for first, end in pairwise(tokens.bounds.tolist()))
    return [*streams] if chosen is None else [stream.rstrip(f" {HOLE}") for stream in streams]


def count_words(
    sources: Iterable[Mapping[str, Any]],
    known: Mapping[str, Set[str]],
    counts: defaultdict[str, Counter[str]],
) -> None:
    """Count in how many of some documents each term stands of the fields of `known`, but for those that are known."""
    for source in sources:
        for name in source.keys() & known.keys():
            counts[name].update({*source[name].replace(WITH, " ").split(" ")}.difference(known[name], (HOLE,)))


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
