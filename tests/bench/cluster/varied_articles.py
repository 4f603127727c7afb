"""Files whose articles have metadata that are drawn, so that there is something to filter by, to count and to group."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from random import Random
from typing import NamedTuple

from search.extract.articles import PlainText, extract_all
from search.extract.draft import DEFAULT_OPTIONS
from search.types.article import Article, Dated, Provenance
from search.types.files import FileRecord, FileText, Stamp

AT_ONCE = 500
"""Files that are made at once."""
DAYS = ("", "2029", "2031-03", "2031-07-12", "2031-07-12T13:37+05:30", "2031-07-13", "2028-02-29", "1931-12-31")
"""Dates of articles, one of them none."""
OUTLETS = tuple(f"Gazette {number}" for number in range(30))
VALUES = {
    "source": ("", "", "BBC", "Café", "none", "ناشر", *OUTLETS),
    "agency": ("", "", "AFP", "AFP, AP", "AP, dpa"),
    "place": ("", "", "MOSCOW", "New York", "none"),
    "author": ("", "Ada Li", "Ada Li, Bo Ek", "none"),
    "language": ("en", "en", "en", "de", ""),
}
"""Values of articles by kind."""
FOLDERS = ("", "news/", "news/2031/", "sport/", "none/", "arts & books/")
_PROVENANCE: tuple[Provenance, ...] = ("stamp", "dateline", "metadata", "inferred")
_BOILERPLATE = "\n\nShare this article\n\nAdvertisement\n\nRead more: the latest headlines\n"
_BEGAN = datetime(2031, 1, 1, tzinfo=UTC)


class Files(NamedTuple):
    """Some files, and all articles in them."""

    records: Sequence[FileRecord]
    articles: Sequence[Article]


def varied(texts: Iterable[str], random: Random) -> Iterator[Files]:
    """A file for each text, some hundred at a time. One in 25 is a near-duplicate of another one."""
    group: list[PlainText] = []
    earlier: list[str] = []
    for number, text in enumerate(texts):
        earlier = [*earlier[-AT_ONCE:], text]
        group.append(_file(number, _text(earlier, random), random))
        if len(group) == AT_ONCE:
            yield _files(group, random)
            group = []
    if group:
        yield _files(group, random)


def _text(earlier: Sequence[str], random: Random) -> str:
    """The last of some texts, sometimes with lines of a page below it; or a near-duplicate of any of them."""
    if not random.randrange(25):
        title, _, body = random.choice(earlier).partition("\n\n")
        paragraphs = [paragraph for paragraph in body.split("\n\n") if random.randrange(4)]
        return "\n\n".join((f"{title} again", *paragraphs)) + "\n"
    return earlier[-1] + ("" if random.randrange(10) else _BOILERPLATE)


def _file(number: int, text: str, random: Random) -> PlainText:
    path = f"{random.choice(FOLDERS)}{number // 1000}/{number:06}.txt"
    data = text.encode()
    source = FileText(text, "utf-8", blake2b(data, digest_size=16).hexdigest(), len(data))
    return PlainText(path, source, (_BEGAN + timedelta(hours=random.randrange(9_000))).isoformat())


def _files(group: Sequence[PlainText], random: Random) -> Files:
    records: list[FileRecord] = []
    articles: list[Article] = []
    for text, found in zip(group, extract_all(group, DEFAULT_OPTIONS), strict=True):
        ids = tuple(article.id for article in found)
        records.append(FileRecord(text.path, Stamp(text.source.size, 1, 1), text.source.digest, "utf-8", ids))
        articles += (_with_metadata(article, random) for article in found)
    return Files(records, articles)


def _with_metadata(article: Article, random: Random) -> Article:
    when = random.choice(DAYS)
    dated = Dated(when, random.choice(_PROVENANCE), 0, 0) if when else None
    return article._replace(published=dated, **{kind: random.choice(values) for kind, values in VALUES.items()})
