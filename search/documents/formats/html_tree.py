"""Parse a web page, whatever its markup is like, without what nobody sees: scripts, styles, hidden elements."""

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from search.documents.formats.charsets import decode_named

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_MOST_DEPTH = 2000
"""Elements within elements. The parser loses all text from a depth of 2,048 on, without an error."""
_MOST_ATTRIBUTES = 500
"""Attributes of an element. The time of the parser grows with their square."""
_LONG_TAG, _LONG_VALUE = 4096, 1024
"""Characters of a tag from which on it is looked at, and of a value in it that is dropped, such as a picture."""
_VALUE = r"""=\s*+"[^"]*+(?:"|\Z)|=\s*+'[^']*+(?:'|\Z)"""
_TOKEN = re.compile(
    rf"""(?P<comment><!--.*?(?:-->|\Z))
    |<(?P<raw>script|style)\b(?:[^>=]++|{_VALUE}|=)*+(?:(?<=/)>|>.*?(?:</(?P=raw)\b[^>]*+(?:>|\Z)|\Z)|\Z)
    |<[a-z](?:[^>=]++|{_VALUE}|=)*+(?:>|\Z)""",
    re.IGNORECASE | re.DOTALL | re.VERBOSE,
)
"""A comment, an element whose content is no markup, or a tag. A match never fails behind its first letters, so that the
time is linear."""
_LONG = re.compile(
    rf"""(?<!srcdoc)(?<!content)=\s*+(?:"[^"]{{{_LONG_VALUE},}}+(?:"|\Z)|'[^']{{{_LONG_VALUE},}}+(?:'|\Z))""", re.I
)
_LONG_OR_SHORT = re.compile(_VALUE)
_NAME = re.compile(r"<[a-z][^\s/>]{0,40}", re.IGNORECASE)
_NESTING = re.compile(r"</?(?!(?:p|br|html|head|body|title|meta|link|script)\b)[a-z][^>]*+(?:>|\Z)", re.IGNORECASE)
_LINKED_DATA_WITHIN = 200
_CHARSET = re.compile(
    rb"""<meta\b[^>]{0,300}?\bcharset\s*=\s*["']?\s*([\w.:-]+)|<\?xml\b[^>]{0,99}?\bencoding\s*=\s*["']([\w.:-]+)""",
    re.I,
)
_CHARSET_WITHIN = 8192
_INVALID = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_HIDDEN_TAGS = frozenset(
    "annotation audio canvas datalist desc iframe metadata noframes noscript script select style textarea video".split()  # noqa: SIM905
)
_HIDDEN_STYLE = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)

_TOOLBARS = ("wm-ipp-base", "wm-ipp-print", "donato", "wm-ipp")
"""Elements that the Wayback Machine adds to a page."""


@dataclass(frozen=True, slots=True)
class WebPage:
    """A parsed page. `comments` are those of its markup, `depth` is how deep its elements lie in each other.

    If `is_flat`, it was too deep for the parser, and all elements that can lie in each other became paragraphs.
    """

    tree: "HtmlElement"
    comments: tuple[str, ...]
    depth: int
    is_flat: bool


def decode_page(data: bytes, charset: str = "") -> str:
    """The markup of a page: in the encoding that a setting, a mail or a server names, or that the page names."""
    if not charset and (named := _CHARSET.search(data[:_CHARSET_WITHIN])):
        charset = (named[1] or named[2]).decode("ascii", "replace")
    return _INVALID.sub("", decode_named(data, charset))


def parse_page(markup: str) -> WebPage:
    """Parse the markup of a page, and drop what is not shown. Costs about 4 ms for 170 kB; linear in the markup.

    The frames that SingleFile keeps in attributes become asides.
    """
    markup, comments = _strip(markup)
    tree = _parse(markup)
    for frame in list(tree.iter("iframe")):
        if document := frame.get("srcdoc"):
            frame.append(_parse(_strip(document)[0]).find("body"))
            frame.tag = "aside"
    if (depth := _drop_hidden(tree)) < _MOST_DEPTH:
        return WebPage(tree, comments, depth, is_flat=False)
    tree = _parse(_NESTING.sub("<p>", markup))
    return WebPage(tree, comments, _drop_hidden(tree), is_flat=True)


def _strip(markup: str) -> tuple[str, tuple[str, ...]]:
    """A markup without comments, scripts, styles and long attributes; and the comments."""
    comments: list[str] = []

    def shorten(match: re.Match[str]) -> str:
        token = match[0]
        if match["comment"]:
            comments.append(token[4:-3].strip())
            return ""
        if match["raw"]:
            return token if "ld+json" in token[:_LINKED_DATA_WITHIN] else " "
        return token if len(token) < _LONG_TAG else _shorten_tag(token)

    return _TOKEN.sub(shorten, markup), tuple(comments)


def _parse(markup: str) -> "HtmlElement":
    """The tree of a markup. It has a head and a body."""
    from lxml import etree, html

    parser = html.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        return html.document_fromstring(markup.encode("utf-8", "replace"), parser=parser, ensure_head_body=True)
    except etree.ParserError:  # no element and no text
        return html.document_fromstring("<p></p>", ensure_head_body=True)


def _shorten_tag(tag: str) -> str:
    """A long tag without its long values. Without all attributes if they are too many."""
    tag = _LONG.sub('=""', tag)
    if len(_LONG_OR_SHORT.sub(" ", tag).split()) > _MOST_ATTRIBUTES and (name := _NAME.match(tag)):
        return f"{name[0]}>"
    return tag


def _drop_hidden(tree: "HtmlElement") -> int:
    """Drop the elements that are not shown. Returns how deep elements lie in each other."""
    from lxml import etree

    depth = deepest = 0
    hidden = []
    walk = etree.iterwalk(tree, events=("start", "end"))
    for event, element in walk:
        if event == "end":
            depth -= 1
            continue
        depth += 1
        deepest = max(deepest, depth)
        if _is_hidden(element):
            hidden.append(element)
            walk.skip_subtree()
    for element in hidden:
        element.drop_tree()
    return deepest


def _is_hidden(element: "HtmlElement") -> bool:
    tag, attributes = element.tag, element.attrib
    if tag in _HIDDEN_TAGS:
        return not is_linked_data(element)
    if tag == "template":  # SingleFile keeps what is in a shadow tree in such an element
        return "shadowrootmode" not in attributes and "shadowmode" not in attributes
    if ("hidden" in attributes and tag != "body") or attributes.get("id") in _TOOLBARS:
        return True
    return "style" in attributes and bool(_HIDDEN_STYLE.search(attributes["style"])) and tag != "body"


def is_linked_data(element: "HtmlElement") -> bool:
    """Whether an element is a script with JSON-LD."""
    return element.tag == "script" and "ld+json" in element.get("type", "")
