"""Tell names of persons from other capitalised words, and find them at the beginning of a text."""

import re
from collections.abc import Sequence

from search.extract.draft import Line
from search.extract.name_words import HONORIFICS, LONGEST, MOST_WORDS, PARTICLES, is_of_group, is_person, may_be_next
from search.extract.patterns import Patterns
from search.kernels.signs import BEGINS_SMALL

_FEWEST_WORDS = 2
"""Words of the shortest name, beside initials, titles and particles."""
_WORD = re.compile(r"\s*((?:[^\W\d_]++|[\u0900-\u0963\u0970-\u0dff]|['’.-](?=[^\W\d_]))++\.?)")
LONGEST_LINE = 80
"""Code points of the longest line that has only names and a job title."""
_AND = "and|und|et|en|och|og|y|e|и|й|та|i|ja|ve|dan"
_BETWEEN = re.compile(
    rf"\s*(?:[,;/&]\s*(?:(?:and|und|et|y|e|и|og|och|en) )?|(?<=\s)(?:{_AND})\s)\s*",
    re.IGNORECASE,
)
"""Matches what stands between two names."""
_SMALL_WORDS = frozenset((*PARTICLES, *HONORIFICS, *_AND.split("|")))
"""Words with small letters within names and between them."""
_INITIAL = re.compile(r"\w\.|Jr\.|Sr\.|St\.|Dr\.")
_GLUED = re.compile(r"(?<=[a-zß-öø-ÿ]{3})(?=[A-ZÀ-Þ][a-zß-öø-ÿ])")
"""Matches where another word is glued to a name: "Ann RoeStaff Writer"."""
_LAST_CAPITAL = re.compile(r"(?<=\w)[A-ZÀ-Þ][^\WA-ZÀ-Þ]+\.?$")
_LENGTHS_OF_MONTHS = len("SEPT"), len("NOV")
"""Letters of short names of months."""
_DAY = re.compile(r"\s*\d{1,2}(?:st|nd|rd|th)?\b(?![./:-]\d|[.\s]+[^\W\d_]{3})")
"""Matches the day behind a month that is glued to a name, but no whole date: "Ann LaMar 4 March 2031" has a name that
ends like a month."""
_PLACE_STARTS = frozenset(
    "bad new san santa saint los las fort port north south east west northern southern eastern western".split()  # noqa: SIM905
)
"""First words of names of places. What follows a name and a comma may be the place of its byline."""
_JOBS_WITH_TOPIC = frozenset(
    (  # noqa: SIM905
        "editor editors correspondent correspondents reporter reporters writer writers critic columnist journalist "
        "journalists analyst producer korrespondent korrespondentin redakteur redakteurin reporterin verslaggever"
    ).split()
)
"""Jobs before which their topic may stand: "Ann Roe Football Writer". In other languages it stands behind."""
_JOBS = frozenset("engineer developer scientist researcher lecturer fellow architect strategist consultant".split())  # noqa: SIM905
"""Last words of jobs that are no jobs of authors. Some are names of families, too."""


def leading_persons(text: str, patterns: Patterns) -> tuple[tuple[str, ...], int]:
    """The names of persons at the beginning of a text, and where the last one ends. Linear in their length."""
    names: list[str] = []
    end = start = 0
    while True:
        name, name_end = _leading_person(text, start, patterns)
        if not name:
            return tuple(names), end
        if names and text[end:start].strip() == "," and not _may_be_listed(name, names[0], text[name_end:], patterns):
            return tuple(names), end
        names.append(name)
        end = name_end
        between = _BETWEEN.match(text, end)
        if not between:
            return tuple(names), end
        start = between.end()


def _may_be_listed(name: str, first: str, rest: str, patterns: Patterns) -> bool:
    """Whether a name behind the first one and a comma may be one of a person, by its letters and the words behind it.

    A job, a place or an outlet may stand there: "Ann Roe, West Coast Editor", "Anna Berg, MDN NORDBUCHT".
    """
    own_words = name.casefold().split()
    if name.isupper() != first.isupper() or own_words[0] in _PLACE_STARTS or own_words[-1] in _JOBS:
        return False
    words = [word.strip(",.()") for word in rest.casefold().split()[:3]]
    is_job = rest[:1] == " " and words[0] in patterns.job_titles and not name.isupper()
    return not is_job and patterns.organisation_words.isdisjoint(words) and patterns.group_words.isdisjoint(words)


