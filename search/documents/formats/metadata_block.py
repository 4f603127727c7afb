"""The metadata block of a Markdown file: names and values between two lines of dashes, also called YAML header."""

import re

_LONGEST = 20_000
_BLOCK = re.compile(r"(---|\+\+\+)[ \t]*\n(.*?)^(?:\1|\.\.\.)[ \t]*(?:\n|\Z)", re.MULTILINE | re.DOTALL)
_PAIR = re.compile(r"([A-Za-z_][\w .-]*?)[ \t]*[:=](?:[ \t]+(.*))?")
_ITEM = re.compile(r"[ \t]*-[ \t]+(.*)")
_PARTS = re.compile(r"""\s*(?:"(?:[^"\\]|\\.)*"|'[^']*'|[^,]+)""")
_LINK = re.compile(r"\[\[(?:[^|\]]*\|)?([^\]]*)\]\]")

MetadataBlock = dict[str, list[str]]
"""The values of each name, as the file spells it, in order."""


def split_metadata_block(text: str) -> tuple[MetadataBlock, str]:
    """The metadata block at the beginning of a text, and the text without it. A block without a single pair of name and
    value is none. Reads `name: value`, `name = value` and lists; nested values are taken as text."""
    text = text.removeprefix("\ufeff")
    block = _BLOCK.match(text, 0, _LONGEST)
    values = _values(block[2]) if block else {}
    return (values, text[block.end() :].lstrip("\n")) if block and values else ({}, text)


def _values(block: str) -> MetadataBlock:
    values: MetadataBlock = {}
    current: list[str] = []
    for line in block.split("\n"):
        if pair := _PAIR.fullmatch(line):
            current = values.setdefault(pair[1], [])
            current += _list((pair[2] or "").strip())
        elif item := _ITEM.fullmatch(line):
            current += filter(None, [_plain(item[1])])
        elif line.startswith((" ", "\t")) and line.strip():
            current[-1:] = [" ".join((*current[-1:], line.strip()))]
    return values


def _list(value: str) -> list[str]:
    """The items of a value in brackets; else the value itself, without the signs of a folded text."""
    if value.startswith("[") and value.endswith("]") and not value.startswith("[["):
        return [plain for part in _PARTS.findall(value[1:-1]) if (plain := _plain(part))]
    return [] if value in ("", "|", ">", "|-", ">-", "|+", ">+") else [_plain(value)]


def _plain(value: str) -> str:
    """A value without quotation marks, and without the brackets of a link to another note."""
    value = value.strip()
    if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
        escaped = "''" if value[0] == "'" else '\\"'
        value = value[1:-1].replace(escaped, value[0])
    return _LINK.sub(r"\1", value).strip()
