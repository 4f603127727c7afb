"""Two articles side by side: what of them is compared, what is left out, and who had the passages from whom."""

import re
from collections.abc import Iterable

from search.analysis.sentences import word_end
from search.compare.texts import compare
from search.compare.types import ComparedArticle, ComparisonView, LeftOut
from search.duplicates.classification import direction
from search.metadata import about
from search.types.article import Article, Span, Zone, stated_day
from search.types.files import readable_path

LONGEST = 100_000
"""Characters of an article that are compared; of a longer one, so many from its beginning."""

_WORD = 100  # characters; a longer one may be cut
_LINE = re.compile(r"[^\n]+")
_LEFT_OUT = ("boilerplate", "stamp")


def side_by_side(a: Article, b: Article) -> ComparisonView:
    """Two articles as a reader would compare them: without what belongs to the page, dates and repeated headlines.

    Cost: that of `compare`, for LONGEST characters of each at most.
    """
    ours, theirs = _prepared(a), _prepared(b)
    found = compare(ours.text, theirs.text)
    days = stated_day(a.published), stated_day(b.published)
    came = direction(found.share_a, found.share_b, *days) if found.passages else "unknown"
    return ComparisonView(ours, theirs, came, found)


def _prepared(article: Article) -> ComparedArticle:
    end = word_end(article.text, LONGEST, LONGEST - _WORD) if len(article.text) > LONGEST else len(article.text)
    zones = [zone for zone in article.zones if zone.start < end]
    gone = [zone for zone in zones if _is_left_out(zone, article.title)]
    return ComparedArticle(
        id=article.id,
        title=article.heading,
        path=readable_path(article.path),
        about=about(article),
        text=_blanked(article.text[:end], ((zone.start, zone.end) for zone in gone)),
        zones=tuple(zone for zone in zones if not _is_left_out(zone, article.title)),
        left_out=tuple(LeftOut(zone.kind, article.text[zone.start : zone.end], zone.start) for zone in gone),
        rest=len(article.text) - end,
    )


def _is_left_out(zone: Zone, title: Span) -> bool:
    return zone.kind in _LEFT_OUT or zone.repeats(title)


def _blanked(text: str, spans: Iterable[Span]) -> str:
    """A text with blanks in place of some stretches. Their lines stay, so that they end a paragraph as before."""
    parts, at = [], 0
    for start, end in spans:
        parts += [text[at:start], _LINE.sub(_blanks, text[start:end])]
        at = end
    return "".join((*parts, text[at:]))


def _blanks(line: re.Match[str]) -> str:
    return " " * len(line[0])
