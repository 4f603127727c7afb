"""Parse bylines: the persons that a line names as authors."""

import re
from typing import NamedTuple

from search.extract.credit_names import is_agency, is_outlet
from search.extract.patterns import Patterns

_LONGEST = 120
"""Code points of the longest byline."""
_MOST_WORDS, _LONGEST_NAME = 4, 40
"""Words of the longest name, without particles, and its code points."""
_MOST_WORDS_BEHIND = 2
"""Words that may follow the names without a mark or a word of `_BEHIND`: "Ann Roe publiziert"."""
_MOST_WORDS_OF_JOB = 5
BETWEEN_NAMES = frozenset((",", "&", "and", "und", "et", "y", "e", "en", "og", "och"))
"""What stands between names, as a line of its own."""
_WORD = re.compile(r"\s*((?:[^\W\d_]|['’.-](?=[^\W\d_]))+\.?)")
_USER_NAME = re.compile(r"[^\W\d_][\w.-]{1,28}\w(?![\w@])")
_BETWEEN = re.compile(
    r"\s*(?:[,;/&]\s*(?:(?:and|und|et|y|e|и|og|och|en) )?|(?<=\s)(?:and|und|et|en|och|og|y|e|и|й|та|i|ja|ve|dan)\s)\s*",
    re.IGNORECASE,
)
"""Matches what stands between two names."""
_GLUED = re.compile(
    r"(?<=[a-zß-öø-ÿ]{3})(?=[A-ZÀ-Þ][a-zß-öø-ÿ])|(?<=[a-zß-öø-ÿ])(?=(?:Staff|Writer|Reporter|Editor)\b)"
)
"""Matches where a job title or a day is glued to a name: "Ann RoeStaff Writer"."""
_ACRONYM = re.compile(r"[A-Z]{3,}\b")
_PARTICLES = frozenset(
    "de da do dos das du del della delle di d' van von vom der den ten ter zu zum zur la le el al bin ibn af".split()  # noqa: SIM905
)
_BEHIND = frozenset(
    "for in at on from with to and am um aus für mit bei und im le à pour para en em il w для via dal fra per".split()  # noqa: SIM905
)
"""Words that may follow the names of a byline."""


class Byline(NamedTuple):
    """The persons that a byline names, as written, and the known agency that it names instead. Both are empty for a
    byline such as "By our correspondent"."""

    authors: tuple[str, ...] = ()
    agency: str = ""


def parse_byline(text: str, patterns: Patterns, *, beside_stamp: bool = False) -> Byline | None:
    """The byline that a line is; None if it is none.

    Beside a timestamp and behind a colon one word may be a name.
    """
    label = patterns.bylines.match(text)
    if not label or len(text) > _LONGEST:
        return None
    rest = text[label.end() :]
    names, end = leading_persons(rest, patterns)
    if not names and (beside_stamp or label.group().rstrip()[-1] in ":："):
        names, end = _leading_user(rest, patterns)
    if names:
        return Byline(names) if may_follow(rest[end:], patterns) else None
    agency = patterns.agencies.get(rest.removesuffix(" Staff").strip(), "")
    words = re.split("[,|(]", rest.casefold())[0].split()
    is_anonymous = 0 < len(words) <= _MOST_WORDS and words[-1] in patterns.no_authors
    return Byline(agency=agency) if agency or is_anonymous else None


def leading_persons(text: str, patterns: Patterns) -> tuple[tuple[str, ...], int]:
    """The names of persons at the beginning of a text, and where the last one ends. Linear in their length."""
    names: list[str] = []
    end = start = 0
    while (name := _leading_person(text, start, patterns)) and name[0]:
        names.append(name[0])
        end = name[1]
        between = _BETWEEN.match(text, end)
        if not between:
            break
        start = between.end()
    return tuple(names), end


def _leading_user(text: str, patterns: Patterns) -> tuple[tuple[str, ...], int]:
    """The name of one word at the beginning of a text, such as the one of a blogger, and where it ends."""
    match = _USER_NAME.match(text)
    if not match or _has_no_author(match.group().casefold().split("-"), patterns) or _names_source(text, 0, patterns):
        return (), 0
    return ((match.group(),), match.end()) if not _BETWEEN.match(text, match.end()) else ((), 0)


