"""A folder that changes from commit to commit, and the oracle of all fault tests: which commit an index opens as, and
whether it is complete."""

import random
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from search import IndexMissing, Library, Searcher
from tests.support.files import write_files
from tests.support.profiles import rounds

Texts = Mapping[str, str]
"""The files of a folder: path to text."""
History = Sequence[Texts]
"""What the folder holds at each commit; number 0 is before the first, when there is no index."""

MANY = rounds(25, 170)
"""Words that are searched for, about."""


def text(commit: int, number: int) -> str:
    """The text of a file: a word that only its commit has, one that only the file has, and some common ones."""
    filling = " ".join(f"pier{word}" for word in range(number, number + 9))
    return f"Ferry {number}\n\nWritten at commit{commit} into file{number}; quay {filling} quay ends."


FIRST: History = ({}, {f"{n}.txt": text(1, n) for n in range(5)})
"""A first index."""
CHANGED: History = (
    *FIRST,
    {**{f"{n}.txt": text(1, n) for n in (0, 3, 4)}, "1.txt": text(2, 1), "new/5.txt": text(2, 5)},
)
"""One file is removed, one changed, one added."""
MERGED: History = tuple({f"{n}.txt": text(n, n) for n in range(1, commit + 1)} for commit in range(6))
"""A file is added at each commit. The last one merges all segments."""


LONG: History = tuple(
    {
        f"{n}.txt": f"{text(commit, n)} {' '.join(f'{n}x{commit}x{word * word:x}' for word in range(1500))}"
        for n in range(2)
    }
    for commit in range(3)
)[1:]
LONG = ({}, *LONG)
"""Texts that are many pages of a disk."""


def wandering(commits: int, chance: random.Random) -> History:
    """Files are added, changed and removed at random at each commit."""
    history: list[Texts] = [{}]
    for commit in range(1, commits + 1):
        stay = {path: text for path, text in history[-1].items() if chance.random() < 0.8}
        numbers = chance.sample(range(8), chance.randint(1, 3))
        history.append({**stay, **{f"{number}.txt": text(commit, number) for number in numbers}})
    return history


@dataclass(frozen=True)
class Case:
    """A folder as of the last commit of a history, with the index of the one before."""

    corpus: Path
    before: Path
    history: History

    @property
    def acknowledged(self) -> int:
        """The number of the commit that the index is at."""
        return len(self.history) - 2

    def copy(self, index: Path) -> Path:
        """A copy of the index for one fault."""
        shutil.rmtree(index, ignore_errors=True)
        if self.before.exists():
            shutil.copytree(self.before, index)
        return index


def prepared(place: Path, history: History) -> Case:
    """The case of a history, within `place`."""
    case = Case(place / "texts", place / "before", history)
    for files in history[1:-1]:
        Library.open(lay(case.corpus, files), case.before).update()
    lay(case.corpus, history[-1])
    return case


def lay(corpus: Path, files: Texts) -> Path:
    """Make a folder contain exactly these files. Unchanged ones are not touched."""
    corpus.mkdir(parents=True, exist_ok=True)
    there = {path.relative_to(corpus).as_posix(): path for path in corpus.rglob("*.txt")}
    for path in there.keys() - files.keys():
        there[path].unlink()
    return write_files(
        corpus, {path: new for path, new in files.items() if there.get(path) is None or _of(there[path]) != new}
    )


def opens_as(library: Library, history: History) -> int:
    """The number of the commit that an index opens as. Fails if it is none of them, or incomplete."""
    try:
        held = contents(library)
    except IndexMissing:
        return 0
    assert held in history, f"torn: {sorted(held)}"
    assert_postings(library, held)
    return max(number for number, files in enumerate(history) if files == held)


def contents(library: Library) -> dict[str, str]:
    """Every stored text by its path."""

    def read(searcher: Searcher) -> dict[str, str]:
        hits = searcher.search("*", size=1000, sort="path", duplicates="all").hits
        return {hit.path: searcher.article(hit.id).text for hit in hits}

    return library.retry(read)


def assert_postings(library: Library, files: Texts) -> None:
    """Each word finds the files of a plain scan, with all its places marked. Of many words only some are tried."""
    words = sorted({word for text in files.values() for word in _words(text)})
    for word in (*words[:: 1 + len(words) // MANY], "missing"):
        hits = library.search(f'"{word}"', size=1000, duplicates="all").hits
        assert sorted(hit.path for hit in hits) == sorted(path for path, it in files.items() if word in _words(it)), (
            word
        )
        for hit in hits[:2]:
            view = library.searcher().article(hit.id, f'"{word}"')
            assert [view.text[slice(*mark)].lower() for mark in view.marks] == [word] * _words(view.text).count(word)


def assert_goes_on(corpus: Path, index: Path, files: Texts) -> None:
    """The next update works, and then the index holds what the folder does."""
    library = Library.open(corpus, index)
    library.update()
    assert contents(library) == files
    assert_postings(library, files)
    assert library.update().bytes == 0


def _words(text: str) -> list[str]:
    return text.lower().replace(".", " ").replace(";", " ").split()


def _of(path: Path) -> str:
    return path.read_text(encoding="utf-8")
