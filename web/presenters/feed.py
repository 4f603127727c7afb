"""Results as an Atom feed (RFC 4287)."""

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
"""Most entries of a feed."""
MIMETYPE = "application/atom+xml"

_NAMESPACE = "http://www.w3.org/2005/Atom"
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_MONTH = len("2025-07")


def atom(params: SearchParams, results: Results, status: Status) -> bytes:
    """The feed of a search. Ids depend on the folder and the search, not on the host."""
    space = uuid5(NAMESPACE_URL, f"seedsearch:{status.corpus}")
    page = urls.search(params)
    links = Links(params)
    feed = ET.Element("feed", xmlns=_NAMESPACE)
    _add(feed, "title", f"seedsearch: {params.q}")
    _add(feed, "id", uuid5(space, _xml(page)).urn)
    _add(feed, "updated", status.updated)
    _add(ET.SubElement(feed, "author"), "name", "seedsearch")
    _add(feed, "generator", "seedsearch", version=VERSION)
    ET.SubElement(feed, "link", rel="self", type=MIMETYPE, href=_whole(urls.export(params, "feed")))
    ET.SubElement(feed, "link", rel="alternate", type="text/html", href=_whole(page))
    for hit in results.hits:
        feed.append(_entry(hit, links, space, status.updated))
    ET.indent(feed)
    xml: bytes = ET.tostring(feed, encoding="utf-8", xml_declaration=True)
    return xml


def _entry(hit: Hit, links: Links, space: UUID, indexed: str) -> ET.Element:
    """An entry. An article without a date was updated when its file was changed; if that is unknown, when it was
    indexed."""
    about = hit.about
    entry = ET.Element("entry", {_LANGUAGE: about.language} if about.language else {})
    _add(entry, "title", hit.title)
    _add(entry, "id", uuid5(space, hit.id).urn)
    published = _moment(about.published)
    _add(entry, "updated", _moment(about.updated) or published or about.modified or indexed)
    if published:
        _add(entry, "published", published)
    if by := about.author or about.source or about.agency:
        _add(ET.SubElement(entry, "author"), "name", by)
    ET.SubElement(entry, "link", rel="alternate", type="text/html", href=_whole(links.address(hit.id)))
    if fragments := [" ".join(fragment.text.split()) for fragment in hit.fragments if fragment.field == "body"]:
        _add(entry, "summary", " … ".join(fragments))
    return entry


def _add(parent: ET.Element, tag: str, text: str, **attributes: str) -> None:
    ET.SubElement(parent, tag, attributes).text = _xml(text)


def _xml(text: str) -> str:
    """`text` with spaces for the characters that XML 1.0 does not allow, mostly control characters."""
    return _NO_XML.sub(" ", text)


def _whole(address: str) -> str:
    return urljoin(request.host_url, address)


def _moment(date: KnownDate | None) -> str:
    """A date as RFC 3339: a month is its first day, a day is midnight, and a time without an offset is UTC. Empty
    for an impossible date."""
    if date is None:
        return ""
    try:
        moment = datetime.fromisoformat(f"{date.when}-01" if len(date.when) == _MONTH else date.when)
    except ValueError:
        return ""
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).isoformat(timespec="seconds")