def may_be_names(line: Line, patterns: Patterns) -> bool:
    """Whether a short line may have only names of persons, with or without a job title. Prose has other small words."""
    text = line.text
    first = text[0]
    if line.signs & BEGINS_SMALL or first.isdigit() or first in '"“(' or len(text) > LONGEST_LINE:
        return False
    words = text.split()
    if len(words) < _FEWEST_WORDS and text.isascii():
        return False  # other scripts may have no spaces between names
    folded = words[0].casefold()
    if folded.isalpha() and len(folded) > 1 and folded in patterns.no_authors:
        return False
    second = words[1] if len(words) > 1 and first.isupper() else first
    if second[0].isdigit() or (second[0].islower() and second not in PARTICLES):
        return False
    if not _has_small_word(words):
        return True
    return not patterns.job_titles.isdisjoint([word.strip(",.") for word in text.casefold().split()])


def _has_small_word(words: Sequence[str]) -> bool:
    """Whether one of some words has a small letter first and stands neither in names nor between them."""
    for word in words:  # noqa: SIM110 - faster
        if word[0].islower() and word.isalpha() and word not in _SMALL_WORDS:
            return True
    return False


def names_source(text: str, start: int, patterns: Patterns) -> bool:
    """Whether the name of a known agency or outlet stands at `start`."""
    words = text[start : start + LONGEST].split()[:MOST_WORDS]
    names = {" ".join(words[:count]) for count in range(1, len(words) + 1)}
    return not names.isdisjoint(patterns.outlets) or not names.isdisjoint(patterns.agencies)


def _leading_person(text: str, start: int, patterns: Patterns) -> tuple[str, int]:
    """The name of a person that begins at `start`, and where it ends; an empty name if there is none."""
    words: list[str] = []
    ends = [start]
    is_before_source = False
    while match := _WORD.match(text, ends[-1]):
        word = match[1]
        is_before_source = len(words) > 1 and names_source(text, match.start(1), patterns)
        if is_before_source or not may_be_next(word, words, patterns):
            break
        words.append(_without_glued(word, patterns, is_before_day=bool(_DAY.match(text, match.end()))))
        ends.append(match.start(1) + len(words[-1]))
        if len(words[-1]) < len(word):
            break
    rest = text[ends[-1] :].lstrip()
    if rest[:1] in (":", "："):  # "Ann Roe Topics: boats"
        words, ends = words[:-1], ends[:-1]
    if len(words) > 2 and words[: len(words) // 2] == words[len(words) // 2 :]:  # the name of a picture, and the name
        words, ends = words[: len(words) // 2], ends[: len(words) // 2 + 1]
    if rest.split(maxsplit=1)[:1] and rest.split(maxsplit=1)[0].casefold().strip(",.") in _JOBS_WITH_TOPIC:
        while len(words) > 2 and not _is_needed(words):
            words, ends = words[:-1], ends[:-1]
    while words and words[-1].casefold() in PARTICLES:
        words, ends = words[:-1], ends[:-1]
    if rest[:1] in ("’", "'") or not words or not is_person(words, patterns):
        return "", start
    if not is_before_source and is_of_group(rest, patterns):
        return "", start
    last = words[-1] if _INITIAL.fullmatch(words[-1]) else words[-1].rstrip(".")
    first = 0
    while len(words) - first > 2 and words[first].casefold() in HONORIFICS:
        first += 1
    return " ".join((*words[first:-1], last)), ends[-1]


def _is_needed(words: Sequence[str]) -> bool:
    """Whether the last word is needed for a name of two words, beside initials and particles."""
    return sum(len(word) > 1 and word[-1] != "." and word not in PARTICLES for word in words) <= _FEWEST_WORDS


def _without_glued(word: str, patterns: Patterns, *, is_before_day: bool) -> str:
    """A word without the job title that is glued to it, or the month if a day stands behind."""
    if is_before_day and word[-1] == "." and word.isupper():  # "ROENOV. 16, 2031"
        for length in _LENGTHS_OF_MONTHS:
            if len(word) > length + 1 and word[-1 - length : -1].casefold() in patterns.months:
                return word[: -1 - length]
    last = _LAST_CAPITAL.search(word)
    folded = last.group().casefold().rstrip(".") if last else ""
    if last and ((is_before_day and folded in patterns.months) or folded in patterns.no_authors):
        return word[: last.start()]
    glued = _GLUED.search(word)
    return word[: glued.start()] if glued else word
