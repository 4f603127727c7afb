"""Tell the words of the names of persons from words of places, bodies and jobs."""

import re

from search.extract.credit_names import is_agency, is_outlet
from search.extract.patterns import Patterns
from search.kernels.signs import FIRST_WIDE

MOST_WORDS, LONGEST = 4, 40
"""Words of the longest name, without particles, and its code points."""
_ACRONYM = re.compile(r"[A-Z]{3,}\b")
_BODY_ENDINGS = frozenset("부팀국실部社局院組组科課课班室会會團团网網报報台臺党黨府處处署庁省")
"""Last signs of the names of desks, papers and authorities in Chinese, Japanese and Korean."""
_ARABIC_ARTICLE = "ال"
"""Begins Arabic words, and names of families, but no first name."""
_ARTICLES = frozenset("El La Le Il Lo Les Der Die Das O A Os As".split())  # noqa: SIM905
"""Before one other word these are articles: "El Observador"."""
_NO_UNSPACED_NAME = re.compile(
    "新聞|新闻|通信$|通讯|通訊|报道|報導|報道|综合|綜合|小编|小編|佚名|匿名|网友|網友|本报|本報|本刊|員$|员$|网络|網路|整理|转载|轉載|原创|原創|未知|本站|站长|スタッフ|管理人|運営|広報|公式|뉴스|신문|일보|방송|통신|닷컴|편집"
)
_SURNAMES = frozenset("best guest lieber royal".split())  # noqa: SIM905
"""Words that no name of an author begins with, but that are names of families too."""
HONORIFICS = frozenset(
    (  # noqa: SIM905
        "dr dr. prof prof. mr mr. mrs mrs. ms ms. sir sen. rep. gov. rev. fr. hon. sgt sgt. lt lt. capt capt. col. "
        "gen. maj. cmdr. father rabbi med. phil. ing. mag. dott. avv."
    ).split()
)
"""Words before a name that are no part of it."""
_ABBREVIATION = re.compile(r"[^\W\d_]{4,}\.")
"""Matches an abbreviation that is too long for one of a first name: "Front. Psychol."."""
SHORT_WEEKDAY = 4
"""Letters of the longest short name of a day of the week. Some are names of persons, such as "Sun"."""
_LONG_ADJECTIVE = 9
"""Letters of the shortest adjective of a job title that ends in "ische": "Landespolitische Korrespondentin"."""
_LONGEST_UNSPACED = 8
"""Signs of the longest name in Chinese, Japanese and Korean, which may have a space between its parts."""
_LEGAL_FORMS = frozenset("inc llc ltd limited plc corp gmbh llp pty".split())  # noqa: SIM905
_SMALL_PARTICLE = re.compile(r"(?:al|el|d|l)[-'’][^\W\d_a-zß-öø-ÿ]")
"""Matches a name with a small particle joined to it: "al-Sayed", "d’Arcy"."""
PARTICLES = frozenset(
    "de da do dos das du del della delle di d' van von vom der den ten ter zu zum zur la le el al bin ibn af".split()  # noqa: SIM905
)


def may_be_next(word: str, words: list[str], patterns: Patterns) -> bool:
    """Whether a word may be the next one of a name that begins with `words`."""
    folded = word.casefold().rstrip(".")
    if len(words) == 1 and folded in _SURNAMES:
        return True
    if len(folded) > 1 and not patterns.no_authors.isdisjoint(folded.split("-")):
        return False
    if word in PARTICLES or (words and word in HONORIFICS):
        return bool(words)
    if word[0].islower() and not _SMALL_PARTICLE.match(word):
        return False
    return len(words) < 2 or not _ends_name(word, folded, words, patterns)


def _ends_name(word: str, folded: str, words: list[str], patterns: Patterns) -> bool:
    """Whether a word behind two others is no part of their name: a place, a month, a day of the week, an adjective, or
    a word with small letters behind a name in capitals."""
    return (
        folded in patterns.months
        or folded in patterns.regions
        or folded in patterns.cities
        or (len(folded) > SHORT_WEEKDAY and folded in patterns.weekdays)
        or (len(folded) >= _LONG_ADJECTIVE and folded.endswith("ische"))
        or (not word.isupper() and all(len(other) > 1 and other.isupper() and "." not in other for other in words))
    )


def is_of_group(rest: str, patterns: Patterns) -> bool:
    """Whether the text behind a name makes it one of a body: "Space Agency", "Quay Gazette Team"."""
    words = [word.strip(".,|") for word in rest[:LONGEST].casefold().split()[:2]]
    word_lists = (
        patterns.group_words,
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
    return name[0] >= FIRST_WIDE and name[-1] not in _BODY_ENDINGS and not _NO_UNSPACED_NAME.search(name)


def is_person(words: list[str], patterns: Patterns) -> bool:
    """Whether capitalised words may be the name of a person."""
    name = " ".join(words)
    if max(name) >= FIRST_WIDE:
        is_whole = min(word[0] for word in words) >= FIRST_WIDE
        return is_whole and 1 < len(name) <= _LONGEST_UNSPACED and may_be_unspaced_name(name)
    main = [word for word in words if word not in PARTICLES]
    if not 2 <= len(main) <= MOST_WORDS or len(name) > LONGEST:
        return False
    folded = name.casefold()
    return not (
        max(map(len, main)) < 2
        or any(_ABBREVIATION.fullmatch(word) and word.casefold() not in HONORIFICS for word in words[:-1])
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
        or not patterns.group_words.isdisjoint(folded.split())
    )
