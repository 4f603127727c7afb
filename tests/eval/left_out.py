"""Which paragraphs of its article a labelled body leaves out, by the markup of the page.

Some labels end in the middle of the article. The markup shows it: the other paragraphs are of the same class, in an
element of the same class, as those that the label has.
"""

import re
from collections import defaultdict
from collections.abc import Hashable
from typing import Any

from tests.eval.page_spans import share_within, squeezed
from tests.eval.page_texts import block_lines

FAULTY = 0.2
"""A label that leaves out so much, as a share of its own length, is at fault."""
_SHORTEST = 80
"""Code points of the shortest paragraph that counts."""
_FEWEST = 2
"""Paragraphs of a kind that the label has, to say that this kind belongs to the article."""
_SENTENCE_END = re.compile(r"[.!?…。！？।]['\"”’»)\]]*$")


def left_out(tree: Any, body: str) -> float:
    """How much of the article a label leaves out, as a share of the label's length."""
    has, lacks = defaultdict[Hashable, int](int), defaultdict[Hashable, int](int)
    for element in tree.iter("p") if body else ():
        text = block_lines(element)
        if len(text) < _SHORTEST or not _SENTENCE_END.search(text):
            continue
        if share_within(text, body) >= 0.5:
            has[_kind(element)] += 1
        else:
            lacks[_kind(element)] += len(squeezed(text))
    return sum(lacks[kind] for kind, count in has.items() if count >= _FEWEST) / max(1, len(squeezed(body)))


def _kind(element: Any) -> Hashable:
    """The first class of a paragraph, and of the element around it. Without classes it is that element."""
    parent = element.getparent()
    around, own = ((it.get("class") or "").split()[:1] for it in (parent, element))
    return (parent.tag, *around, "", *own) if around else (parent, *own)
