"""Finds HTML entities, HTML tags and escape codes of terminals in a text, and what they are read as."""

import re
from html.entities import html5

from search.analysis.edits import Edit
from search.lazy_pattern import lazy_pattern

LONGEST = 2000
"""Code points of the longest tag or comment. A longer one stays in the text."""


def _names(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


_INLINE = _names(
    "a abbr acronym b bdi bdo big cite code del dfn em font i ins kbd mark nobr q rb rp rt ruby s samp small span"
    " strike strong sub sup time tt u var wbr"
)
"""Elements that may stand inside a word. What stands on both sides of their tags is joined."""
_SEPARATING = _names(
    "address applet area article aside audio base basefont blockquote body br button canvas caption center col colgroup"
    " datalist dd details dialog dir div dl dt embed fieldset figcaption figure footer form frame frameset h1 h2 h3 h4"
    " h5 h6 head header hgroup hr html iframe img input label legend li link main map menu meta nav noframes noscript"
    " object ol optgroup option p param picture pre script section select source style summary svg table tbody td"
    " textarea tfoot th thead title tr track ul video"
)
"""Elements that separate words."""
_SEPARATOR = "|"  # a sign that no word and no rule reaches across
_WITHOUT_VALUE = _names(
    "allowfullscreen async autoplay checked compact controls default defer disabled hidden ismap itemscope loop"
    " multiple muted nofollow nohref noshade novalidate nowrap open readonly required reversed selected"
)
_TAG = lazy_pattern(
    rf"<(?:sup>(?P<superscript>[0-9]{{1,3}})</sup>|(?P<comment>!--(?:(?!<!--|-->)[^\0]){{0,{LONGEST - 7}}}-->)"
    rf"|!doctype\b[^<>\0]{{0,{LONGEST}}}>"
    rf"|(?P<closing>/)?(?P<name>[a-z]{{1,10}}[1-6]?|[a-z]{{1,20}}[-:][a-z][a-z0-9-]{{0,30}})(?P<attributes>\s[^<>\0]{{0,{LONGEST}}})?/?>(?P<line_end>\r?\n)?)",
    re.IGNORECASE,
)
_ENTITY = lazy_pattern(
    r"&(?:(?P<name>[A-Za-z][A-Za-z0-9]{1,31};)|#(?:(?P<decimal>[0-9]{1,7})|[xX](?P<hex>[0-9A-Fa-f]{1,6}));)"
)
_ESCAPE_CODE = lazy_pattern(r"\x1b\[[0-9;:?]{0,32}[@-~]")
_SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_LARGEST_CODE_POINT = 0x10FFFF


def escape_codes(text: str) -> list[Edit]:
    """The escape codes of a text. They vanish. Linear."""
    return [Edit(*match.span(), "") for match in _ESCAPE_CODE.finditer(text)]


def entities(text: str) -> list[Edit]:
    """The entities with a semicolon in a text, and the characters that they stand for. Linear."""
    edits = []
    for match in _ENTITY.finditer(text):
        name, decimal, hexadecimal = match.groups()
        characters = html5.get(name, "") if name else _character(int(decimal or hexadecimal, 10 if decimal else 16))
        if characters:
            edits.append(Edit(*match.span(), characters))
    return edits


def _character(code: int) -> str:
    """The character of a numeric reference; 128 to 159 are those of windows-1252, as in HTML."""
    if 0x80 <= code < 0xA0:
        return bytes((code,)).decode("windows-1252", "ignore")
    return chr(code) if 0 < code <= _LARGEST_CODE_POINT and not 0xD800 <= code < 0xE000 else ""


def tags(text: str) -> list[Edit]:
    """The tags of HTML elements in a text, and what they are read as. Linear.

    A tag inside a word vanishes, other tags separate. A digit in `<sup>` is read as a superscript digit.
    """
    edits = []
    for match in _TAG.finditer(text):
        replacement = _tag_replacement(match)
        if replacement is not None:
            end = match.end() if replacement == "\n" else match.end() - len(match["line_end"] or "")
            edits.append(Edit(match.start(), end, replacement))
    return edits


def _tag_replacement(match: re.Match[str]) -> str | None:
    """What a tag is read as; None where it is no tag of HTML."""
    if match["superscript"]:
        return match["superscript"].translate(_SUPERSCRIPTS)
    if match["name"] is None:
        return ""
    name, attributes = match["name"].lower(), match["attributes"] or ""
    if "=" not in attributes and not _WITHOUT_VALUE.issuperset(attributes.lower().strip(" \t\r\n/").split()):
        return None
    if name == "br":
        return "\n"
    if not name.isalnum():  # of another vocabulary, such as <o:p> and <amp-img>
        return _SEPARATOR if match["closing"] or "=" in attributes or name == "o:p" else None
    return "" if name in _INLINE else _SEPARATOR if name in _SEPARATING else None
