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
    from search.about import Fact, in_brief, in_full, language_name, period_name
    from search.config import Config
    from search.errors import BadFilter, IndexMissing, NoSuchArticle, NoSuchPage, SeedsearchError
    from search.examples import Example
    from search.export import report_csv, report_json
    from search.highlight import pieces
    from search.library import Library
    from search.model import (
        NO_FILTERS,
        SORTS,
        About,
        ArticleView,
        Facet,
        Facets,
        Filters,
        Fragment,
        Histogram,
        Hit,
        Results,
        Sort,
        Span,
        Status,
        Zone,
        as_json,
    )
    from search.periods import NO_DATE
    from search.report import ArticleReport, FileReport, Report, shares
    from search.version import VERSION

_HOMES = {
    "about": ("Fact", "in_brief", "in_full", "language_name", "period_name"),
    "config": ("Config",),
    "errors": ("BadFilter", "IndexMissing", "NoSuchArticle", "NoSuchPage", "SeedsearchError"),
    "examples": ("Example",),
    "export": ("report_csv", "report_json"),
    "highlight": ("pieces",),
    "library": ("Library",),
    "model": (
        "NO_FILTERS",
        "SORTS",
        "About",
        "ArticleView",
        "Facet",
        "Facets",
        "Filters",
        "Fragment",
        "Histogram",
        "Hit",
        "Results",
        "Sort",
        "Span",
        "Status",
        "Zone",
        "as_json",
    ),
    "periods": ("NO_DATE",),
    "report": ("ArticleReport", "FileReport", "Report", "shares"),
    "version": ("VERSION",),
}
__all__ = [
    "NO_DATE",
    "NO_FILTERS",
    "SORTS",
    "VERSION",
    "About",
    "ArticleReport",
    "ArticleView",
    "BadFilter",
    "Config",
    "Example",
    "Facet",
    "Facets",
    "Fact",
    "FileReport",
    "Filters",
    "Fragment",
    "Histogram",
    "Hit",
    "IndexMissing",
    "Library",
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
    "in_brief",
    "in_full",
    "language_name",
    "period_name",
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
