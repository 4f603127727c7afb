"""Text to tokens with exact offsets. Indexing, queries and highlights all use these tokens."""

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
    fold_characters,
    fold_cluster,
)
from search.analysis.slices import slice_text
from search.types.article import Span

VERSION = 2
"""Raise this whenever the same text gives other tokens. An index of another version has to be built anew."""

LONGEST = 255
"""Code points of the longest token. A longer run becomes several adjacent tokens, so it is still found whole."""

_LONGEST_CACHED = 64
"""Code points of the longest token whose term is cached. This bounds the memory of the cache."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of a text as three columns of the same length. Spans are half open and count code points."""

    terms: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def __len__(self) -> int:
        return len(self.terms)

    def between(self, start: int, end: int) -> "Tokens":
        """The tokens that lie within text[start:end]. Their offsets do not change. Linear in the result."""
        inside = slice(bisect_left(self.starts, start), bisect_right(self.ends, end))
        return Tokens(self.terms[inside], self.starts[inside], self.ends[inside])


# Each rule finds punctuation that holds a word together, in the string of character classes.
# _L is a letter, _W anything that can stand in a word. Every rule is anchored at its first character, so it is linear.
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
_PER_CENT_GAP = re.compile(f"[{SPACE}{THIN_SPACE}{HYPHEN}]+")
_POSSESSIVE = re.compile(r"(?:['\u2018\u2019\u201b\u02bc\uff07][sS])+\Z")
_NOT_IN_TERM = frozenset((",", HYPHEN))  # classes of punctuation inside a token that its term leaves out
_MIDDLE_DOT = "\u00b7"  # Unicode decomposes a Catalan letter to an l and this dot
_LOOSE_POINT = re.compile(r"(?<!\d)\.|\.(?!\d)")


def tokenize(text: str) -> Tokens:
    """Tokenize any text. Linear, about 1 MB/s; never raises.

    The term of a token is `normalize_term(text[start:end])`. Tokens are in order and never overlap. A long text is
    tokenized in slices.
    """
    terms: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for first, last in slice_text(text):
        tokens = _tokenize_slice(text[first:last])
        terms.extend(tokens.terms)
        starts.extend(first + start for start in tokens.starts)
        ends.extend(first + end for end in tokens.ends)
    return Tokens(tuple(terms), tuple(starts), tuple(ends))


def _tokenize_slice(text: str) -> Tokens:
    kinds = _join_words(text, classes(text))
    terms: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for start, end in _token_spans(text, kinds):
        term = normalize_term(text[start:end])
        if term == "cent" and terms and terms[-1] == "per" and _PER_CENT_GAP.fullmatch(kinds, ends[-1], start):
            terms[-1], ends[-1] = "percent", end
        elif term:
            terms.append(term)
            starts.append(start)
            ends.append(end)
    return Tokens(tuple(terms), tuple(starts), tuple(ends))


def normalize_term(surface: str) -> str:
    """The term of one token as it stands in a text: `6,000` -> `6000`, `U.S.` -> `us`, `Kraków` -> `krakow`."""
    if surface.isascii() and surface.isalnum():
        return surface.lower()
    return _cached_normalize(surface) if len(surface) <= _LONGEST_CACHED else _normalize(surface)


def _normalize(surface: str) -> str:
    kind = classes(surface[0])
    if kind in (PERCENT, CHARACTER):
        return "percent" if kind == PERCENT else fold_cluster(surface)
    term = _POSSESSIVE.sub("", fold_characters(surface).strip("'"))
    term = "".join(term.split()).replace(_MIDDLE_DOT, "")
    return _LOOSE_POINT.sub(
        "", "".join(c for c, kind in zip(term, classes(term), strict=True) if kind not in _NOT_IN_TERM)
    )


_cached_normalize = lru_cache(maxsize=1 << 15)(_normalize)


def _token_spans(text: str, kinds: str) -> Iterator[Span]:
    for match in _TOKEN.finditer(kinds):
        start, end = match.span()
        if JOIN in match.group():
            possessive = _POSSESSIVE.search(text[start:end])
            end = start + possessive.start() if possessive else end
        yield start, end


def _join_words(text: str, kinds: str) -> str:
    """`kinds` with the punctuation that belongs to words replaced by JOIN or CLOSE. The length stays the same."""

    def replace_in_ascii(punctuation: str, kind: str) -> Callable[[re.Match[str]], str]:
        """Replace punctuation in ASCII names such as C++ only. A ligature before a plus sign makes no such name."""
        pattern = re.compile(punctuation)
        return lambda match: pattern.sub(kind, match.group()) if text[slice(*match.span())].isascii() else match.group()

    if "." in kinds:
        kinds = _NUMBER_WITH_POINTS.sub(_join_decimal_point, kinds)
        kinds = _INITIALS.sub(_join_initials, kinds)
    kinds = _GROUPED_NUMBER.sub(lambda match: re.sub(_GROUP, JOIN, match.group()), kinds)
    if "&" in kinds:
        kinds = _AMPERSAND.sub(replace_in_ascii("&", JOIN), kinds)
    if "+" in kinds or "#" in kinds:
        kinds = _PLUS_OR_SHARP.sub(replace_in_ascii("[+#]", CLOSE), kinds)
    if APOSTROPHE in kinds:
        kinds = _APOSTROPHE_INSIDE.sub(JOIN, kinds)
        kinds = _APOSTROPHE_S_AFTER_CLOSE.sub(
            lambda match: SPACE * 2 if text[match.end() - 1] in "sS" else match.group(), kinds
        )
    return kinds


def _join_decimal_point(match: re.Match[str]) -> str:
    """Join a number with one point. More points make a date, a version or an address; its parts stay separate."""
    number = match.group()
    return number.replace(".", JOIN) if number.count(".") == 1 else number


def _join_initials(match: re.Match[str]) -> str:
    initials = match.group()
    return initials.rstrip(".").replace(".", JOIN) + CLOSE * initials.endswith(".")
