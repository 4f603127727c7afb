"""Digits in groups, in any country's way: 1,234,567 and 1.234.567 and 1'234'567 and 1 234 567 are one number."""

import re

from search.analysis.character_classes import APOSTROPHE, DIGIT, JOIN, THIN_SPACE, fold_characters
from search.lazy_pattern import lazy_pattern

_MARKS = f"[.,{APOSTROPHE}{THIN_SPACE}]"
_MOST = 80  # groups
_GROUPED = (
    rf"(?<!{DIGIT}{_MARKS}){DIGIT}{{1,3}}"
    rf"(?:,(?:{DIGIT}{{2,3}},){{0,{_MOST}}}{DIGIT}{{3}}(?!{DIGIT}|,{DIGIT})"  # groups of two as in India
    rf"|(?P<mark>[.{APOSTROPHE}{THIN_SPACE}])(?:{DIGIT}{{3}}(?P=mark)){{0,{_MOST}}}{DIGIT}{{3}}(?!{DIGIT}|(?P=mark){DIGIT}))"
)
_NUMBER = lazy_pattern(
    rf"(?<!{DIGIT})(?:(?P<grouped>{_GROUPED})(?P<decimals>[.,]{DIGIT}+(?:[.,]{DIGIT}+)*)?|{DIGIT}+(?:\.{DIGIT}+)+)"
)
GROUPED_BY_SPACES = r"[1-9][0-9]{0,2}(?:\ [0-9]{3}){2,4}"
"""A pattern for a number in groups with plain spaces between them."""
_SPACED = lazy_pattern(
    r"(?<!\d)(?<!\d[.,'\u2019\u00a0\u2009\u202f])(?<!\b\d )(?<!\b\d\d )(?<!\b\d{3} )(?<!\+)"
    rf"{GROUPED_BY_SPACES}(?!\d| \d)"
)
_TWO_GROUPS = lazy_pattern(r" [0-9]{3} [0-9]{3}(?!\d)")  # faster to look for
_POINTED = lazy_pattern(r"\d+(?:\.\d+)+")
_ONE_GROUP = lazy_pattern(r"[1-9]\d{0,2}\.\d{3}")


def join_digit_groups(text: str, kinds: str) -> str:
    """`kinds`, the classes of `text`, with JOIN for the marks between groups of digits, and for one decimal point.

    The decimals of a number in groups stay apart, because its point is a group mark elsewhere: 1,234.50. More points
    than one make a date, a version or an address, unless all groups have three digits. Linear.
    """

    def join(match: re.Match[str]) -> str:
        number, grouped = match.group(), match["grouped"]
        if grouped and not (match["mark"] == "." and _is_no_number(text[slice(*match.span("grouped"))])):
            return re.sub(_MARKS, JOIN, grouped) + number[len(grouped) :]
        return number.replace(".", JOIN) if number.count(".") == 1 else number

    return _NUMBER.sub(join, kinds)


def _is_no_number(grouped: str) -> bool:
    """Whether groups with points are no whole number: 0.125 is a fraction, 192.168.100.200 an address."""
    first, *others = fold_characters(grouped).split(".")
    is_address = len(others) == 3 and int(first) < 256 and all(100 <= int(group) < 256 for group in others)
    return first[0] == "0" or is_address


def without_group_points(term: str) -> str:
    """A folded number without the points between its groups: `6.000` -> `6000`. 3.14 and 0.125 stay."""
    return _POINTED.sub(
        lambda match: (
            match.group().replace(".", "")
            if match.group().count(".") > 1 or _ONE_GROUP.fullmatch(match.group())
            else match.group()
        ),
        term,
    )


def join_spaced_groups(text: str) -> str:
    """`text` with no-break spaces for the plain spaces of a number in three to five groups: 1 234 567. Linear.

    Two groups stay two numbers, and so do more than five, which are a row of a table.
    """
    if not _TWO_GROUPS.search(text):
        return text
    return _SPACED.sub(lambda match: match.group().replace(" ", "\u00a0"), text)
