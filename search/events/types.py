"""The values of a story. All are frozen. Spans count code points and exclude their ends."""

from dataclasses import dataclass
from typing import Literal

from search.metadata import about
from search.types.article import Article, Span
from search.types.duplicates import Relation
from search.types.files import readable_path
from search.types.hits import About

ClaimKind = Literal["figure", "quotation"]


@dataclass(frozen=True, slots=True)
class Listed:
    """An article in a list, with its metadata."""

    id: str
    title: str
    path: str
    about: About


@dataclass(frozen=True, slots=True)
class DuplicateOf:
    """The near-duplicate `a` that an article is grouped under; the article is b. The rest is as in
    `NearDuplicate`."""

    a: str
    share_a: float
    share_b: float
    relation: tuple[Relation, ...]


@dataclass(frozen=True, slots=True)
class Coverage:
    """An article of a story, and why it seems to be about the event.

    `score`, `names`, `words` and `days` are as in `SimilarEvent`; the article that the story is asked for has none of
    them. `duplicate_of` is the article of the story that it is grouped under.
    """

    article: Listed
    score: float
    names: tuple[str, ...]
    words: tuple[str, ...]
    days: int | None
    duplicate_of: DuplicateOf | None


@dataclass(frozen=True, slots=True)
class Wording:
    """How article `id` words a claim: a stretch of its text from `start` on. `mark` is the span of the claim in it."""

    id: str
    text: str
    start: int
    mark: Span


@dataclass(frozen=True, slots=True)
class Claim:
    """A figure or a quotation, and the wording of each article that has it."""

    kind: ClaimKind
    wordings: tuple[Wording, ...]


@dataclass(frozen=True, slots=True)
class Story:
    """The articles that seem to be about the event of article `id`, itself included, in order of time and outlet.

    `ranked` are the ids of the others, the most likely first. `claims` are figures and quotations, those of most
    articles first.
    """

    id: str
    title: str
    ranked: tuple[str, ...]
    coverage: tuple[Coverage, ...]
    claims: tuple[Claim, ...]


def listed(article: Article) -> Listed:
    """An article as it is listed."""
    return Listed(article.id, article.heading, readable_path(article.path), about(article))
