"""The metadata of an article in the words that pages and terminals show."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from operator import attrgetter
from typing import NamedTuple

from search.extract.languages import NAMES
from search.lazy_pattern import lazy_pattern
from search.query.date_range import MONTHS
from search.query.date_range import NO_DATE as NO_PERIOD
from search.types.article import Article, Break, Dated, Mention, is_inferred
from search.types.duplicates import NearDuplicate
from search.types.hits import About, KnownDate, KnownMention

NO_DATE = "No date"

_MOST_NAMES = 4
_WHEN = lazy_pattern(r"(\d{4}|-)(?:-(\d\d)(?:-(\d\d)(?:[T ](\d\d:\d\d)(?::\d\d)?(?:\.\d+)?(Z|[+-].*)?)?)?)?", re.ASCII)


class Fact(NamedTuple):
    """A fact about an article. `kind` is its field in `About`. `start` and `end` are its range in the text, or 0."""

    kind: str
    text: str
    inferred: bool = False
    start: int = 0
    end: int = 0


def about(article: Article) -> About:
    """The metadata of an article."""
    values = (  # in the order of its fields
        _shown_date(article.published) if article.published else None,
        _shown_date(article.updated) if article.updated else None,
        _shown_mention(article.mentions) if article.mentions else None,
        article.source,
        article.agency,
        article.place,
        article.author,
        article.language,
        article.part,
        article.parts,
        article.offset,
        article.sure,
        article.modified or None,
        article.type,
        article.member,
        article.url,
    )
    return tuple.__new__(About, values)  # in half the time of calling it, and every hit has one


def break_name(at: Break) -> str:
    """A place in a document in words: "page 7", "sheet Budget", "rows 51 to 100", "00:01:14"."""
    if at.kind == "time":
        return at.label
    return f"rows {at.label}" if at.kind == "row" and not at.label.isdecimal() else f"{at.kind} {at.label}"


def place_in_document(breaks: Sequence[Break], offset: int) -> str:
    """The page, slide, sheet, rows or time of a place in a text, in words; empty if it has none. Rows come with their
    sheet. Breaks are in order. Linear in them."""
    before = breaks[: bisect_right(breaks, offset, key=attrgetter("start"))]
    sheet = next((at for at in reversed(before) if at.kind == "sheet"), None)
    places = (sheet, *before[-1:]) if sheet and before[-1].kind == "row" else before[-1:]
    return ", ".join(map(break_name, places))


def readable(dated: Dated | None) -> str:
    """A date in words, as exact as it is known: "12 July 2025, 13:37", "4 March 2031, year from the copyright line"."""
    if not dated:
        return NO_DATE
    if dated.provenance == "file":
        return f"{_written(dated.when)}, from the first article of the file"
    inferred = f", year from the {dated.year_from}" if dated.year_from else ", inferred"
    return _written(dated.when) + (inferred if dated.provenance == "inferred" else "")


def type_name(name: str) -> str:
    """What a person calls a file of a type: "PDF", "web page"."""
    from search.documents.formats.registry import BY_NAME

    return BY_NAME[name].label if name in BY_NAME else name


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
    """The facts for a list: the date of publication, or else of the update, or "No date" and a mentioned day; and all
    other metadata."""
    return (*(_date(about, "published") or _date(about, "updated") or _no_date(about)), *_rest(about))


def in_full(about: About) -> tuple[Fact, ...]:
    """The facts for the page of the article: both dates, or "No date" and a mentioned day, and all other metadata."""
    dates = (*_date(about, "published"), *_date(about, "updated"))
    return (*(dates or _no_date(about)), *_rest(about))


def modified_line(about: About) -> str:
    """When the file of an article was changed, in words: "file changed 7 July 2023". It is a day in UTC, and empty if
    it is unknown."""
    return f"file changed {_written(about.modified[:10])}" if about.modified else ""


def cite(about: About, title: str, path: str, at: str = "") -> str:
    """A citation: author, title, outlet or agency, day, path and the place `at` in it, as far as they are known.

    A day that the text does not state as a whole says so. A mentioned day does not count as a date.
    """
    dated = "no date"
    if date := about.dated:
        inferred = " (inferred)" if is_inferred(date.provenance) else ""
        dated = f"{'' if about.published else 'updated '}{_written(date.when[:10])}{inferred}"
    line = ", ".join(
        filter(None, (about.author, f"“{title}”", about.source or about.agency, dated, path, about.member, at))
    )
    return " ".join(line.split())


def _shown_date(dated: Dated) -> KnownDate:
    return KnownDate(dated.when, dated.provenance, readable(dated), dated.start, dated.end)


def _shown_mention(mention: Mention) -> KnownMention:
    return KnownMention(mention.when, f"mentions {_written(mention.when)}", mention.start, mention.end)


def _written(when: str) -> str:
    match = _WHEN.fullmatch(when)
    if not match:
        return when
    year, month, day, time, offset = match.groups(default="")
    words = f"{day.lstrip('0')} {_month(month)} {year.strip('-')}".strip()
    return f"{words}, {time} {'UTC' if offset in ('Z', '+00:00') else offset}".rstrip() if time else words


def _month(number: str) -> str:
    return MONTHS[int(number) - 1] if number and 1 <= int(number) <= 12 else number


def _date(about: About, kind: str) -> tuple[Fact, ...]:
    date: KnownDate | None = getattr(about, kind)
    if not date:
        return ()
    text = f"updated {date.text}" if kind == "updated" else date.text
    return (Fact(kind, text, is_inferred(date.provenance), date.start, date.end),)


def _no_date(about: About) -> Iterator[Fact]:
    yield Fact("published", NO_DATE, inferred=True)
    if mention := about.mentions:
        yield Fact("mentions", mention.text, inferred=True, start=mention.start, end=mention.end)


def _rest(about: About) -> Iterator[Fact]:
    shown = {"source": about.source, "agency": about.agency, "place": about.place}
    shown["author"] = f"by {about.author}" if about.author else ""
    shown["language"] = language_name(about.language)
    shown["part"] = f"{about.part:,} of {about.parts:,} in this file" if about.parts > 1 else ""
    shown["member"] = about.member
    shown["type"] = "" if about.type == "txt" else type_name(about.type)
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
    """A near-duplicate in words: "Quay Gazette, 71% shared, both credit Merrow Press". The evidence is not in it."""
    relation = (each.text for each in duplicate.relation if each.kind != "shared_passages")
    return ", ".join(filter(None, (duplicate.source, f"{duplicate.share_b:.0%} shared", *relation)))
