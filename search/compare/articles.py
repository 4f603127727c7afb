"""Compare two articles: which parts of them are compared, and how the two are related."""

import re
from collections.abc import Iterable

from search.compare.texts import compare_texts
from search.compare.types import ComparedArticle, ComparisonView, LeftOut
from search.duplicates.relation import Attribution, relations
from search.kernels.word_bounds import word_end
from search.metadata import about
from search.types.article import Article, Span, Zone
from search.types.duplicates import SharedText
from search.types.files import readable_path

LONGEST = 100_000
"""Characters of an article that are compared, from its beginning."""

_LONGEST_WORD = 100  # characters; a longer word may be cut
_LINE = re.compile(r"[^\n]+")
_LEFT_OUT = ("boilerplate", "stamp")


def side_by_side(a: Article, b: Article) -> ComparisonView:
    """Compare two articles without boilerplate, timestamps and repeated headlines.

    Cost: as `compare_texts`, for at most LONGEST characters of each.
    """
    compared_a, compared_b = _compared(a), _compared(b)
    comparison = compare_texts(compared_a.text, compared_b.text)
    shared = SharedText(comparison.passages, comparison.words, comparison.share_a, comparison.share_b)
    relation = relations(Attribution.of(a)._replace(name="A"), Attribution.of(b)._replace(name="B"), shared)
    return ComparisonView(compared_a, compared_b, relation, comparison)


def _compared(article: Article) -> ComparedArticle:
    length = len(article.text)
    end = word_end(article.text, LONGEST, LONGEST - _LONGEST_WORD) if length > LONGEST else length
    zones = [zone for zone in article.zones if zone.start < end]
    left_out = [zone for zone in zones if _is_left_out(zone, article.title)]
    return ComparedArticle(
        id=article.id,
        title=article.heading,
        path=readable_path(article.path),
        about=about(article),
        text=_blanked(article.text[:end], ((zone.start, zone.end) for zone in left_out)),
        zones=tuple(zone for zone in zones if not _is_left_out(zone, article.title)),
        left_out=tuple(LeftOut(zone.kind, article.text[zone.start : zone.end], zone.start) for zone in left_out),
        rest=length - end,
    )


def _is_left_out(zone: Zone, title: Span) -> bool:
    return zone.kind in _LEFT_OUT or zone.repeats(title)


def _blanked(text: str, spans: Iterable[Span]) -> str:
    """A text with spaces in place of some spans. Line breaks stay, so that paragraphs end where they did."""
    parts, position = [], 0
    for start, end in spans:
        parts += [text[position:start], _LINE.sub(lambda line: " " * len(line[0]), text[start:end])]
        position = end
    return "".join((*parts, text[position:]))
