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
    from search.about import Fact, in_brief, in_full
    from search.config import Config
    from search.errors import IndexMissing, NoSuchArticle, NoSuchPage, SeedsearchError
    from search.examples import Example
    from search.export import report_csv, report_json
    from search.highlight import pieces
    from search.library import Library
    from search.model import SORTS, About, ArticleView, Fragment, Hit, Results, Sort, Span, Status, Zone, as_json
    from search.report import ArticleReport, FileReport, Report, shares
    from search.stories.values import CopyOf, Listed, Statement, Story, Teller, Wording
    from search.version import VERSION

_HOMES = {
    "about": ("Fact", "in_brief", "in_full"),
    "config": ("Config",),
    "errors": ("IndexMissing", "NoSuchArticle", "NoSuchPage", "SeedsearchError"),
    "examples": ("Example",),
    "export": ("report_csv", "report_json"),
    "highlight": ("pieces",),
    "library": ("Library",),
    "model": (
        "SORTS",
        "About",
        "ArticleView",
        "Fragment",
        "Hit",
        "Results",
        "Sort",
        "Span",
        "Status",
        "Zone",
        "as_json",
    ),
    "report": ("ArticleReport", "FileReport", "Report", "shares"),
    "stories.values": ("CopyOf", "Listed", "Statement", "Story", "Teller", "Wording"),
    "version": ("VERSION",),
}
__all__ = [
    "SORTS",
    "VERSION",
    "About",
    "ArticleReport",
    "ArticleView",
    "Config",
    "CopyOf",
    "Example",
    "Fact",
    "FileReport",
    "Fragment",
    "Hit",
    "IndexMissing",
    "Library",
    "Listed",
    "NoSuchArticle",
    "NoSuchPage",
    "Report",
    "Results",
    "SeedsearchError",
    "Sort",
    "Span",
    "Statement",
    "Status",
    "Story",
    "Teller",
    "Wording",
    "Zone",
    "as_json",
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
