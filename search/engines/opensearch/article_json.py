"""An article as JSON and back. Names and paths may hold bytes that are no UTF-8, which JSON cannot."""

import os
from hashlib import blake2b
from typing import Any

from search.engines.opensearch.json_bytes import to_json
from search.types.article import Article, Break, Dated, Mention, Zone

ARTICLE = ["article"]
"""What a search asks for of the source of each document, to make articles of them."""
_AS_BYTES = ("path", "member")


def article_to_json(article: Article) -> dict[str, Any]:
    """An article as JSON. What has its default is left out."""
    values = zip(Article._fields, article, strict=True)
    return {name: _encoded(name, value) for name, value in values if value != Article._field_defaults.get(name)}


def digest_of(stored: dict[str, Any]) -> str:
    """A digest of an article as JSON, by which one that was changed is known."""
    return blake2b(to_json(stored, sort_keys=True), digest_size=8).hexdigest()


def article_from_json(stored: dict[str, Any]) -> Article:
    """The inverse of `article_to_json`."""
    return Article(**{name: _decoded(name, value) for name, value in stored.items()})


def article_of(hit: dict[str, Any]) -> Article:
    """The article of a hit that was asked for with ARTICLE as its source."""
    return article_from_json(hit["_source"]["article"])


def _encoded(name: str, value: Any) -> Any:
    if name in _AS_BYTES:
        return os.fsencode(value).hex()
    return value


def _decoded(name: str, value: Any) -> Any:
    match name:
        case "path" | "member":
            return os.fsdecode(bytes.fromhex(value))
        case "published" | "updated":
            return Dated(*value)
        case "mentions":
            return Mention(*value)
        case "zones":
            return tuple(Zone(*zone) for zone in value)
        case "breaks":
            return tuple(Break(*each) for each in value)
        case "fields":
            return tuple((field, text) for field, text in value)
        case "title":
            return tuple(value)
    return value
