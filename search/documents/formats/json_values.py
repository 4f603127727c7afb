"""Turn values of JSON into rows of text, and into one text."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from search.documents.formats.columns import Row, find_columns, role_of

_MAIN_KEYS = (
    "text",
    "rendered",
    "main",
    "name",
    "title",
    "full_name",
    "display_name",
    "value",
    "#text",
    "_text",
    "@value",
    "$",
)
"""Keys of an object that hold what the object stands for: {"name": "Ann Roe", "id": 7}."""
_DEEPEST = 40
"""Objects within objects that are read."""
_PARAGRAPH = 50
"""Code points of a text in a list from which on the list is one of paragraphs."""


def row_of(value: Mapping[str, object]) -> Row:
    """The values of an object as text. Those of objects within it are named "source.id"."""
    row: dict[str, str] = {}
    for name, inner in value.items():
        row[name] = text_of(inner)
        if isinstance(inner, Mapping):
            row |= {f"{name}.{key}": text_of(each) for key, each in inner.items() if text_of(each) != row[name]}
    return row


def text_of(value: object, depth: int = 0) -> str:
    """A value as text. An object is its main value, or its keys and values; a list is its texts."""
    if isinstance(value, str):
        return value
    if value is None or isinstance(value, bool):
        return "" if value is None else str(value).lower()
    if depth > _DEEPEST:
        return ""
    if isinstance(value, Mapping):
        main = next((value[key] for key in _MAIN_KEYS if isinstance(value.get(key), str) and value[key]), None)
        if isinstance(main, str):
            return main
        return "; ".join(f"{name}: {text}" for name, each in value.items() if (text := text_of(each, depth + 1)))
    if isinstance(value, Sequence):
        texts = [text for each in value if (text := text_of(each, depth + 1))]
        return ("\n\n" if any(len(text) >= _PARAGRAPH for text in texts) else "; ").join(texts)
    if isinstance(value, Decimal):  # as ijson gives numbers
        value = float(value)
    return str(int(value)) if isinstance(value, float) and value.is_integer() and abs(value) < 1e15 else str(value)


def record_of(value: object) -> Row:
    """The row of a record. One that is wrapped, as in {"_source": {...}}, is that of what is within."""
    for _ in range(_DEEPEST):
        if not isinstance(value, Mapping):
            return {"value": text_of(value)}
        row = row_of(value)
        inner = [each for each in value.values() if isinstance(each, Mapping) and len(each) > 1]
        if len(inner) != 1 or has_text(row) or not has_text(row_of(inner[0])):
            return row
        value = inner[0]
    return {}


def has_text(row: Row) -> bool:
    """Whether a row has a text under a name that says so."""
    return role_of(find_columns([row]).text) == "text"


def lines_of(value: object, name: str = "", depth: int = 0) -> Iterator[str]:
    """The values in a value as lines, with the name of each before it."""
    if depth > _DEEPEST:
        return
    if isinstance(value, Mapping):
        for key, each in value.items():
            yield from lines_of(each, key, depth + 1)
    elif isinstance(value, list):
        for each in value:
            yield from lines_of(each, name if depth and not isinstance(each, str) else "", depth + 1)
    elif text := text_of(value):
        yield f"{name}: {text}" if name else text
