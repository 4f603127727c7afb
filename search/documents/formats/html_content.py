"""Which blocks of a web page are its content: by trafilatura where it is installed, or by a rule of our own."""

import logging
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from search.documents.formats.html_blocks import Block
from search.lazy_pattern import lazy_pattern

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_ALPHABETS = (0xA000, 0xA500)
"""Where the letters of Yi and of Vai begin. Letters mark blocks, because trafilatura deletes other characters."""
_DIGITS = 64
_PROSE, _LINKED = 40, 0.4
"""A block is prose if it has so many characters outside links, and links are at most this share of it."""
_MOST = 0.8
"""The content is in the smallest element with so much of the prose of the page."""
_LARGE = 0.4
"""An element with so much of the prose is content, whatever its name is."""
_BESIDE_TAGS = frozenset("address aside button dialog fieldset figcaption footer form header menu nav".split())  # noqa: SIM905
_BESIDE_NAMES = lazy_pattern(
    r"(?:^|[\s_-])(?:ads?|advert\w*|author\w*|banner|bio|bread-?crumbs?|byline|captions?|comment(?:s|ing)?|consent|"
    r"cookies?|copyright|disclaimer|disqus|footer|gallery|header|hid(?:e|den)|latest|legal|links?|login|masthead|menu|"
    r"meta|modal|more|most-?read|nav(?:bar|igation)?|newsletter|next|outbrain|page[rs]|pagination|poll|popular|popup|"
    r"prev\w*|print|promo\w*|rating|read-?more|recirc\w*|recommend\w*|related\w*|relacionad\w*|respond|shar(?:e\w*|ing)|"
    r"shoutbox|sidebar|sign-?up|social\w*|sponsor\w*|subscri\w*|survey|taboola|tags?|teasers?|toolbar|trending|widget\w*)"
    r"(?:$|[\s_-])",
    re.IGNORECASE,
)
"""Words in the class, id or role of elements that stand beside the content."""
_CAMEL = lazy_pattern("(?<=[a-z])(?=[A-Z])")


def content_blocks(tree: "HtmlElement", blocks: Sequence[Block]) -> set[int]:
    """The numbers of the blocks that are content; none if it cannot be told. Changes the tree. Linear.

    Costs about 9 ms a page with trafilatura, 1 ms without.
    """
    return _by_trafilatura(tree, blocks) or content_by_rule(tree, blocks)


def _by_trafilatura(tree: "HtmlElement", blocks: Sequence[Block]) -> set[int]:
    """Mark each block with three letters, extract the content, and look which marks are in it."""
    try:
        import trafilatura
    except ImportError:
        return set()
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    first = _unused_letters(blocks)
    if not first or len(blocks) > _DIGITS**3:
        return set()
    for number, block in enumerate(blocks):
        mark = "".join(chr(first + number // place % _DIGITS) for place in (_DIGITS**2, _DIGITS, 1))
        if block.is_tail:
            block.at.tail = mark + (block.at.tail or "")
        else:
            block.at.text = mark + (block.at.text or "")
    text = trafilatura.extract(tree, fast=True, include_comments=False) or ""
    return {
        (ord(high) - first) * _DIGITS**2 + (ord(middle) - first) * _DIGITS + ord(low) - first
        for high, middle, low in re.findall(f"([{chr(first)}-{chr(first + _DIGITS - 1)}])" * 3, text)
    }


def _unused_letters(blocks: Iterable[Block]) -> int:
    """The first of 64 letters that are not in the page; 0 if there are none."""
    text = "".join(block.text for block in blocks)
    ranges = (range(first, first + _DIGITS) for first in _ALPHABETS)
    return next((letters[0] for letters in ranges if text.isascii() or not set(map(chr, letters)) & set(text)), 0)


def content_by_rule(tree: "HtmlElement", blocks: Sequence[Block]) -> set[int]:
    """The blocks in the smallest element with most of the prose, but for links, and what stands beside the content."""
    prose = [block for block in blocks if _is_prose(block)]
    held = _held(tree, prose)
    beside = _beside(tree, held)
    left = _held(tree, [block for block in prose if block.element not in beside])
    top = tree
    while (largest := max(top, key=left.__getitem__, default=top)) is not top and left[largest] >= _MOST * left[
        tree
    ] > 0:
        top = largest
    inside = set(top.iter("*")) - beside if left[tree] else set()
    return {n for n, it in enumerate(blocks) if it.element in inside and it.linked <= 0.5 * len(it.text)}


def _is_prose(block: Block) -> bool:
    return len(block.text) - block.linked >= _PROSE and block.linked <= _LINKED * len(block.text)


def _held(tree: "HtmlElement", blocks: Iterable[Block]) -> "Counter[HtmlElement]":
    """How many characters outside links each element holds."""
    held: Counter[HtmlElement] = Counter()
    for block in blocks:
        held[block.element] += len(block.text) - block.linked
    for element in reversed(list(tree.iter("*"))):
        if element in held and element is not tree:
            held[element.getparent()] += held[element]
    return held


def _beside(tree: "HtmlElement", held: "Counter[HtmlElement]") -> "set[HtmlElement]":
    """The elements that stand beside the content by their tag or name, with all that is in them."""
    beside: set[HtmlElement] = set()
    for element in tree.iter("*"):
        if element.getparent() in beside:
            beside.add(element)
        elif held[element] < _LARGE * held[tree] and element.tag != "body":
            name = f"{element.get('class', '')} {element.get('id', '')} {element.get('role', '')}"
            if element.tag in _BESIDE_TAGS or _BESIDE_NAMES.search(_CAMEL.sub("-", name)):
                beside.add(element)
    return beside
