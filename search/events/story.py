"""Put a story together: the articles on one event in order of time, with reasons, near-duplicates and claims."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from itertools import pairwise

import numpy as np

from search.analysis.batch_tokenizer import BatchTokens, tokenize_batch
from search.analysis.tokenizer import Tokens
from search.compare.tokenized_text import tokenize_texts
from search.duplicates.relation import Attribution, relations
from search.events.body_text import body_text
from search.events.claims import ClaimMentions, find_claims
from search.events.same_event import likely_same_event
from search.events.similarity import EventProfile, Idf, SimilarEvent, event_profile, rank_by_event
from search.events.types import Claim, Coverage, DuplicateOf, Story, Wording, listed
from search.types.article import Article, stated_day
from search.types.duplicates import DuplicatePair

CANDIDATES = 30
"""Articles most like one, of which it is decided whether they are about the same event."""
MOST = 10
"""Articles of a story besides the one that it is asked for."""
Frequencies = Callable[[Collection[str]], Mapping[str, int]]
"""Returns the number of articles, about, that have each of some words."""
Pairs = Callable[[Iterable[str]], Iterable[DuplicatePair]]
"""Returns the duplicate pairs with any of some articles, by id."""


def story(article: Article, others: Sequence[Article], frequencies: Frequencies, count: int, pairs: Pairs) -> Story:
    """The story of an article. `others` are articles that may be about its event, `count` is the size of the index.

    Cost: a millisecond for each article.
    """
    others = [other for other in others if not _may_be_one_article(article, other)]
    first, *rest = event_profiles([article, *others], frequencies, count)
    similar = likely_same_event(first, rest, rank_by_event(first, rest, MOST))
    ranked = [others[each.other] for each in similar]
    duplicates = _grouped([article, *ranked], pairs([article.id, *(each.id for each in ranked)]))
    in_time = sorted(zip([article, *ranked], [None, *similar], strict=True), key=lambda pair: _sort_key(pair[0]))
    return Story(
        id=article.id,
        title=article.heading,
        ranked=tuple(each.id for each in ranked),
        coverage=tuple(_coverage(each, reasons, duplicates.get(each.id)) for each, reasons in in_time),
        claims=_claims([each for each, _ in in_time]),
    )


def _may_be_one_article(article: Article, other: Article) -> bool:
    """Whether two parts of a file may be one article that was cut by mistake."""
    return article.path == other.path and (article.is_doubtful_part or other.is_doubtful_part)


def event_profiles(articles: Sequence[Article], frequencies: Frequencies, count: int) -> list[EventProfile]:
    """The event profiles of articles in an index of `count` articles."""
    texts = [body_text(article) for article in articles]
    batch = tokenize_batch(texts)
    idf = Idf(frequencies(batch.terms), count)
    days = [stated_day(article.dated) for article in articles]
    columns = zip(texts, _tokens(batch), days, strict=True)
    return [event_profile(text, tokens, idf, day) for text, tokens, day in columns]


def _tokens(batch: BatchTokens) -> list[Tokens]:
    """The tokens of each text of a batch."""
    terms = np.array(batch.terms, object)
    parts = [slice(*part) for part in pairwise(batch.bounds.tolist())]
    columns = (terms[batch.ids], batch.starts, batch.ends)
    return [Tokens(*(tuple(column[part].tolist()) for column in columns)) for part in parts]


def _sort_key(article: Article) -> tuple[bool, str, str, str]:
    """Sorts by day, then by outlet. Articles without a date come last."""
    dated = article.dated
    return not dated, dated.when[:10] if dated else "", article.source, article.heading


def _grouped(articles: Sequence[Article], pairs: Iterable[DuplicatePair]) -> dict[str, DuplicateOf]:
    """The article that each near-duplicate is grouped under: the first before it that is not grouped itself."""
    pair_of = {frozenset((pair.a, pair.b)): pair for pair in pairs}
    leading: list[Article] = []
    grouped: dict[str, DuplicateOf] = {}
    for article in articles:
        originals = (original for original in leading if frozenset((original.id, article.id)) in pair_of)
        if original := next(originals, None):
            pair = pair_of[frozenset((original.id, article.id))].seen_from(original.id)
            relation = relations(Attribution.of(original), Attribution.of(article), pair.shared)
            grouped[article.id] = DuplicateOf(pair.a, pair.share_a, pair.share_b, relation)
        else:
            leading.append(article)
    return grouped


def _coverage(article: Article, similar: SimilarEvent | None, duplicate_of: DuplicateOf | None) -> Coverage:
    if similar is None:
        return Coverage(listed(article), 0.0, (), (), None, duplicate_of)
    score = round(similar.score, 4)
    return Coverage(listed(article), score, similar.names, similar.words, similar.days, duplicate_of)


def _claims(articles: Sequence[Article]) -> tuple[Claim, ...]:
    """The claims of a story; none of a single article, which is easier to read as it is."""
    if len(articles) < 2:
        return ()
    texts = tokenize_texts(*(body_text(article) for article in articles))
    return tuple(_claim(claim, articles) for claim in find_claims(texts))


def _claim(claim: ClaimMentions, articles: Sequence[Article]) -> Claim:
    wordings = []
    for number, (start, end), (first, last) in claim.mentions:
        article = articles[number]
        wordings.append(Wording(article.id, article.text[start:end], start, (first - start, last - start)))
    return Claim(claim.kind, tuple(wordings))
