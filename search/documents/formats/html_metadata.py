"""What a web page says about itself: title, dates, authors, outlet, address, language."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from html import unescape
from typing import TYPE_CHECKING, Any

from search.documents.formats.html_tree import WebPage, is_linked_data
from search.documents.formats.stated_date import stated_date
from search.documents.formats.text_builder import clean_text

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_PUBLISHED = (
    *("article:published_time", "og:published_time", "og:article:published_time", "article.published", "datepublished"),
    *(
        "parsely-pub-date",
        "sailthru.date",
        "pubdate",
        "publishdate",
        "publish-date",
        "publish_date",
        "publication_date",
    ),
    *("citation_publication_date", "citation_online_date", "citation_date", "dc.date.issued", "dcterms.issued"),
    *("dcterms.created", "dc.date.created", "dcterms.date", "dc.date", "dcterms.available", "originalpublicationdate"),
    *("cxenseparse:recs:publishtime", "shareaholic:article_published_time", "bt:pubdate", "rnews:datepublished"),
    *("article_date_original", "displaydate", "date", "last-published", "release_date"),
)
_UPDATED = (
    "article:modified_time",
    "og:updated_time",
    "datemodified",
    "dcterms.modified",
    "dc.date.modified",
    "last-modified",
    "lastmod",
)
_TITLES = ("og:title", "twitter:title", "dc.title", "citation_title", "parsely-title", "sailthru.title")
_AUTHORS = (
    "author",
    "article:author_name",
    "parsely-author",
    "sailthru.author",
    "dc.creator",
    "dcterms.creator",
    "citation_author",
)
_OUTLETS = ("og:site_name", "application-name", "citation_journal_title")
_ARTICLE = re.compile("Article|Posting|Report|Review|Recipe")
_MOST_OBJECTS = 2000
"""Objects of the JSON-LD of a page that are looked at."""
_HEADLINE = 0.4
"""The share of the title of a document that a heading has to be. Less is often the name of the site."""
_TITLE_BLANKS = 3
"""Blanks in an h1 that is a headline though no other title is like it. A shorter one is often the name of the site."""
_LONGEST_TITLE, _LONGEST_NAME, _MOST_AUTHORS = 400, 100, 30
_ADDRESS = re.compile(r"https?://[^\s\"'<>]+$", re.IGNORECASE)
_DAY_IN_ADDRESS = re.compile(r"/((?:19|20)\d\d)[/-](\d\d?)[/-](\d\d?)(?:/|-|$)")
_SUFFIX = re.compile(r"\s+[|–—·•»«:-]+\s+")
_SAVED = re.compile(r"Page saved with SingleFile\s+url:\s*(\S+)(?:\s+saved date:\s*(.+))?|saved from url=\(\d+\)(\S+)")
_WAYBACK = re.compile(r"https?://web\.archive\.org/web/\d+[a-z_]*/(https?://.+)", re.IGNORECASE)
_LANGUAGE = re.compile(r"([a-z]{2,3})(?:[-_]|$)", re.IGNORECASE)
_LETTERS = re.compile(r"\W+")


@dataclass(frozen=True, slots=True)
class PageMetadata:
    """What a page says about itself. Unknown names are empty; the dates are ISO 8601."""

    title: str
    published: str
    updated: str
    authors: tuple[str, ...]
    source: str
    url: str
    language: str


def page_metadata(page: WebPage, address: str = "") -> PageMetadata:
    """The metadata of a page that was fetched from an address, if that is known. Linear in the page."""
    tree = page.tree
    metas = _metas(tree)
    article = _article(tree)
    url = _address(address, page, metas)
    return PageMetadata(
        title=_title(tree, metas, article),
        published=_published(tree, metas, article, url),
        updated=_first_date([*_strings(article.get("dateModified")), *_of(metas, _UPDATED)]),
        authors=_authors(article, metas),
        source=next(filter(None, (*_names(article.get("publisher")), *_of(metas, _OUTLETS))), ""),
        url=url,
        language=_language(tree, metas, article),
    )


def _metas(tree: "HtmlElement") -> Mapping[str, list[str]]:
    """The contents of the meta elements, and of those with a property of schema.org, by name in lower case."""
    metas: dict[str, list[str]] = {}
    for element in tree.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop") or element.get("http-equiv")
        content = " ".join(unescape(element.get("content") or "").split())
        if name and content:
            metas.setdefault(name.strip().lower(), []).append(content)
    return metas


def _of(metas: Mapping[str, Sequence[str]], names: Iterable[str]) -> list[str]:
    return [value for name in names for value in metas.get(name, ())]


def _article(tree: "HtmlElement") -> Mapping[str, Any]:
    """The object of JSON-LD that is the article; empty if there is none."""
    found: Mapping[str, Any] = {}
    for element in tree.iter("script"):
        if not is_linked_data(element):
            continue
        try:
            objects = list(_objects(json.loads((element.text or "").strip().rstrip(";"), strict=False)))
        except (ValueError, RecursionError):
            continue
        for it in objects:
            kinds = " ".join(_strings(it.get("@type")))
            if _ARTICLE.search(kinds) and ("datePublished" in it or "headline" in it):
                return it
            if it.get("headline") and not found:
                found = it
    return found


def _objects(value: Any) -> Iterator[Mapping[str, Any]]:
    """The objects in a value of JSON, outer ones first."""
    queue = [value]
    for it in queue:
        if isinstance(it, dict):
            yield it
            queue += [inner for inner in it.values() if isinstance(inner, dict | list)]
        elif isinstance(it, list):
            queue += it
        if len(queue) > _MOST_OBJECTS:
            return


def _strings(value: Any) -> list[str]:
    """The texts in a value that is a text or a list of texts."""
    values = value if isinstance(value, list) else [value]
    return [text for it in values if isinstance(it, str) and (text := " ".join(clean_text(unescape(it)).split()))]


def _names(value: Any) -> list[str]:
    """The names in a value that is a name, an object with a name, or a list of these."""
    values = value if isinstance(value, list) else [value]
    return [name for it in values for name in _strings(it.get("name") if isinstance(it, dict) else it)]


def _authors(article: Mapping[str, Any], metas: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    names = _names(article.get("author")) or _names(article.get("creator")) or _of(metas, _AUTHORS)
    short = (name for name in names if len(name) <= _LONGEST_NAME and not _ADDRESS.match(name))
    return tuple(dict.fromkeys(short))[:_MOST_AUTHORS]


def _title(tree: "HtmlElement", metas: Mapping[str, Sequence[str]], article: Mapping[str, Any]) -> str:
    """The headline: the heading that is the largest part of another title, else the only h1, else another title."""
    document = " ".join((tree.findtext(".//head/title") or "").split())
    stated = [it for it in (*_strings(article.get("headline")), *_of(metas, _TITLES), document) if _is_title(it)]
    headings = [
        (it.tag, text) for it in tree.iter("h1", "h2") if _is_title(text := " ".join(it.text_content().split()))
    ]
    keys = list(map(_key, stated))
    parts = [text for _, text in headings if (key := _key(text)) and any(key in title for title in keys)]
    largest = max(parts, key=len, default="")
    if largest and (_key(largest) in keys or len(largest) >= _HEADLINE * len(stated[-1])):
        return largest
    names = {_key(it) for it in (*parts, *metas.get("og:site_name", ()))}
    title = _without_outlet(stated[0], names) if stated else ""
    others = [
        text
        for tag, text in headings
        if tag == "h1" and text not in parts and text.count(" ") >= (_TITLE_BLANKS if title else 0)
    ]
    if len(others) == 1 and (not title or _key(title) not in _key(others[0])):
        return others[0]
    return title


def _is_title(text: str) -> bool:
    return 0 < len(text) <= _LONGEST_TITLE


def _key(title: str) -> str:
    """The letters of a title: two titles with the same ones are alike."""
    return _LETTERS.sub("", title).casefold()


def _without_outlet(title: str, names: Set[str]) -> str:
    """A title without its first or last part if that is one of the names, or without its last if that is short."""
    separators = list(_SUFFIX.finditer(title))
    if not separators:
        return title
    first, last = separators[0], separators[-1]
    if _key(title[: first.start()]) in names:
        return title[first.end() :]
    is_outlet = _key(title[last.end() :]) in names or len(title) - last.end() < last.start() / 2
    return title[: last.start()] if is_outlet else title


def _published(tree: "HtmlElement", metas: Mapping[str, Sequence[str]], article: Mapping[str, Any], url: str) -> str:
    day = _DAY_IN_ADDRESS.search(url)
    return _first_date(
        [
            *_strings(article.get("datePublished")),
            *_of(metas, _PUBLISHED),
            *_strings(article.get("dateCreated")),
            *_times(tree),
            *([f"{day[1]}-{day[2]:0>2}-{day[3]:0>2}"] if day else ()),
        ]
    )


def _times(tree: "HtmlElement") -> Iterator[str]:
    """The dates of elements that are marked as the one of publication, or that are the only ones of the page."""
    for element in tree.iter("time", "span", "abbr", "div", "p", "a"):
        if (element.get("itemprop") or "").lower() == "datepublished" or "pubdate" in element.attrib:
            yield element.get("datetime") or element.get("content") or element.get("title") or element.text or ""
    times = [value for it in tree.iter("time") if (value := stated_date(it.get("datetime") or ""))]
    if len({value[:10] for value in times}) == 1:
        yield times[0]


def _first_date(values: Iterable[str]) -> str:
    return next(filter(None, map(stated_date, values)), "")


def _address(address: str, page: WebPage, metas: Mapping[str, Sequence[str]]) -> str:
    """The address of the page: what it says is its own, else where it was saved from. Without the Wayback Machine."""
    links = [it.get("href") or "" for it in page.tree.iter("link") if (it.get("rel") or "").lower() == "canonical"]
    saved = [found[1] or found[3] for it in page.comments if (found := _SAVED.search(it))]
    for it in (*links, *metas.get("og:url", ()), *saved, address):
        if _ADDRESS.match(it.strip()):
            original = _WAYBACK.match(it.strip())
            return original[1] if original else it.strip()
    return ""


def _language(tree: "HtmlElement", metas: Mapping[str, Sequence[str]], article: Mapping[str, Any]) -> str:
    stated = (
        *_strings(article.get("inLanguage")),
        tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang") or tree.get("xml:lang") or "",
        *_of(metas, ("og:locale", "content-language", "dc.language", "language")),
    )
    return next((found[1].lower() for it in stated if (found := _LANGUAGE.match(it.strip()))), "")
