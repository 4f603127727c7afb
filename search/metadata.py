"""The metadata of an article in the words that pages and terminals show."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from search.extract.languages import NAMES
from search.query.date_range import MONTHS
from search.query.date_range import NO_DATE as NO_PERIOD
from search.types.article import Article, Dated
from search.types.duplicates import Direction, NearDuplicate
from search.types.results import About, KnownDate

NO_DATE = "No date"
INFERRED = ("text", "file")
"""Provenances of dates that the article does not state as its own."""

_MOST_NAMES = 4
_ORIGIN: Mapping[Direction, str] = {
    "a from b": "probably the source",
    "b from a": "probably copied from this one",
    "unknown": "",
}
_FROM = {"text": ", from the text", "file": ", file date"}
_WHEN = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:[T ](\d\d:\d\d)(?::\d\d)?(?:\.\d+)?(Z|[+-].*)?)?)?)?", re.ASCII)


class Fact(NamedTuple):
    """A fact about an article. `kind` is its field in `About`. `start` and `end` are its range in the text, or 0."""

    kind: str
    text: str
    inferred: bool = False
    start: int = 0
    end: int = 0


def about(article: Article) -> About:
    """The metadata of an article."""
    return About(
        published=_shown_date(article.published),
        updated=_shown_date(article.updated),
        source=article.source,
        agency=article.agency,
        place=article.place,
        author=article.author,
        language=article.language,
        part=article.part,
        parts=article.parts,
        offset=article.offset,
        sure=article.sure,
    )


def readable(dated: Dated | None) -> str:
    """A date in words, as exact as it is known, with its provenance if it is inferred: "July 2025, from the text"."""
    return _day(dated) + _FROM.get(dated.provenance, "") if dated else NO_DATE


def language_name(code: str) -> str:
    """The English name of a language, or its code if the name is not known."""
    return NAMES.get(code, code)


def period_name(period: str) -> str:
    """A period of a filter in words: "July 2025", "12 to 14 July 2025", "until 2029", "No date"."""
    first, dots, last = (period if period != NO_PERIOD else "").partition("..")
    if not dots:
        return _written(first) if first else NO_DATE
    if not (first or last):
        return period
    if first and last:
        return _from_to(_written(first).split(), _written(last).split())
    return f"from {_written(first)}" if first else f"until {_written(last)}"


def _from_to(first: list[str], last: list[str]) -> str:
    """Two dates in words. A shared end, such as the year, is written once."""
    shared = 0
    while shared < min(len(first), len(last)) - 1 and first[-1 - shared] == last[-1 - shared]:
        shared += 1
    return " ".join((*first[: len(first) - shared], "to", *last))


def in_brief(about: About) -> tuple[Fact, ...]:
    """The facts for a list: the date of publication, or else of the update, and all other metadata."""
    return (*(_date(about, "published") or _date(about, "updated")), *_rest(about))


def in_full(about: About) -> tuple[Fact, ...]:
    """The facts for the page of the article: both dates or "No date", and all other metadata."""
    dates = (*_date(about, "published"), *_date(about, "updated"))
    return (*(dates or (Fact("published", NO_DATE, inferred=True),)), *_rest(about))


def cite(about: About, title: str, path: str) -> str:
    """A citation: author, title, outlet or agency, day and path, as far as they are known.

    An inferred day says so. A file date does not count as a date.
    """
    date = about.dated
    day = Dated(date.when[:10], date.provenance, 0, 0) if date and date.provenance != "file" else None
    dated = (readable(day) if about.published else f"updated {readable(day)}") if day else "no date"
    line = ", ".join(filter(None, (about.author, f"“{title}”", about.source or about.agency, dated, path)))
    return " ".join(line.split())


def _shown_date(dated: Dated | None) -> KnownDate | None:
    return KnownDate(dated.when, dated.provenance, readable(dated), dated.start, dated.end) if dated else None


def _day(dated: Dated) -> str:
    return _written(dated.when[:10] if dated.provenance == "file" else dated.when)


def _written(when: str) -> str:
    match = _WHEN.fullmatch(when)
    if not match:
        return when
    year, month, day, time, offset = match.groups(default="")
    words = f"{day.lstrip('0')} {_month(month)} {year}".strip()
    return f"{words}, {time} {'UTC' if offset in ('Z', '+00:00') else offset}".rstrip() if time else words


def _month(number: str) -> str:
    return MONTHS[int(number) - 1] if number and 1 <= int(number) <= 12 else number


def _date(about: About, kind: str) -> tuple[Fact, ...]:
    date: KnownDate | None = getattr(about, kind)
    if not date:
        return ()
    text = f"updated {date.text}" if kind == "updated" else date.text
    return (Fact(kind, text, date.provenance in INFERRED, date.start, date.end),)


def _rest(about: About) -> Iterator[Fact]:
    shown = {"source": about.source, "agency": about.agency, "place": about.place}
    shown["author"] = f"by {about.author}" if about.author else ""
    shown["language"] = language_name(about.language)
    shown["part"] = f"{about.part:,} of {about.parts:,} in this file" if about.parts > 1 else ""
    return (Fact(kind, text) for kind, text in shown.items() if text)


def duplicates_summary(duplicates: Sequence[NearDuplicate]) -> str:
    """Near-duplicates in a line: "2 near-duplicates: Quay Gazette, Harbour Herald, 40% to 71% shared"."""
    if not duplicates:
        return "No near-duplicates"
    names = list(dict.fromkeys(duplicate.source for duplicate in duplicates if duplicate.source))
    shown = names[:_MOST_NAMES] + ([f"{len(names) - _MOST_NAMES} more"] if len(names) > _MOST_NAMES else [])
    named = f": {', '.join(shown)}" if shown else ""
    shares = sorted(duplicate.share_b for duplicate in duplicates)
    least, most = (f"{share:.0%}" for share in (shares[0], shares[-1]))
    share = f"{least} shared" if least == most else f"{least} to {most} shared"
    return f"{len(duplicates):,} near-duplicate{'' if len(duplicates) == 1 else 's'}{named}, {share}"


def duplicate_details(duplicate: NearDuplicate) -> str:
    """A near-duplicate in words: "Quay Gazette, 71% shared, probably the source"."""
    return ", ".join(filter(None, (duplicate.source, f"{duplicate.share_b:.0%} shared", _ORIGIN[duplicate.direction])))
