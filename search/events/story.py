"""An event as its articles tell it: in order of time, with the reasons, the copies, and who has which statements."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from itertools import pairwise

import numpy as np

from search.analysis.batch_tokenizer import BatchTokens, tokenize_batch
from search.analysis.tokenizer import Tokens
from search.compare.tokenized_text import sides
from search.events.body_text import said
from search.events.claims import Told, statements
from search.events.similarity import EventProfile, Rarity, SameEvent, event_profile, same_event, seeming_same
from search.events.types import Claim, Coverage, DuplicateOf, Story, Wording, listed
from search.types.article import Article, stated_day
from search.types.duplicates import DuplicatePair

MOST = 10
"""Articles that are shown beside the one asked about."""
Frequencies = Callable[[Collection[str]], Mapping[str, int]]
"""In how many articles words stand, nearly."""
Pairs = Callable[[Iterable[str]], Iterable[DuplicatePair]]
"""The pairs of copies that any of some articles is in."""


def story(article: Article, others: Sequence[Article], frequencies: Frequencies, count: int, pairs: Pairs) -> Story:
    """The event of an article, among others that may tell it; words are rare in an index of `count` articles.

    Cost: a millisecond for each article.
    """
    same = _same(article, others, frequencies, count)
    ranked = [others[it.other] for it in same]
    copies = _copies([article, *ranked], pairs([article.id, *(each.id for each in ranked)]))
    found = sorted(zip([article, *ranked], [None, *same], strict=True), key=lambda pair: _time(pair[0]))
    return Story(
        id=article.id,
        title=article.heading,
        ranked=tuple(each.id for each in ranked),
        coverage=tuple(_teller(each, why, copies.get(each.id)) for each, why in found),
        claims=_statements([each for each, _ in found]),
    )


def _same(article: Article, others: Sequence[Article], frequencies: Frequencies, count: int) -> list[SameEvent]:
    every = [article, *others]
    first, *rest = event_profiles(every, frequencies, count)
    return seeming_same(same_event(first, rest, MOST))


def event_profiles(articles: Sequence[Article], frequencies: Frequencies, count: int) -> list[EventProfile]:
    """What each article tells."""
    texts = [said(article) for article in articles]
    found = tokenize_batch(texts)
    rarity = Rarity(frequencies(found.terms), count)
    days = [stated_day(article.dated) for article in articles]
    columns = zip(texts, _tokens(found), days, strict=True)
    return [event_profile(text, its, rarity, day) for text, its, day in columns]


def _tokens(found: BatchTokens) -> list[Tokens]:
    terms = np.array(found.terms, object)
    parts = [slice(*part) for part in pairwise(found.bounds.tolist())]
    columns = (terms[found.ids], found.starts, found.ends)
    return [Tokens(*(tuple(column[part].tolist()) for column in columns)) for part in parts]


def _time(article: Article) -> tuple[bool, str, str, str]:
    """By day, and by outlet within it; those of which only the file's time is known come last."""
    dated = article.dated
    known = dated is not None and dated.provenance != "file"
    return not known, dated.when[:10] if dated and known else "", article.source, article.heading


def _copies(articles: Sequence[Article], pairs: Iterable[DuplicatePair]) -> dict[str, DuplicateOf]:
    """Under which article each is folded: the first before it that it is a direct copy of and is not folded itself."""
    known = {frozenset((pair.a, pair.b)): pair for pair in pairs}
    kept: list[str] = []
    found: dict[str, DuplicateOf] = {}
    for article in articles:
        copied = (original for original in kept if frozenset((original, article.id)) in known)
        if original := next(copied, ""):
            pair = known[frozenset((original, article.id))].seen_from(original)
            found[article.id] = DuplicateOf(pair.a, pair.share_a, pair.share_b, pair.direction)
        else:
            kept.append(article.id)
    return found


def _teller(article: Article, why: SameEvent | None, copy: DuplicateOf | None) -> Coverage:
    if why is None:
        return Coverage(listed(article), 0.0, (), (), None, copy)
    return Coverage(listed(article), round(why.score, 4), why.names, why.words, why.days, copy)


def _statements(articles: Sequence[Article]) -> tuple[Claim, ...]:
    """None where there is one article alone: it is read better as it is."""
    found = statements(sides(*(said(article) for article in articles))) if len(articles) > 1 else ()
    return tuple(_statement(told, articles) for told in found)


def _statement(told: Told, articles: Sequence[Article]) -> Claim:
    wordings = []
    for number, (start, end), (first, last) in told.wordings:
        article = articles[number]
        wordings.append(Wording(article.id, article.text[start:end], start, (first - start, last - start)))
    return Claim(told.kind, tuple(wordings))
