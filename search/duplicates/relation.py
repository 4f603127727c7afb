"""Say how two articles are related: by what both state, and by the passages that they share.

A relation is what anyone can check, with its evidence. It never says who took a text from whom.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from functools import lru_cache
from textwrap import shorten
from typing import NamedTuple

from search.extract.credit_names import name_key
from search.extract.known_names import known_spellings
from search.metadata import readable
from search.types.article import Article, Dated, stated_day
from search.types.duplicates import DuplicatePair, NearDuplicate, Relation, SharedText
from search.types.files import readable_path

_CREDIT_ZONES = frozenset(("byline", "dateline", "boilerplate", "caption"))
_TAIL = 220
"""Code points at the end of a text in which a credit is looked for."""
_BEFORE, _AFTER = 40, 60
"""Code points of a quote, at most, before a name and after it."""
_LONGEST_TITLE = 80
_UNITS = ((86_400, "day"), (3_600, "hour"), (60, "minute"))


class Attribution(NamedTuple):
    """What an article states of its origin. `quotes` has the words of its text that credit its outlet or an agency.

    `name` is what the article is called in a relation. It is empty where the outlet or the title names it.
    """

    title: str
    path: str
    source: str
    agencies: tuple[str, ...]
    published: Dated | None
    published_quote: str
    quotes: Mapping[str, str]
    name: str = ""

    @classmethod
    def of(cls, article: Article) -> "Attribution":
        """The attribution of an article. A look at its credits and its last code points."""
        agencies = tuple(
            name for name in article.agency.split(", ") if name and name_key(name) != name_key(article.source)
        )
        dated = article.published
        part = f", part {article.part}" if article.parts > 1 else ""
        return cls(
            title=f"“{shorten(article.heading, _LONGEST_TITLE, placeholder='…')}”",
            path=readable_path(article.path) + part,
            source=article.source,
            agencies=agencies,
            published=dated,
            published_quote=_on_one_line(article.text[dated.start : dated.end]) if dated else "",
            quotes={name: _quote(article, name) for name in (article.source, *agencies) if name},
        )


def relations(a: Attribution, b: Attribution, shared: SharedText) -> tuple[Relation, ...]:
    """All that holds between two articles, in the order of `RelationKind`."""
    a, b = _named(a, b)
    return tuple(
        (*_same_outlet(a, b), *_same_agency(a, b), *_credits(a, b), *_credits(b, a), *_earlier(a, b))
        + ((_shared_passages(a, b, shared),) if shared.passages else ())
    )


def near_duplicate(article: Article, a: Attribution, pair: DuplicatePair) -> NearDuplicate:
    """The near-duplicate `article` of an article with attribution `a`, which is a of the pair."""
    relation = relations(a, Attribution.of(article), pair.shared)
    path = readable_path(article.path)
    return NearDuplicate(article.id, article.heading, path, article.source, pair.share_a, pair.share_b, relation)


def _named(a: Attribution, b: Attribution) -> tuple[Attribution, Attribution]:
    """Both with names that tell them apart: outlets, or else titles, or else paths."""
    for names in ((a.source or a.title, b.source or b.title), (a.title, b.title), (a.path, b.path)):
        if names[0] != names[1]:
            break
    return a._replace(name=a.name or names[0]), b._replace(name=b.name or names[1])


def _same_outlet(a: Attribution, b: Attribution) -> Iterator[Relation]:
    if a.source and name_key(a.source) == name_key(b.source):
        evidence = f"{_statement(a, 'outlet', a.source)}; {_statement(b, 'outlet', b.source)}"
        yield Relation("same_outlet", "another version by the same outlet", evidence)


def _same_agency(a: Attribution, b: Attribution) -> Iterator[Relation]:
    for agency in a.agencies:
        if other := next((other for other in b.agencies if name_key(other) == name_key(agency)), ""):
            evidence = f"{_statement(a, 'agency', agency)}; {_statement(b, 'agency', other)}"
            yield Relation("same_agency", f"both credit {min(agency, other, key=len)}", evidence)


def _credits(a: Attribution, b: Attribution) -> Iterator[Relation]:
    """Whether a names the outlet of b as its agency."""
    for agency in a.agencies:
        if name_key(agency) == name_key(b.source):
            evidence = f"{_statement(a, 'agency', agency)}; {_statement(b, 'outlet', b.source)}"
            yield Relation("credits", f"{a.name} credits {agency}", evidence)


def _earlier(a: Attribution, b: Attribution) -> Iterator[Relation]:
    """Which was published first, by days that both state, or by times if both have an offset from UTC."""
    if not (a.published and b.published):
        return
    ahead = _time_between(a.published, b.published)
    if not ahead:
        return
    first, seconds = (a if ahead > timedelta() else b), abs(ahead).total_seconds()
    size, unit = next((each for each in _UNITS if seconds >= each[0]), _UNITS[-1])
    count = max(1, int(seconds // size))
    is_inferred = a.published.is_inferred or b.published.is_inferred
    text = f"{first.name} was published {count:,} {unit}{'' if count == 1 else 's'} earlier"
    evidence = "; ".join(f"{each.name}: {_date_statement(each)}" for each in (a, b))
    yield Relation("earlier", f"{text}, by an inferred date" if is_inferred else text, evidence)


def _time_between(a: Dated, b: Dated) -> timedelta | None:
    """The time from a to b; None if it is not known to the day.

    Two times of unknown offsets say no more than days: from 23:50 to 00:10 is none.
    """
    days = stated_day(a), stated_day(b)
    if days[0] is None or days[1] is None:
        return None
    times = [datetime.fromisoformat(each.when) for each in (a, b)]
    if times[0].tzinfo and times[1].tzinfo:
        return times[1] - times[0]
    between = days[1] - days[0]
    if "T" in a.when and "T" in b.when:
        apart = times[1].replace(tzinfo=None) - times[0].replace(tzinfo=None)
        return min(between, timedelta(days=round(apart / timedelta(days=1))), key=abs)
    return between


def _shared_passages(a: Attribution, b: Attribution, shared: SharedText) -> Relation:
    text = f"share {shared.passages:,} passage{'' if shared.passages == 1 else 's'}"
    evidence = f"{shared.words:,} equal words: {shared.share_a:.0%} of {a.name}, {shared.share_b:.0%} of {b.name}"
    return Relation("shared_passages", text, evidence)


def _statement(attribution: Attribution, kind: str, name: str) -> str:
    quote = attribution.quotes[name]
    return f"{attribution.name}: {kind} {name}" + (f", “{quote}”" if quote else "")


def _date_statement(attribution: Attribution) -> str:
    dated, quote = attribution.published, attribution.published_quote
    assert dated
    return f"{readable(dated)}, {dated.provenance}" + (f" “{quote}”" if quote else "")


def _quote(article: Article, name: str) -> str:
    """The words around a name in a credit of the article, or at the end of its text; empty if it is in neither."""
    expression = _spellings(name)
    spans = [(zone.start, zone.end) for zone in article.zones if zone.kind in _CREDIT_ZONES]
    for start, end in (*spans, (max(0, len(article.text) - _TAIL), len(article.text))):
        if match := expression.search(article.text, start, end):
            first, last = max(start, match.start() - _BEFORE), min(end, match.end() + _AFTER)
            if first > start:  # begin and end between words
                first = max(first, article.text.find(" ", first, match.start()) + 1)
            if last < end and (space := article.text.rfind(" ", match.end(), last)) >= 0:
                last = space
            return _on_one_line(article.text[first:last])
    return ""


@lru_cache(maxsize=512)
def _spellings(name: str) -> re.Pattern[str]:
    longest_first = sorted(known_spellings(name), key=lambda spelling: (-len(spelling), spelling))
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)")


def _on_one_line(text: str) -> str:
    return " ".join(text.split())
