"""What a web page says about its article in JSON-LD, in the words of schema.org."""

import json
import re
from collections.abc import Iterator, Mapping
from html import unescape
from typing import TYPE_CHECKING, Any

from search.documents.formats.html_tree import is_linked_data
from search.documents.formats.text_builder import clean_text

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_ARTICLE = re.compile("Article|Posting|Report|Review|Recipe")
_MOST_OBJECTS = 2000
"""Objects of a page that are looked at."""


def linked_article(tree: "HtmlElement") -> Mapping[str, Any]:
    """The object that is the article: the first one of such a type, or else with a headline. Empty if there is none.

    A page of another type may say when it was published too. That is often the day of the system that made it.
    """
    found: Mapping[str, Any] = {}
    for element in tree.iter("script"):
        if not is_linked_data(element):
            continue
        try:
            objects = list(_objects(json.loads((element.text or "").strip().rstrip(";"), strict=False)))
        except (ValueError, RecursionError):
            continue
        for each in objects:
            types = " ".join(linked_texts(each.get("@type")))
            if _ARTICLE.search(types) and ("datePublished" in each or "headline" in each):
                return each
            if each.get("headline") and not found:
                found = each
    return found


def linked_texts(value: Any) -> list[str]:
    """The texts in a value that is a text or a list of texts, each in one line."""
    values = value if isinstance(value, list) else [value]
    return [text for it in values if isinstance(it, str) and (text := " ".join(clean_text(unescape(it)).split()))]


def linked_names(value: Any) -> list[str]:
    """The names in a value that is a name, an object with a name, or a list of these."""
    values = value if isinstance(value, list) else [value]
    return [name for it in values for name in linked_texts(it.get("name") if isinstance(it, dict) else it)]


def _objects(value: Any) -> Iterator[Mapping[str, Any]]:
    """The objects in a value of JSON, outer ones first."""
    queue = [value]
    for it in queue:
        if isinstance(it, dict):
            yield it
            queue += [inner for inner in it.values() if isinstance(inner, dict | list)]
        elif isinstance(it, list):
            queue += it
        if len(queue) > _MOST_OBJECTS:
            return
