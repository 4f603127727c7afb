"""Text to tokens with exact offsets: the one way, for indexing, for queries and for highlights alike."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from search.analysis.character_classes import (
    APOSTROPHE,
    CHARACTER,
    CLOSE,
    COMMON,
    DIGIT,
    HYPHEN,
    IGNORED,
    JOIN,
    MARK,
    PERCENT,
    SCRIPTS,
    SPACE,
    THIN_SPACE,
    classes,
    fold_cluster,
)
from search.analysis.character_classes import fold as fold_characters
from search.analysis.slices import slices

VERSION = 2
"""Raised whenever the same text would give other tokens: an index of another version has to be built anew."""

LONGEST = 255
"""Code points in a token; a longer run becomes several adjacent tokens, so it is still found whole."""

_REMEMBERED = 64
"""Code points of the longest token whose term is remembered: so what is remembered has a bound."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of a text as three columns of one length; offsets count code points, half open."""

    terms: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def __len__(self) -> int:
        return len(self.terms)

    def between(self, start: int, end: int) -> "Tokens":
        """The tokens that lie within text[start:end], their offsets unchanged. Linear in the result."""
        cut = slice(bisect_left(self.starts, start), bisect_right(self.ends, end))
        return Tokens(self.terms[cut], self.starts[cut], self.ends[cut])


# Each rule finds punctuation, in the string of classes, that holds a word together, and what it becomes there.
# L is a letter, W anything that can stand in a word. All rules are anchored at their first character: linear.
_L, _W = f"[{SCRIPTS}]", f"[{SCRIPTS}{DIGIT}{COMMON}{MARK}{CHARACTER}{JOIN}{IGNORED}]"
_GROUP = f"[,{THIN_SPACE}]"
_NUMBER_WITH_POINTS = re.compile(rf"(?<!{DIGIT}){DIGIT}+(?:\.{DIGIT}+)+")
_GROUPED_NUMBER = re.compile(
    rf"(?<!{DIGIT})(?<!{DIGIT}{_GROUP}){DIGIT}{{1,3}}({_GROUP})(?:{DIGIT}{{2,3}}\1){{0,80}}{DIGIT}{{3}}(?!{DIGIT}|{_GROUP}{DIGIT})"
)
_APOSTROPHE_INSIDE = re.compile(rf"(?<=[{SCRIPTS}{DIGIT}{COMMON}{MARK}]){APOSTROPHE}(?={_L})")
_APOSTROPHE_S_AFTER_CLOSE = re.compile(rf"(?<={CLOSE}){APOSTROPHE}{_L}(?!{_W})")
_INITIALS = re.compile(rf"(?<!{_W})(?<!{_W}\.)({_L})(?:\.\1)+(?!{_W})\.?")
_AMPERSAND = re.compile(rf"(?<!{_W})(?<!&)({_L})\1?&\1{{1,2}}(?!{_W}|&)")
_PLUS_OR_SHARP = re.compile(rf"(?<!{_W})({_L})(?:\+\+|\#)(?!{_W}|[+\#])")

_INSIDE = f"[{IGNORED}{JOIN}]*"
_MORE = f"{{0,{LONGEST - 1}}}"
_DIGITS = f"[{DIGIT}{COMMON}](?:{_INSIDE}[{DIGIT}{COMMON}{MARK}]){_MORE}"
_TOKEN = re.compile(
    rf"(?:{_DIGITS}{_INSIDE})?(?P<letter>{_L})"
    rf"(?:{_INSIDE}(?:(?P=letter)|[{DIGIT}{COMMON}{MARK}])){_MORE}{CLOSE}*"
    rf"|{_DIGITS}|{CHARACTER}(?:{IGNORED}*{MARK}){_MORE}|{PERCENT}"
)
_GAP_IN_PER_CENT = re.compile(f"[{SPACE}{THIN_SPACE}{HYPHEN}]+")
_POSSESSIVE = re.compile(r"(?:['\u2018\u2019\u201b\u02bc\uff07][sS])+\Z")
_NO_TERM = frozenset((",", HYPHEN))  # classes of what holds a token together and is not in its term
_MIDDLE_DOT = "\u00b7"  # what is left of the Catalan letter that Unicode decomposes to an l and this
_LOOSE_POINT = re.compile(r"(?<!\d)\.|\.(?!\d)")


