"""Tell names of persons from other capitalised words, and find them at the beginning of a text."""

import re

from search.extract.credit_names import is_agency, is_outlet
from search.extract.line_shapes import WIDE
from search.extract.patterns import Patterns

_MOST_WORDS, _LONGEST = 4, 40
"""Words of the longest name, without particles, and its code points."""
_WORD = re.compile(r"\s*((?:[^\W\d_]|[\u0900-\u0963\u0970-\u0dff]|['’.-](?=[^\W\d_]))+\.?)")
_BETWEEN = re.compile(
    r"\s*(?:[,;/&]\s*(?:(?:and|und|et|y|e|и|og|och|en) )?|(?<=\s)(?:and|und|et|en|och|og|y|e|и|й|та|i|ja|ve|dan)\s)\s*",
    re.IGNORECASE,
)
"""Matches what stands between two names."""
_ACRONYM = re.compile(r"[A-Z]{3,}\b")
_BODY_ENDINGS = frozenset("부팀국실部社局院組组科課课班室会會團团网網报報台臺党黨府處处署庁省")
"""Last signs of the names of desks, papers and authorities in Chinese, Japanese and Korean."""
_ARABIC_ARTICLE = "ال"
"""Begins Arabic words, and names of families, but no first name."""
_INITIAL = re.compile(r"\w\.|Jr\.|Sr\.|St\.|Dr\.")
_GLUED = re.compile(r"(?<=[a-zß-öø-ÿ]{3})(?=[A-ZÀ-Þ][a-zß-öø-ÿ])")
"""Matches where another word is glued to a name: "Ann RoeStaff Writer"."""
_LAST_CAPITAL = re.compile(r"(?<=\w)[A-ZÀ-Þ][^\WA-ZÀ-Þ]+\.?$")
_GROUPS = frozenset(
    "staff team desk newsdesk newsroom bureau office department reports service services redaktion".split()  # noqa: SIM905
)
_ARTICLES = frozenset("El La Le Il Lo Les Der Die Das O A Os As".split())  # noqa: SIM905
"""Before one other word these are articles: "El Observador"."""
_NO_UNSPACED_NAME = re.compile(
    "新聞|新闻|通信$|通讯|通訊|报道|報導|報道|综合|綜合|小编|小編|佚名|匿名|网友|網友|本报|本報|本刊|員$|员$|뉴스|신문|일보|방송|통신|닷컴|편집"
)
_HONORIFICS = frozenset("dr dr. prof prof. mr mr. mrs mrs. ms ms. sir sen. rep. gov. rev. fr. hon.".split())  # noqa: SIM905
"""Words before a name that are no part of it."""
_LEGAL_FORMS = frozenset("inc llc ltd limited plc corp gmbh llp pty".split())  # noqa: SIM905
_PARTICLES = frozenset(
    "de da do dos das du del della delle di d' van von vom der den ten ter zu zum zur la le el al bin ibn af".split()  # noqa: SIM905
)


def leading_persons(text: str, patterns: Patterns) -> tuple[tuple[str, ...], int]:
    """The names of persons at the beginning of a text, and where the last one ends. Linear in their length."""
    names: list[str] = []
    end = start = 0
    while True:
        name, name_end = _leading_person(text, start, patterns)
        if not name:
            return tuple(names), end
        names.append(name)
        end = name_end
        between = _BETWEEN.match(text, end)
        if not between:
            return tuple(names), end
        start = between.end()


def may_begin_with_person(text: str) -> bool:
    """Whether the first two words of a text may be those of a name. In most lines of prose one has a small letter."""
    first, *others = text.split(maxsplit=2)[:2]
    if first[0].islower() or first[0].isdigit() or first[0] in '"“(':
        return False
    if not others or not first[0].isupper():
        return True
    second = others[0]
    return not (second[0].isdigit() or (second[0].islower() and second not in _PARTICLES))


def names_source(text: str, start: int, patterns: Patterns) -> bool:
    """Whether the name of a known agency or outlet stands at `start`."""
    words = text[start : start + _LONGEST].split()[:_MOST_WORDS]
    names = {" ".join(words[:count]) for count in range(1, len(words) + 1)}
    return not names.isdisjoint(patterns.outlets) or not names.isdisjoint(patterns.agencies)


