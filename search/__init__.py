"""seedsearch, the library: a folder of texts, its index, and searching it.

    from search import Library
    library = Library.open("articles")
    library.update()
    for hit in library.search('"ferry terminal" -strike').hits:
        print(hit.title, hit.path)

These names are all that `web` and other programs use. They load when first used, so that importing costs nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from search.about import Fact, copies_in_brief, copy_in_full, in_brief, in_full
    from search.config import Config
    from search.copylist import CopyList, ListedPair
    from search.errors import IndexMissing, NoSuchArticle, NoSuchPage, SeedsearchError
    from search.examples import Example
    from search.export import copies_json, report_csv, report_json
    from search.highlight import pieces
    from search.library import Library
    from search.model import (
        COPIES,
        SORTS,
        About,
        ArticleView,
        Copies,
        Fragment,
        Hit,
        KnownCopy,
        Results,
        Sort,
        Span,
        Status,
        Zone,
        as_json,
    )
    from search.report import ArticleReport, FileReport, Report, shares
    from search.version import VERSION

_HOMES = {
    "about": ("Fact", "copies_in_brief", "copy_in_full", "in_brief", "in_full"),
    "config": ("Config",),
    "copylist": ("CopyList", "ListedPair"),
    "errors": ("IndexMissing", "NoSuchArticle", "NoSuchPage", "SeedsearchError"),
    "examples": ("Example",),
    "export": ("copies_json", "report_csv", "report_json"),
    "highlight": ("pieces",),
    "library": ("Library",),
    "model": (
        "COPIES",
        "SORTS",
        "About",
        "ArticleView",
        "Copies",
        "Fragment",
        "Hit",
        "KnownCopy",
        "Results",
        "Sort",
        "Span",
        "Status",
        "Zone",
        "as_json",
    ),
    "report": ("ArticleReport", "FileReport", "Report", "shares"),
    "version": ("VERSION",),
}
__all__ = [
    "COPIES",
    "SORTS",
    "VERSION",
    "About",
    "ArticleReport",
    "ArticleView",
    "Config",
    "Copies",
    "CopyList",
    "Example",
    "Fact",
    "FileReport",
    "Fragment",
    "Hit",
    "IndexMissing",
    "KnownCopy",
    "Library",
    "ListedPair",
    "NoSuchArticle",
    "NoSuchPage",
    "Report",
    "Results",
    "SeedsearchError",
    "Sort",
    "Span",
    "Status",
    "Zone",
    "as_json",
    "copies_in_brief",
    "copies_json",
    "copy_in_full",
    "in_brief",
    "in_full",
    "pieces",
    "report_csv",
    "report_json",
    "shares",
]


def __getattr__(name: str) -> Any:
    for home, names in _HOMES.items():
        if name in names:
            return getattr(import_module(f"search.{home}"), name)
    raise AttributeError(f"module 'search' has no attribute {name!r}")
