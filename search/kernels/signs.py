"""What a line may have, as bits. `LineSigns` finds them."""

from collections.abc import Iterable, Mapping, Set
from typing import NamedTuple

LETTER = 1
DIGIT = 1 << 1
"""A decimal digit of any script."""
COLON = 1 << 2
""": or ："""
OPENING, CLOSING = 1 << 3, 1 << 4
"""( and )"""
SLASH = 1 << 5
DASH = 1 << 6
"""–, —, or a hyphen before another one or a space."""
RIGHTS = 1 << 7
"""©"""
BAR = 1 << 8
"""| or ·"""
ENDS_WITH_LETTER = 1 << 9
BEGINS_SMALL = 1 << 10
"""The first sign is a small letter."""
BEGINS_WITH_LETTER = 1 << 11
WIDE = 1 << 12
"""A code point from FIRST_WIDE on: the scripts of Chinese, Japanese and Korean, and what is behind them."""
FIRST_WIDE = "\u2e80"
AT_BEGINNING = 13
"""The signs of the beginning of a line are so many bits higher. What a line may be by its words is higher again."""
BY_WORDS = 2 * AT_BEGINNING
MOST_SIGNS = 63
"""Bits that signs have at most."""
ENDS_SENTENCE, MAY_BE_DATELINE, MAY_BE_NAMES = (1 << MOST_SIGNS - n for n in (3, 2, 1))
"""The line ends like a sentence, may begin with a dateline, or may have names alone."""
OF_LINE = ENDS_SENTENCE | MAY_BE_DATELINE | MAY_BE_NAMES
OF_DATELINE = (DASH | COLON | SLASH | CLOSING) << AT_BEGINNING
"""Marks of datelines: the beginning of a line that may have one has one of them."""
ALL_SIGNS = (1 << MOST_SIGNS) - 1
MOST_PARTS = 10_000
PLACES = 27**3
PARTING = "’‘“”–—…"
"""Marks that part words. They often are all that is not ASCII in a text."""
NUMERIC_DAY = "[0-9][-/.] ?[0-9][0-9]?[-/.] ?[0-9]"
GLUED = "[a-z][A-Z]|[A-Z][A-Z][a-z]"
"""Expressions of what stands in a line that may name a day: "4.3.31", "MayOslo"."""
UNSTOPPED = "\u0e00", "\u0eff"
"""Between these are Thai and Lao, which have no sign that ends a sentence."""
LONGEST_WORD = 12
"""Code points of the longest word before a number that `numbers_beside_words` looks up."""


def place_of(beginning: str) -> int:
    """The place of the beginning of a line in a table of PLACES bytes: of three letters without regard to case, other
    ASCII code points counting as one letter more. -1 if one of the three is not ASCII."""
    place = 0
    for sign in beginning[:3].ljust(3).lower():
        place = 27 * place + (ord(sign) - 96 if "a" <= sign <= "z" else 0)
    return place if beginning[:3].isascii() else -1


def folded_words(text: str) -> str:
    """The words of a text without regard to case. The marks of PARTING become blanks: then most texts are ASCII, whose
    case is folded much faster."""
    if text.isascii():
        return text.lower()
    for mark in PARTING:
        text = text.replace(mark, " ")
    return text.casefold()


def fold_sign(sign: str) -> str:
    """The case folding of a code point; empty for one that may fold to something else than one small letter of Latin-1,
    or to a dash, a quotation mark or an arrow as it stands."""
    if sign < "\x80":
        return sign.lower()
    if sign <= "\xff":
        return "" if sign in "ßµ" else sign.casefold()
    return sign if "\u2010" <= sign <= "\u203a" or "\u2190" <= sign <= "\u21ff" else ""


