"""Where an index is, that it is private, and that nothing else is written."""

import stat
from pathlib import Path

import pytest

from search import Library
from search.errors import IndexRefused
from tests.conftest import Folder
from tests.support.texts import OTHER, STORY, folder_contents, paths_found


def test_the_corpus_is_never_written_to(make_folder: Folder, tmp_path: Path) -> None:
    root = make_folder({"a.txt": STORY, "b/c.txt": OTHER, ".hidden/d.txt": "", "e.txt": ""})
    before = folder_contents(root)
    library = Library.open(root, tmp_path / "index")
    library.update()
    for hit in library.search("ferry OR dock").hits:
        library.searcher().article(hit.id, "ferry")
    library.searcher().status()
    library.update()
    assert folder_contents(root) == before


def test_an_index_inside_the_corpus_is_refused(make_folder: Folder, tmp_path: Path) -> None:
    root = make_folder({"a.txt": STORY})
    (tmp_path / "link").symlink_to(root)
    for index in (root, root / "index", root / "b" / "c", tmp_path / "link" / "index", root / ".." / root.name / "x"):
        with pytest.raises(IndexRefused, match="lies in the corpus"):
            Library.open(root, index)
    assert [path.name for path in root.iterdir()] == ["a.txt"]


def test_another_folder_or_the_index_of_another_corpus_is_refused(small_library: Library, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "a.txt").write_text(OTHER)
    with pytest.raises(IndexRefused, match="is the index of"):
        Library.open(other, small_library.index)
    with pytest.raises(IndexRefused, match="holds other files"):
        Library.open(small_library.corpus, other)
    with pytest.raises(IndexRefused, match="is no folder"):
        Library.open(small_library.corpus, other / "a.txt")
    assert paths_found(small_library, "*") == ["a.txt", "b/c.txt"]


def test_an_index_is_private(small_library: Library) -> None:
    assert stat.S_IMODE(small_library.index.stat().st_mode) == 0o700
    for path in small_library.index.iterdir():
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600), path


def test_each_corpus_has_a_default_index_of_its_own(
    make_folder: Folder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    root = make_folder({"a/x.txt": STORY, "b/a/x.txt": OTHER})
    one, other = Library.open(root / "a"), Library.open(root / "b" / "a")
    one.update()
    other.update()
    assert one.index != other.index
    assert one.index == Library.open(root / "b" / ".." / "a").index
    assert paths_found(one, "ferry") == paths_found(other, "dock") == ["x.txt"]
    assert one.index.is_relative_to(tmp_path / "cache")
