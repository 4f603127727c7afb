"""Text to tokens with exact offsets. Indexing, queries and highlights all use these tokens."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

from search.analysis.character_classes import (
    APOSTROPHE,
    APOSTROPHES,
    CHARACTER,
    CLOSE,
    COMMON,
    DIGIT,
    FRACTION,
    HYPHEN,
    IGNORED,
    JOIN,
    MARK,
    NOTE,
    PERCENT,
    SCRIPTS,
    SPACE,
    THIN_SPACE,
    classes,
    fold_characters,
    fold_cluster,
)
from search.analysis.digit_groups import join_digit_groups, without_group_points
from search.analysis.elision import is_elided
from search.analysis.slices import are_plain_words, slice_text
from search.lazy_pattern import lazy_pattern
from search.types.article import Span

VERSION = 3
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
_UNIT_WITH_POWER = lazy_pattern(rf"(?<![{SCRIPTS}{COMMON}{MARK}{JOIN}{IGNORED}])({_L}{{1,6}}){NOTE}")
_APOSTROPHE_INSIDE = lazy_pattern(rf"(?<=[{SCRIPTS}{DIGIT}{COMMON}{MARK}]){APOSTROPHE}(?={_L})")
_APOSTROPHE_S_AFTER_CLOSE = lazy_pattern(rf"(?<={CLOSE}){APOSTROPHE}{_L}(?!{_W})")
_INITIALS = lazy_pattern(rf"(?<!{_W})(?<!{_W}\.)({_L})(?:\.\1)+(?!{_W})\.?")
_AMPERSAND = lazy_pattern(rf"(?<!{_W})(?<!&)({_L})\1?&\1{{1,2}}(?!{_W}|&)")
_PLUS_OR_SHARP = lazy_pattern(rf"(?<!{_W})({_L})(?:\+\+|\#)(?!{_W}|[+\#])")

_INSIDE = f"[{IGNORED}{JOIN}]*"
_MORE = f"{{0,{LONGEST - 1}}}"
_DIGITS = f"[{DIGIT}{COMMON}](?:{_INSIDE}[{DIGIT}{COMMON}{MARK}]){_MORE}"
_TOKEN = lazy_pattern(
    rf"(?:{DIGIT}(?:{_INSIDE}[{DIGIT}{MARK}]){_MORE}{_INSIDE})?{FRACTION}"
    rf"|(?:{_DIGITS}{_INSIDE})?(?P<letter>{_L})"
    rf"(?:{_INSIDE}(?:(?P=letter)|[{DIGIT}{COMMON}{MARK}])){_MORE}{CLOSE}*"
    rf"|{_DIGITS}|{CHARACTER}(?:{IGNORED}*{MARK}){_MORE}|{PERCENT}"
)
_PER_CENT_GAP = lazy_pattern(f"[{SPACE}{THIN_SPACE}{HYPHEN}]+")
_APOSTROPHE = lazy_pattern(f"[{APOSTROPHES}]")
_POSSESSIVE = lazy_pattern(rf"(?:[{APOSTROPHES}][sS])+\Z")
_DROPPED_APOSTROPHE = lazy_pattern(r"'(?!(?:t|d|m|ll|re|ve)\Z)")
"""An apostrophe that a term leaves out: all but those of *don't* and *we'll*, which are no *dont* and no *well*."""
_SIGNS_OF_NAMES = lazy_pattern("[&+#]")
_UNITS = frozenset(
    (
        *("m", "mm", "cm", "dm", "dam", "hm", "km", "nm", "µm", "μm", "in", "inch", "ft", "foot", "feet", "yd"),
        *("yard", "mi", "mile", "miles", "ha", "s", "sec", "м", "см", "км", "мм", "дм", "co"),
    )
)
"""What has a power: m², km³. All but CO², which is a way to write CO₂, are units."""
_POWERS = frozenset("²³")
_NOT_IN_TERM = frozenset((",", HYPHEN))  # classes of punctuation inside a token that its term leaves out
_MIDDLE_DOT = "\u00b7"  # Unicode decomposes a Catalan letter to an l and this dot
_LOOSE_POINT = lazy_pattern(r"(?<!\d)\.|\.(?!\d)")


def tokenize(text: str) -> Tokens:
    """Tokenize any text. Linear, about 1 MB/s; never raises.

    A token tokenized by itself has the same term, except in mojibake. Tokens are in order and never overlap. A long
    text is tokenized in slices. Each slice is read through `filter_characters` first.
    """
    if text.isalnum() and text.isascii() and len(text) <= LONGEST:  # one word, as most that people type
        return Tokens((text.lower(),), (0,), (len(text),))
    if len(text) <= LONGEST and are_plain_words(text):
        return _plain_tokens(text.lower().split(" "))
    from search.analysis.char_filter import filter_characters  # few queries need it

    terms: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for first, last in slice_text(text):
        filtered = filter_characters(text[first:last])
        tokens = tokenize_filtered(filtered.text)
        terms.extend(tokens.terms)
        starts.extend(first + start for start in filtered.original_starts(tokens.starts))
        ends.extend(first + end for end in filtered.original_ends(tokens.ends))
    return Tokens(tuple(terms), tuple(starts), tuple(ends))


def _plain_tokens(words: Sequence[str]) -> Tokens:
    """Words with a space between each two."""
    ends = [end - 1 for end in accumulate(len(word) + 1 for word in words)]
    return Tokens(tuple(words), (0, *(end + 1 for end in ends[:-1])), tuple(ends))


def tokenize_filtered(text: str) -> Tokens:
    """The tokens of a text that was read through `filter_characters`, with their offsets in it. Linear."""
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
    if classes(surface[-1]) == FRACTION:
        return (_normalize(surface[:-1]) if len(surface) > 1 else "") + surface[-1]
    if kind in (PERCENT, CHARACTER):
        return "percent" if kind == PERCENT else fold_cluster(surface)
    term = _POSSESSIVE.sub("", fold_characters(surface).strip("'"))
    term = "".join(term.split()).replace(_MIDDLE_DOT, "")
    if not _SIGNS_OF_NAMES.search(term):
        term = _DROPPED_APOSTROPHE.sub("", term)
    term = _LOOSE_POINT.sub(
        "", "".join(c for c, kind in zip(term, classes(term), strict=True) if kind not in _NOT_IN_TERM)
    )
    return without_group_points(term) if "." in term else term


_cached_normalize = lru_cache(maxsize=1 << 15)(_normalize)


def _token_spans(text: str, kinds: str) -> Iterator[Span]:
    for match in _TOKEN.finditer(kinds):
        start, end = match.span()
        if JOIN in match.group():
            possessive = _POSSESSIVE.search(text, start, end)
            end = possessive.start() if possessive else end
            for apostrophe in _APOSTROPHE.finditer(text, start, end):
                if not is_elided(text[start : apostrophe.start()], text[apostrophe.end() : end]):
                    break
                yield start, apostrophe.start()
                start = apostrophe.end()
        yield start, end


def _join_words(text: str, kinds: str) -> str:
    """`kinds` with the punctuation that belongs to words replaced by JOIN or CLOSE. The length stays the same."""

    def replace_in_ascii(punctuation: str, kind: str) -> Callable[[re.Match[str]], str]:
        """Replace punctuation in ASCII names such as C++ only. A ligature before a plus sign makes no such name."""
        pattern = re.compile(punctuation)
        return lambda match: pattern.sub(kind, match.group()) if text[slice(*match.span())].isascii() else match.group()

    if NOTE in kinds:
        kinds = _UNIT_WITH_POWER.sub(lambda match: _join_power(text, match), kinds)
    kinds = join_digit_groups(text, kinds)
    if "." in kinds:
        kinds = _INITIALS.sub(_join_initials, kinds)
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


def _join_power(text: str, match: re.Match[str]) -> str:
    """Take the power of a unit as a digit. Other superscript digits are marks of notes and no part of a word."""
    is_power = text[match.end() - 1] in _POWERS and text[slice(*match.span(1))].lower() in _UNITS
    return match[1] + DIGIT if is_power else match.group()


def _join_initials(match: re.Match[str]) -> str:
    initials = match.group()
    return initials.rstrip(".").replace(".", JOIN) + CLOSE * initials.endswith(".")
