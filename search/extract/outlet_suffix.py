"""Cut what stands behind a headline: the name of the outlet, the section. "Ferries to cross the bay - Quay Gazette"

It needs evidence that what follows is such a name: a dash or a colon may be part of a headline.
"""

import re
from collections.abc import Callable, Set
from functools import cache
from itertools import dropwhile

from search.extract.draft import SHORT_LINE, Draft
from search.extract.line_shapes import WORD, count_words, line_key
from search.extract.patterns import Patterns, load_patterns
from search.lazy_pattern import lazy_pattern

SEPARATOR = lazy_pattern(r"\s+(?:[–—:~/›»·•-]|::|--|//)\s+|\s*[|│｜]\s*|(?<=[⺀-￯])[-_—](?=\S)")
_SIGN = lazy_pattern("[–—:~/›»·•_|│｜-]")
"""Each separator has one of these. To look for it first is much faster."""
_BARS = frozenset("|│｜›»·•")
_SHORTEST = 15
"""Code points of the shortest headline that ends before a bar."""
_LONGEST_NAME, _MOST_WORDS_OF_NAME = 60, 4
"""Code points of the longest name, and words of the longest one that a bar alone tells from a part of the headline."""
_MOST_ENDINGS = 2
"""Endings of a title that are looked for in other files."""
_FEWEST_WORDS = 3
"""Words of the shortest headline that is cut because it has a line to itself elsewhere."""
_LONGEST_SECTION = 2
"""Words of the longest section that is cut because the outlet's name behind it was."""
_RIGHTS = lazy_pattern(r"(?:©|\(c\)|copyright)[^\n]{0,60}")
_BEFORE_HOLDER = frozenset(("c", "copyright", "by", "the"))
_LINKED = frozenset(
    "facebook twitter instagram youtube linkedin pinterest whatsapp telegram reddit google apple amazon".split()  # noqa: SIM905
)
"""Sites that pages of all outlets link to."""
_SECOND_LEVEL = frozenset(("co", "com", "net", "org", "gov", "ac", "edu"))
_HOST = lazy_pattern(r"(?<![\w.-])(?:[\w-]{1,63}\.){1,5}[a-z]{2,24}(?![\w-])", re.IGNORECASE)


def cut_outlet(draft: Draft, number: int) -> tuple[int, str]:
    """Where the headline in a line ends, and the name of the outlet behind it.

    The name is empty if it is not known, and neither a copyright line nor a web address has it. Linear in the line, and
    in the text if the line has a separator.
    """
    text = draft.lines[number].text
    separators = list(SEPARATOR.finditer(text)) if may_have_parts(text) else []
    if not separators:
        return len(text), ""
    patterns = load_patterns(draft.options.own_patterns)
    is_first = all(above in draft.zones_by_line for above in range(number))

    @cache
    def below() -> str:
        return draft.text[draft.lines[number].end :].lower()

    @cache
    def keys() -> Set[str]:
        return {line_key(line.text) for at, line in enumerate(draft.lines) if at != number and line.text}

    end = len(text)
    for separator in reversed(separators):
        head, name = text[: separator.start()], text[separator.end() : end]
        if head and (
            not name
            or name in patterns.outlets
            or name in patterns.agencies
            or _HOST.fullmatch(name)
            or text[separator.start() :] in draft.options.recurring
            or (end < len(text) and _is_section(head, name))
            or (is_first and _is_cut_in_title(below, head, separator.group().strip(), name, keys))
        ):
            end = separator.start()
    return end, _outlet(draft, below(), separators[-1], patterns) if end < len(text) else ""


def split_title(title: str) -> list[str]:
    """The parts of a title between separators."""
    return SEPARATOR.split(title) if may_have_parts(title) else [title]


def may_have_parts(title: str) -> bool:
    """Whether a title has a sign that each separator has, or a colon."""
    return _SIGN.search(title) is not None


