"""The class of each code point, and text without differences of case, accent and width.

The table of classes fills itself as code points come up. So importing costs nothing, and a text costs one dictionary
look-up for each code point.
"""

import unicodedata

# The classes. The letters of each script that separates words have a class of their own (see SCRIPTS), so that a change
# of script is a change of class. Every other code point has one of these classes.
DIGIT = "d"
MARK = "m"  # combines with the character before it
COMMON = "k"  # a letter that belongs to every script, such as a modifier letter
CHARACTER = "c"  # of a script that is written without spaces; it is a token by itself
IGNORED = "z"  # invisible; it is dropped from a word
JOIN = "j"  # the tokenizer replaces punctuation that holds a word together by it; no code point has it
CLOSE = "e"  # the tokenizer replaces punctuation that ends a word, as in C++, by it; no code point has it
PERCENT = "%"
APOSTROPHE = "'"
THIN_SPACE = "t"  # may group digits
SPACE = " "
FRACTION = "f"
NOTE = "n"  # a superscript digit
HYPHEN = "-"
OTHER = "x"
_LITERAL = frozenset(",.&+#")  # punctuation with a rule of its own is its own class

_FIRST_SCRIPT, _LAST_SCRIPT = "\ue000", "\uf8ff"
SCRIPTS = f"{_FIRST_SCRIPT}-{_LAST_SCRIPT}"
"""The classes of letters, as a range for a regular expression's character set."""

APOSTROPHES = "'`\u0091\u0092\u00b4\u2018\u2019\u201b\u2032\u02bc\u05f3\u05f4\uff07"
"""Apostrophes, also as bytes of windows-1252; accents and primes that people type for them; Hebrew geresh and
gershayim."""
_ACUTE = "\u00b4"

_SPECIAL = {
    **dict.fromkeys(APOSTROPHES, APOSTROPHE),
    **dict.fromkeys("%\u066a\ufe6a\uff05", PERCENT),
    **dict.fromkeys("\u00a0\u2007\u2009\u202f", THIN_SPACE),
    **dict.fromkeys("\u00b9\u00b2\u00b3\u2070\u2074\u2075\u2076\u2077\u2078\u2079", NOTE),
    # Letters for a glottal stop or a stress, such as the Hawaiian okina; the Arabic tatweel, which stretches words.
    **dict.fromkeys("\u02b9\u02ba\u02bb\u02bd\u02be\u02bf\u02c0\u02c1\u02c8\u02ca\u02cb\u02cc\u02ee\u0640", IGNORED),
    **dict.fromkeys("\u066b\uff0e", "."),  # the Arabic decimal point, and the wide point
    **dict.fromkeys("\u066c\u060c\uff0c", ","),  # the Arabic mark between groups, the Arabic comma, and the wide one
}
_SPACELESS = frozenset(
    (
        *("CJK", "IDEOGRAPHIC", "HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA", "HENTAIGANA", "VERTICAL", "BOPOMOFO"),
        *("YI", "NUSHU", "TANGUT", "THAI", "LAO", "KHMER", "MYANMAR"),
    )
)
_FOLDED_SCRIPTS = frozenset(("LATIN", "GREEK", "CYRILLIC", "ARABIC", "HEBREW"))
"""Scripts whose marks are dropped. In Arabic and Hebrew they are vowels that most texts leave out."""

# Letters that readers take for one another, although Unicode does not decompose them. The Arabic ones are those of
# Lucene's ArabicNormalizer and PersianNormalizer, with the other forms of alef and heh.
_SAME_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ħ": "h", "ŧ": "t", "ı": "i", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th"}
    | {"װ": "וו", "ױ": "וי", "ײ": "יי"}  # Yiddish
    | dict.fromkeys("\u0671\u0672\u0673", "\u0627")  # alef
    | dict.fromkeys("\u0629\u06be\u06c1\u06c3\u06d5", "\u0647")  # heh, teh marbuta
    | dict.fromkeys("\u0649\u06cc\u06d2", "\u064a")  # yeh
    | dict.fromkeys("\u06a9\u06aa", "\u0643")  # kaf
)

_RADICALS = str.maketrans(
    "⺠⻁⻄⻅⻆⻉⻋⻑⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲",
    "民虎西见角贝车長长门青韦页风飞食马骨鬼鱼鸟麦黄黾斉齐歯齿竜龙龜亀",
)
"""Radicals that Unicode does not decompose, and the characters that they look like. PDF files have them in words."""


