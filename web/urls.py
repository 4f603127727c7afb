"""The address of each page, as a plain function: a page has dozens, and Flask's `url_for` takes five times as long."""

from functools import lru_cache
from hashlib import blake2b
from pathlib import Path
from typing import Any
from urllib.parse import quote, quote_plus

from web.params import SearchParams

STATIC = Path(__file__).with_name("static")
_IN_PATH, _IN_QUERY, _IN_ANCHOR = "!$&'()*+,/:;=@", "!$'()*,/:;?@", "%!#$&'()*+,/:;=?@"
"""What stands for itself, as in Werkzeug."""
_SHORT = 100  # characters of a value that is remembered
EXPORTS = {"csv": "/api/v1/search.csv", "jsonl": "/api/v1/search.jsonl", "feed": "/feed.atom"}
"""Where a program finds all results, and the newest."""


def home() -> str:
    """The first page."""
    return "/"


def search(wanted: SearchParams | str | None = None, anchor: str = "") -> str:
    """A page of results, as wanted, or the first of a query; or what a form of such is sent to."""
    return url("/search", {} if wanted is None else _search(wanted), anchor)


def article(identity: str, wanted: SearchParams | str = "", *, hit: int = 0, plain: bool = False) -> str:
    """An article with the hits of a query, or of a page of results that it can lead back to; beginning at one of the
    hits, by its number, or none; or `plain`, its file as it is."""
    asked = _search(wanted)
    more = {"q": asked.get("q") or None, "view": "plain" if plain else None, "hit": hit or None}
    return url(f"/articles/{_part(identity)}", asked | more, f"hit-{hit}" if hit else "")


def text(identity: str) -> str:
    """The text of an article's file."""
    return f"/articles/{_part(identity)}/text"


def comparison(a: str, b: str, query: str = "") -> str:
    """Two articles side by side, by their ids; the query is that of the way back."""
    return url("/compare", {"a": a, "b": b, "q": query or None})


def story(identity: str, *, api: bool = False) -> str:
    """The event of an article, as a page or as JSON."""
    return f"{'/api/v1' if api else ''}/stories/{_part(identity)}"


def report(part: str = "", page: int = 1, *, doubtful: bool = False, export: str = "") -> str:
    """A page of the report, or an export ("csv" or "json") of all of it."""
    path = {"csv": "/api/v1/report.csv", "json": "/api/v1/report"}.get(export, "/report")
    return url(path, {"q": part or None, "doubtful": 1 if doubtful else None, "page": page if page > 1 else None})


def help_(query: str = "") -> str:
    """The query language."""
    return url("/help", {"q": query or None})


def help_api() -> str:
    """What there is for programs."""
    return "/help/api"


def export(wanted: SearchParams, kind: str) -> str:
    """All results as a file, each by itself; or the newest as a feed: one of EXPORTS."""
    left_out = {"sort": "relevance"} if kind == "feed" else {"duplicates": "grouped"}
    return url(EXPORTS[kind], wanted.but(page=1, size=None, facets=False, **left_out).arguments())


def suggest(typed: str = "") -> str:
    """Suggestions while a query is typed."""
    return url("/suggest", {"q": typed or None})


def opensearch() -> str:
    """What tells browsers of this search."""
    return "/opensearch.xml"


def static(name: str) -> str:
    """A file of style, script or picture, under a name for its content."""
    return url(f"/static/{_part(name)}", {"v": content(name)})


def content(name: str) -> str:
    """A name for the content of a static file. Raises OSError."""
    path = STATIC / name
    return _digest(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=64)
def _digest(path: Path, _modified: int) -> str:
    return blake2b(path.read_bytes(), digest_size=6).hexdigest()


def url(path: str, values: dict[str, Any], anchor: str = "") -> str:
    """A path with values as its query, in their order: several where one is a tuple, none where it is None."""
    query = "&".join(
        f"{name}={_value(one)}"
        for name, value in values.items()
        if value is not None
        for one in (value if isinstance(value, tuple) else (value,))
    )
    return path + f"?{query}" * bool(query) + f"#{quote(anchor, safe=_IN_ANCHOR)}" * bool(anchor)


def _value(value: object) -> str:
    """A value in a query: mostly one that has just been made for another link of the page."""
    text_ = str(value)
    return _short_value(text_) if len(text_) <= _SHORT else quote_plus(text_, safe=_IN_QUERY)


@lru_cache(maxsize=512)
def _short_value(text_: str) -> str:
    return quote_plus(text_, safe=_IN_QUERY)


def _search(wanted: SearchParams | str) -> dict[str, Any]:
    return (SearchParams(wanted) if isinstance(wanted, str) else wanted).arguments()


def _part(text_: str) -> str:
    """Text as a part of a path."""
    return quote(text_, safe=_IN_PATH)
