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
    from search.config import Config
    from search.errors import IndexMissing, NoSuchArticle, NoSuchPage, SeedsearchError
    from search.examples import Example
    from search.highlight import pieces
    from search.library import Library
    from search.model import SORTS, ArticleView, Fragment, Hit, Results, Sort, Span, Status, as_json
    from search.version import VERSION

_HOMES = {
    "config": ("Config",),
    "errors": ("IndexMissing", "NoSuchArticle", "NoSuchPage", "SeedsearchError"),
    "examples": ("Example",),
    "highlight": ("pieces",),
    "library": ("Library",),
    "model": ("SORTS", "ArticleView", "Fragment", "Hit", "Results", "Sort", "Span", "Status", "as_json"),
    "version": ("VERSION",),
}
__all__ = [
    "SORTS",
    "VERSION",
    "ArticleView",
    "Config",
    "Example",
    "Fragment",
    "Hit",
    "IndexMissing",
    "Library",
    "NoSuchArticle",
    "NoSuchPage",
    "Results",
    "SeedsearchError",
    "Sort",
    "Span",
    "Status",
    "as_json",
    "pieces",
]


def __getattr__(name: str) -> Any:
    for home, names in _HOMES.items():
        if name in names:
            return getattr(import_module(f"search.{home}"), name)
    raise AttributeError(f"module 'search' has no attribute {name!r}")
