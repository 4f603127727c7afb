"""From a story to what its page shows. Texts stay plain here; Jinja escapes every one of them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from search import Claim, Coverage, DuplicateOf, Story, Wording
from web import urls
from web.presenters.results import Piece, ShownFact, facts, numbered, shortened

COLUMNS = 5
"""Articles that stand beside each other in the table: the one asked about, and the likeliest others."""
ROWS = 40
"""Statements of several articles that are shown."""
_LONGEST = 220  # characters of a quotation that are shown
_ASKED = 8  # words of a statement by which its place in the article is found
_DAY = len("2025-07-12")
_NAME = 48  # characters of a name of a column
_MARKS = str.maketrans(dict.fromkeys('"“”«»', " "))


@dataclass(frozen=True, slots=True)
class ShownTeller:
    """An article of the list: its number in it, where it is read and compared, and why it is there; `compared` is empty
    for the one asked about."""

    teller: Coverage
    number: str
    name: str
    address: str
    story: str
    compared: str
    facts: tuple[ShownFact, ...]
    reasons: tuple[str, ...]
    duplicates: tuple["ShownTeller", ...]

    @property
    def anchor(self) -> str:
        """The name of its place on the page."""
        return f"article-{self.number}"


@dataclass(frozen=True, slots=True)
class ShownWording:
    """How an article says something, and where it does."""

    pieces: tuple[Piece, ...]
    address: str


@dataclass(frozen=True, slots=True)
class Row:
    """A statement: for each column how it is worded there, None where it is not."""

    kind: str
    cells: tuple[ShownWording | None, ...]


@dataclass(frozen=True, slots=True)
class Alone:
    """What one article alone has."""

    teller: ShownTeller
    wordings: tuple[ShownWording, ...]


@dataclass(frozen=True, slots=True)
class ShownStory:
    """The page: a line of what is known, the articles with their near-duplicates, the columns and rows of the table,
    how many rows more there are, and what each article has alone."""

    known: str
    tellers: tuple[ShownTeller, ...]
    columns: tuple[ShownTeller, ...]
    rows: tuple[Row, ...]
    more: int
    alone: tuple[Alone, ...]


def shown(story: Story) -> ShownStory:
    """All that the page of a story shows."""
    tellers = tuple(_tellers(story))
    likeliest = [story.id, *story.ranked]
    first = sorted(tellers, key=lambda its: likeliest.index(its.teller.article.id))[:COLUMNS]
    columns = tuple(its for its in tellers if its in first)
    ids = [its.teller.article.id for its in columns]
    rows, alone = _split(story.claims, ids)
    return ShownStory(
        known=_known(story, len(tellers)),
        tellers=tellers,
        columns=columns,
        rows=tuple(Row(told.kind, tuple(_cells(told, ids))) for told in rows[:ROWS]),
        more=max(0, len(rows) - ROWS),
        alone=tuple(Alone(its, tuple(map(_wording, own))) for its, own in zip(columns, alone, strict=True) if own),
    )


def _known(story: Story, told: int) -> str:
    """What is known of an event, in a line."""
    dates = [its.article.about.dated for its in story.coverage]
    days = [it.text.partition(",")[0] for it in dates if it and it.provenance != "file" and len(it.when) >= _DAY]
    when = f", {days[0]} to {days[-1]}" if len(set(days)) > 1 else f", {days[0]}" if days else ""
    outlets = len({its.article.about.source for its in story.coverage} - {""})
    by = f" from {outlets} outlets" if outlets > 1 else ""
    duplicates = len(story.coverage) - told
    folded = f", and {duplicates} near-duplicate{'' if duplicates == 1 else 's'}" if duplicates else ""
    return f"{told} article{'' if told == 1 else 's'}{by}{when}{folded}"


def _tellers(story: Story) -> Iterator[ShownTeller]:
    """The articles in their order, numbered, each with its duplicates."""
    kept = [its for its in story.coverage if its.duplicate_of is None]
    titles = {its.article.id: its.article.title for its in story.coverage}
    for number, teller in enumerate(kept, 1):
        duplicates = [its for its in story.coverage if its.duplicate_of and its.duplicate_of.a == teller.article.id]
        folded = (_teller(story, its, f"{number}.{at}", titles, ()) for at, its in enumerate(duplicates, 1))
        yield _teller(story, teller, str(number), titles, tuple(folded))


def _teller(
    story: Story, teller: Coverage, number: str, titles: Mapping[str, str], duplicates: tuple[ShownTeller, ...]
) -> ShownTeller:
    article = teller.article
    beside = teller.duplicate_of.a if teller.duplicate_of else story.id
    return ShownTeller(
        teller=teller,
        number=number,
        name=shortened(article.about.source or article.title, _NAME),
        address=urls.article(article.id),
        story=urls.story(article.id) if article.id != story.id else "",
        compared=urls.comparison(beside, article.id) if article.id != story.id else "",
        facts=facts(article.about),
        reasons=(*_duplicate_reason(teller.duplicate_of, titles), *_reasons(teller)) if article.id != story.id else (),
        duplicates=duplicates,
    )


def _duplicate_reason(duplicate: DuplicateOf | None, titles: Mapping[str, str]) -> Iterator[str]:
    if duplicate:
        ways = {"b from a": ", probably copied from it", "a from b": ", probably its source", "unknown": ""}
        yield f"{duplicate.share_b:.0%} shared with “{shortened(titles[duplicate.a], 80)}”{ways[duplicate.direction]}"


def _reasons(teller: Coverage) -> Iterator[str]:
    """Why an article is thought to tell the same event."""
    if teller.names:
        yield f"Both name {_and(teller.names)}"
    if teller.words:
        yield f"Shared rare words: {_and(teller.words)}"
    if teller.days is not None:
        yield {0: "Same day", 1: "One day apart"}.get(teller.days, f"{teller.days:,} days apart")


def _and(words: Sequence[str]) -> str:
    *most, last = words
    return f"{', '.join(most)} and {last}" if most else last


def _split(
    statements: Sequence[Claim], ids: Sequence[str]
) -> tuple[list[Claim], tuple[list[tuple[str, Wording]], ...]]:
    """The statements that several of some articles have; and for each of the articles those that it has alone."""
    several: list[Claim] = []
    alone: tuple[list[tuple[str, Wording]], ...] = tuple([] for _ in ids)
    for told in statements:
        having = [wording for wording in told.wordings if wording.id in ids]
        if len(having) > 1:
            several.append(told)
        elif having:
            alone[ids.index(having[0].id)].append((told.kind, having[0]))
    return several, alone


def _cells(told: Claim, ids: Sequence[str]) -> Iterator[ShownWording | None]:
    by_id = {wording.id: wording for wording in told.wordings}
    return (_wording((told.kind, by_id[identity])) if identity in by_id else None for identity in ids)


def _wording(told: tuple[str, Wording]) -> ShownWording:
    kind, wording = told
    meant = wording.text[slice(*wording.mark)]
    words = " ".join(meant[:_LONGEST].translate(_MARKS).split()[:_ASKED])
    address = urls.article(wording.id, f'"{words}"', hit=1)
    if kind == "figure":
        return ShownWording(numbered(" ".join(wording.text.split("\n")), (wording.mark,)), address)
    return ShownWording((Piece(shortened(" ".join(wording.text.split()), _LONGEST), 0),), address)
