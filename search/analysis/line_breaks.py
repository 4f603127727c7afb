"""Finds words that are broken at the end of a line."""

import re

from search.analysis.character_classes import MARK, SCRIPTS, classes
from search.analysis.edits import Edit
from search.lazy_pattern import lazy_pattern

HYPHENS = "-\u00ad\u00ac\u058a\u2010\u2011\ufe63\uff0d"
"""What may stand where a word is broken: hyphens, the soft hyphen, and the sign ¬ that some programs make of it."""
_HYPHEN = f"[{re.escape(HYPHENS)}]"
LINE_ENDS = "\n\r\u2028"
"""What ends a line: the last one comes from page layout."""
MOST_BLANKS = 3
"""Blanks, and a carriage return, that may stand between a hyphen and the line break."""
# The pattern begins with the line break and looks back, because lines are rarer than hyphens.
_BEHIND_HYPHEN = "|".join(
    rf"(?<={_HYPHEN}[ \t\r]{{{blanks}}}\n)|(?<={_HYPHEN}[ \t]{{{blanks}}}[\r\u2028])"
    for blanks in range(MOST_BLANKS + 1)
)
_BREAK = lazy_pattern(rf"[{LINE_ENDS}](?:{_BEHIND_HYPHEN})[ \t\f\u00a0\u3000]*(?P<next>[^\W\d_]+)")
_LETTER = lazy_pattern(f"[{SCRIPTS}]")
_LETTER_OR_MARK = lazy_pattern(f"[{SCRIPTS}{MARK}]")
_CONJUNCTIONS = frozenset(
    (
        *("aber", "and", "bis", "bzw", "e", "eller", "en", "et", "i", "lub", "o", "och", "oder", "of", "og"),
        *("or", "oraz", "ou", "sowie", "statt", "u", "und", "y", "и", "или", "та", "або"),
    )
)
"""Words before which a hyphen hangs: `Nord- und Südkorea`. It stays there when the line ends behind it."""
_PARTICLES = frozenset(
    (
        *("a", "an", "at", "by", "de", "du", "for", "in", "la", "le", "of", "off", "on", "out", "sous", "sur"),
        *("the", "to", "up"),
    )
)
"""Inner words of compounds such as `state-of-the-art`. The hyphens beside them belong to the compound."""
_WORD_BEFORE = lazy_pattern(rf"(?P<joint>{_HYPHEN}|\d)?(?P<word>[^\W\d_]*)\Z")
_LONGEST_LOOKED_AT = 16  # code points before a hyphen


def broken_words(text: str) -> list[Edit]:
    """The hyphens and line breaks inside words. They vanish. Linear.

    A word goes on behind the break with a letter in lower case, or with one of a script that has no case. A capital
    letter begins a word: `Anglo-` and `American` stay two. `of-` and `the-art` stay two as well.
    """
    edits = []
    for match in _BREAK.finditer(text):
        hyphen, following = match.start() - 1, match["next"]
        while text[hyphen] in " \t\r":
            hyphen -= 1
        if (
            hyphen > 0
            and _LETTER_OR_MARK.match(classes(text[hyphen - 1]))
            and _LETTER.match(classes(following[0]))
            and not (following[0].isupper() or following[0].istitle())
            and following not in _CONJUNCTIONS
            and not (following in _PARTICLES and text.startswith(tuple(HYPHENS), match.end()))
            and not _ends_compound(text[max(0, hyphen - _LONGEST_LOOKED_AT) : hyphen])
        ):
            edits.append(Edit(hyphen, match.start("next"), ""))
    return edits


def _ends_compound(before: str) -> bool:
    """Whether a text ends with a word that takes a hyphen behind it: `state-of`, `1990s`."""
    match = _WORD_BEFORE.search(before)
    joint, word = match.groups() if match else (None, "")
    return joint is not None and (joint.isdecimal() or word in _PARTICLES)
