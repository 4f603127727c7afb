"""Finds words that are broken at the end of a line."""

import re

from search.analysis.character_classes import MARK, SCRIPTS, classes
from search.analysis.edits import Edit

HYPHENS = "-\u00ad\u00ac\u058a\u2010\u2011\ufe63\uff0d"
"""What may stand where a word is broken: hyphens, the soft hyphen, and the sign ¬ that some programs make of it."""
_HYPHEN = f"[{re.escape(HYPHENS)}]"
MOST_BLANKS = 3
"""Blanks, and a carriage return, that may stand between a hyphen and the line break."""
# The pattern begins with the line break and looks back, because lines are rarer than hyphens.
_BEHIND_HYPHEN = "|".join(rf"(?<={_HYPHEN}[ \t\r]{{{blanks}}}\n)" for blanks in range(MOST_BLANKS + 1))
_BREAK = re.compile(rf"\n(?:{_BEHIND_HYPHEN})[ \t\u00a0\u3000]*(?P<next>[^\W\d_]+)")
_LETTER = re.compile(f"[{SCRIPTS}]")
_LETTER_OR_MARK = re.compile(f"[{SCRIPTS}{MARK}]")
_CONJUNCTIONS = frozenset(
    (
        *("aber", "and", "bis", "bzw", "e", "eller", "en", "et", "i", "lub", "o", "och", "oder", "of", "og"),
        *("or", "oraz", "ou", "sowie", "statt", "u", "und", "y", "и", "или", "та", "або"),
    )
)
"""Words before which a hyphen hangs: `Nord- und Südkorea`. It stays there when the line ends behind it."""


def broken_words(text: str) -> list[Edit]:
    """The hyphens and line breaks inside words. They vanish. Linear.

    A word goes on behind the break with a letter in lower case, or with one of a script that has no case. A capital
    letter begins a word: `Anglo-` and `American` stay two.
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
        ):
            edits.append(Edit(hyphen, match.start("next"), ""))
    return edits
