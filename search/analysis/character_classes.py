"""What one code point means to the analyser: its class, and what it folds to.

Both answers come from tables that fill themselves as code points are met, so importing costs nothing and a text
costs one dictionary look-up a code point.
"""

import unicodedata

# The classes. Letters of a script that writes words get a class of their own for each script (see SCRIPTS), so that a
# change of script is a change of class; everything else is one of these.
DIGIT = "d"
MARK = "m"  # combines with the character before it
COMMON = "k"  # a letter that belongs to every script, such as a modifier letter
CHARACTER = "c"  # of a script that is written without spaces: a token by itself
IGNORED = "z"  # invisible: vanishes inside a word
JOIN = "j"  # never a code point's own class: the analyser writes it over punctuation that holds a word together
CLOSE = "e"  # likewise, over punctuation that ends a word and belongs to it
PERCENT = "%"
APOSTROPHE = "'"
THIN_SPACE = "t"  # may group digits
SPACE = " "
HYPHEN = "-"
OTHER = "x"
_LITERAL = frozenset(",.&+#")  # punctuation with a role of its own stands for itself

_FIRST_SCRIPT, _LAST_SCRIPT = "\ue000", "\uf8ff"
SCRIPTS = f"{_FIRST_SCRIPT}-{_LAST_SCRIPT}"
"""The classes of letters, as a range for a regular expression's character set."""

_SPECIAL = {
    **dict.fromkeys("'\u2018\u2019\u201b\u02bc\uff07", APOSTROPHE),
    **dict.fromkeys("%\u066a\ufe6a\uff05", PERCENT),
    **dict.fromkeys("\u00a0\u2009\u202f", THIN_SPACE),
    "\u0640": IGNORED,  # the Arabic stretch, a matter of layout
}
_SPACELESS = frozenset(
    (
        *("CJK", "IDEOGRAPHIC", "HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA", "HENTAIGANA", "VERTICAL", "BOPOMOFO"),
        *("YI", "NUSHU", "TANGUT", "THAI", "LAO", "KHMER", "MYANMAR"),
    )
)
_ACCENTS_FOLD = frozenset(("LATIN", "GREEK", "CYRILLIC"))

# Letters that readers take for an accented one though Unicode does not decompose them.
_STROKES = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ħ": "h", "ŧ": "t", "ı": "i", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th"}
)


def script(character: str) -> str:
    """The script of a letter: the first word of the name of what it decomposes to ("LATIN", "DEVANAGARI").

    Python has no table of scripts, but Unicode's names begin with theirs.
    """
    base = unicodedata.normalize("NFKD", character)[0]
    return unicodedata.name(base, "UNNAMED").split()[0]


class _Classes(dict[int, str]):
    """Code point -> class, for `str.translate`; filled on demand."""

    def __init__(self) -> None:
        self._scripts: dict[str, str] = {}

    def __missing__(self, code: int) -> str:
        self[code] = found = self._classify(chr(code))
        return found

    def _classify(self, character: str) -> str:
        if character in _SPECIAL:
            return _SPECIAL[character]
        if character in _LITERAL:
            return character
        if character.isspace():
            return SPACE
        category = unicodedata.category(character)
        parts = unicodedata.normalize("NFKD", character)
        if category[0] == "M" or all(unicodedata.category(part)[0] == "M" for part in parts):
            return MARK
        if category == "Nd" or (category == "No" and all(part.isdecimal() for part in parts)):
            return DIGIT
        if category[0] == "L" or category == "Nl":
            return self._letter(script(character))
        return {"Cf": IGNORED, "Pd": HYPHEN}.get(category, OTHER)

    def _letter(self, name: str) -> str:
        if name in _SPACELESS:
            return CHARACTER
        if name == "MODIFIER":
            return COMMON
        return self._scripts.setdefault(name, chr(ord(_FIRST_SCRIPT) + len(self._scripts)))


_CLASSES = _Classes()


def classes(text: str) -> str:
    """The class of every code point of `text`, as a string of the same length. Linear."""
    return text.translate(_CLASSES)


def fold(text: str) -> str:
    """`text` without differences of case, accent (on Latin, Greek and Cyrillic), width, ligature and digit shape.

    Marks of other scripts stay, since there they are vowels: Hindi words differ by nothing else. Invisible
    characters vanish. Follows NFKC_Casefold (the Unicode Standard, section 3.13) but for the accents. Linear.
    """
    if text.isascii():
        return text.lower()
    bare = _drop_accents(unicodedata.normalize("NFKD", text))
    return unicodedata.normalize("NFKC", bare.casefold().translate(_STROKES))


def fold_cluster(text: str) -> str:
    """`fold` for a token of one CHARACTER with its marks. A ligature of two characters stays one: it is one token."""
    simple = unicodedata.normalize("NFKC", text[0])
    marks = "".join(mark for mark in text[1:] if _CLASSES[ord(mark)] == MARK)
    base = simple if len(simple) == 1 else text[0]
    return unicodedata.normalize("NFC", base + unicodedata.normalize("NFKC", marks))


def _drop_accents(decomposed: str) -> str:
    """Leave out the marks on letters whose accents fold, marks with no letter before them, and what is invisible."""
    kept, keeps_marks = [], False
    for character in decomposed:
        kind = _CLASSES[ord(character)]
        if kind == MARK:
            if keeps_marks:
                kept.append(character)
        elif kind == APOSTROPHE:
            kept.append("'")
        elif kind != IGNORED:
            keeps_marks = kind == CHARACTER or (
                _FIRST_SCRIPT <= kind <= _LAST_SCRIPT and script(character) not in _ACCENTS_FOLD
            )
            kept.append(str(unicodedata.decimal(character, character)))
    return "".join(kept)