def title_endings(title: str) -> tuple[str, ...]:
    """What may be the name of the outlet behind a title, with the separator: the last part, and the last two parts.

    A small letter begins no name ("in pictures"), unless it is a web address.
    """
    if len(title) > SHORT_LINE:
        return ()
    separators = [separator for separator in SEPARATOR.finditer(title) if separator.start()]
    name = title[separators[-1].end() :] if separators else ""
    if not name or (name[0].islower() and "." not in name):
        return ()
    starts = (separator.start() for separator in separators[-_MOST_ENDINGS:])
    return tuple(ending for start in starts if len(ending := title[start:]) <= 2 * _LONGEST_NAME)


def _is_section(head: str, name: str) -> bool:
    """Whether what stands between a headline and the name of the outlet is the name of a section."""
    return not name[:1].islower() and len(name.split()) <= _LONGEST_SECTION and len(head.split()) >= _FEWEST_WORDS


def _is_cut_in_title(
    below: Callable[[], str], head: str, separator: str, name: str, keys: Callable[[], Set[str]]
) -> bool:
    """Whether the first line has a headline before a separator, and a name behind it. `below` gives what stands below
    it in small letters, `keys` gives those of the other lines."""
    may_be_name = len(name) <= _LONGEST_NAME and name[0] != "#"
    if may_be_name and separator in _BARS and len(head) >= _SHORTEST and len(name.split()) <= _MOST_WORDS_OF_NAME:
        return True
    if len(head.split()) >= _FEWEST_WORDS and line_key(head) in keys():
        return True
    return may_be_name and (line_key(name) in keys() or _is_named(below(), name))


def _is_named(text: str, name: str) -> bool:
    """Whether a copyright line or a web address of a text in small letters has a name, or the name is an address."""
    if _HOST.fullmatch(name):
        return True
    key, small = line_key(name), name.lower()
    if not any(spelling in text for spelling in (small, key, small.replace(" ", "-"))):
        return False  # most names; this is much faster than the expressions
    words = f" {' '.join(WORD.findall(small))} "
    return any(words in f"{' '.join(WORD.findall(rights.group()))} " for rights in _RIGHTS.finditer(text)) or any(
        key in map(line_key, host.group().split(".")) for host in _HOST.finditer(text)
    )


def _outlet(draft: Draft, below: str, separator: re.Match[str], patterns: Patterns) -> str:
    """The outlet behind the last separator in the form to show; empty if there is no evidence that it is one.

    A known name behind a dash may be what a headline cites: "Ferries to stop - Reuters". So the body must not cite it,
    or there has to be the evidence that another name needs: a copyright line that begins with it, or a web address.
    """
    name = separator.string[separator.end() :]
    known = patterns.outlets.get(name, "") or patterns.agencies.get(name, "")
    if known and (separator.group().strip() in _BARS or not _is_in_body(draft, name)):
        return known
    if not known and count_words(separator.string[: separator.start()]) < _FEWEST_WORDS:
        return ""  # "Norholm - Quay"
    is_address = _HOST.fullmatch(name) and (name.islower() or name.lower() in below)  # Node.js is none
    return known or name if is_address or _has_rights(below, name) or named_by_host(below, line_key(name)) else ""


def _is_in_body(draft: Draft, name: str) -> bool:
    return any(name in draft.text[line.start : line.end] for line in draft.lines if line.is_body)


def _has_rights(text: str, name: str) -> bool:
    """Whether a copyright line of a text in small letters begins with a name, behind the years."""
    words = WORD.findall(name.lower())
    for rights in _RIGHTS.finditer(text):
        holder = list(dropwhile(lambda word: word in _BEFORE_HOLDER or word.isdigit(), WORD.findall(rights.group())))
        if holder[: len(words)] == words or ["the", *holder[: len(words) - 1]] == words:
            return True
    return False


def named_by_host(text: str, key: str) -> bool:
    """Whether the site of a web or mail address in a text has the name with this key: quaygazette in
    news@quay-gazette.example. The names of its parts, such as sport in sport.quay.example, do not count, nor do sites
    that all pages link to."""
    if key in _LINKED:
        return False
    return any(_site_key(host.group()) in (key, f"the{key}") for host in _HOST.finditer(text))


def _site_key(host: str) -> str:
    """The key of the name that somebody registered: quay in www.quay.co.uk."""
    *names, _ = host.split(".")
    return line_key(names[-2] if len(names) > 1 and names[-1].lower() in _SECOND_LEVEL else names[-1])
