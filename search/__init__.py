"""seedsearch, the library: a folder of texts, its index, and searching it.

    from search import Library
    library = Library.open("articles")
    library.update()
    for hit in library.search('"ferry terminal" -strike').hits:
        print(hit.title, hit.path)

These names are all that `web` and other programs use. They load when first used, so that importing costs nothing.
"""

TYPE_CHECKING = False  # type checkers take it for true; to load `typing` takes longer than all else here
if TYPE_CHECKING:
    from typing import Any

    from search.bugs import log_bug
    from search.cli.progress import Opening, progress_line
    from search.compare.types import ComparedArticle, Comparison, ComparisonView, Difference, Row
    from search.config import Config
    from search.errors import (
        BadFilter,
        IndexMissing,
        NoSuchArticle,
        NoSuchPage,
        QueryTooLong,
        SeedsearchError,
        sentence,
    )
    from search.events.types import CopyOf, Listed, Statement, Story, Teller, Wording
    from search.export import copies_json, hits_csv, hits_json_lines, marked_csv, report_csv, report_json
    from search.highlight import pieces
    from search.library import Library
    from search.metadata import Fact, cite, copies_in_brief, copy_in_full, in_brief, in_full, language_name, period_name
    from search.model import (
        BANDS,
        COPIES,
        KINDS,
        NO_FILTERS,
        SORTS,
        About,
        ArticleView,
        Copies,
        Facet,
        Facets,
        FacetsAsked,
        Filters,
        Fragment,
        Histogram,
        Hit,
        Kind,
        KnownCopy,
        KnownDate,
        Live,
        Results,
        Sort,
        Span,
        Status,
        Updating,
        Zone,
        as_json,
    )
    from search.query.date_range import NO_DATE
    from search.query.examples import Example
    from search.query.explain import Explanation, Offer, Term
    from search.query.suggest import Completion, Suggestions, Titled
    from search.reports.duplicates import CopyList, ListedPair
    from search.reports.files import ArticleReport, FileReport, Report, shares
    from search.version import VERSION
    from search.watch import Watch

_HOMES = {
    "about": (
        "Fact",
        "cite",
        "copies_in_brief",
        "copy_in_full",
        "in_brief",
        "in_full",
        "language_name",
        "period_name",
    ),
    "bugs": ("log_bug",),
    "config": ("Config",),
    "copies.values": (
        "ComparedArticle",
        "Comparison",
        "ComparisonView",
        "Difference",
        "Row",
    ),
    "copylist": (
        "CopyList",
        "ListedPair",
    ),
    "errors": (
        "BadFilter",
        "IndexMissing",
        "NoSuchArticle",
        "NoSuchPage",
        "QueryTooLong",
        "SeedsearchError",
        "sentence",
    ),
    "examples": ("Example",),
    "explain": (
        "Explanation",
        "Offer",
        "Term",
    ),
    "export": (
        "copies_json",
        "hits_csv",
        "hits_json_lines",
        "marked_csv",
        "report_csv",
        "report_json",
    ),
    "highlight": ("pieces",),
    "library": ("Library",),
    "model": (
        "BANDS",
        "COPIES",
        "KINDS",
        "NO_FILTERS",
        "SORTS",
        "About",
        "ArticleView",
        "Copies",
        "Facet",
        "Facets",
        "FacetsAsked",
        "Filters",
        "Fragment",
        "Histogram",
        "Hit",
        "Kind",
        "KnownCopy",
        "KnownDate",
        "Live",
        "Results",
        "Sort",
        "Span",
        "Status",
        "Updating",
        "Zone",
        "as_json",
    ),
    "periods": ("NO_DATE",),
    "progress": ("Opening", "progress_line"),
    "report": (
        "ArticleReport",
        "FileReport",
        "Report",
        "shares",
    ),
    "stories.values": (
        "CopyOf",
        "Listed",
        "Statement",
        "Story",
        "Teller",
        "Wording",
    ),
    "suggest": (
        "Completion",
        "Suggestions",
        "Titled",
    ),
    "version": ("VERSION",),
    "watch": ("Watch",),
}
__all__ = [
    "BANDS",
    "COPIES",
    "KINDS",
    "NO_DATE",
    "NO_FILTERS",
    "SORTS",
    "VERSION",
    "About",
    "ArticleReport",
    "ArticleView",
    "BadFilter",
    "ComparedArticle",
    "Comparison",
    "ComparisonView",
    "Completion",
    "Config",
    "Copies",
    "CopyList",
    "CopyOf",
    "Difference",
    "Example",
    "Explanation",
    "Facet",
    "Facets",
    "FacetsAsked",
    "Fact",
    "FileReport",
    "Filters",
    "Fragment",
    "Histogram",
    "Hit",
    "IndexMissing",
    "Kind",
    "KnownCopy",
    "KnownDate",
    "Library",
    "Listed",
    "ListedPair",
    "Live",
    "NoSuchArticle",
    "NoSuchPage",
    "Offer",
    "Opening",
    "QueryTooLong",
    "Report",
    "Results",
    "Row",
    "SeedsearchError",
    "Sort",
    "Span",
    "Statement",
    "Status",
    "Story",
    "Suggestions",
    "Teller",
    "Term",
    "Titled",
    "Updating",
    "Watch",
    "Wording",
    "Zone",
    "as_json",
    "cite",
    "copies_in_brief",
    "copies_json",
    "copy_in_full",
    "hits_csv",
    "hits_json_lines",
    "in_brief",
    "in_full",
    "language_name",
    "log_bug",
    "marked_csv",
    "period_name",
    "pieces",
    "progress_line",
    "report_csv",
    "report_json",
    "sentence",
    "shares",
]


def __getattr__(name: str) -> "Any":
    from importlib import import_module

    for home, names in _HOMES.items():
        if name in names:
            return getattr(import_module(f"search.{home}"), name)
    raise AttributeError(f"module 'search' has no attribute {name!r}")
