"""Numbers for the classes of code points, for tables that the kernels read."""

OTHER, SPACE, HYPHEN, DIGIT, CHARACTER, PERCENT, MARK, COMMON, IGNORED, FRACTION, NOTE = range(1, 12)
APOSTROPHE, THIN_SPACE, COMMA, POINT, AMPERSAND, PLUS, SHARP = range(12, 19)
"""Separators are those up to HYPHEN. 0 is a code point whose class is not known yet."""
FIRST_LETTER = 32
"""The first number of the classes of letters: one for each script."""
