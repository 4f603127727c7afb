"""Lines of dates and times."""

import re
from collections.abc import Iterable
from functools import lru_cache

from search.extract.draft import Draft, Line, Timestamp, marked, whole
from search.extract.line_shapes import script
from search.extract.patterns import SETS, Patterns, patterns
from search.extract.timestamp_parser import Reader, Reading
from search.types.article import Zone

_LONGEST = 120
_COMMON = {"the", "and", "hours", "time", "page", "alle", "o'clock"}
_FIRST = 8
"""Lines among which a long first one is looked for."""
_HEAD = 80
"""Code points of a long first line that may be a stamp."""
_ENDING = re.compile(r"(?:(?:19|20)\d\d|\d[:.]\d\d|[ap]\.?m\.?|\bago)\W*(?:\(?[A-Z]{1,4}\)?)?\W*$", re.IGNORECASE)
_WORD = re.compile(r"\W*([^\W\d_]*)")
_HINT = re.compile(r"(?:19|20)\d\d|\d[:.]\d\d|\d ?\w{1,8} (?:ago|read)|\bago\b|\d/\d|\d월|\d月")


@lru_cache(maxsize=SETS)
def reader(more: str, order: str) -> Reader:
    """The reader of stamps for a person's own patterns and an order of day and month."""
    return Reader(patterns(more), order)


def find_timestamps(draft: Draft) -> Draft:
    """Mark the lines that are stamps, and keep the dates in them. A few look-ups for each short line."""
    known = patterns(draft.how.patterns)
    read = reader(draft.how.patterns, draft.how.date_order).read
    begins = _beginnings(draft.how.patterns)
    found: dict[int, tuple[Zone, ...]] = {}
    timestamps: list[Timestamp] = []
    for number, line in enumerate(draft.lines):
        text = line.text
        if text and len(text) <= _LONGEST and _may_be(text, begins):
            reading = read(text, draft.modified)
            if zones := _zones(line, reading, known):
                found[number] = zones
                timestamps.extend(_placed(reading, line))
    if not timestamps and (leading := _leading(draft, begins)):
        number, zones, timestamps = leading
        found[number] = zones
    return marked(draft, found)._replace(timestamps=tuple(timestamps)) if found else draft


def _may_be(text: str, begins: frozenset[str]) -> bool:
    """Whether a line begins or ends as stamps do."""
    if text[0].isdigit():
        return bool(_HINT.search(text))
    word = _WORD.match(text)
    assert word
    return word[1].casefold() in begins or bool(_ENDING.search(text, max(0, len(text) - 20)))


@lru_cache(maxsize=SETS)
def _beginnings(more: str) -> frozenset[str]:
    known = patterns(more)
    days = (word for word in known.fillers if len(word) > 2 and word not in _COMMON)
    words = (
        *known.published,
        *known.updated,
        *days,
        *known.months,
        "vor",
        "il",
        "hace",
        "just",
        "moments",
        "yesterday",
    )
    return frozenset(word.split()[0] for word in words)


def _placed(reading: Reading, line: Line) -> Iterable[Timestamp]:
    for it in reading.timestamps:
        yield Timestamp(it.label, it.when, line.start + it.start, line.start + it.end)  # type: ignore[arg-type]


def _zones(line: Line, reading: Reading, known: Patterns) -> tuple[Zone, ...]:
    """The zones of a line that is a stamp, with what else may stand there; none where it is no stamp."""
    if not reading.timestamps and not reading.vague:
        return ()
    if not reading.rest:
        return whole(line, "stamp")
    (start, end), *others = reading.rest
    text = line.text[start:end].strip(" |-–—•·,")
    if others:
        return ()
    if text in known.agencies or text in known.outlets:
        return whole(line, "stamp")
    if end == len(line.text) and (known.boilerplate(text) or script(text) != script(line.text)):
        start = end - len(line.text[start:].lstrip(" |-–—•·,"))
        return (
            Zone("stamp", line.start, line.start + len(line.text[:start].rstrip())),
            Zone("boilerplate", line.start + start, line.end),
        )
    if (by := known.bylines.match(line.text)) and by.end() >= start:
        end = len(line.text[:end].rstrip(" |-–—•·,"))
        return (Zone("byline", line.start, line.start + end), Zone("stamp", line.start + reading.rest[0][1], line.end))
    return ()


def _leading(draft: Draft, begins: frozenset[str]) -> tuple[int, tuple[Zone, ...], list[Timestamp]] | None:
    """The stamp that the first long line begins with: its number, the zone and the date."""
    number = next((number for number, line in enumerate(draft.lines[:_FIRST]) if not line.text), -1)
    if number < 0:
        return None
    line = draft.lines[number]
    text = draft.text[line.start : line.start + _HEAD]
    if not _may_be(text.split("\n")[0], begins):
        return None
    reading = reader(draft.how.patterns, draft.how.date_order).read(text, draft.modified)
    if not reading.timestamps or (reading.rest and reading.rest[0][0] < reading.timestamps[0].start):
        return None
    zone = Zone("stamp", line.start, line.start + reading.timestamps[0].end)
    return number, (zone,), list(_placed(reading, line))[:1]
