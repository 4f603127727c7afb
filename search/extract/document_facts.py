"""Put what a document says of itself in the place of what extraction found in its text.

Of several articles in one text, all have the address and fields of the document, and the first has its title.
"""

from bisect import bisect_left

from search.types.article import WEB_ADDRESS, Article, Dated, Provenance, Span, Zone
from search.types.reading import Reading

_BEGINNING = 2000
"""Code points at the beginning of a text in which its title is looked for."""


def with_title(reading: Reading) -> tuple[Reading, int]:
    """A reading whose text holds its title, and how many code points were added for that.

    A title that is no line near the beginning of the text becomes its first paragraph. Linear.
    """
    title = " ".join(reading.title.split())
    if not title or reading.title_at[1]:
        return reading, 0
    start = 0
    for line in reading.text[:_BEGINNING].split("\n")[:-1]:
        if " ".join(line.split()).casefold() == title.casefold():
            start += len(line) - len(line.lstrip())
            return reading._replace(title_at=(start, start + len(line.strip()))), 0
        start += len(line) + 1
    added = len(title) + 2
    zones = tuple(Zone(zone.kind, zone.start + added, zone.end + added) for zone in reading.zones)
    breaks = tuple(at._replace(start=at.start + added) for at in reading.breaks)
    text = f"{title}\n\n{reading.text}"
    return reading._replace(text=text, title_at=(0, len(title)), zones=zones, breaks=breaks), added


def with_document_facts(article: Article, reading: Reading, added: int, provenance: Provenance) -> Article:
    """An article of a reading with what the document says of it. `added` code points of the reading are a title, and
    `provenance` is that of its dates."""
    end = article.offset + len(article.text)
    is_first, is_alone = article.part == 1, article.parts == 1
    start, stop = reading.title_at
    has_title = article.offset <= start < stop <= end
    title = (start - article.offset, stop - article.offset) if has_title else article.title
    breaks = tuple(
        at._replace(start=max(0, at.start - article.offset))
        for at in reading.breaks[_first_break(reading, article.offset) :]
        if at.start < end
    )
    return article._replace(
        type=reading.kind,
        title=title,
        zones=_with_headline(article, title) if has_title else article.zones,
        published=_stated(reading.published, provenance) or article.published if is_alone else article.published,
        updated=_stated(reading.updated, provenance) or article.updated if is_alone else article.updated,
        mentions=None if is_alone and (reading.published or reading.updated) else article.mentions,
        author=", ".join(map(_in_order, reading.authors)) or article.author if is_alone else article.author,
        source=reading.source or article.source,
        language=reading.language or article.language if is_alone else article.language,
        url=reading.url if WEB_ADDRESS.match(reading.url) else "",
        fields=reading.fields,
        breaks=breaks,
        added=added if is_first else 0,
    )


def _in_order(name: str) -> str:
    """A name as it is spoken: "Roe, Ann" becomes "Ann Roe", as a comma parts the authors of an article."""
    last, _, first = name.partition(", ")
    return f"{first} {last}" if first and " " not in last and ", " not in first else name


def _first_break(reading: Reading, offset: int) -> int:
    """The number of the break that is open where an article begins."""
    starts = [at.start for at in reading.breaks]
    number = bisect_left(starts, offset + 1)
    return max(0, number - 1)


def _stated(when: str, provenance: Provenance) -> Dated | None:
    return Dated(when, provenance, 0, 0) if when else None


def _with_headline(article: Article, title: Span) -> tuple[Zone, ...]:
    """Zones with the title as a headline in the place of what overlaps it. Of other headlines only its repeats stay:
    they are not searched."""
    words = article.text[slice(*title)].casefold()
    others = [
        zone
        for zone in article.zones
        if not zone.overlaps(title)
        and (zone.kind != "headline" or article.text[zone.start : zone.end].casefold().startswith(words))
    ]
    return tuple(sorted((*others, Zone("headline", *title)), key=lambda zone: zone.start))
