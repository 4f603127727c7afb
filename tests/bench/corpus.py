"""The texts to index: where they come from, which words they contain, and how to make more of them."""

import json
import lzma
import re
import shutil
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path
from random import Random

WORD = re.compile(r"\w+")
IN_A_FOLDER = 1000
"""Files in one folder at most."""
EVERY = 5
"""One word of so many is replaced in a text made of others."""


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


def census(folder: Path, most: int | None = None) -> Census:
    """Read every text of a folder once, or `most` of them."""
    paths = files(folder)
    paths = evenly(paths, most or len(paths))
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
    return _write(folder, texts_of(source))


def turned(text: str, part: int, of: int) -> str:
    """A text of the same words. Its body begins at `part` / `of` of the original; the title, the first line, stays."""
    title, _, body = text.partition("\n")
    cut = body.find(" ", part * len(body) // of) + 1 if part else 0
    return f"{title}\n{body[cut:].rstrip()}\n{body[:cut].rstrip()}\n"


def multiply(paths: tuple[Path, ...], times: int, folder: Path) -> Path:
    """A folder with `times` different texts for each file, all with the same words."""
    return _write(folder, (turned(read(path), part, times) for part in range(times) for path in paths))


def recombine(source: Path, count: int, folder: Path, seed: int) -> Path:
    """A folder of `count` texts made of those of `source`. Each has the title of one of them with a number, and as many
    paragraphs, which are drawn from all. One word of EVERY comes from another paragraph, so that the texts are no
    near-duplicates of one another: they share runs of six words by chance only."""
    return _write(folder, _recombined([*texts_of(source)], count, Random(seed)))


def _recombined(texts: Sequence[str], count: int, random: Random) -> Iterator[str]:
    split = [_paragraphs(text) for text in texts]
    drawn = [paragraph for _, *body in split for paragraph in body]
    for number in range(count):
        title, *body = split[number % len(texts)]
        pairs = zip(random.choices(drawn, k=len(body)), random.choices(drawn, k=len(body)), strict=True)
        mixed = (_mixed(first, other, random.randrange(EVERY)) for first, other in pairs)
        yield "\n".join((f"{title} {number}", "", *mixed, ""))


def _mixed(paragraph: str, other: str, first: int) -> str:
    """A paragraph with some of its words replaced by those of another: one of EVERY, from number `first` on."""
    words = paragraph.split(" ")
    words[first::EVERY] = islice(cycle(other.split(" ")), len(words[first::EVERY]))
    return " ".join(words)


def _paragraphs(text: str) -> list[str]:
    """The lines of a text with something in them. The first is the title."""
    return [line for line in text.splitlines() if line.strip()]


def texts_of(source: Path) -> Iterator[str]:
    """The texts of a folder, or of a .jsonl.xz file of objects with `title` and `text`."""
    return _documents(source) if source.is_file() else map(read, files(source))


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
