"""Report what extraction found in one article, and why a person should review it."""

from collections.abc import Mapping
from typing import NamedTuple

from search.extract.doubts import zone_shares
from search.metadata import about
from search.types.article import Article
from search.types.files import doubts_of
from search.types.hits import About


class ArticleReport(NamedTuple):
    """What extraction found in an article. `characters` are code points.

    `zones` gives the share of the text, 0 to 1, for each kind of zone. `doubts` are the reasons to review it.
    """

    id: str
    title: str
    characters: int
    zones: Mapping[str, float]
    about: About
    doubts: tuple[str, ...]


def report_article(article: Article, doubts: int) -> ArticleReport:
    """The report on an article with the `doubts` of its file's record. Linear."""
    return ArticleReport(
        id=article.id,
        title=article.heading,
        characters=len(article.text),
        zones=zone_shares(article),
        about=about(article),
        doubts=doubts_of(doubts),
    )


def describe_zones(article: ArticleReport) -> str:
    """The zones in words, largest first: "body 92%, stamp 8%". A share below half a percent reads "under 1%"."""
    ordered = sorted(article.zones.items(), key=lambda item: -item[1])
    return ", ".join(f"{kind} {f'{share:.0%}' if share >= 0.005 else 'under 1%'}" for kind, share in ordered)
