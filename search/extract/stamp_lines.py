"""Tell whether a line with a date is a timestamp, by what stands beside the date. Mark what in it is a byline."""

import re
from itertools import pairwise

from search.extract.bylines import BETWEEN_NAMES
from search.extract.draft import Line, whole_line
from search.extract.line_shapes import first_letter_script
from search.extract.patterns import CAPTION, Patterns
from search.extract.person_names import leading_persons
from search.extract.timestamp_parser import ParsedLine
from search.extract.timestamp_patterns import WORD
from search.extract.written_days import has_year
from search.lazy_pattern import lazy_pattern
from search.types.article import Zone

_LONGEST = 90
"""Code points of the longest timestamp with other words."""
_MOST_WORDS = 6
"""Words and numbers that may stand beside a day. Names, sections and places have no more."""
_LONGEST_UNCASED = 30
"""Code points of such words in scripts without capital letters, some of which have no spaces."""
_LEADING = lazy_pattern(r"\s*[|·•–—-]")
_DASH = lazy_pattern("[-–—]")
_NUMERIC_RANGE = lazy_pattern(r"\d[/.]\d\d?[/.]\d{2,4} ?[-–—] ?\d\d?[/.]\d")
_SPAN_OF_HOURS = lazy_pattern(
    r"(?<![\d.:/-])\d\d?[:.h]\d\d(?: ?(?:[ap]\.?m\.?|uhr|h))?(?: - | ?[–—~] ?| to | bis )"
    r"\d\d?(?:[:.h]\d\d(?![–—.:\d-])| ?(?:[ap]\.?m|uhr|h)\b)",
    re.IGNORECASE,
)
"""The hours of an event: "12 March 2031, 13:15 - 19:00". A hyphen alone may begin the offset of a time."""
_BETWEEN_HOURS = lazy_pattern(r" -|[–—~]| (?:to|bis) ", re.IGNORECASE)
_MAY_BE_RANGE = lazy_pattern(r"[-–—~〜～]| (?:to|bis) ", re.IGNORECASE)
"""What stands between two hours, and between two days or two hours."""
_BEFORE_SPAN = lazy_pattern(r"(?<![\w:.])(\d\d?)(?:\.(?:\d\d?\.)?)? ?[-–—~] ?$")
_AFTER_SPAN = lazy_pattern(r" ?[~〜～–-] ?\d\d?(?:日|$)")
"""What stands before the last day of a span, "12 - 15 March 2031", and behind the first one, "2031年3月12日~15日"."""
_OF_WHAT = lazy_pattern(r"\w (?:(?:on|am|of)|in [^\W\d_a-z][^|·•/]*)\s$")
"""The words between what happens and its day: "Wedding on 12 March 2031", "Protesters in Oslo, 12 March 2031"."""
_SCORE = lazy_pattern(r"[^\W\d_] \d\d? ?[-–] ?\d\d? [^\W\d_a-z]")
_SEPARATOR = lazy_pattern(r"[|·•–—/]| - ")
_HARD = lazy_pattern(r"[|·•]| / ")
"""What parts the names, the day and the reading time of a line."""
_MOST_WORDS_OF_PART, _MOST_WORDS_OF_ROW = 4, 16
"""Words and numbers of each part of a row of names, outlet, section and day, and of all of them."""
_READING = lazy_pattern(r"^(?:[^\W\d_]+ ?:? ?)?\d\d? ?(?:min|мин|دقائق|دقيقة|分)", re.IGNORECASE)
_DIGIT = lazy_pattern("[0-9]")
_FULL_HOUR = lazy_pattern("T[0-9]{2}:(?:00|30)")
_MARKS = " |-–—•·,/\t\xa0»›>*(["
_SENTENCE_END = frozenset(".?!…:。！？।")
_NO_STAMP = lazy_pattern(
    r"^\W*«|»\W*$|[©€$£¥%@]|\(c\)|copyright|https?:"
    r"|(?<!press )\brelease[sd]?\b|\b(?:data as of|deadline|birthday|geboren|died|founded|joined|accessed|retrieved)\b"
    r"|\b(?:version|versión|versione|versão|версия|build|fig)\b\.? ?\d|\bv\d|\w+schluss\b"
    r"|\b(?:premi[eè]re|premiera|премьера|estreno)\b|마감|締切|截止"
    r"|^\W*(?:source|quelle|fuente|fonte|bron|photo|picture|image|foto|bild|imagen|video|chart|graph)s?\b ?[:/]",
    re.IGNORECASE,
)
"""Links to the next page, copyright lines, prices, addresses, versions, days of other things, credits of pictures and
figures."""
_NO_STAMP_IN_SMALL = lazy_pattern(_NO_STAMP.pattern)
"""The same in small letters of ASCII."""
_SMALL = frozenset(
    (  # noqa: SIM905
        "of the and & de du des del della dello dei di do da das dos der die den van von vom y e et und og "
        "och en la le los las el al bin ibn zu zur in im by für for à a na w v u i"
    ).split()
)
"""Small words of names, places and sections."""


