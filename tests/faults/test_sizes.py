"""A very long file and very many short ones are indexed in bounded memory, and not read again (R9)."""

import random
from collections.abc import Callable
from itertools import product
from pathlib import Path

import pytest

from search import Config, Library
from tests.bench.process import run, seedsearch
from tests.faults.measured_updates import measured_update
from tests.support.profiles import rounds, seeded_random
from tests.support.soak import Trials

MEMORY = 512_000_000
CAP = Config().largest_file
LINE = b"The ferry left the quay at noon, and nobody was on the pier to see it go.\n"


def test_the_tail_of_a_long_file_is_reported(tmp_path: Path, trials: Trials) -> None:
    trials()
    size = rounds(CAP + 20_000_000, 1 << 30)
    _write_long(tmp_path / "texts" / "long.txt", size)
    first = measured_update(tmp_path / "texts", tmp_path / "index")
    assert first.report["bytes"] == CAP
    assert (first.report["cut"], first.report["notes"]) == (1, [])
    with Library.open(tmp_path / "texts", tmp_path / "index").searcher() as searcher:
        (row,) = searcher.report()
    assert row.remarks == (f"is searched but for its last {size - CAP:,} bytes, which are over the limit",)
    again = measured_update(tmp_path / "texts", tmp_path / "index")
    assert (again.report["bytes"], again.opened) == (0, [])
    assert max(first.peak, again.peak) < MEMORY
    trials.outcome = f"a file of {size:,} bytes: {first.peak >> 20} MB at most, then {again.peak >> 20} MB"


def test_many_tiny_files_are_read_and_not_read_again(tmp_path: Path, trials: Trials) -> None:
    trials()
    count, size = rounds(2_000, 100_000), 0
    for number in range(count):
        folder = tmp_path / "texts" / str(number // 1000)
        folder.mkdir(parents=True, exist_ok=True)
        size += (folder / f"{number}.txt").write_text(f"Ferry {number}\n\nfile{number} left", encoding="utf-8")
    first = measured_update(tmp_path / "texts", tmp_path / "index")
    assert (first.report["added"], first.report["bytes"], first.report["skipped"]) == (count, size, [])
    again = measured_update(tmp_path / "texts", tmp_path / "index", SEEDSEARCH_KERNELS="numpy")  # opens files in Python
    assert (again.report["unchanged"], again.report["bytes"], again.opened) == (count, 0, [])
    assert max(first.peak, again.peak) < MEMORY
    library = Library.open(tmp_path / "texts", tmp_path / "index")
    assert [library.search(word).total for word in ("ferry", f"file{count - 1}")] == [count, 1]
    trials.outcome = f"{count:,} files: {first.peak >> 20} MB at most, then {again.peak >> 20} MB and none read"


def _news(size: int) -> str:
    """Sentences of words that are as frequent as those of a language."""
    chosen = random.Random(size)
    ends = [f"{end}{size % 100}" for end in ("ne", "ll", "rk", "st")]  # no two texts have words in common
    words = [f"{first}{middle}{end}" for first in "bcdfglmnprst" for middle in "aeiou" for end in ends]
    weights = [1 / (rank + 1) for rank in range(len(words))]
    sentences = (" ".join(chosen.choices(words, weights, k=60)).capitalize() + ".\n" for _ in range(size // 300 + 1))
    return "".join(sentences)[:size]


HOSTILE: dict[str, Callable[[int], bytes]] = {
    "news": lambda size: _news(size).encode(),
    "one letter": lambda size: b"a " * (size // 2),
    "lines of one letter": lambda size: b"a\n" * (size // 2),
    "line breaks": lambda size: b"\n" * (size - 5) + b"ferry",
    "one word": lambda size: b"x" * size,
    "no blanks": lambda size: "".join(
        map(chr, random.Random(size).choices(range(0x4E00, 0x9FFF), k=size // 3))
    ).encode(),
    "all words different": lambda size: b" ".join(b"%x" % (n * 40_503) for n in range(size // 7))[:size],
    "marks": lambda size: b"e" + "\u0301".encode() * (size // 2 - 1),
    "an emoji": lambda size: "\U0001f600 ".encode() + _news(size - 10).encode(),
    "UTF-16": lambda size: _news(size // 2 - 1).encode("utf-16"),
    "no encoding": lambda size: random.Random(size).randbytes(size),
    "percent signs": lambda size: b"%" * size,
    "apostrophes": lambda size: b"o'n " * (size // 4),
    "lines of boilerplate": lambda size: b"Advertisement\n" * (size // 14),
}
"""Texts of some size that take much memory for one reason or another."""


@pytest.mark.parametrize(
    ("kind", "count", "size", "workers"), [("news", 6, 3_000_000, 8), ("one letter", 2, 3_000_000, 2)]
)
def test_all_processes_together_stay_within_the_memory_limit(
    tmp_path: Path, kind: str, count: int, size: int, workers: int
) -> None:
    _write_hostile(tmp_path / "texts", kind, count, size)
    taken = run([*seedsearch("index", tmp_path / "texts", "--index", tmp_path / "index"), "--workers", str(workers)])
    assert taken.peak < MEMORY


WAYS = list(product(HOSTILE, (8_000_000, 32_000_000), (1, 2, 8, 64)))
"""What texts, of what size, with how many workers."""


@pytest.mark.soak
@pytest.mark.parametrize(
    ("kind", "size", "workers"), seeded_random("memory").sample(WAYS, min(rounds(1, 12), len(WAYS)))
)
def test_no_kind_of_text_exceeds_the_memory_limit(
    tmp_path: Path, kind: str, size: int, workers: int, trials: Trials
) -> None:
    trials()
    _write_hostile(tmp_path / "texts", kind, 18 if kind == "news" else 3, size)
    command = [*seedsearch("index", tmp_path / "texts", "--index", tmp_path / "index"), "--workers", str(workers)]
    taken = run(command, SEEDSEARCH_LARGEST_FILE=str(32 << 20))
    assert taken.peak < MEMORY
    trials.outcome = f"{kind}, {size:,} bytes, {workers} workers: {taken.peak >> 20} MB, {taken.seconds:.0f} s"


def _write_hostile(folder: Path, kind: str, count: int, size: int) -> None:
    folder.mkdir()
    for number in range(count):
        (folder / f"{number}.txt").write_bytes(HOSTILE[kind](size - number))


def _write_long(path: Path, size: int) -> None:
    """A text of so many bytes, written in pieces."""
    path.parent.mkdir()
    piece = LINE * (len(LINE) << 10)
    with path.open("wb") as file:
        while (left := size - file.tell()) > 0:
            file.write(piece[:left])
