"""The metadata of an article as bytes and back: zones, dates and its place in its file. Stored beside the text."""

import json
from collections.abc import Mapping, Sequence
from itertools import chain
from typing import Any, get_args

from search.engines.date_numbers import days, moment
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

_MOST_PARTS = 1 << 20
_AS_THEY_ARE = ("member", "url", "fields", "added")
_DOCUMENT = frozenset((*_AS_THEY_ARE, "breaks"))
"""What `_decode_document` decodes."""
_STORED = (*_DOCUMENT, "zones", "published", "updated", "mentions")
"""What an article of one part has metadata by."""
_PROVENANCES, _YEARS_FROM = get_args(Provenance), get_args(YearFrom)
_ZONE_NUMBERS = {kind: number for number, kind in enumerate(ZONE_KINDS)}
NO_METADATA = b"{}"
"""What `encode_metadata` gives of an article that has nothing of it."""
_ENCODE = json.JSONEncoder(separators=(",", ":"), check_circular=False).encode
_DECODE = json.JSONDecoder().raw_decode  # in half the time of `json.loads`, which asks how bytes are encoded


def encode_metadata(article: Article) -> bytes:
    """The zones, dates, mentioned day and part of an article, and what its document says of it, as JSON. What has its
    default is left out."""
    metadata: dict[str, Any] = {}
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
    encoded = _ENCODE(metadata) if metadata else "{}"
    if article.zones:  # what most articles have, and have most of: without the encoder in half the time
        zones = ",".join([f"[{_ZONE_NUMBERS[kind]},{start},{end}]" for kind, start, end in article.zones])
        encoded = f'{{"zones":[{zones}]{"," if metadata else ""}{encoded[1:]}'
    return encoded.encode()


def encode_each(articles: Sequence[Article], columns: Mapping[str, Sequence[Any]]) -> list[bytes]:
    """The metadata of each of some articles, whose fields are given as columns too. Most plain texts have none."""
    has_some = map(any, zip(*map(columns.__getitem__, _STORED), strict=True))
    has_metadata = [some or parts > 1 for some, parts in zip(has_some, columns["parts"], strict=True)]
    return [
        encode_metadata(article) if has else NO_METADATA for article, has in zip(articles, has_metadata, strict=True)
    ]


def decode_metadata(encoded: bytes, length: int) -> dict[str, Any]:
    """What `encode_metadata` encoded of an article of so many code points, as fields of an `Article`.

    Raises ValueError, and whatever else decoding may raise, for other bytes.
    """
    if encoded == NO_METADATA:
        return {}
    metadata, end = _DECODE(encoded.decode("ascii"))
    if end != len(encoded):
        raise ValueError("metadata")
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
