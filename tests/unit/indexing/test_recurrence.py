"""Recurring lines stay as they are as long as the sample that shows them does."""

import time
from dataclasses import replace
from pathlib import Path

import pytest

from search import Config, Library
from search.documents.clock_granularity import racy_time_left
from search.documents.walk import walk
from search.engines.embedded.storage.commit_points import read_commit_points
from search.engines.embedded.storage.container import ContainerFile
from search.filesystem import stamp_of
from search.indexing.recurrence import Recurrence, update_recurrence
from search.indexing.update_state import UpdateState
from search.rules import CorpusRules
from tests.conftest import Folder

NOTICE = "Tap the bell for more news"
EMPTY = UpdateState(frozenset(), {}, frozenset())


def text(number: int) -> str:
    body = f"Boat number {number} came in from the islands with {number} crates of fish."
    return f"Quay {number} opens\n\n{body}\n\n{NOTICE}"


@pytest.fixture
def folder(make_folder: Folder) -> Path:
    """A folder whose files cannot be written again with the same stamps: others are always read again."""
    texts = {f"{number}.txt": text(number) for number in range(20)}
    folder = make_folder(texts | {"boats.csv": "boat,crates\nTern,3\n"})
    while any(racy_time_left(stamp_of(path.stat()), time.time_ns()) for path in folder.iterdir()):
        pass
    return folder


def recurrence(folder: Path, before: UpdateState) -> Recurrence:
    return update_recurrence(folder, walk(folder).files, (), before, CorpusRules())


def test_lines_are_looked_for_again_where_the_sample_has_changed_or_some_could_not_be_read(folder: Path) -> None:
    first = recurrence(folder, EMPTY)
    assert NOTICE in first.lines
    before = replace(EMPTY, sample=first.sample)
    assert recurrence(folder, before) == (frozenset(), first.sample, True)  # as before
    assert recurrence(folder, replace(before, is_whole=False)).lines == first.lines
    (folder / "new.txt").write_text(text(20))
    changed = recurrence(folder, before)
    assert changed.lines == first.lines
    assert changed.sample.keys() == first.sample.keys() | {"new.txt"}


def test_no_line_recurs_any_more_in_a_folder_that_has_no_plain_text_left(folder: Path) -> None:
    """Another version of the extraction takes the lines over, and no sample."""
    before = UpdateState.from_json(replace(EMPTY, recurring=frozenset({NOTICE})).to_json() | {"extraction": 0})
    for path in folder.glob("*.txt"):
        path.unlink()
    assert recurrence(folder, before) == (frozenset(), {}, True)


def stores_memory(index: Path) -> bool:
    """Whether the newest state holds what an update remembers of the folder."""
    state = next(read_commit_points(index)).state
    return "memory" in ContainerFile(index / state.name, state.length).names


def test_what_an_update_remembers_is_stored_again_only_where_it_is_another(folder: Path, tmp_path: Path) -> None:
    library = Library.open(folder, tmp_path / "index", Config())
    library.update()
    for name, content, is_stored in (("boats.csv", "boat,crates\nTern,4\n", False), ("new.txt", text(20), True)):
        (folder / name).write_text(content)
        library.update()
        assert stores_memory(tmp_path / "index") == is_stored
    assert library.search("bell").total == 0
    assert library.search("bell in:everything").total == 21