class LineWords(NamedTuple):
    """What lines may be by their words, as bits from BY_WORDS on.

    `starts` are what lines begin with, and `lines` whole lines of at most `longest_line` code points, without the
    `endings` that may follow; both are casefolded, and lines of any case have them. `parts` are what stands in lines of
    at most `longest` code points; a longer line has the bits of all. A line that begins with no letter is
    `without_letter` too. The signs of the first `beginning` code points of a line are kept apart.

    A line with a digit that may name a day has `of_day`; of one with more than `longest` code points only the first
    `head` count. It has one of the `months`, in small letters of ASCII; a day in numbers, as NUMERIC_DAY is one; the
    letters "thg"; a code point that is not ASCII; or "19" or "20", and a capital letter that is GLUED to others.

    A line ends like a sentence if one of the `sentence_ends` is its last sign, apart from those of `closing`, and no
    full stop behind an abbreviation such as U.S. It is body if it ends so and has `shortest_sentence` code points, or
    `shortest_wide` and the first or the last of them is wide; if it is UNSTOPPED and twice as long as a sentence; or if
    it has more than `longest`.

    A line may begin with a dateline if the beginning has a mark of datelines, and all words in small letters of ASCII
    before the first of these are `words_of_dateline`. It may have names alone if it has at most `longest_names` code
    points, and one that is not ASCII, or two words, of which the first does not begin with a small letter, and the
    second with none and with no digit, where the first begins with a capital letter; it may be one of the `particles`.
    """

    starts: Mapping[str, int]
    lines: Mapping[str, int]
    parts: Mapping[str, int]
    endings: str
    without_letter: int
    longest_line: int
    longest: int
    beginning: int
    months: frozenset[str] = frozenset()
    of_day: int = 0
    head: int = 0
    sentence_ends: str = ""
    closing: str = ""
    shortest_sentence: int = 0
    shortest_wide: int = 0
    words_of_dateline: Set[str] = frozenset()
    particles: Set[str] = frozenset()
    longest_names: int = 0


class Line(NamedTuple):
    """A line without the white space around it.

    `text` is empty if the line is longer than short lines are. `is_body` is true for such a line, and for a shorter one
    that is long enough and ends like a sentence. `signs` are those that it has; those of its beginning are shifted. A
    step that looks for something asks them first: most lines have none of the signs that it needs.
    """

    start: int
    end: int
    text: str
    is_body: bool
    signs: int


class TextLines(NamedTuple):
    """The lines of a text, and the signs that some of its short lines have, of its lines of body, and of the others."""

    lines: tuple[Line, ...]
    short_signs: int
    body_signs: int
    other_signs: int


def check_parts(bits_of: Mapping[str, int]) -> None:
    """Raises ValueError for too many parts, and for bits that are no signs."""
    if len(bits_of) > MOST_PARTS or any(bits < 0 or bits >> MOST_SIGNS for bits in bits_of.values()):
        raise ValueError("too many parts, or bits that are no signs")


def check_bits(bits: Iterable[int]) -> None:
    """Raises ValueError for bits that a line cannot have by its words."""
    if any(each < 0 or each & ((1 << BY_WORDS) - 1 | OF_LINE) or each >> MOST_SIGNS for each in bits):
        raise ValueError("a word has bits that are no signs by words")


def check_words(words: LineWords) -> None:
    """Raises ValueError for an empty start, other bits, letters as endings, and negative lengths."""
    check_parts(words.parts)
    check_bits((words.without_letter, words.of_day))
    for some in (words.starts, words.lines, words.parts):
        check_bits(some.values())
    if any(map(str.isalpha, words.endings)):
        raise ValueError("a letter as an ending")
    if any(map(str.isalnum, words.sentence_ends)) or not set(words.sentence_ends).isdisjoint(words.closing):
        raise ValueError("a letter or a closing sign that ends a sentence")
    if not all(month.isascii() and month.isalpha() and month.islower() for month in words.months):
        raise ValueError("a month that is no word in small letters of ASCII")
    lengths = (words.longest_line, words.longest, words.beginning, words.head, words.longest_names)
    if "" in words.starts or min(*lengths, words.shortest_sentence, words.shortest_wide) < 0:
        raise ValueError("an empty start, or a negative length")
