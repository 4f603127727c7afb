"""What a search is asked for: order, filters, facets."""

import dataclasses
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, get_args

from search.arguments import check_choice, check_texts

Sort = Literal["relevance", "newest", "oldest", "title", "path"]
SORTS: tuple[Sort, ...] = get_args(Sort)
"""`newest` and `oldest` go by `Article.dated`: a day counts from its midnight on, a month from its first day. Where two
say the same, a stamp or dateline comes before what was inferred and the file's own time. Undated articles come last."""
DuplicateMode = Literal["grouped", "all"]
DUPLICATE_MODES: tuple[DuplicateMode, ...] = get_args(DuplicateMode)
"""Whether near-duplicates are grouped under the best-ranked of them, or all are listed."""
Kind = Literal["source", "agency", "place", "language", "folder"]
KINDS: tuple[Kind, ...] = get_args(Kind)
"""What articles are filtered and counted by, beside their dates."""
FacetSelection = bool | Kind
"""Whether what results could be filtered by is to be told; or of which kind with all values, not the commonest."""


@dataclass(frozen=True, slots=True)
class Filters:
    """Which of the articles that a query matches are wanted: those with any of the values of each kind that has some.

    Raises ValueError for what is no tuple of texts. Values mean what they say, letter by letter. An article has
    each of its agencies, and the folders that its file is in at any depth. `date` holds periods as `periods.span`
    takes them, or "none"; an article is in a period if all days that its date may mean are.
    """

    source: tuple[str, ...] = ()
    agency: tuple[str, ...] = ()
    place: tuple[str, ...] = ()
    language: tuple[str, ...] = ()
    folder: tuple[str, ...] = ()
    date: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for item in dataclasses.fields(self):
            check_texts(item.name, getattr(self, item.name))

    @classmethod
    def of(cls, **values: Iterable[str]) -> "Filters":
        """The filters that a person typed: each value once, empty ones left out, a folder with or without slashes.
        Raises ValueError for one text in place of several."""
        kept = {kind: given if isinstance(given, str) else tuple(given) for kind, given in values.items()}
        for kind, given in kept.items():
            check_texts(kind, given)
        typed = {kind: [it.strip("/") if kind == "folder" else it for it in given] for kind, given in kept.items()}
        return cls(**{kind: tuple(dict.fromkeys(filter(None, given))) for kind, given in typed.items()})

    def __bool__(self) -> bool:
        return self != Filters()

    @property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        """Each value with its kind."""
        kinds = (item.name for item in dataclasses.fields(self))
        return tuple((kind, value) for kind in kinds for value in getattr(self, kind))

    def but(self, kind: str, *values: str) -> "Filters":
        """The same with other values of one kind."""
        return dataclasses.replace(self, **{kind: values})


NO_FILTERS = Filters()


@dataclass(frozen=True, slots=True)
class SearchOptions:
    """Which matches are listed and how: those that the filters leave, in which order, and whether near-duplicates are
    grouped. Raises ValueError for an unknown order or mode."""

    sort: Sort = "relevance"
    filters: Filters = NO_FILTERS
    duplicates: DuplicateMode = "all"

    def __post_init__(self) -> None:
        check_choice("sort", self.sort, SORTS)
        check_choice("duplicates", self.duplicates, DUPLICATE_MODES)
        if not isinstance(self.filters, Filters):
            raise ValueError(f"filters have to be Filters, not {self.filters!r}.")  # noqa: TRY004
