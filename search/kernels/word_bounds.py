"""Find where words begin and end, to cut a text where a reader would."""

import re

BLANK_LINE = re.compile(r"\n[^\S\n]*\r?\n")

_WORD_START = re.compile(r"(?<!\S)\S")


def word_start(text: str, at: int, before: int) -> int:
    """The first place from `at` up to `before` where a word starts; `at` if there is none."""
    word = _WORD_START.search(text, at, before + 1)
    return word.start() if word else at


def word_end(text: str, at: int, after: int) -> int:
    """The last place from `after` up to `at` where a word ends; `at` if there is none."""
    if at < len(text) and not text[at].isspace():
        at = next((place for place in range(at - 1, after, -1) if text[place].isspace()), at)
    return after + len(text[after:at].rstrip())