def script(character: str) -> str:
    """The script of a letter, such as "LATIN" or "DEVANAGARI": the first word of the Unicode name of its base letter.

    Python has no table of scripts, but the Unicode names of letters begin with their scripts.
    """
    base = unicodedata.normalize("NFKD", character)[0]
    return unicodedata.name(base, "UNNAMED").split()[0]


class _Classes(dict[int, str]):
    """Maps code points to classes, for `str.translate`. Filled on demand."""

    def __init__(self) -> None:
        self._scripts: dict[str, str] = {}

    def __missing__(self, code: int) -> str:
        self[code] = kind = self._classify(chr(code))
        return kind

    def _classify(self, character: str) -> str:
        if character in _SPECIAL:
            return _SPECIAL[character]
        if character in _LITERAL:
            return character
        if character.isspace():
            return SPACE
        category = unicodedata.category(character)
        decomposed = unicodedata.normalize("NFKD", character)
        if category[0] == "M" or all(unicodedata.category(part)[0] == "M" for part in decomposed):
            return MARK
        if category == "Nd" or (category == "No" and all(part.isdecimal() for part in decomposed)):
            return DIGIT
        if category == "No" and "\u2044" in decomposed:
            return FRACTION
        if category[0] == "L" or category == "Nl":
            return self._letter_class(script(character))
        if category == "So" and _is_compatibility_letter(character, decomposed):
            return self._letter_class(script(character))
        return {"Cf": IGNORED, "Pd": HYPHEN}.get(category, OTHER)

    def _letter_class(self, script_name: str) -> str:
        if script_name in _SPACELESS:
            return CHARACTER
        if script_name == "MODIFIER":
            return COMMON
        return self._scripts.setdefault(script_name, chr(ord(_FIRST_SCRIPT) + len(self._scripts)))


def _is_compatibility_letter(sign: str, decomposed: str) -> bool:
    """Whether a sign stands for a letter, such as a Kangxi radical, or for a unit, such as `㎏`."""
    if len(decomposed) == 1:
        return script(sign) in _SPACELESS
    is_unit = unicodedata.name(sign, "").startswith("SQUARE ") and decomposed.isalnum()
    return is_unit and decomposed.isascii() and decomposed[0].isalpha()


_CLASSES = _Classes()


def classes(text: str) -> str:
    """The class of each code point of `text`, as a string of the same length. Linear."""
    return text.translate(_CLASSES)


def fold_characters(text: str) -> str:
    """`text` without differences of case, accent and vowel mark, width, ligature and digit shape.

    Accents are dropped from Latin, Greek, Cyrillic, Arabic and Hebrew letters. Marks of other scripts stay, because
    some Hindi words differ in nothing else. Letters that readers take for one another become one. Invisible
    characters are dropped. Follows NFKC_Casefold (the Unicode Standard, section 3.13) except for accents. Linear.
    """
    if text.isascii():
        return text.lower().replace("`", "'")
    unaccented = _drop_accents(unicodedata.normalize("NFKD", text.replace(_ACUTE, "'")))
    return unicodedata.normalize("NFKC", unaccented.casefold().translate(_SAME_LETTERS))


def fold_cluster(text: str) -> str:
    """`fold_characters` for a token of one CHARACTER and its marks.

    A ligature of two characters stays as it is, because it is one token.
    """
    composed = unicodedata.normalize("NFKC", text[0].translate(_RADICALS))
    marks = "".join(mark for mark in text[1:] if _CLASSES[ord(mark)] == MARK)
    base = composed if len(composed) == 1 else text[0]
    return unicodedata.normalize("NFC", base + unicodedata.normalize("NFKC", marks))


def _drop_accents(decomposed: str) -> str:
    """Drop invisible characters, accents of folded scripts, and marks without a letter before them."""
    kept, keep_marks = [], False
    for character in decomposed:
        kind = _CLASSES[ord(character)]
        if kind == MARK:
            if keep_marks:
                kept.append(character)
        elif kind == APOSTROPHE:
            kept.append("'")
        elif kind in (".", ","):  # also the Arabic ones
            kept.append(kind)
        elif kind != IGNORED:
            keep_marks = kind == CHARACTER or (
                _FIRST_SCRIPT <= kind <= _LAST_SCRIPT and script(character) not in _FOLDED_SCRIPTS
            )
            kept.append(str(unicodedata.decimal(character, character)))
    return "".join(kept)