def may_follow(rest: str, patterns: Patterns) -> bool:
    """Whether a text may follow the names of a byline. A sentence may not."""
    words = rest.split()
    if not words or rest[0] != " " or not words[0][0].isalpha() or len(words) <= _MOST_WORDS_BEHIND:
        return True
    folded = words[0].casefold().rstrip(".,:")
    return words[0] in _BEHIND or folded in patterns.months or folded in patterns.no_authors


def is_job_title(text: str, patterns: Patterns) -> bool:
    """Whether a text says what an author is: "Staff Writer", "Redakteur für Wirtschaft"."""
    words = [word.strip(",.") for word in text.casefold().split()]
    is_short = 0 < len(words) <= _MOST_WORDS_OF_JOB and words[0] not in _BEHIND and words[0][:1].isalpha()
    is_title = is_short and not patterns.job_titles.isdisjoint(words)
    return is_title and not patterns.bylines.match(text) and not _names_source(text, 0, patterns)


def _leading_person(text: str, start: int, patterns: Patterns) -> tuple[str, int]:
    """The name of a person that begins at `start`, and where it ends; an empty name if there is none."""
    words: list[str] = []
    ends = [start]
    while match := _WORD.match(text, ends[-1]):
        word = match[1]
        if not _may_be_of_name(word, words, patterns) or (
            len(words) > 1 and _names_source(text, match.start(1), patterns)
        ):
            break
        glued = _GLUED.search(word)
        words.append(word[: glued.start()] if glued else word)
        ends.append(match.end() - len(word) + len(words[-1]))
        if glued:
            break
    if text[ends[-1] : ends[-1] + 1] in (":", "："):  # "Ann Roe Topics: boats"
        words, ends = words[:-1], ends[:-1]
    if len(words) > 2 and words[: len(words) // 2] == words[len(words) // 2 :]:  # the name of a picture, and the name
        words, ends = words[: len(words) // 2], ends[: len(words) // 2 + 1]
    while words and words[-1].casefold() in _PARTICLES:
        words, ends = words[:-1], ends[:-1]
    return (" ".join(words), ends[-1]) if words and _is_person(words, patterns) else ("", start)


def _may_be_of_name(word: str, words: list[str], patterns: Patterns) -> bool:
    """Whether a word may be the next one of a name that begins with `words`."""
    folded = word.casefold().rstrip(".")
    if len(folded) > 1 and _has_no_author(folded.split("-"), patterns):
        return False
    if word in _PARTICLES:
        return bool(words)
    is_other = folded in patterns.months or folded in patterns.regions or folded in patterns.cities
    return (word[0].lower() != word[0] or _has_no_case(word)) and not (len(words) > 1 and is_other)


def _names_source(text: str, start: int, patterns: Patterns) -> bool:
    """Whether an agency or an outlet is named at `start`: "Ann Roe BBC News"."""
    words = text[start : start + _LONGEST_NAME].split()[:_MOST_WORDS]
    names = {" ".join(words[:count]) for count in range(1, len(words) + 1)}
    return not names.isdisjoint(patterns.outlets) or not names.isdisjoint(patterns.agencies)


def _is_person(words: list[str], patterns: Patterns) -> bool:
    """Whether capitalised words may be the name of a person."""
    name = " ".join(words)
    main = [word for word in words if word not in _PARTICLES]
    is_short = len(main) < 2 and not (_has_no_case(name) and len(name) > 1)
    if is_short or len(main) > _MOST_WORDS or len(name) > _LONGEST_NAME or max(map(len, main)) < 2:
        return False
    has_acronym = _ACRONYM.match(name) and not name.isupper()
    folded = name.casefold()
    return not (
        has_acronym
        or name in patterns.agencies
        or name in patterns.outlets
        or folded in patterns.regions
        or folded in patterns.cities
        or is_outlet(name, patterns)
        or is_agency(name, patterns)
        or not patterns.organisation_words.isdisjoint(folded.split())
    )


def _has_no_author(words: list[str], patterns: Patterns) -> bool:
    return not patterns.no_authors.isdisjoint(words)


def _has_no_case(word: str) -> bool:
    """Whether a word is in a script without capital letters, such as Arabic or Chinese."""
    return word[0].lower() == word[0].upper()
