"""7z archives, which programs unpack that a person has installed."""

import base64
import shutil
from pathlib import Path

import pytest

from search.documents.formats.dispatch import read_document
from search.documents.unreadable import UnreadableError
from search.types.reading import Reading

ARCHIVE = base64.b64decode(
    "N3q8ryccAASk1c1HTAAAAAAAAACSAAAAAAAAAMfI26IBAEdEZXIgV2luZCBkcmVodGUgYW0gQWJlbmQgYXVmIFdlc3QueEl0IHJh"
    "aW5lZCBpbiB0aGUgbm9ydGggZm9yIG5pbmUgZGF5cy4AAQQGAAEJTAAHCwEAASEhAQAMSAAIDQMJIgEKAdUYjISDFtyMVMEooAAA"
    "BQMZDwAAAAAAAAAAAAAAAAAAABFBAFcAZQB0AHQAZQByAC0AUwD8AGQALgB0AHgAdAAAAHAAaQBjAC4AagBwAGcAAAByAGEAaQBu"
    "AC4AdAB4AHQAAAAVDgEAIICkgSCApIEggKSBAAA="
)
READ = [
    ("rain.txt", "It rained in the north for nine days."),
    ("Wetter-Süd.txt", "Der Wind drehte am Abend auf West."),
    ("", "holds a file of a kind that is not read: 1 .jpg"),
]
LIST = """
Path = rain.txt
Size = 37
Attributes = A -rw-r--r--
Encrypted = {0}

Path = folder
Size = 0
Attributes = D drwxr-xr-x
Encrypted = -

Path = pic.jpg
Size = 1
Attributes = A -rw-r--r--
Encrypted = {0}

Path = Wetter-Süd.txt
Size = 34
Attributes = A -rw-r--r--
Encrypted = {0}
"""


def parts_of(data: bytes, folder: Path) -> list[tuple[str, str]]:
    """The part and the text of each reading of a 7z file, or what is said instead."""
    path = folder / "archive.7z"
    path.write_bytes(data)
    with path.open("rb") as file:
        parts = list(read_document(file, path.name))
    return [(part.part, part.text if isinstance(part, Reading) else part.message) for part in parts]


def install(folder: Path, monkeypatch: pytest.MonkeyPatch, listing: str, content: str, status: int = 0) -> None:
    """Put a program 7z on the PATH that lists and unpacks an archive as 7-Zip does. It fails if the list is empty."""
    (folder / "list").write_text(listing, encoding="utf-8")
    (folder / "content").write_text(content, encoding="utf-8")
    program = folder / "bin" / "7z"
    program.parent.mkdir()
    listed, written = f"cat {folder}/list; test -s {folder}/list", f"cat {folder}/content; exit {status}"
    program.write_text(f"#!/bin/sh\ncase $1 in l) {listed} ;; *) {written} ;; esac\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}:/usr/bin:/bin")


def test_the_missing_program_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(UnreadableError, match="needs the program bsdtar or 7z") as error:
        parts_of(ARCHIVE, tmp_path)
    assert error.value.reason == "needs a program"


@pytest.mark.parametrize("program", ["bsdtar", "7zz", "7z", "7za"])
def test_each_program_that_is_installed_unpacks_an_archive(
    program: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not (path := shutil.which(program)):
        pytest.skip(f"{program} is not installed")
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / program).symlink_to(path)
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    assert sorted(parts_of(ARCHIVE, tmp_path)) == sorted(READ)
    with pytest.raises(UnreadableError, match="is damaged or encrypted"):
        parts_of(ARCHIVE[:100], tmp_path)


def test_the_bytes_of_all_members_are_parted_as_they_are_listed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(tmp_path, monkeypatch, LIST.format("-"), READ[0][1] + "x" + READ[1][1])
    assert parts_of(ARCHIVE, tmp_path) == READ


def test_a_member_that_is_cut_off_is_called_damaged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install(tmp_path, monkeypatch, LIST.format("-"), READ[0][1] + "xDer Wind", status=2)
    assert parts_of(ARCHIVE, tmp_path) == [
        READ[0],
        ("Wetter-Süd.txt", "is damaged: it cannot be unpacked"),
        ("", "is damaged: not all of it can be unpacked"),
        READ[2],
    ]


def test_encrypted_members_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install(tmp_path, monkeypatch, LIST.format("+"), "")
    assert parts_of(ARCHIVE, tmp_path) == [("rain.txt", "is encrypted"), ("Wetter-Süd.txt", "is encrypted"), READ[2]]


def test_an_archive_with_encrypted_names_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install(tmp_path, monkeypatch, "", "", status=2)
    with pytest.raises(UnreadableError, match="is damaged or encrypted"):
        parts_of(ARCHIVE, tmp_path)
