"""The address of each page. A page has dozens of links, and these functions take a fifth of the time of `url_for`."""

from functools import cache, lru_cache
from hashlib import blake2b
from pathlib import Path
from typing import Any
from urllib.parse import quote, quote_plus

from web.params import SearchParams

STATIC = Path(__file__).with_name("static")
_IN_PATH, _IN_QUERY, _IN_ANCHOR = "!$&'()*+,/:;=@", "!$'()*,/:;?@", "%!#$&'()*+,/:;=?@"
"""Characters that are not percent-encoded, as in Werkzeug."""
_SHORT = 100  # characters of a value that is cached
EXPORTS = {"csv": "/api/v1/search.csv", "jsonl": "/api/v1/search.jsonl", "feed": "/feed.atom"}
"""Paths of the exports of all results, and of the feed of the newest."""


def home() -> str:
    """The home page."""
    return "/"


def search(params: SearchParams | str | None = None, anchor: str = "") -> str:
    """A page of results, by its parameters or by its query; without either, the action of a search form."""
    return url("/search", {} if params is None else _search(params), anchor)


def article(article_id: str, params: SearchParams | str = "", *, hit: int = 0, plain: bool = False) -> str:
    """An article with the hits of a query or of a search that it can lead back to; at a hit, by its number (0: none);
    `plain`: its original file."""
    return article_after(reading_query(params), article_id, hit=hit, plain=plain)


def reading_query(params: SearchParams | str) -> str:
    """A query or a search as the address of an article has it, for `article_after`."""
    arguments = _search(params)
    return encoded(arguments | {"q": arguments.get("q") or None})


def article_after(query: str, article_id: str, *, hit: int = 0, plain: bool = False) -> str:
    """The same as `article` for a `reading_query`, which all links of a page share."""
    query += "&view=plain" * plain + f"&hit={hit}" * bool(hit)
    return f"/articles/{_part(article_id)}" + f"?{query.lstrip('&')}" * bool(query) + f"#hit-{hit}" * bool(hit)


def text(article_id: str) -> str:
    """The plain text of an article's file."""
    return f"/articles/{_part(article_id)}/text"


def original(article_id: str, page: int = 0, words: str = "") -> str:
    """The file of an article; a PDF at a page, counted from 1, with words to look for. Not all browsers heed these."""
    words = " ".join(words.split())
    anchor = f"#page={page}" + (f"&search={quote(words)}" if words else "") if page else ""
    return f"/original/{_part(article_id)}{anchor}"


def page_of_original(article_id: str, page: int, query: str = "") -> str:
    """A page of the PDF of an article, counted from 1, with the hits of a query."""
    return url(f"/original/{_part(article_id)}/pages/{page}", {"q": query or None})


def page_image(article_id: str, page: int) -> str:
    """The image of such a page."""
    return f"/original/{_part(article_id)}/pages/{page}.png"


def comparison(a: str, b: str, query: str = "") -> str:
    """The comparison of two articles, by their ids. `query` leads back to its results."""
    return url("/compare", {"a": a, "b": b, "q": query or None})


def story(article_id: str, *, api: bool = False) -> str:
    """The story of an article, as a page or as JSON."""
    return f"{'/api/v1' if api else ''}/stories/{_part(article_id)}"


def report(part: str = "", page: int = 1, *, only: str = "", export: str = "") -> str:
    """A page of the report, or an export ("csv" or "json") of the whole report."""
    path = {"csv": "/api/v1/report.csv", "json": "/api/v1/report"}.get(export, "/report")
    return url(path, {"q": part or None, "only": only or None, "page": page if page > 1 else None})


def help_(query: str = "") -> str:
    """The search tips."""
    return url("/help", {"q": query or None})


def help_api() -> str:
    """The page about the API."""
    return "/help/api"


def export(params: SearchParams, kind: str) -> str:
    """An export of all results, or the feed of the newest: one of EXPORTS."""
    defaults = {"sort": "relevance"} if kind == "feed" else {"duplicates": "grouped"}
    return url(
        EXPORTS[kind], params.but(page=1, size=None, facets=False, partial=None, meaning=False, **defaults).arguments()
    )


def suggest(typed: str = "") -> str:
    """Suggestions while a query is typed."""
    return url("/suggest", {"q": typed or None})


def opensearch() -> str:
    """The description of this search for browsers."""
    return "/opensearch.xml"


@cache
def static(name: str) -> str:
    """A static file as it was when a page first named it: the address has a hash of its content."""
    return url(f"/static/{_part(name)}", {"v": content(name)})


def content(name: str) -> str:
    """A hash of the content of a static file. Raises OSError."""
    path = STATIC / name
    return _digest(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=64)
def _digest(path: Path, _modified: int) -> str:
    return blake2b(path.read_bytes(), digest_size=6).hexdigest()


def url(path: str, values: dict[str, Any], anchor: str = "") -> str:
    """A path with a query, as `encoded` makes it."""
    query = encoded(values)
    return path + f"?{query}" * bool(query) + f"#{quote(anchor, safe=_IN_ANCHOR)}" * bool(anchor)


def encoded(values: dict[str, Any]) -> str:
    """Names and values as the query of an address. A tuple makes several parameters, None makes none."""
    return "&".join(
        [
            f"{name}={_value(one)}"
            for name, value in values.items()
            if value is not None
            for one in (value if isinstance(value, tuple) else (value,))
        ]
    )


def _value(value: object) -> str:
    """An encoded value. Short ones are cached, since the links of a page repeat them."""
    text_value = str(value)
    if len(text_value) <= _SHORT:
        return _short_value(text_value)
    return quote_plus(text_value, safe=_IN_QUERY)


@lru_cache(maxsize=512)
def _short_value(value: str) -> str:
    return quote_plus(value, safe=_IN_QUERY)


def _search(params: SearchParams | str) -> dict[str, Any]:
    return (SearchParams(params) if isinstance(params, str) else params).arguments()


def _part(value: str) -> str:
    """An encoded part of a path. The id of an article is letters and digits."""
    return value if value.isascii() and value.isalnum() else quote(value, safe=_IN_PATH)
