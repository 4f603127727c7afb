"""Why a person should review an article."""

from collections.abc import Mapping, Sequence

from search.types.article import MOST_ZONES, ZONE_KINDS, Article, Zone
from search.types.files import (
    BOILERPLATE,
    CHARACTERS_LOST,
    CUT,
    DOUBTFUL_MARGIN,
    DOUBTS,
    ENCODING,
    NO_DATE,
    SEAM,
    TITLE,
    FileText,
)

_PORTION = 1 << 16
"""Characters of a text that are split into words at once, to bound the memory."""
_MOSTLY = 0.9
_NUMBERS = {doubt: 1 << at for at, doubt in enumerate(DOUBTS)}


def doubts_number(article: Article, source: FileText) -> int:
    """The reasons to review an article of a file, as a number of `FileRecord.doubts`. Linear."""
    zones = article.zones
    number = 0 if article.dated else _NUMBERS[NO_DATE]
    if source.replaced and "\ufffd" in article.text:
        number |= _NUMBERS[CHARACTERS_LOST]
    if not zones:  # as most texts whose steps are skipped
        number |= _NUMBERS[TITLE]
    else:
        number |= _of_zones(article, zones)
    if article.is_doubtful_part:
        number |= _NUMBERS[SEAM]
    if source.margin < DOUBTFUL_MARGIN:
        number |= _NUMBERS[ENCODING]
    if source.unread and article.part == article.parts:
        number |= _NUMBERS[CUT]
    return number


def _of_zones(article: Article, zones: Sequence[Zone]) -> int:
    """The reasons that the zones of an article give."""
    is_titled = any(zone.kind == "headline" and zone.overlaps(article.title) for zone in zones)
    has_boilerplate = any(zone.kind == "boilerplate" for zone in zones)  # spares most texts the sizes
    is_mostly = has_boilerplate and zone_shares(article).get("boilerplate", 0) >= _MOSTLY
    is_boilerplate = len(zones) == MOST_ZONES or is_mostly
    return (not is_titled) * _NUMBERS[TITLE] | is_boilerplate * _NUMBERS[BOILERPLATE]


def zone_shares(article: Article) -> Mapping[str, float]:
    """The share of each kind of zone in the article's text, white space not counted. Linear."""
    text, end = article.text, 0
    parts: dict[str, list[str]] = {kind: [] for kind in ZONE_KINDS}
    for zone in article.zones:
        parts["body"].append(text[end : zone.start])
        parts[zone.kind].append(text[zone.start : zone.end])
        end = zone.end
    parts["body"].append(text[end:])
    sizes = {kind: _size("".join(texts)) for kind, texts in parts.items()}
    total = sum(sizes.values())
    return {kind: round(size / total, 4) for kind, size in sizes.items() if size}


def _size(text: str) -> int:
    """The number of characters without white space."""
    starts = range(0, len(text), _PORTION)
    return sum(sum(map(len, text[start : start + _PORTION].split())) for start in starts)
