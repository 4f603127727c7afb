"""What is known of an article beyond its text, as bytes and back: few and small things, read with the text."""

import calendar
import json
from datetime import date
from typing import Any

from search.model import ZONE_KINDS, Article, Dated, Zone

UNDATED = -1
_OFTEN = b"{}"


def tell(article: Article) -> bytes:
    """The zones, dates and place in its file of an article; what is as usual is left out."""
    told: dict[str, Any] = {}
    if article.zones:
        told["zones"] = [(ZONE_KINDS.index(zone.kind), zone.start, zone.end) for zone in article.zones]
    for name, dated in (("published", article.published), ("updated", article.updated)):
        if dated:
            told[name] = (dated.when, dated.provenance, dated.start, dated.end)
    if article.parts > 1:
        told["part"] = (article.part, article.parts, article.offset, article.sure)
    return json.dumps(told, separators=(",", ":")).encode() if told else _OFTEN


def hear(told: bytes) -> dict[str, Any]:
    """What `tell` told, as fields of an `Article`."""
    if told == _OFTEN:
        return {}
    known = json.loads(told)
    fields: dict[str, Any] = {name: Dated(*known[name]) for name in ("published", "updated") if name in known}
    if "zones" in known:
        fields["zones"] = tuple(Zone(ZONE_KINDS[kind], start, end) for kind, start, end in known["zones"])
    if "part" in known:
        fields |= dict(zip(("part", "parts", "offset", "sure"), known["part"], strict=True))
    return fields


def days(dated: Dated | None) -> tuple[int, int]:
    """The first and last day that a date may mean, from 1 January of the year 1 on; UNDATED where there is none."""
    if not dated:
        return UNDATED, UNDATED
    parts = [int(part) for part in dated.when[:10].split("-")]
    first = date(*parts, *[1] * (3 - len(parts)))
    if len(parts) == 3:
        return first.toordinal(), first.toordinal()
    last = (calendar.monthrange(parts[0], parts[1])[1],) if len(parts) == 2 else (31,)
    return first.toordinal(), date(parts[0], parts[1] if len(parts) == 2 else 12, *last).toordinal()
