"""What a web page says about itself: title, dates, authors, outlet, address, language."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import unescape
from typing import TYPE_CHECKING, Any

from search.documents.formats.html_tree import WebPage
from search.documents.formats.linked_data import linked_article, linked_names, linked_texts
from search.documents.formats.page_title import page_title
from search.documents.formats.stated_date import stated_date

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
_LONGEST_NAME, _MOST_AUTHORS = 100, 30
_ADDRESS = re.compile(r"https?://[^\s\"'<>]+$", re.IGNORECASE)
_DAY_IN_ADDRESS = re.compile(r"/((?:19|20)\d\d)[/-](\d\d?)[/-](\d\d?)(?:/|-|$)")
_SAVED = re.compile(r"Page saved with SingleFile\s+url:\s*(\S+)(?:\s+saved date:\s*(.+))?|saved from url=\(\d+\)(\S+)")
_WAYBACK = re.compile(r"https?://web\.archive\.org/web/\d+[a-z_]*/(https?://.+)", re.IGNORECASE)
_LANGUAGE = re.compile(r"([a-z]{2,3})(?:[-_]|$)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PageMetadata:
    """What a page says about itself. Unknown names are empty; the dates are ISO 8601.

    `saved` is when a program saved the page, in the words of the program.
    """

    title: str
    published: str
    updated: str
    authors: tuple[str, ...]
    source: str
    url: str
    language: str
    saved: str


def page_metadata(page: WebPage, address: str = "") -> PageMetadata:
    """The metadata of a page that was fetched from an address, if that is known. Linear in the page."""
    tree, metas, article = page.tree, _metas(page.tree), linked_article(page.tree)
    outlets = [*linked_names(article.get("publisher")), *_of(metas, _OUTLETS)]
    comments = [found for it in page.comments if (found := _SAVED.search(it))]
    url = _address(tree, metas, [*(found[1] or found[3] for found in comments), address])
    return PageMetadata(
        title=page_title(tree, [*linked_texts(article.get("headline")), *_of(metas, _TITLES)], outlets),
        published=_published(tree, metas, article, url),
        updated=_first_date([*linked_texts(article.get("dateModified")), *_of(metas, _UPDATED)]),
        authors=_authors(tree, metas, article, outlets),
        source=next(iter(outlets), ""),
        url=url,
        language=_language(tree, metas, article),
        saved=next((found[2].strip() for found in comments if found[2]), ""),
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


def _authors(
    tree: "HtmlElement", metas: Mapping[str, Sequence[str]], article: Mapping[str, Any], outlets: Sequence[str]
) -> tuple[str, ...]:
    """The authors, if they are not the outlet and the text of the page has their names. Others are rarely right."""
    names = linked_names(article.get("author")) or linked_names(article.get("creator"))
    names = names or [name for name in _of(metas, _AUTHORS) if " " in name]
    text = " ".join(tree.find("body").text_content().split()).casefold()
    no_authors = set(map(str.casefold, outlets))
    authors = [name for name in names if len(name) <= _LONGEST_NAME and name.casefold() not in no_authors]
    return tuple(dict.fromkeys(name for name in authors if name.casefold() in text))[:_MOST_AUTHORS]


def _published(tree: "HtmlElement", metas: Mapping[str, Sequence[str]], article: Mapping[str, Any], url: str) -> str:
    day = _DAY_IN_ADDRESS.search(url)
    return _first_date(
        [
            *linked_texts(article.get("datePublished")),
            *_of(metas, _PUBLISHED),
            *linked_texts(article.get("dateCreated")),
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


def _address(tree: "HtmlElement", metas: Mapping[str, Sequence[str]], others: Iterable[str]) -> str:
    """The address of the page: what it says is its own, else another one. Without the Wayback Machine."""
    links = [it.get("href") or "" for it in tree.iter("link") if (it.get("rel") or "").lower() == "canonical"]
    for it in map(str.strip, (*links, *metas.get("og:url", ()), *others)):
        if _ADDRESS.match(it):
            original = _WAYBACK.match(it)
            return original[1] if original else it
    return ""


def _language(tree: "HtmlElement", metas: Mapping[str, Sequence[str]], article: Mapping[str, Any]) -> str:
    stated = (
        *linked_texts(article.get("inLanguage")),
        tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang") or tree.get("xml:lang") or "",
        *_of(metas, ("og:locale", "content-language", "dc.language", "language")),
    )
    return next((found[1].lower() for it in stated if (found := _LANGUAGE.match(it.strip()))), "")