def _leading_person(text: str, start: int, patterns: Patterns) -> tuple[str, int]:
    """The name of a person that begins at `start`, and where it ends; an empty name if there is none."""
    words: list[str] = []
    ends = [start]
    while match := _WORD.match(text, ends[-1]):
        word = match[1]
        if not _may_be_next(word, words, patterns) or (len(words) > 1 and names_source(text, match.start(1), patterns)):
            break
        words.append(_without_glued(word, patterns))
        ends.append(match.start(1) + len(words[-1]))
        if len(words[-1]) < len(word):
            break
    rest = text[ends[-1] :].lstrip()
    if rest[:1] in (":", "："):  # "Ann Roe Topics: boats"
        words, ends = words[:-1], ends[:-1]
    if len(words) > 2 and words[: len(words) // 2] == words[len(words) // 2 :]:  # the name of a picture, and the name
        words, ends = words[: len(words) // 2], ends[: len(words) // 2 + 1]
    while words and words[-1].casefold() in _PARTICLES:
        words, ends = words[:-1], ends[:-1]
    if rest[:1] in ("’", "'") or not words or is_of_group(rest, patterns) or not _is_person(words, patterns):
        return "", start
    last = words[-1] if _INITIAL.fullmatch(words[-1]) else words[-1].rstrip(".")
    first = 1 if len(words) > 2 and words[0].casefold() in _HONORIFICS else 0
    return " ".join((*words[first:-1], last)), ends[-1]


def _may_be_next(word: str, words: list[str], patterns: Patterns) -> bool:
    """Whether a word may be the next one of a name that begins with `words`."""
    folded = word.casefold().rstrip(".")
    if len(folded) > 1 and not patterns.no_authors.isdisjoint(folded.split("-")):
        return False
    if word in _PARTICLES:
        return bool(words)
    is_other = folded in patterns.months or folded in patterns.regions or folded in patterns.cities
    return (not word[0].islower()) and not (len(words) > 1 and is_other)


def _without_glued(word: str, patterns: Patterns) -> str:
    """A word without the job title or the month that is glued to it."""
    last = _LAST_CAPITAL.search(word)
    folded = last.group().casefold().rstrip(".") if last else ""
    if last and (folded in patterns.months or folded in patterns.no_authors):
        return word[: last.start()]
    glued = _GLUED.search(word)
    return word[: glued.start()] if glued else word


def is_of_group(rest: str, patterns: Patterns) -> bool:
    """Whether the text behind a name makes it one of a body: "Space Agency", "Quay Gazette Team"."""
    words = [word.strip(".,|") for word in rest[:_LONGEST].casefold().split()[:2]]
    word_lists = (
        _GROUPS,
        patterns.agency_words,
        patterns.news_words,
        patterns.press_words,
        patterns.outlet_words,
        patterns.publisher_words,
        patterns.organisation_words,
    )
    is_group = any(words[:1] and words[0] in group for group in word_lists)
    return is_group and patterns.job_titles.isdisjoint(words)


def may_be_unspaced_name(name: str) -> bool:
    """Whether a word in Chinese, Japanese or Korean may be a name of a person: no desk, paper or authority."""
    return name[0] >= WIDE and name[-1] not in _BODY_ENDINGS and not _NO_UNSPACED_NAME.search(name)


def _is_person(words: list[str], patterns: Patterns) -> bool:
    """Whether capitalised words may be the name of a person."""
    name = " ".join(words)
    main = [word for word in words if word not in _PARTICLES]
    is_unspaced = len(name) > 1 and may_be_unspaced_name(name)
    if not (2 <= len(main) <= _MOST_WORDS or is_unspaced) or len(name) > _LONGEST:
        return False
    folded = name.casefold()
    return not (
        max(map(len, main)) < 2
        or main[0].startswith(_ARABIC_ARTICLE)
        or (len(main) == 2 and main[0] in _ARTICLES)
        or any(word.endswith(("'s", "’s")) for word in main)
        or main[-1].casefold().rstrip(".") in _LEGAL_FORMS
        or not patterns.publisher_words.isdisjoint(folded.split())
        or (_ACRONYM.match(name) and not name.isupper())
        or main[0].upper() in patterns.agencies
        or name in patterns.agencies
        or name in patterns.outlets
        or folded in patterns.regions
        or folded in patterns.cities
        or is_outlet(name, patterns)
        or is_agency(name, patterns)
        or not patterns.organisation_words.isdisjoint(folded.split())
    )
