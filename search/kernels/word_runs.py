"""Where words stand, but for a few: what the offsets of tokens are stored against. FORMAT.md describes it.

It is a part of the format of an index, and not the tokenizer, which knows more. Each kind of kernels has its own
`is_word`.
"""

FIRST_LETTER = 0xC0
"""From this code point on all are taken for letters, but for SIGNS."""
SIGNS = (0x2000, 0x3040)
"""Code points from the first to the last, excluded, that are no letters."""
