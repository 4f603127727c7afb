"""The metadata of an article as bytes and back: zones, dates and its place in its file. Stored beside the text."""

import calendar
import json
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from itertools import chain
from typing import Any, get_args

from search.types.article import (
    BREAK_KINDS,
    WEB_ADDRESS,
    ZONE_KINDS,
    Article,
    Break,
    Dated,
    Mention,
    Provenance,
    YearFrom,
    Zone,
)

UNDATED = -1
_MOST_PARTS = 1 << 20
_AS_THEY_ARE = ("member", "url", "fields", "added")
_DOCUMENT = frozenset((*_AS_THEY_ARE, "breaks"))
"""What `_decode_document` decodes."""
_PROVENANCES, _YEARS_FROM = get_args(Provenance), get_args(YearFrom)
_ZONE_NUMBERS = {kind: number for number, kind in enumerate(ZONE_KINDS)}
_NOTHING = b"{}"
_ENCODE = json.JSONEncoder(separators=(",", ":"), check_circular=False).encode
_YEAR_1 = datetime(1, 1, 1, tzinfo=UTC)


def encode_metadata(article: Article) -> bytes:
    """The zones, dates, mentioned day and part of an article, and what its document says of it, as JSON. What has its
    default is left out."""
    metadata: dict[str, Any] = {}
    if article.zones:
        metadata["zones"] = [(_ZONE_NUMBERS[kind], start, end) for kind, start, end in article.zones]
    for name, dated in (("published", article.published), ("updated", article.updated)):
        if dated:
            year_from = (dated.year_from,) if dated.year_from else ()
            metadata[name] = (dated.when, dated.provenance, dated.start, dated.end, *year_from)
    if article.mentions:
        metadata["mentions"] = article.mentions
    if article.parts > 1:
        metadata["part"] = (article.part, article.parts, article.offset, article.sure)
    if article.breaks:
        metadata["breaks"] = [(at.start, BREAK_KINDS.index(at.kind), at.label, at.number) for at in article.breaks]
    if article.member or article.url or article.fields or article.added:
        metadata |= {name: value for name in _AS_THEY_ARE if (value := getattr(article, name))}
    return _ENCODE(metadata).encode() if metadata else _NOTHING


def decode_metadata(encoded: bytes, length: int) -> dict[str, Any]:
    """What `encode_metadata` encoded of an article of so many code points, as fields of an `Article`.

    Raises ValueError, and whatever else decoding may raise, for other bytes.
    """
    if encoded == _NOTHING:
        return {}
    metadata = json.loads(encoded)
    fields: dict[str, Any] = {
        name: _decode_date(Dated(*metadata[name]), length) for name in ("published", "updated") if name in metadata
    }
    if "mentions" in metadata:
        fields["mentions"] = mention = Mention(*metadata["mentions"])
        if not isinstance(mention.when, str) or not 0 <= mention.start <= mention.end <= length:
            raise ValueError("mentions")
    if "zones" in metadata:
        fields["zones"] = _decode_zones(metadata["zones"], length)
    if "part" in metadata:
        part, parts, offset, sure = map(float, metadata["part"])
        if not (1 <= part <= parts <= _MOST_PARTS and offset >= 0 and 0 <= sure <= 1):
            raise ValueError("part")
        fields |= {"part": int(part), "parts": int(parts), "offset": int(offset), "sure": sure}
    return fields | _decode_document(metadata, length) if not _DOCUMENT.isdisjoint(metadata) else fields


def _decode_zones(encoded: Sequence[Sequence[Any]], length: int) -> tuple[Zone, ...]:
    zones: list[Zone] = []
    before = 0  # where the zone before ends
    for kind, start, end in encoded:
        if type(start) is not int or type(end) is not int or not before <= start <= end:
            raise ValueError("zones")
        zones.append(Zone(ZONE_KINDS[kind], start, end))
        before = end
    if not zones or before > length:
        raise ValueError("zones")
    return tuple(zones)


def _decode_document(metadata: dict[str, Any], length: int) -> dict[str, Any]:
    """What the document says of the article, as fields of an `Article`."""
    document: dict[str, Any] = {name: metadata[name] for name in _AS_THEY_ARE if name in metadata}
    if "breaks" in metadata:
        breaks = tuple(Break(at, BREAK_KINDS[kind], label, number) for at, kind, label, number in metadata["breaks"])
        starts = [at.start for at in breaks]
        if (
            starts != sorted(starts)
            or starts[0] < 0
            or starts[-1] > length
            or {type(at.start) for at in breaks} | {type(at.number) for at in breaks} != {int}
        ):
            raise ValueError("breaks")
        document["breaks"] = breaks
    if "fields" in document:
        document["fields"] = tuple((name, value) for name, value in document["fields"])
    texts = [document.get("member", ""), document.get("url", ""), *chain(*document.get("fields", ()))]
    texts += [at.label for at in document.get("breaks", ())]
    added = document.get("added", 0)
    if not all(isinstance(text, str) for text in texts) or type(added) is not int or not 0 <= added <= length:
        raise ValueError("document")
    if "url" in document and not WEB_ADDRESS.match(document["url"]):
        raise ValueError("url")
    return document


def _decode_date(dated: Dated, length: int) -> Dated:
    is_known = dated.provenance in _PROVENANCES and dated.year_from in _YEARS_FROM
    if not is_known or not 0 <= dated.start <= dated.end <= length:
        raise ValueError("date")
    days(dated)
    moment(dated)
    return dated


def days(dated: Dated | None) -> tuple[int, int]:
    """The first and last day that a date may mean, 1 for 1 January of the year 1. UNDATED if there is none."""
    if not dated:
        return UNDATED, UNDATED
    parts = [int(part) for part in dated.when[:10].split("-")]
    first = date(*parts, *[1] * (3 - len(parts)))
    if len(parts) == 3:
        return first.toordinal(), first.toordinal()
    last = (calendar.monthrange(parts[0], parts[1])[1],) if len(parts) == 2 else (31,)
    return first.toordinal(), date(parts[0], parts[1] if len(parts) == 2 else 12, *last).toordinal()


def moment(dated: Dated | None) -> int:
    """A date to sort by: twice the seconds in UTC from the year 1 to its beginning, 1 more if it was inferred. UNDATED
    if there is none."""
    if not dated:
        return UNDATED
    try:
        begins = datetime.fromisoformat(dated.when if len(dated.when) > 10 else f"{dated.when}-01-01"[:10])
    except ValueError:  # a time that no clock shows, or an offset that no place has
        begins = datetime.fromisoformat(dated.when[:10])
    begins = begins if begins.tzinfo else begins.replace(tzinfo=UTC)
    return 2 * int((begins - _YEAR_1).total_seconds()) + dated.is_inferred


def seconds(modified: str) -> int:
    """The time of a file as ISO 8601 in seconds from the year 1, in UTC. UNDATED if it is unknown."""
    return int((datetime.fromisoformat(modified) - _YEAR_1).total_seconds()) if modified else UNDATED


@lru_cache(maxsize=4096)
def file_time(seconds: int) -> str:
    """The inverse of `seconds`. Raises OverflowError for a time after the year 9999.

    What was asked last is kept: files that were copied together often have the same time.
    """
    return f"{(datetime.min + timedelta(0, seconds)).isoformat()}+00:00" if seconds != UNDATED else ""
