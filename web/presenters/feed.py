"""Results as an Atom feed (RFC 4287), the newest first."""

import re
from datetime import UTC, datetime
from urllib.parse import urljoin
from uuid import NAMESPACE_URL, UUID, uuid5
from xml.etree import ElementTree as ET

from flask import request

from search import VERSION, Hit, KnownDate, Results, Status
from web import urls
from web.links import Links
from web.params import SearchParams

MOST = 50
"""Entries of a feed."""
MIMETYPE = "application/atom+xml"

_NAMESPACE = "http://www.w3.org/2005/Atom"
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_MONTH = len("2025-07")


def atom(wanted: SearchParams, results: Results, status: Status) -> bytes:
    """The feed of a query. Ids are made of the folder and what is asked for, so they do not depend on the host."""
    space = uuid5(NAMESPACE_URL, f"seedsearch:{status.corpus}")
    page = urls.search(wanted)
    links = Links(wanted)
    feed = ET.Element("feed", xmlns=_NAMESPACE)
    _add(feed, "title", f"seedsearch: {wanted.q}")
    _add(feed, "id", uuid5(space, _xml(page)).urn)
    _add(feed, "updated", status.updated)
    _add(ET.SubElement(feed, "author"), "name", "seedsearch")
    _add(feed, "generator", "seedsearch", version=VERSION)
    ET.SubElement(feed, "link", rel="self", type=MIMETYPE, href=_whole(urls.export(wanted, "feed")))
    ET.SubElement(feed, "link", rel="alternate", type="text/html", href=_whole(page))
    for hit in results.hits:
        feed.append(_entry(hit, links, space, status.updated))
    ET.indent(feed)
    made: bytes = ET.tostring(feed, encoding="utf-8", xml_declaration=True)
    return made


def _entry(hit: Hit, links: Links, space: UUID, indexed: str) -> ET.Element:
    known = hit.about
    entry = ET.Element("entry", {_LANGUAGE: known.language} if known.language else {})
    _add(entry, "title", hit.title)
    _add(entry, "id", uuid5(space, hit.id).urn)
    published = _moment(known.published)
    _add(entry, "updated", _moment(known.updated) or published or indexed)
    if published:
        _add(entry, "published", published)
    if by := known.author or known.source or known.agency:
        _add(ET.SubElement(entry, "author"), "name", by)
    ET.SubElement(entry, "link", rel="alternate", type="text/html", href=_whole(links.address(hit.id)))
    if shown := [" ".join(fragment.text.split()) for fragment in hit.fragments if fragment.field == "body"]:
        _add(entry, "summary", " … ".join(shown))
    return entry


def _add(parent: ET.Element, tag: str, text: str, **attributes: str) -> None:
    ET.SubElement(parent, tag, attributes).text = _xml(text)


def _xml(text: str) -> str:
    """`text` in characters that XML 1.0 allows; of what it does not, control characters mostly, spaces are left."""
    return _NO_XML.sub(" ", text)


def _whole(address: str) -> str:
    return urljoin(request.host_url, address)


def _moment(date: KnownDate | None) -> str:
    """A date as RFC 3339 asks for it: a month begins with its first day, a day at midnight, and what names no offset
    from UTC is taken to be in it. Empty for one that no calendar has."""
    if date is None:
        return ""
    try:
        moment = datetime.fromisoformat(f"{date.when}-01" if len(date.when) == _MONTH else date.when)
    except ValueError:
        return ""
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).isoformat(timespec="seconds")
