"""What the page of a story shows: its articles, and a table of figures and quotes by article."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from search import Claim, Coverage, DuplicateOf, Story, Wording
from web import urls
from web.presenters.facts import facts
from web.presenters.marked_text import marked_text, shortened

COLUMNS = 5
"""Articles in the table: the one asked about, and the most similar others."""
ROWS = 40
"""Shown claims that several articles have."""
_LONGEST = 220  # shown characters of a quotation
_QUERY_WORDS = 8  # words of a claim that the link to its place searches for
_DAY = len("2025-07-12")
_NAME = 48  # shown characters of the name of a column
_TITLE = 80  # shown characters of a title in a reason
_QUOTES = str.maketrans(dict.fromkeys('"“”«»', " "))


@dataclass(frozen=True, slots=True)
class ShownCoverage:
    """An article of the list: its number, the addresses of its page, its own story and its comparison, and the reasons
    why it is listed. The article asked about has no story, comparison and reasons."""

    coverage: Coverage
    number: str
    name: str
    address: str
    story: str
    comparison: str
    facts: Markup
    reasons: tuple[str, ...]
    duplicates: tuple["ShownCoverage", ...]

    @property
    def anchor(self) -> str:
        """The id of its place on the page."""
        return f"article-{self.number}"


@dataclass(frozen=True, slots=True)
class ShownWording:
    """How an article words a claim, as HTML, and the address of this place."""

    text: Markup
    address: str


@dataclass(frozen=True, slots=True)
class Row:
    """A claim: its wording in each column, or None."""

    kind: str
    cells: tuple[ShownWording | None, ...]


@dataclass(frozen=True, slots=True)
class OwnClaims:
    """The claims that only one article has."""

    article: ShownCoverage
    wordings: tuple[ShownWording, ...]


@dataclass(frozen=True, slots=True)
class ShownStory:
    """The page: a summary, the articles with their near-duplicates, the columns and rows of the table, the number of
    rows left out, and the claims of each column's article alone."""

    summary: str
    articles: tuple[ShownCoverage, ...]
    columns: tuple[ShownCoverage, ...]
    rows: tuple[Row, ...]
    more: int
    own_claims: tuple[OwnClaims, ...]


def shown_story(story: Story) -> ShownStory:
    """All that the page of a story shows."""
    articles = tuple(_articles(story))
    ranking = [story.id, *story.ranked]
    most_similar = sorted(articles, key=lambda article: ranking.index(article.coverage.article.id))[:COLUMNS]
    columns = tuple(article for article in articles if article in most_similar)
    ids = [column.coverage.article.id for column in columns]
    shared, own = _split(story.claims, ids)
    return ShownStory(
        summary=_summary(story, len(articles)),
        articles=articles,
        columns=columns,
        rows=tuple(Row(claim.kind, tuple(_cells(claim, ids))) for claim in shared[:ROWS]),
        more=max(0, len(shared) - ROWS),
        own_claims=tuple(
            OwnClaims(column, tuple(_wording(kind, wording) for kind, wording in claims))
            for column, claims in zip(columns, own, strict=True)
            if claims
        ),
    )


def _summary(story: Story, count: int) -> str:
    """For example: "3 articles from 2 outlets, 12 July 2025 to 14 July 2025, and 1 near-duplicate"."""
    dates = [coverage.article.about.dated for coverage in story.coverage]
    days = [date.text.partition(",")[0] for date in dates if date and len(date.when) >= _DAY]
    when = f", {days[0]} to {days[-1]}" if len(set(days)) > 1 else f", {days[0]}" if days else ""
    outlets = len({coverage.article.about.source for coverage in story.coverage} - {""})
    by = f" from {outlets} outlets" if outlets > 1 else ""
    duplicates = len(story.coverage) - count
    more = f", and {duplicates} near-duplicate{'' if duplicates == 1 else 's'}" if duplicates else ""
    return f"{count} article{'' if count == 1 else 's'}{by}{when}{more}"


def _articles(story: Story) -> Iterator[ShownCoverage]:
    """The articles in their order, numbered, each with its near-duplicates."""
    titles = {coverage.article.id: coverage.article.title for coverage in story.coverage}
    listed = [coverage for coverage in story.coverage if coverage.duplicate_of is None]
    for number, coverage in enumerate(listed, 1):
        own = [each for each in story.coverage if each.duplicate_of and each.duplicate_of.a == coverage.article.id]
        duplicates = (_article(story, each, f"{number}.{at}", titles, ()) for at, each in enumerate(own, 1))
        yield _article(story, coverage, str(number), titles, tuple(duplicates))


def _article(
    story: Story, coverage: Coverage, number: str, titles: Mapping[str, str], duplicates: tuple[ShownCoverage, ...]
) -> ShownCoverage:
    article = coverage.article
    is_other = article.id != story.id
    original = coverage.duplicate_of.a if coverage.duplicate_of else story.id
    return ShownCoverage(
        coverage=coverage,
        number=number,
        name=shortened(article.about.source or article.title, _NAME),
        address=urls.article(article.id),
        story=urls.story(article.id) if is_other else "",
        comparison=urls.comparison(original, article.id) if is_other else "",
        facts=facts(article.about),
        reasons=(*_shared(coverage.duplicate_of, titles), *_reasons(coverage)) if is_other else (),
        duplicates=duplicates,
    )


def _shared(duplicate: DuplicateOf | None, titles: Mapping[str, str]) -> Iterator[str]:
    if duplicate:
        title = shortened(titles[duplicate.a], _TITLE)
        yield f"{duplicate.share_b:.0%} shared with “{title}”"
        yield from (f"{each.text[:1].upper()}{each.text[1:]} ({each.evidence})" for each in duplicate.relation)


def _reasons(coverage: Coverage) -> Iterator[str]:
    """Why an article seems to be about the same event."""
    if coverage.names:
        yield f"Both name {_and(coverage.names)}"
    if coverage.words:
        yield f"Shared rare words: {_and(coverage.words)}"
    if coverage.days is not None:
        yield {0: "Same day", 1: "One day apart"}.get(coverage.days, f"{coverage.days:,} days apart")


def _and(words: Sequence[str]) -> str:
    *most, last = words
    return f"{', '.join(most)} and {last}" if most else last


def _split(claims: Sequence[Claim], ids: Sequence[str]) -> tuple[list[Claim], tuple[list[tuple[str, Wording]], ...]]:
    """The claims that several of some articles have; and, for each article, the claims that only it has."""
    shared: list[Claim] = []
    own: tuple[list[tuple[str, Wording]], ...] = tuple([] for _ in ids)
    for claim in claims:
        wordings = [wording for wording in claim.wordings if wording.id in ids]
        if len(wordings) > 1:
            shared.append(claim)
        elif wordings:
            own[ids.index(wordings[0].id)].append((claim.kind, wordings[0]))
    return shared, own


def _cells(claim: Claim, ids: Sequence[str]) -> Iterator[ShownWording | None]:
    by_id = {wording.id: wording for wording in claim.wordings}
    return (_wording(claim.kind, by_id[article_id]) if article_id in by_id else None for article_id in ids)


def _wording(kind: str, wording: Wording) -> ShownWording:
    claim = wording.text[slice(*wording.mark)]
    query = " ".join(claim[:_LONGEST].translate(_QUOTES).split()[:_QUERY_WORDS])
    address = urls.article(wording.id, f'"{query}"', hit=1)
    if kind == "figure":
        return ShownWording(marked_text(" ".join(wording.text.split("\n")), (wording.mark,), "strong"), address)
    return ShownWording(escape(shortened(" ".join(wording.text.split()), _LONGEST)), address)
