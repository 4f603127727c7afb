"""What a search can ask for: order, filters, facets."""

import dataclasses
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

from search.arguments import check_choice, check_texts

if TYPE_CHECKING:
    from search.arrays import Floats32

Sort = Literal["relevance", "newest", "oldest", "title", "path", "modified"]
SORTS: tuple[Sort, ...] = get_args(Sort)
"""`newest` and `oldest` sort by `Article.dated`. A day counts as its midnight, a month as its first day. Of two equal
dates a stamp or dateline comes before an inferred date. Undated articles come last. `modified` sorts by the
time of the file, the newest first."""
DuplicateMode = Literal["grouped", "all"]
DUPLICATE_MODES: tuple[DuplicateMode, ...] = get_args(DuplicateMode)
"""Whether near-duplicates are grouped under the best-ranked of them, or all are listed."""
Kind = Literal["source", "agency", "place", "author", "type", "language", "folder"]
KINDS: tuple[Kind, ...] = get_args(Kind)
"""What articles can be filtered and counted by, besides their dates."""
UNKNOWN = "none"
"""The value of a filter that stands for articles without a value. An outlet of this name is written in quotation marks,
as in a query: `"none"`."""
FacetSelection = bool | Kind
"""Whether to count facets. A kind asks for all values of that kind; True asks for the most frequent of every kind."""


def quote_value(value: str) -> str:
    """A value of an article as a filter takes it: `"none"` for `none`, `""none""` for `"none"`, itself for all else."""
    return f'"{value}"' if value.strip('"') == UNKNOWN else value


def unquote_value(value: str) -> str:
    """The value of an article that a filter names: the inverse of `quote_value`. UNKNOWN names none."""
    is_quoted = value.strip('"') == UNKNOWN and value[0] == value[-1] == '"'
    return value[1:-1] if is_quoted else value


@dataclass(frozen=True)
class Filters:
    """Keeps the matching articles that have one of the values of each kind that is filtered by.

    Values are compared letter by letter. `none` keeps articles without a value or date, `"none"` in quotation marks
    those whose value is this word. An article has each of its agencies and authors, and every folder above its file.
    `date` holds date ranges as a query takes them. An article is in a range if all days that its date may mean are.
    Raises ValueError for a field that is no tuple of texts.
    """

    source: tuple[str, ...] = ()
    agency: tuple[str, ...] = ()
    place: tuple[str, ...] = ()
    author: tuple[str, ...] = ()
    type: tuple[str, ...] = ()
    language: tuple[str, ...] = ()
    folder: tuple[str, ...] = ()
    date: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for kind, values in vars(self).items():
            if values != ():
                check_texts(kind, values)

    @classmethod
    def of(cls, **values: Iterable[str]) -> "Filters":
        """Filters from what a person typed. Drops empty and repeated values, and slashes around folders: `none/` is a
        folder of this name.

        Raises ValueError for one text in place of several.
        """
        cleaned: dict[str, tuple[str, ...]] = {}
        for kind, typed in values.items():
            texts = typed if isinstance(typed, str) else tuple(typed)
            check_texts(kind, texts)
            stripped = map(_folder, texts) if kind == "folder" else texts
            cleaned[kind] = tuple(dict.fromkeys(filter(None, stripped)))
        return cls(**cleaned)

    def __bool__(self) -> bool:
        return self != Filters()

    @property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        """Each value with its kind."""
        return tuple((kind, value) for kind in _KINDS for value in getattr(self, kind))

    def replace(self, kind: str, *values: str) -> "Filters":
        """These filters with other values of one kind."""
        return Filters(**{**vars(self), kind: values})


def _folder(typed: str) -> str:
    folder = typed.strip("/")
    return quote_value(folder) if folder == UNKNOWN != typed else folder


_KINDS = tuple(field.name for field in dataclasses.fields(Filters))
NO_FILTERS = Filters()


@dataclass(frozen=True)
class SearchOptions:
    """How matches are sorted, filtered, and grouped by near-duplicates, and whether partial matches follow them. With
    the `vector` of what was typed, matches sorted by relevance are also sorted by meaning.

    Raises ValueError for an unknown value.
    """

    sort: Sort = "relevance"
    filters: Filters = NO_FILTERS
    duplicates: DuplicateMode = "all"
    partial: bool = False
    vector: "Floats32 | None" = dataclasses.field(default=None, compare=False)

    def __post_init__(self) -> None:
        check_choice("sort", self.sort, SORTS)
        check_choice("duplicates", self.duplicates, DUPLICATE_MODES)
        if not isinstance(self.filters, Filters):
            raise ValueError(f"filters have to be Filters, not {self.filters!r}.")  # noqa: TRY004
