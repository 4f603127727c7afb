"""What is known of an article, in the words in which pages and terminals show it."""

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
"""Provenances of dates that nobody wrote down as the article's."""

_MOST_NAMES = 4
_ORIGIN: Mapping[Direction, str] = {
    "a from b": "probably the source",
    "b from a": "probably a copy of this",
    "unknown": "",
}
_FROM = {"text": ", from the text", "file": ", file date"}
_WHEN = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:[T ](\d\d:\d\d)(?::\d\d)?(?:\.\d+)?(Z|[+-].*)?)?)?)?", re.ASCII)


class Fact(NamedTuple):
    """One thing that is known of an article. `kind` is the field of `About` that it is of; `start` and `end` tell where
    it stands in the text, and are 0 where that is not known."""

    kind: str
    text: str
    inferred: bool = False
    start: int = 0
    end: int = 0


def about(article: Article) -> About:
    """What is known of an article."""
    return About(
        published=_known(article.published),
        updated=_known(article.updated),
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
    """A date as a person reads it, as exact as it is known, with what has to be said of where it is from."""
    return _day(dated) + _FROM.get(dated.provenance, "") if dated else NO_DATE


def language_name(code: str) -> str:
    """The English name of a language; its code where there is no name here."""
    return NAMES.get(code, code)


def period_name(period: str) -> str:
    """A period of a filter as a person reads it: "July 2025", "12 to 14 July 2025", "until 2029", "No date"."""
    first, dots, last = (period if period != NO_PERIOD else "").partition("..")
    if not dots:
        return _written(first) if first else NO_DATE
    if not (first or last):
        return period
    if first and last:
        return _from_to(_written(first).split(), _written(last).split())
    return f"from {_written(first)}" if first else f"until {_written(last)}"


def _from_to(first: list[str], last: list[str]) -> str:
    """Two dates in words; what they end with alike is said once."""
    shared = 0
    while shared < min(len(first), len(last)) - 1 and first[-1 - shared] == last[-1 - shared]:
        shared += 1
    return " ".join((*first[: len(first) - shared], "to", *last))


def in_brief(known: About) -> tuple[Fact, ...]:
    """What a list shows of an article: its date, of publication or else of the update, and whatever else is known."""
    return (*(_date(known, "published") or _date(known, "updated")), *_rest(known))


def in_full(known: About) -> tuple[Fact, ...]:
    """What the article itself shows of it: both dates, or that there is none, and whatever else is known."""
    dates = (*_date(known, "published"), *_date(known, "updated"))
    return (*(dates or (Fact("published", NO_DATE, inferred=True),)), *_rest(known))


def cite(known: About, title: str, path: str) -> str:
    """A line to cite an article by: author, title, outlet or else agency, day and path, as far as they are known.

    A day that was inferred says so; the time of the file is no date of the article.
    """
    date = known.dated
    day = Dated(date.when[:10], date.provenance, 0, 0) if date and date.provenance != "file" else None
    dated = (readable(day) if known.published else f"updated {readable(day)}") if day else "no date"
    line = ", ".join(filter(None, (known.author, f"“{title}”", known.source or known.agency, dated, path)))
    return " ".join(line.split())


def _known(dated: Dated | None) -> KnownDate | None:
    return KnownDate(dated.when, dated.provenance, readable(dated), dated.start, dated.end) if dated else None


def _day(dated: Dated) -> str:
    return _written(dated.when[:10] if dated.provenance == "file" else dated.when)


def _written(when: str) -> str:
    match = _WHEN.fullmatch(when)
    if not match:
        return when
    year, month, day, time, offset = match.groups(default="")
    known = f"{day.lstrip('0')} {_month(month)} {year}".strip()
    return f"{known}, {time} {'UTC' if offset in ('Z', '+00:00') else offset}".rstrip() if time else known


def _month(number: str) -> str:
    return MONTHS[int(number) - 1] if number and 1 <= int(number) <= 12 else number


def _date(known: About, kind: str) -> tuple[Fact, ...]:
    date: KnownDate | None = getattr(known, kind)
    if not date:
        return ()
    text = f"updated {date.text}" if kind == "updated" else date.text
    return (Fact(kind, text, date.provenance in INFERRED, date.start, date.end),)


def _rest(known: About) -> Iterator[Fact]:
    shown = {"source": known.source, "agency": known.agency, "place": known.place}
    shown["author"] = f"by {known.author}" if known.author else ""
    shown["language"] = language_name(known.language)
    shown["part"] = f"{known.part:,} of {known.parts:,} in this file" if known.parts > 1 else ""
    return (Fact(kind, text) for kind, text in shown.items() if text)


def duplicates_summary(copies: Sequence[NearDuplicate]) -> str:
    """Copies for a list: "2 near-duplicates: Quay Gazette, Harbour Herald, 40% to 71% shared"."""
    if not copies:
        return "No near-duplicates"
    names = list(dict.fromkeys(copy.source for copy in copies if copy.source))
    shown = names[:_MOST_NAMES] + ([f"{len(names) - _MOST_NAMES} more"] if len(names) > _MOST_NAMES else [])
    named = f": {', '.join(shown)}" if shown else ""
    shares = sorted(copy.share_b for copy in copies)
    least, most = (f"{share:.0%}" for share in (shares[0], shares[-1]))
    share = f"{least} shared" if least == most else f"{least} to {most} shared"
    return f"{len(copies):,} near-duplicate{'' if len(copies) == 1 else 's'}{named}, {share}"


def duplicate_details(copy: NearDuplicate) -> str:
    """What is known of a copy: "Quay Gazette, 71% shared, probably the source"."""
    return ", ".join(filter(None, (copy.source, f"{copy.share_b:.0%} shared", _ORIGIN[copy.direction])))
