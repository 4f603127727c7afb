"""How many of Tika's test documents are read: office documents, e-books and RTF. Most were made to be awkward."""

import os
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from search.documents.formats.dispatch import read_document
from search.documents.unreadable import UnreadableError
from search.types.reading import Reading

HOW_TO_GET = "git clone --depth 1 https://github.com/apache/tika"
_SUFFIXES = (
    ("docx", "docm", "dotx"),
    ("odt", "fodt"),
    ("pptx", "pptm", "ppsx"),
    ("odp",),
    ("epub",),
    ("rtf",),
    ("doc", "dot"),
)
_LONG = 60
"""Code points from which on a paragraph that comes twice is counted."""


def office_table(clone: Path) -> str:
    """A row for each format: files; how many have text, have none, or are not read; distinct words of each file
    summed; paragraphs of 60 code points and more that come twice in a text; CPU time, also
    that of programs."""
    head = "| format | files | text | no text | not read | distinct words | repeated | ms a file |"
    return "\n".join((head, "|---" * 8 + "|", *(_row(clone, suffixes) for suffixes in _SUFFIXES)))


def _row(clone: Path, suffixes: tuple[str, ...]) -> str:
    texts: list[str] = []
    unread: Counter[str] = Counter()
    start = sum(os.times()[:4])
    for data_path in _files(clone, suffixes):
        try:
            with data_path.open("rb") as file:
                parts = list(read_document(file, data_path.name))
        except UnreadableError as error:
            unread[error.reason] += 1
            continue
        texts.append("\n\n".join(part.text for part in parts if isinstance(part, Reading)))
    seconds = sum(os.times()[:4]) - start
    count = len(texts) + unread.total()
    empty = sum(not text.strip() for text in texts)
    words = sum(len(set(re.findall(r"\w+", text.casefold()))) for text in texts)
    reasons = f"{unread.total()} ({', '.join(f'{number} {reason}' for reason, number in unread.items())})"
    cells = (suffixes[0], count, len(texts) - empty, empty, reasons if unread else 0, words)
    return f"| {' | '.join(map(str, cells))} | {sum(map(_repeated, texts))} | {1000 * seconds / max(count, 1):.1f} |"


def _files(clone: Path, suffixes: tuple[str, ...]) -> Iterator[Path]:
    """Each file of these suffixes, those with the same bytes once."""
    seen: set[bytes] = set()
    for path in sorted(clone.rglob("test-documents/**/*")):
        if path.suffix[1:].lower() in suffixes and path.is_file() and (data := path.read_bytes()) not in seen:
            seen.add(data)
            yield path


def _repeated(text: str) -> int:
    paragraphs = Counter(paragraph for paragraph in text.split("\n\n") if len(paragraph) >= _LONG)
    return sum(number - 1 for number in paragraphs.values())
