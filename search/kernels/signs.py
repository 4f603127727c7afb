"""What a line may have, as bits. `line_signs` finds them."""

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
"""The signs of the beginning of a line are so many bits higher, and what it may be by its first letters is as many bits
higher again."""
AS_BEGINNING = 2 * AT_BEGINNING
ANYTHING = 0xFF
"""What a line may be that does not begin with ASCII."""
ALL_SIGNS = (1 << AS_BEGINNING + 8) - 1
PLACES = 27**3
LONGEST_WORD = 12
"""Code points of the longest word before a number that `numbers_beside_words` looks up."""


def place_of(beginning: str) -> int:
    """The place of the beginning of a line in a table of PLACES bytes: of three letters without regard to case, other
    ASCII code points counting as one letter more. -1 if one of the three is not ASCII."""
    place = 0
    for sign in beginning[:3].ljust(3).lower():
        place = 27 * place + (ord(sign) - 96 if "a" <= sign <= "z" else 0)
    return place if beginning[:3].isascii() else -1
