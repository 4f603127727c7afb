"""Numbers for the classes of code points, for tables that the kernels read."""

OTHER, SPACE, HYPHEN, DIGIT, CHARACTER, PERCENT, UNUSUAL = range(1, 8)
APOSTROPHE, THIN_SPACE, COMMA, POINT, AMPERSAND, PLUS, SHARP = range(8, 15)
"""Separators are those up to HYPHEN. An UNUSUAL code point may be in words, but not as a plain letter or digit. 0 is a
code point whose class is not known yet."""
FIRST_LETTER = 32
"""The first number of the classes of letters: one for each script."""
CODE_POINTS = 0x110000
"""How many code points there are: so long is a table with something of each."""
PAIR_SIGNS = ENTITY_SIGN, TAG_SIGN, ESCAPE_SIGN, MOJIBAKE_SIGN, GERSHAYIM_SIGN = (1, 2, 4, 8, 16)
LINE_SIGN, DIGIT_SIGN = 32, 64
ALL_SIGNS = 127
"""Bits for what `filter_candidates` looks for."""
