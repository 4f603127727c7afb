"""Report what extraction found in one article, and why a person should review it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from search.metadata import about
from search.types.article import MOST_ZONES, ZONE_KINDS, Article
from search.types.results import About

NO_TITLE, NO_DATE, BOILERPLATE, SEAM = "no title", "no date", "mostly boilerplate", "uncertain beginning"
TOO_MANY_ZONES = "too many zones"
"""The reasons to review an article."""

_PORTION = 1 << 16
"""Characters of a text that are split into words at once, to bound the memory."""
_MOSTLY = 0.6


@dataclass(frozen=True, slots=True)
class ArticleReport:
    """What extraction found in an article. `characters` are code points.

    `zones` gives the share of the text, 0 to 1, for each kind of zone. `doubts` are the reasons to review it.
    """

    id: str
    title: str
    characters: int
    zones: Mapping[str, float]
    about: About
    doubts: tuple[str, ...]


def report_article(article: Article) -> ArticleReport:
    """The report on an article. Linear."""
    zones = _zone_shares(article)
    return ArticleReport(
        id=article.id,
        title=article.heading,
        characters=len(article.text),
        zones=zones,
        about=about(article),
        doubts=tuple(_doubts(article, zones)),
    )


def describe_zones(article: ArticleReport) -> str:
    """The zones in words, largest first: "body 92%, stamp 8%". A share below half a percent reads "under 1%"."""
    ordered = sorted(article.zones.items(), key=lambda item: -item[1])
    return ", ".join(f"{kind} {f'{share:.0%}' if share >= 0.005 else 'under 1%'}" for kind, share in ordered)


def _zone_shares(article: Article) -> dict[str, float]:
    """The share of each kind of zone in the article's text, white space not counted."""
    sizes = dict.fromkeys(ZONE_KINDS, 0)
    for zone in article.zones:
        sizes[zone.kind] += _size(article.text[zone.start : zone.end])
    total = _size(article.text)
    sizes["body"] += total - sum(sizes.values())
    return {kind: round(size / total, 4) for kind, size in sizes.items() if size}


def _size(text: str) -> int:
    """The number of characters without white space."""
    starts = range(0, len(text), _PORTION)
    return sum(len(word) for start in starts for word in text[start : start + _PORTION].split())


def _doubts(article: Article, zones: Mapping[str, float]) -> Iterator[str]:
    if not any(zone.kind == "headline" and zone.overlaps(article.title) for zone in article.zones):
        yield NO_TITLE
    if not article.dated:
        yield NO_DATE
    if zones.get("boilerplate", 0) >= _MOSTLY:
        yield BOILERPLATE
    if article.is_doubtful_part:
        yield SEAM
    if len(article.zones) == MOST_ZONES:
        yield TOO_MANY_ZONES
