"""How a page of HTML becomes a text, in three forms, and what its markup says about it.

`lx`: all text of the document, the title of the document first, a line for each block. `in`: what inscriptis makes of
it. `ar`: as `lx`, of the element alone that holds the article.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from tests.eval.page_spans import squeezed

_HIDDEN = frozenset(("script", "style", "noscript", "template"))
_INLINE_TAGS = (
    "a abbr acronym b bdi bdo big cite code del dfn em font i img ins kbd mark q s samp small span strike strong sub "
    "sup time tt u var wbr"
)
_INLINE = frozenset(_INLINE_TAGS.split())
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_SENTENCE = re.compile(r"(?<=[.!?…])\s+|\n+")
_BLANKS = re.compile(r"[^\S\n]+")
_HELD = 0.95
"""The share of the body that the element of the article holds."""


def parsed(data: bytes) -> Any:
    """The tree of a page. It is UTF-8 if it decodes as such, else what it declares, else cp1252."""
    from lxml import html

    text = _decoded(data).replace("\0", "")
    parser = html.HTMLParser(encoding="utf-8", huge_tree=True)
    return html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)


def _decoded(data: bytes) -> str:
    declared = _CHARSET.search(data[:4096])
    for charset in ("utf-8-sig", declared[1].decode("ascii", "replace") if declared else "cp1252"):
        try:
            return data.decode(charset)
        except (UnicodeDecodeError, LookupError):
            continue
    return data.decode("cp1252", "replace")


def whole_page(tree: Any) -> str:
    """The form `lx`."""
    title = tree.find(".//head/title")
    lines = [_one_line(title.text_content())] if title is not None else []
    body = tree.find("body")
    return "\n".join((*lines, block_lines(tree if body is None else body))).strip() + "\n"


def rendered(tree: Any) -> str:
    """The form `in`."""
    from inscriptis import Inscriptis

    return str(Inscriptis(tree).get_text()).strip() + "\n"


def block_lines(element: Any) -> str:
    """The text of an element, a line for each block in it."""
    text = _BLANKS.sub(" ", "".join(_pieces(element)))
    return "\n".join(line for line in map(str.strip, text.split("\n")) if line)


def _pieces(element: Any) -> Iterator[str]:
    if not isinstance(element.tag, str) or element.tag in _HIDDEN:
        return
    between = "" if element.tag in _INLINE else "\n"
    yield between
    yield _one_line(element.text, strip=False)
    for child in element:
        yield from _pieces(child)
        yield _one_line(child.tail, strip=False)
    yield between


def _one_line(text: str | None, strip: bool = True) -> str:
    line = re.sub(r"\s+", " ", text or "")
    return line.strip() if strip else line


def around_body(tree: Any, body: str) -> str | None:
    """The form `ar` of a page whose body is known: the smallest element that holds the body and the headline."""
    sentences = [piece for part in _SENTENCE.split(body) if (piece := squeezed(part))]
    needed = _HELD * sum(map(len, sentences))
    headlines = [squeezed(it.text_content()) for it in tree.iter("h1") if it.text_content().strip()]
    body_element = element = _smallest(tree, lambda text: sum(len(it) for it in sentences if it in text) >= needed)
    while element is not None and headlines and not any(it in squeezed(element.text_content()) for it in headlines):
        element = element.getparent()
    return None if body_element is None else block_lines(body_element if element is None else element) + "\n"


def _smallest(tree: Any, holds: Any) -> Any:
    """The smallest element whose text a test accepts, or None."""
    if not holds(squeezed(block_lines(tree))):
        return None
    element = tree
    while (child := next((it for it in element if holds(squeezed(block_lines(it)))), None)) is not None:
        element = child
    return element


def article_element(tree: Any) -> str | None:
    """The form `ar` of any other page: the smallest `article` or `main` that has an h1."""
    texts = [block_lines(it) for it in tree.iter("article", "main") if it.find(".//h1") is not None]
    return min(texts, key=len) + "\n" if texts else None


def declared(tree: Any) -> dict[str, Any]:
    """What the markup of a page says: titles, authors, days of publication and last change, language, site.

    `authors` are those of all objects, `byline` those of the article."""
    metas = {
        (it.get("property") or it.get("name") or it.get("itemprop") or "").lower(): it.get("content") or ""
        for it in reversed(list(tree.iter("meta")))
    }
    linked = [it for script in tree.iter("script") if _is_linked(script) for it in _objects(script.text)]
    headlines = [it["headline"] for it in linked if isinstance(it.get("headline"), str)]
    published, modified = (
        [it[name] for it in linked if isinstance(it.get(name), str)] for name in ("datePublished", "dateModified")
    )
    title = metas.get("og:title", "")
    document = tree.find(".//head/title")
    return {
        "document": _one_line(document.text_content()) if document is not None else "",
        "authors": list(dict.fromkeys(_names(linked))),
        "byline": [
            it for it in (metas.get("author", ""), *_names([it for it in linked if "headline" in it][:1])) if it
        ],
        "titles": [it for it in map(_one_line, (title, *headlines[:1])) if it],
        "h1": [it for it in (_one_line(h1.text_content()) for h1 in tree.iter("h1")) if it],
        "published": next(iter(published), "") or metas.get("article:published_time") or metas.get("datepublished", ""),
        "modified": next(iter(modified), "") or metas.get("article:modified_time") or metas.get("datemodified", ""),
        "language": tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang") or "",
        "site_name": metas.get("og:site_name", ""),
    }


def _names(linked: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """The names of the authors that JSON-LD states."""
    for author in (it["author"] for it in linked if it.get("author")):
        for person in author if isinstance(author, list) else [author]:
            name = person.get("name") if isinstance(person, dict) else person
            if isinstance(name, str) and name.strip():
                yield _one_line(name)


def _is_linked(script: Any) -> bool:
    return (script.get("type") or "").strip().lower() == "application/ld+json" and bool(script.text)


def _objects(text: str) -> Iterator[dict[str, Any]]:
    """The objects of JSON-LD, nested ones too."""
    try:
        waiting = [json.loads(text, strict=False)]
    except ValueError:
        return
    while waiting:
        value = waiting.pop(0)
        if isinstance(value, dict):
            yield value
            waiting.extend(value.values())
        elif isinstance(value, list):
            waiting.extend(value)
