"""The OpenSearch indexes of a corpus: their names, settings and mappings."""

import re
from typing import Any, NamedTuple

from search.analysis import tokenizer
from search.duplicates import fingerprints

FORMAT = 5
"""The version of the mappings. An index of another version is built anew."""
WHATS = ("articles", "files", "pairs", "words")
"""What the indexes of a build hold."""
HOLE = "_"
"""Stands at each position of a field whose token belongs to another field. No token is an underscore."""
WITH = "|"
"""Stands between a token and the compound term at its position. No token has it."""
_WITH_COMPOUND = r"^([^|]+)\|(.+)$"
BOOSTED_TITLE = "boosted_title"
"""The title again, where there is text besides it: its words count twice more than those of the text."""
TEXT_FIELDS = (
    "text",
    "boilerplate",
    "title",
    BOOSTED_TITLE,
    "path",
    "source",
    "agency",
    "place",
    "author",
    "lang",
    "type",
)
SCORED = {"text": "scored", "everything": "scored_everything"}
"""The lengths by which words are scored that are searched in several fields."""
LENGTHS = (*TEXT_FIELDS, *SCORED.values())
"""The numbers of tokens that are kept of an article: in each field, and in those that are scored together."""
KEYWORDS = ("source", "agency", "place", "author", "type", "language", "folder")
_LONGEST_KEYWORD = 8191
"""UTF-16 units of the longest value that Lucene takes for a keyword, whatever characters it has."""
_LONGEST_TERM = 10_000
"""UTF-16 units of the longest term: 255 code points fold to no more."""


class Layout(NamedTuple):
    """The name that all indexes of a corpus begin with, and how they are spread over the nodes."""

    prefix: str
    shards: int = 3
    replicas: int = 1

    @property
    def state(self) -> str:
        """The index with the state."""
        return f"{self.prefix}-state"

    def of(self, what: str, build: str) -> str:
        """The index of a build with `articles`, `files`, `pairs` or `words`."""
        return f"{self.prefix}-{what}-{build}"

    def build_of(self, index: str) -> str:
        """The build that an index is of; empty for any other index."""
        named = re.fullmatch(rf"{re.escape(self.prefix)}-(?:{'|'.join(WHATS)})-([0-9a-f]{{8}})", index)
        return named.group(1) if named else ""


def index_format() -> str:
    """What an index depends on beside its articles. One that differs is built anew."""
    return f"{FORMAT}.{tokenizer.VERSION}.{fingerprints.VERSION}"


def bodies(layout: Layout) -> dict[str, Any]:
    """What the indexes of a build are made with."""
    return {
        "articles": {"settings": _article_settings(layout), "mappings": _mappings(_article_properties())},
        "files": _plain(layout, {"path": _keyword(), "is_odd": {"type": "boolean"}, "record": _unindexed()}),
        "pairs": _plain(layout, {"a": _keyword(), "b": _keyword(), "pair": _unindexed()}),
        "words": _plain(layout, {"words": _unindexed()}),
    }


def state_body(layout: Layout) -> dict[str, Any]:
    """What the index with the state is made with. Each node may have a copy: each search reads it."""
    settings = {"number_of_shards": 1, "auto_expand_replicas": f"0-{min(2, layout.replicas)}"}
    return {"settings": {"index": settings}, "mappings": {"dynamic": "strict", "properties": {"state": _unindexed()}}}


def _settings(layout: Layout, shards: int) -> dict[str, Any]:
    return {
        "number_of_shards": shards,
        "number_of_replicas": layout.replicas,
        "refresh_interval": "-1",
        # Segment replication would make a refresh visible later on the replicas.
        "replication.type": "DOCUMENT",
        "translog.durability": "request",
        "write.wait_for_active_shards": str(min(layout.replicas + 1, 2)),
        "max_result_window": 100_000,
    }


def _article_settings(layout: Layout) -> dict[str, Any]:
    settings = _settings(layout, layout.shards) | {
        "codec": "best_compression",
        "similarity": {
            name: {"type": "scripted", "script": {"source": source}}
            for name, source in (
                ("count", "return query.boost * doc.freq;"),
                ("twice", "return 2 * query.boost * doc.freq;"),
            )
        },
    }
    analysis = {
        "tokenizer": {"spaces": {"type": "whitespace", "max_token_length": _LONGEST_TERM}},
        "filter": {
            "compounds": {"type": "pattern_capture", "preserve_original": False, "patterns": [_WITH_COMPOUND]},
            "holes": {"type": "stop", "stopwords": [HOLE]},
        },
        "analyzer": {"placed": {"type": "custom", "tokenizer": "spaces", "filter": ["compounds", "holes"]}},
    }
    return {"index": settings, "analysis": analysis}


def _article_properties() -> dict[str, Any]:
    similarities = dict.fromkeys(TEXT_FIELDS, "count") | {BOOSTED_TITLE: "twice"}
    texts = {
        name: {"type": "text", "analyzer": "placed", "norms": False, "similarity": similarity}
        for name, similarity in similarities.items()
    }
    whole_number = {"type": "integer"}
    return texts | {
        "id": _keyword(),
        "part": {"type": "long"},
        "lengths": {"properties": dict.fromkeys(LENGTHS, whole_number | {"index": False})},
        "values": {"properties": {name: _keyword() for name in KEYWORDS}},
        "first_day": whole_number,
        "last_day": whole_number,
        "moment": {"type": "long"},
        "modified": {"type": "long"},
        "inferred": {"type": "boolean"},
        "units": {"properties": dict.fromkeys(("day", "month", "year", "decade", "century"), whole_number)},
        "title_key": _keyword(),
        "path_key": _keyword(),
        # Signed: the numbers of a hash in between. As keywords they would take three times as long to write.
        "fingerprints": whole_number,
        "is_paired": {"type": "boolean"},
        "digest": {"type": "keyword", "index": False, "doc_values": False},
        "article": _unindexed(),
    }


def _plain(layout: Layout, properties: dict[str, Any]) -> dict[str, Any]:
    return {"settings": {"index": _settings(layout, 1)}, "mappings": _mappings(properties)}


def _mappings(properties: dict[str, Any]) -> dict[str, Any]:
    lives = {"born": {"type": "long"}, "died": {"type": "long"}}
    return {"dynamic": "strict", "_meta": {"format": FORMAT}, "properties": lives | properties}


def _keyword() -> dict[str, Any]:
    return {"type": "keyword", "ignore_above": _LONGEST_KEYWORD}


def _unindexed() -> dict[str, Any]:
    return {"type": "object", "enabled": False}
