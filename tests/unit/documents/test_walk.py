"""Which files of a folder are found, with everything that a real folder can contain."""

import os
import socket
from pathlib import Path

import pytest

from search.documents.read import read_file
from search.documents.unreadable import UnreadableError
from search.documents.walk import walk
from search.errors import CorpusError
from search.types.files import FileText
from tests.conftest import Folder

AMPLE = 1_000_000
STRANGE_NAMES = {
    "a newline": b"new\nline.txt",
    "bytes that are not UTF-8": b"caf\xe9 \xff.txt",
    "255 bytes": b"n" * 251 + b".txt",
    "right-to-left marks": "\u202etxt.exe\u2067.txt".encode(),
    "HTML": b"<script>alert(1)<&'\".txt",
    "an escape": b"\x1b[31mred.txt",
    "only a suffix in capitals": b"x.TXT",
    "spaces": b"  .txt",
    "a backslash": b"a\\..\\x.txt",
}


def found(root: Path) -> list[str]:
    """The paths of the files to read."""
    return list(walk(root).files)


def skipped(root: Path) -> dict[str, str]:
    """The paths that are left out, with the reasons."""
    return {item.path: item.reason for item in walk(root).skipped}


def text_of(root: Path, path: str, limit: int = AMPLE) -> FileText:
    """A file as it is read."""
    return read_file(root, path, limit)[0]


def test_files_come_in_order_of_their_paths(make_folder: Folder) -> None:
    root = make_folder({"b.txt": "b", "a/z.txt": "z", "a/b/c.txt": "c", "A.TXT": "A", "a.txt": "a"})
    assert found(root) == ["A.TXT", "a.txt", "a/b/c.txt", "a/z.txt", "b.txt"]


def test_the_folder_of_a_saved_page_is_not_entered(make_folder: Folder) -> None:
    root = make_folder(
        {
            "rain.htm": "a",
            "rain-Dateien/frame.htm": "b",
            "sun_files/a.txt": "c",
            "x/w.html": "d",
            "x/w_files/a.html": "e",
        }
    )
    listing = walk(root)
    assert list(listing.files) == ["rain.htm", "sun_files/a.txt", "x/w.html"]


def test_hidden_files_and_folders_are_not_entered(make_folder: Folder) -> None:
    root = make_folder({".a.txt": "a", ".git/b.txt": "b", "c/.d/e.txt": "e", "f.txt": "f"})
    assert found(root) == ["f.txt"]
    assert skipped(root) == {}


def test_files_of_other_kinds_are_counted_by_suffix(make_folder: Folder) -> None:
    listing = walk(make_folder({"a.png": "", "b.PNG": "", "c/d.exe": "", "README": "", "e.txt": "e"}))
    assert listing.other == {".png": 2, ".exe": 1, "no suffix": 1}
    assert list(listing.files) == ["e.txt"]


def test_a_folder_named_like_a_text_file_is_walked(make_folder: Folder) -> None:
    assert found(make_folder({"a.txt/b.txt": "b"})) == ["a.txt/b.txt"]


@pytest.mark.parametrize("name", STRANGE_NAMES.values(), ids=STRANGE_NAMES)
def test_any_file_name_is_found_and_read(make_folder: Folder, name: bytes) -> None:
    root = make_folder({})
    (root / os.fsdecode(name)).write_text("ferry")
    assert [os.fsencode(path) for path in found(root)] == [name]
    assert text_of(root, os.fsdecode(name)).text == "ferry"


def test_a_missing_folder_or_a_file_is_not_a_corpus(make_folder: Folder) -> None:
    root = make_folder({"a.txt": "a"})
    with pytest.raises(CorpusError, match="does not exist"):
        walk(root / "nowhere")
    with pytest.raises(CorpusError, match="is no folder"):
        walk(root / "a.txt")


def test_pipes_sockets_and_links_are_skipped_with_a_reason(make_folder: Folder, tmp_path: Path) -> None:
    root = make_folder({"good.txt": "good", "inner/also.txt": "also"})
    (tmp_path / "outside.txt").write_text("secret")
    os.mkfifo(root / "pipe.txt")
    with socket.socket(socket.AF_UNIX) as bound:
        bound.bind(str(root / "socket.txt"))
    (root / "file-link.txt").symlink_to("good.txt")
    (root / "folder-link").symlink_to("inner")
    (root / "way-out.txt").symlink_to(tmp_path / "outside.txt")
    (root / "way-up").symlink_to(tmp_path)
    (root / "broken.txt").symlink_to("nowhere")
    (root / "loop.txt").symlink_to("loop.txt")
    (root / "inner" / "round").symlink_to(root)
    assert found(root) == ["good.txt", "inner/also.txt"]
    links = ("file-link.txt", "folder-link", "way-out.txt", "way-up", "broken.txt", "loop.txt", "inner/round")
    assert skipped(root) == {
        **dict.fromkeys(links, "is a symbolic link, not a regular file"),
        "pipe.txt": "is a named pipe, not a regular file",
        "socket.txt": "is a socket, not a regular file",
    }
    for path in (*skipped(root), "way-up/outside.txt", "folder-link/also.txt"):
        with pytest.raises(UnreadableError):
            read_file(root, path, AMPLE)


def test_a_circular_link_without_a_suffix_is_skipped(make_folder: Folder) -> None:
    root = make_folder({"good.txt": "good"})
    (root / "loop").symlink_to("loop")
    assert found(root) == ["good.txt"]
    assert "cannot be looked at" in skipped(root)["loop"]