def stamp_zones(line: Line, parsed: ParsedLine, patterns: Patterns, *, is_title: bool) -> tuple[Zone, ...]:
    """The zones of a line that is a timestamp, alone or beside a byline, names or boilerplate; none if it is none.

    The line that `is_title`, or a repeat of it, is none because of names: "Morning Briefing, 4 May 2031".
    """
    if (not parsed.timestamps and not parsed.is_vague) or _is_range(line.text, parsed):
        return ()
    if len(parsed.timestamps) == 1 and not parsed.rest and has_year(parsed.timestamps[0].when):
        return whole_line(line, "stamp")
    if not parsed.rest:
        return () if _is_end_of_paragraph(line.text, parsed) else whole_line(line, "stamp")
    dated = bool(parsed.timestamps) and all(has_year(timestamp.when) for timestamp in parsed.timestamps)
    (start, end), *others = parsed.rest
    text = line.text[start:end].strip(_MARKS)
    if not others and (first_letter_script(text) or dated) and not _is_end_of_paragraph(line.text, parsed):
        if text in patterns.agencies or text in patterns.outlets:
            return whole_line(line, "stamp")
        is_foreign = first_letter_script(text) != first_letter_script(line.text)
        if end == len(line.text) and (patterns.is_boilerplate(text) or is_foreign):
            start = end - len(line.text[start:].lstrip(_MARKS))
            return (
                Zone("stamp", line.start, line.start + len(line.text[:start].rstrip())),
                Zone("boilerplate", line.start + start, line.end),
            )
        if zones := _byline_zones(line, parsed, patterns):
            return zones
    if (
        dated
        and not (is_title and not _LEADING.match(line.text[parsed.timestamps[0].end :]))
        and _has_only_names(line, parsed, patterns)
    ):
        return _byline_zones(line, parsed, patterns) or whole_line(line, "stamp")
    return ()


def _is_range(text: str, parsed: ParsedLine) -> bool:
    """Whether a line names two days, a day and the number of another one, or two hours, with a dash between them."""
    if not _MAY_BE_RANGE.search(text):
        return False  # most lines
    unlabelled = [timestamp for timestamp in parsed.timestamps if not timestamp.label]
    between = [text[first.end : second.start] for first, second in pairwise(unlabelled)]
    if any(map(_DASH.search, between)) or _NUMERIC_RANGE.search(text):
        return True
    if not unlabelled:
        return False
    start = unlabelled[0].start
    if _BETWEEN_HOURS.search(text, start) and _SPAN_OF_HOURS.search(text, start):
        return True
    day, before = int(unlabelled[0].when[:10][-2:]), _BEFORE_SPAN.search(text[:start]) if start else None
    return bool(before and 0 < int(before[1]) < day) or bool(_AFTER_SPAN.match(text, unlabelled[0].end))


def _is_end_of_paragraph(text: str, parsed: ParsedLine) -> bool:
    """Whether a day without a year ends a sentence: "payment is due on | March 17."."""
    is_bare = any(not timestamp.label and not has_year(timestamp.when) for timestamp in parsed.timestamps)
    return is_bare and text.endswith(".") and not text.lower().endswith(".m.")


def _byline_zones(line: Line, parsed: ParsedLine, patterns: Patterns) -> tuple[Zone, ...]:
    """The zones of a line in which a byline stands before or behind the timestamp; none if none does."""
    text, (first, *_), last = line.text, parsed.rest, parsed.rest[-1]
    stamp_start = parsed.timestamps[0].start if parsed.timestamps else first[1]
    stamp_end = parsed.timestamps[-1].end if parsed.timestamps else len(text)
    byline = text[stamp_end:].lstrip(_MARKS)
    if stamp_end <= last[0] and patterns.byline_label(byline):  # "Posted on March 4, 2031 by Ann Roe"
        return Zone("stamp", line.start, line.start + stamp_end), Zone("byline", line.end - len(byline), line.end)
    by = patterns.byline_label(text)
    if by and first[0] <= by.end() and first[1] <= stamp_start:  # "By Ann Roe | March 4, 2031"
        end = first[1]
        for start, next_end in parsed.rest[1:]:
            if next_end <= stamp_start and text[end:start].strip().casefold() in BETWEEN_NAMES:
                end = next_end  # "By Ann Roe and Ben Orr | March 4, 2031"
        byline_end = line.start + len(text[:end].rstrip(_MARKS))
        return Zone("byline", line.start, byline_end), Zone("stamp", line.start + end, line.end)
    return ()


