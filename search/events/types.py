"""The values that tell of an event. All are frozen; places count code points and are half open."""

from dataclasses import dataclass
from typing import Literal

from search.metadata import about
from search.types.article import Article, Span
from search.types.duplicates import Direction
from search.types.files import readable_path
from search.types.results import About

Kind = Literal["figure", "quotation"]


@dataclass(frozen=True, slots=True)
class Listed:
    """An article in a list."""

    id: str
    title: str
    path: str
    about: About


@dataclass(frozen=True, slots=True)
class DuplicateOf:
    """The near-duplicate `a` that an article is grouped under; the article is b. The rest is as in `DuplicatePair`."""

    a: str
    share_a: float
    share_b: float
    direction: Direction


@dataclass(frozen=True, slots=True)
class Coverage:
    """An article of a story, and why it is thought to tell the same event as the article asked about.

    `score`, `names`, `words` and `days` are as in `SameEvent`; the article asked about has none of them. `duplicate_of`
    is the article of the story that it is grouped under.
    """

    article: Listed
    score: float
    names: tuple[str, ...]
    words: tuple[str, ...]
    days: int | None
    duplicate_of: DuplicateOf | None


@dataclass(frozen=True, slots=True)
class Wording:
    """How article `id` says something: a stretch of its text that begins at `start`; `mark` is what is meant in it."""

    id: str
    text: str
    start: int
    mark: Span


@dataclass(frozen=True, slots=True)
class Claim:
    """A figure or a quotation, and the wording of each article that has it."""

    kind: Kind
    wordings: tuple[Wording, ...]


@dataclass(frozen=True, slots=True)
class Story:
    """The articles that seem to tell the event of article `id`, itself among them, in order of time and outlet.

    A ranked list, no claim: `ranked` are the ids of the others, the likeliest first. `claims` are figures and
    quotations, those that most articles have first.
    """

    id: str
    title: str
    ranked: tuple[str, ...]
    coverage: tuple[Coverage, ...]
    claims: tuple[Claim, ...]


def listed(article: Article) -> Listed:
    """An article, for a list."""
    return Listed(article.id, article.heading, readable_path(article.path), about(article))
