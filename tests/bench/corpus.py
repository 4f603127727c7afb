"""The texts to index: where they come from, which words they contain, and how to make more of them."""

import json
import lzma
import re
import shutil
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

WORD = re.compile(r"\w+")
IN_A_FOLDER = 1000
"""Files in one folder at most."""


@dataclass(frozen=True)
class Census:
    """What a folder of texts holds: its files in order, their bytes, and in how many of them each word stands.

    Words are in small letters and of the letters a to z alone, so that all engines agree on what they are.
    """

    paths: tuple[Path, ...]
    bytes: int
    frequency: Mapping[str, int]

    def band(self, low: float, high: float) -> list[str]:
        """The words of three letters and more that stand in `low` to `high` articles, in alphabetical order."""
        return sorted(word for word, count in self.frequency.items() if low <= count <= high and len(word) > 2)


def read(path: Path) -> str:
    """The text of a file; bytes that are not UTF-8 become U+FFFD."""
    return path.read_bytes().decode("utf-8", "replace")


def files(folder: Path) -> tuple[Path, ...]:
    """The texts of a folder and all folders in it, in order."""
    return tuple(sorted(folder.rglob("*.txt")))


def words(text: str) -> set[str]:
    """The distinct plain words of a text."""
    return {word for word in WORD.findall(text.lower()) if word.isascii() and word.isalpha()}


def census(folder: Path) -> Census:
    """Read every text of a folder once."""
    paths = files(folder)
    frequency: Counter[str] = Counter()
    for path in paths:
        frequency.update(words(read(path)))
    return Census(paths, sum(path.stat().st_size for path in paths), frequency)


def evenly(paths: tuple[Path, ...], count: int) -> tuple[Path, ...]:
    """`count` files, evenly spread over the list; all of them if there are fewer."""
    count = min(count, len(paths))
    return tuple(paths[number * len(paths) // count] for number in range(count))


def copy(paths: tuple[Path, ...], folder: Path) -> Path:
    """A folder of copies of some files, which may be changed."""
    return _write(folder, map(read, paths))


def provide(source: Path, folder: Path) -> Path:
    """Make `folder` from another folder of texts, or from a .jsonl.xz file of objects with `title` and `text`."""
    return _write(folder, _documents(source) if source.is_file() else map(read, files(source)))


def turned(text: str, part: int, of: int) -> str:
    """A text of the same words. Its body begins at `part` / `of` of the original; the title, the first line, stays."""
    title, _, body = text.partition("\n")
    cut = body.find(" ", part * len(body) // of) + 1 if part else 0
    return f"{title}\n{body[cut:].rstrip()}\n{body[:cut].rstrip()}\n"


def multiply(paths: tuple[Path, ...], times: int, folder: Path) -> Path:
    """A folder with `times` different texts for each file, all with the same words."""
    return _write(folder, (turned(read(path), part, times) for part in range(times) for path in paths))


def _documents(source: Path) -> Iterator[str]:
    with lzma.open(source, "rt", encoding="utf-8") as lines:
        for line in lines:
            document = json.loads(line)
            yield f"{document['title']}\n\n{document['text']}\n"


def _write(folder: Path, texts: Iterator[str]) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    for number, text in enumerate(texts):
        within = folder / f"{number // IN_A_FOLDER:04}"
        within.mkdir(parents=True, exist_ok=True)
        (within / f"{number:07}.txt").write_text(text, encoding="utf-8", newline="")
    return folder
