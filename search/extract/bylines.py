"""Parse bylines: the persons that a line names as authors."""

import re
from typing import NamedTuple

from search.extract.east_asian_bylines import east_asian_authors
from search.extract.name_words import SHORT_WEEKDAY, is_of_group, may_be_unspaced_name
from search.extract.other_credits import OF_BOOK, OF_PICTURE, OTHER_WORK
from search.extract.patterns import BYLINE_LABEL, Patterns
from search.extract.person_names import leading_persons, names_source
from search.kernels.signs import FIRST_WIDE, WIDE

OF_BYLINE = BYLINE_LABEL | WIDE
"""Each line that is a byline has one of these signs."""
_LONGEST = 120
"""Code points of the longest byline."""
_MOST_WORDS_BEHIND, _MOST_OTHER_WORDS = 5, 2
"""Words that may follow the names: with one of `_BEHIND` first, as in "Ann Roe for Quay Gazette", and without one and
without a mark, as in "Ann Roe publiziert"."""
_MOST_WORDS_OF_JOB, _MOST_WORDS = 5, 4
"""Words of the longest job title, and of the longest name that is none of a person, as in "By our correspondent"."""
_INVERTED = re.compile(r"([^\W\d_a-z][\w'’-]+), ([^\W\d_a-z][\w'’-]+(?: [^\W\d_a-z]\.)?)")
_USER_NAME = re.compile(r"[^\W\d_][\w.-]{1,28}\w(?![\w@\u0900-\u0dff])")
BETWEEN_NAMES = frozenset((",", "&", "and", "und", "et", "y", "e", "en", "og", "och"))
"""What stands between names, as a line of its own."""
_VERBS = frozenset("is are was ist war est es é è".split())  # noqa: SIM905
_OTHER_JOBS = frozenset("analyst producer critic".split())  # noqa: SIM905
"""Jobs of persons of whom articles tell, if more is said of them: "Ann Roe, analyst at Quay Bank"."""
_OF_OTHERS = frozenset("photo photos video film copy who".split())  # noqa: SIM905
"""Words of what says that a person is no author: "Photo Editor", "a reporter who was there"."""
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
    if authors := east_asian_authors(text):
        return Byline(authors)
    label = patterns.byline_label(text)
    if not label or len(text) > _LONGEST:
        return None
    rest = text[label.end() :]
    again = patterns.byline_label(rest)
    if again and _words_of_label(again) in ("by", _words_of_label(label)):  # "By: BY ANN ROE"
        rest = rest[again.end() :]
    if OF_BOOK.search(rest):
        return None
    names, end = leading_persons(rest, patterns)
    if not names and (beside_stamp or label.group().rstrip()[-1] in ":："):
        if inverted := _INVERTED.fullmatch(rest):  # "Author: Roe, Ann"
            names, _ = leading_persons(f"{inverted[2]} {inverted[1]}", patterns)
            return Byline(names) if names else None
        names, end = _leading_user(rest, patterns)
    if names:
        if OF_PICTURE.match(rest, end):
            return None
        return Byline(names) if may_follow(rest[end:], patterns) else None
    agency = patterns.agencies.get(rest.removesuffix(" Staff").strip(), "")
    words = re.split("[,|(]", rest.casefold())[0].split()
    is_anonymous = 0 < len(words) <= _MOST_WORDS and words[-1] in patterns.no_authors
    return Byline(agency=agency) if agency or is_anonymous else None


def _words_of_label(label: re.Match[str]) -> str:
    return label.group().casefold().rstrip(" :：")


def _leading_user(text: str, patterns: Patterns) -> tuple[tuple[str, ...], int]:
    """The name of one word at the beginning of a text, such as the one of a blogger, and where it ends."""
    match = _USER_NAME.match(text)
    if not match or not patterns.no_authors.isdisjoint(match.group().casefold().split("-")):
        return (), 0
    folded, rest = match.group().casefold(), text[match.end() :]
    is_other_word = folded[0] >= FIRST_WIDE and not may_be_unspaced_name(folded)
    is_other_word |= any(
        folded in words for words in (patterns.regions, patterns.weekdays, patterns.organisation_words)
    )
    if is_other_word or not _may_follow_user(rest, patterns) or names_source(text, 0, patterns):
        return (), 0
    return (match.group(),), match.end()


def _may_follow_user(rest: str, patterns: Patterns) -> bool:
    """Whether a text may follow a name of one word. Words of a longer name may not: "Express Web Desk", "Ann Page"."""
    words = rest.split()[:2]
    if len(words) == 1 and words[0].istitle() and words[0].casefold() not in patterns.job_titles:
        return False
    if words and (words[0].islower() or words[0] in BETWEEN_NAMES):
        return words[0] in _BEHIND and words[0] not in BETWEEN_NAMES
    if any(is_of_group(word, patterns) for word in words):
        return False
    first = words[0].strip(".,:").casefold() if words and rest[0] == " " else ""
    is_weekday = first in patterns.weekdays and len(first) > SHORT_WEEKDAY
    return not first[:1].isalpha() or first in patterns.months or is_weekday or first in patterns.no_authors


def may_follow(rest: str, patterns: Patterns) -> bool:
    """Whether a text may follow the names of a byline. A sentence may not."""
    words = rest.split()
    if OTHER_WORK.match(rest):
        return True
    if not words or rest[0] != " " or not words[0][0].isalpha() or len(words) <= _MOST_OTHER_WORDS:
        return True
    if words[0] in _BEHIND:
        return len(words) <= _MOST_WORDS_BEHIND
    folded = words[0].casefold().rstrip(".,:")
    is_known = folded in patterns.months or folded in patterns.weekdays or folded in patterns.no_authors
    return is_known or (words[0][0].isupper() and is_job_title(rest, patterns))


def is_job_title(text: str, patterns: Patterns) -> bool:
    """Whether a text says what an author is: "Staff Writer", "Redakteur für Wirtschaft"."""
    words = [word.strip(",.") for word in text.casefold().split()]
    is_short = 0 < len(words) <= _MOST_WORDS_OF_JOB and words[0] not in _BEHIND and words[0][:1].isalpha()
    is_title = is_short and words[0] not in _VERBS and not patterns.job_titles.isdisjoint(words)
    is_of_other = not _OF_OTHERS.isdisjoint(words) or not _OTHER_JOBS.isdisjoint(words[:-1])
    return is_title and not is_of_other and not patterns.byline_label(text) and not names_source(text, 0, patterns)
