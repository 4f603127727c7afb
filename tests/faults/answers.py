"""Results of a library that may be damaged, for many queries, and whether they are right."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from search import Library, SeedsearchError
from tests.faults.histories import Texts

WORDS = ("ferry", "quay", "commit1", "commit2", "file3", "pier4", "missing")


@dataclass(frozen=True)
class Answers:
    """The paths found for some words, some texts by their paths, and the number of failed calls."""

    found: dict[str, list[str]]
    texts: dict[str, str]
    failed: int

    def agree_with(self, files: Texts) -> bool:
        """Whether all results equal those of a plain scan of these files."""
        scans = {
            word: sorted(path for path, text in files.items() if word in re.findall(r"\w+", text.lower()))
            for word in self.found
        }
        return self.found == scans and self.texts.items() <= files.items()


def ask(library: Library) -> Answers:
    """Search, and read all articles found. Only errors meant for people count as failures."""
    found = {word: paths for word in WORDS if (paths := _answer(_paths, library, word)) is not None}
    ids = _answer(_ids, library, "*")
    views = [_answer(_text, library, identity) for identity in ids or ()]
    failed = len(WORDS) - len(found) + (ids is None) + views.count(None)
    return Answers(found, dict(view for view in views if view), failed)


def _answer(question: Callable[[Library, str], Any], library: Library, what: str) -> Any:
    try:
        return question(library, what)
    except SeedsearchError as error:
        assert str(error).strip(), "an error without a message"


def _paths(library: Library, word: str) -> list[str]:
    return sorted(hit.path for hit in library.search(f'"{word}"', size=1000, duplicates="all").hits)


def _ids(library: Library, query: str) -> list[str]:
    return [hit.id for hit in library.search(query, size=1000, duplicates="all").hits]


def _text(library: Library, identity: str) -> tuple[str, str]:
    view = library.retry(lambda searcher: searcher.article(identity, "quay"))
    return view.path, view.text
