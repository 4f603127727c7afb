"""Read a feed: RSS, Atom or RDF. Each item is an article. Other XML is read by `xml_text`."""

import io
from collections.abc import Mapping
from typing import Any

from search.documents.formats.columns import Columns, Row
from search.documents.formats.detect_format import HEAD_SIZE, by_signature
from search.documents.formats.html_fragment import html_text
from search.documents.formats.records import read_row
from search.documents.formats.source import Readings, Source
from search.documents.formats.xml_text import read_xml, root_of
from search.documents.unreadable import UnreadableError

_COLUMNS = Columns(
    text="text",
    lead="summary",
    title="title",
    published="published",
    updated="updated",
    authors="authors",
    source="feed",
    url="link",
    language="language",
)
_FEEDS = ("rss", "feed", "RDF")
"""The outermost elements of feeds."""
_LARGEST = 50_000_000
"""Bytes of the largest feed. It takes some five times as much memory."""


def read(source: Source) -> Readings:
    """A reading of each item; of XML that is no feed, one of its text, or of each of its records.

    Raises UnreadableError for what is damaged, too large, or has no text.
    """
    is_feed = by_signature(source.file.read(HEAD_SIZE)) == "feed" or root_of(source) in _FEEDS
    source.file.seek(0)
    if is_feed:
        yield from _read_feed(source)
    else:
        yield from read_xml(source)


def _read_feed(source: Source) -> Readings:
    import feedparser

    if source.size > _LARGEST:
        raise UnreadableError(f"is a feed of more than {_LARGEST // 1_000_000} MB", "too large")
    data = io.BytesIO(source.read_all())
    try:
        feed = feedparser.parse(data, sanitize_html=False, resolve_relative_uris=False)
    except MemoryError:
        raise
    except Exception as error:  # its parser for damaged feeds fails in many ways
        raise UnreadableError("is damaged: the feed cannot be read", "damaged") from error
    if not feed.entries and feed.bozo:
        raise UnreadableError("is damaged: no item of the feed can be read", "damaged")
    names: set[str] = set()
    for number, entry in enumerate(feed.entries, 1):
        if reading := read_row(_row(entry, feed.feed), _COLUMNS):
            name = str(entry.get("id") or entry.get("link") or "")[:300]
            part = f"item:{name}" if name and name not in names else f"item {number}"
            names.add(name)
            yield reading._replace(part=part, kind="feed")


def _row(entry: Mapping[str, Any], feed: Mapping[str, Any]) -> Row:
    """The values of an item as text, by the names of the columns above."""
    entry = dict(entry)  # feedparser warns where a plain dictionary has no value
    contents = [_text(content) for content in entry.get("content", ())]
    summary = _text(entry.get("summary_detail", {}))
    text = "\n\n".join(filter(None, contents))
    persons = [str(author.get("name", "")) for author in entry.get("authors", ())]
    row = {
        "text": text or summary,
        "summary": summary if text else "",
        "title": _text(entry.get("title_detail", {})),
        "published": str(entry.get("published", "")),
        "updated": str(entry.get("updated", "")) if entry.get("published") else "",
        "authors": "; ".join(filter(None, persons)) or str(entry.get("author", "")),
        "feed": str(feed.get("title", "")),
        "link": str(entry.get("link", "")),
        "language": str(feed.get("language", "")),
        "Categories": "; ".join(str(tag.get("term") or "") for tag in entry.get("tags", ())),
    }
    if not row["published"]:
        row["published"] = str(entry.get("updated", ""))
    return row


def _text(detail: Mapping[str, Any]) -> str:
    """The text of a title, a summary or a content, which may be in HTML."""
    value = str(detail.get("value") or "")
    return html_text(value) if "<" in value or "&" in value else value