def _has_only_names(line: Line, parsed: ParsedLine, patterns: Patterns) -> bool:
    """Whether beside one day there are only a few names, sections or places: no sentence, event, price or caption."""
    text = line.text
    timestamps, first = parsed.timestamps, parsed.timestamps[0]
    is_labelled = first.label != "" and text.casefold().startswith((*patterns.published, *patterns.updated))
    if is_labelled and (mark := _HARD.search(text, timestamps[-1].end)):
        text = text[: mark.start()]  # "Published 12 March 2031 | Filed under: Harbour, Boats"
    days = {timestamp.when[:10] for timestamp in timestamps if not timestamp.label}
    last, is_row = parsed.rest[-1][1], bool(_HARD.search(text))
    is_long = len(text) > _LONGEST and not is_row
    is_sentence = last == len(text) and _without_comments(text, patterns).rstrip()[-1:] in _SENTENCE_END
    if is_long or len(days) > 1 or is_sentence:
        return False
    parts = [
        part
        for start, end in parsed.rest
        for part in _SEPARATOR.split(_without_comments(text[start:end], patterns))
        if not _is_button(part, patterns)
    ]
    words = [match.group() for part in parts for match in WORD.finditer(part) if part[max(0, match.start() - 1)] != "."]
    numbers = sum(map(_count_numbers, parts))
    most = max(map(_count_words, parts), default=0) if is_row else 0
    if len(words) + numbers > (_MOST_WORDS_OF_ROW if 0 < most <= _MOST_WORDS_OF_PART else _MOST_WORDS):
        return False
    small = [word for word in words if word[0].islower() and word.casefold() not in _SMALL]
    if small and not is_labelled and len(words) + numbers > 1:
        return False  # one small word may be initials or the name of a user
    uncased = sum(len(word) for word in words if not (word[0].isupper() or word[0].islower()))
    if uncased > _LONGEST_UNCASED:
        return False
    before = text[: first.start]
    if not first.label and (_is_event(text, parsed, patterns) or _is_of_person(before, patterns)):
        return False
    if not first.label and (patterns.before_mention.ends(before, 0, len(before)) or _has_other_label(before, patterns)):
        return False
    if not first.label and _OF_WHAT.search(before):
        beginning = text.lstrip(_MARKS)
        if not (patterns.byline_label(beginning) or leading_persons(beginning, patterns)[0]):
            return False
    small_letters = text.lower()  # in which to search ASCII is three times as fast
    return not (
        (_NO_STAMP_IN_SMALL.search(small_letters) if text.isascii() else _NO_STAMP.search(text))
        or _SCORE.search(text)
        or (line.signs & CAPTION and patterns.captions.search(text))
        or patterns.no_mention.is_in(small_letters)
    )


def _count_words(part: str) -> int:
    """Words and numbers of a part of a line."""
    return len(WORD.findall(part)) + _count_numbers(part)


def _count_numbers(part: str) -> int:
    if part.isascii() and not _DIGIT.search(part):
        return 0  # most parts
    return len([word for word in part.split() if any(map(str.isdigit, word))])


def _is_event(text: str, parsed: ParsedLine, patterns: Patterns) -> bool:
    """Whether a named day of the week with a full hour stands before a place that is no city: "…, 20:00, Town Hall"."""
    day, (start, end) = parsed.timestamps[0], parsed.rest[-1]
    if not day.weekday or not _FULL_HOUR.search(day.when) or start < day.end or text[start : start + 2] != ", ":
        return False
    place = text[start:end].strip(_MARKS).casefold()
    return place not in patterns.cities and place not in patterns.regions and not _HARD.search(text, day.end)


def _is_of_person(before: str, patterns: Patterns) -> bool:
    """Whether a word with a colon says what a person before a day is: "Winner: Ann Roe, 4 March 2031"."""
    label, colon, name = before.partition(": ")
    is_label = bool(colon) and label.isalpha() and not patterns.byline_label(before)
    return is_label and bool(leading_persons(name, patterns)[0])


def _without_comments(part: str, patterns: Patterns) -> str:
    """A part of a line without an invitation to comment at its end: "Ann Roe Leave a comment"."""
    lowered = part.lower()
    starts = [start for start in patterns.comments_starts if start in lowered]
    return part[: min(map(lowered.find, starts))] if starts else part


def _is_button(part: str, patterns: Patterns) -> bool:
    """Whether a part of a line is boilerplate, such as the number of comments or how long it takes to read."""
    text = part.strip(_MARKS)
    return (
        not text or patterns.is_boilerplate(text) or patterns.is_comments_heading(text) or bool(_READING.search(text))
    )


def _has_other_label(before: str, patterns: Patterns) -> bool:
    """Whether a word with a colon before a day says what the day is: "Concert: 12 March 2031"."""
    return before.rstrip().endswith((":", "：")) and not patterns.byline_label(before)