def tokens(text: str) -> Tokens:
    """The tokens of any text. Linear, about 1 MB/s; never raises.

    `fold(text[start:end])` is the term of each; starts and ends increase and never overlap. A long text is analysed in
    slices.
    """
    terms: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for first, last in slices(text):
        found = _slice_tokens(text[first:last])
        terms.extend(found.terms)
        starts.extend(first + start for start in found.starts)
        ends.extend(first + end for end in found.ends)
    return Tokens(tuple(terms), tuple(starts), tuple(ends))


def _slice_tokens(text: str) -> Tokens:
    kinds = _joined(text, classes(text))
    terms: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for start, end in _spans(text, kinds):
        term = fold(text[start:end])
        if term == "cent" and terms and terms[-1] == "per" and _GAP_IN_PER_CENT.fullmatch(kinds, ends[-1], start):
            terms[-1], ends[-1] = "percent", end
        elif term:
            terms.append(term)
            starts.append(start)
            ends.append(end)
    return Tokens(tuple(terms), tuple(starts), tuple(ends))


def fold(surface: str) -> str:
    """The term of one token as it stands in a text: `6,000` -> `6000`, `U.S.` -> `us`, `Kraków` -> `krakow`."""
    if surface.isascii() and surface.isalnum():
        return surface.lower()
    return _remembered_fold(surface) if len(surface) <= _REMEMBERED else _fold(surface)


def _fold(surface: str) -> str:
    kind = classes(surface[0])
    if kind in (PERCENT, CHARACTER):
        return "percent" if kind == PERCENT else fold_cluster(surface)
    term = _POSSESSIVE.sub("", fold_characters(surface).strip("'"))
    term = "".join(term.split()).replace(_MIDDLE_DOT, "")
    return _LOOSE_POINT.sub("", "".join(c for c, kind in zip(term, classes(term), strict=True) if kind not in _NO_TERM))


_remembered_fold = lru_cache(maxsize=1 << 15)(_fold)


def _spans(text: str, kinds: str) -> Iterator[tuple[int, int]]:
    for match in _TOKEN.finditer(kinds):
        start, end = match.span()
        if JOIN in match.group():
            possessive = _POSSESSIVE.search(text[start:end])
            end = start + possessive.start() if possessive else end
        yield start, end


def _joined(text: str, kinds: str) -> str:
    """`kinds` with JOIN and CLOSE written over the punctuation that belongs to words; the length stays."""

    def in_ascii(punctuation: str, becomes: str) -> Callable[[re.Match[str]], str]:
        """Names such as C++ are ASCII: a ligature beside a plus sign is no such name."""
        written = re.compile(punctuation)
        return lambda match: (
            written.sub(becomes, match.group()) if text[slice(*match.span())].isascii() else match.group()
        )

    if "." in kinds:
        kinds = _NUMBER_WITH_POINTS.sub(_join_decimal_point, kinds)
        kinds = _INITIALS.sub(_join_initials, kinds)
    kinds = _GROUPED_NUMBER.sub(lambda match: re.sub(_GROUP, JOIN, match.group()), kinds)
    if "&" in kinds:
        kinds = _AMPERSAND.sub(in_ascii("&", JOIN), kinds)
    if "+" in kinds or "#" in kinds:
        kinds = _PLUS_OR_SHARP.sub(in_ascii("[+#]", CLOSE), kinds)
    if APOSTROPHE in kinds:
        kinds = _APOSTROPHE_INSIDE.sub(JOIN, kinds)
        kinds = _APOSTROPHE_S_AFTER_CLOSE.sub(
            lambda match: SPACE * 2 if text[match.end() - 1] in "sS" else match.group(), kinds
        )
    return kinds


def _join_decimal_point(match: re.Match[str]) -> str:
    """One point is a decimal point; more make a date, a version or an address, whose parts are words of their own."""
    number = match.group()
    return number.replace(".", JOIN) if number.count(".") == 1 else number


def _join_initials(match: re.Match[str]) -> str:
    initials = match.group()
    closed = initials.endswith(".")
    return initials.rstrip(".").replace(".", JOIN) + CLOSE * closed
