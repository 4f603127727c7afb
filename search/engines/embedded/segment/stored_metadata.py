"""What is known of an article beyond its text, as bytes and back: few and small things, read with the text."""

import calendar
import json
from datetime import UTC, date, datetime
from typing import Any, get_args

from search.types.article import ZONE_KINDS, Article, Dated, Provenance, Zone

UNDATED = -1
_MOST_PARTS = 1 << 20
_OFTEN = b"{}"
_FIRST = datetime(1, 1, 1, tzinfo=UTC)


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


def hear(told: bytes, size: int) -> dict[str, Any]:
    """What `tell` told of an article of so many code points, as fields of an `Article`. Raises ValueError and whatever
    else decoding may raise, for what `tell` cannot have told."""
    if told == _OFTEN:
        return {}
    known = json.loads(told)
    fields: dict[str, Any] = {
        name: _dated(*known[name], size=size) for name in ("published", "updated") if name in known
    }
    if "zones" in known:
        fields["zones"] = tuple(Zone(ZONE_KINDS[kind], start, end) for kind, start, end in known["zones"])
        bounds = [bound for _, start, end in fields["zones"] for bound in (start, end)]
        if bounds != sorted(bounds) or bounds[0] < 0 or bounds[-1] > size or set(map(type, bounds)) != {int}:
            raise ValueError("zones")
    if "part" in known:
        part, parts, offset, sure = map(float, known["part"])
        if not (1 <= part <= parts <= _MOST_PARTS and offset >= 0 and 0 <= sure <= 1):
            raise ValueError("part")
        fields |= {"part": int(part), "parts": int(parts), "offset": int(offset), "sure": sure}
    return fields


def _dated(when: str, provenance: Provenance, start: int, end: int, *, size: int) -> Dated:
    if provenance not in get_args(Provenance) or not 0 <= start <= end <= size:
        raise ValueError("date")
    dated = Dated(when, provenance, start, end)
    days(dated)
    moment(dated)
    return dated


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


def moment(dated: Dated | None) -> int:
    """A date to sort by: twice the seconds, in UTC, from the year 1 to when it begins, and 1 more where it is inferred
    or the file's own; UNDATED where there is none."""
    if not dated:
        return UNDATED
    try:
        began = datetime.fromisoformat(dated.when if len(dated.when) > 10 else f"{dated.when}-01-01"[:10])
    except ValueError:  # a time that no clock shows, or an offset that no place has
        began = datetime.fromisoformat(dated.when[:10])
    began = began if began.tzinfo else began.replace(tzinfo=UTC)
    return 2 * int((began - _FIRST).total_seconds()) + (dated.provenance in ("text", "file"))
