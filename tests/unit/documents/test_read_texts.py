"""Files that are read at once are what each one is when it is read alone."""

from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from search.documents.formats.detect_format import by_signature
from search.documents.formats.exports import may_be_export
from search.documents.read import read_file, read_next
from search.documents.read_texts import LONGEST, read_texts
from search.filesystem import FilesBeneath
from tests.conftest import Folder

BEGINNINGS = (
    *(b"%PDF-", b"\x1f\x8b", b"BZh", b"\xfd7zXZ\x00", b"\x28\xb5\x2f\xfd", b"7z\xbc\xaf\x27\x1c", b"!BDN", b"WARC/"),
    *(
        b"PK\x03\x04",
        b"PK\x05\x06",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        b"{\\rtf",
        b"<html",
        b"<rss ",
        b"<w:wordDocument",
    ),
    *(
        b"\xef\xbb\xbf",
        b"\xff\xfe",
        b"\xfe\xff",
        b"\xff\xfe\0\0",
        b" \n",
        b"x" * 257,
        b"x" * 1020,
        b"ustar",
        b"<!-- -->",
    ),
    *(
        b'<office:document office:mimetype="application/vnd.oasis.opendocument.text"',
        b"a\xc3\xa9",
        b"\xe9",
        b"\0",
        b"\x1b[",
    ),
)
BYTES = st.lists(st.one_of(st.sampled_from(BEGINNINGS), st.text().map(str.encode), st.binary(max_size=3))).map(b"".join)


@given(contents=st.lists(BYTES, min_size=1, max_size=4))
@example(contents=[b"5 < 6", b" \n<html>", b"\f <rss version>", b"<!-- --><html>", b"<w:wordDocument>"])
@example(contents=[b"x" * 257 + b"ustar", b"x" * 1000 + b"%PDF-", b"\n{\\rtf", b"ferry"])
def test_what_is_read_at_once_is_as_if_it_was_read_alone(
    contents: list[bytes], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("files")
    paths = [f"{number}.txt" for number in range(len(contents))]
    for path, content in zip(paths, contents, strict=True):
        (folder / path).write_bytes(content)
    with closing(FilesBeneath(folder)) as files:
        usual = read_texts(files, paths)
        found = dict(zip(usual.paths, zip(*usual[1:], strict=True), strict=True))
        for path, content in zip(paths, contents, strict=True):
            source, stamp = read_next(files, path, LONGEST)
            if path in found:
                text, digest, stamp_read, _, may_be = found[path]
                assert may_be or not may_be_export(text)
                assert (text, "utf-8", digest, stamp_read) == (source.text, source.encoding, source.digest, stamp)
                assert (source.signature, source.unread, source.replaced, source.margin) == ("", 0, 0, 255)
            else:
                is_markup = content.lstrip().startswith(b"<") or b"<office:document" in content
                assert not content.isascii() or is_markup or min(content) < 32 or by_signature(content)


def test_texts_of_several_folders_are_read_and_odd_ones_are_left_out(make_folder: Folder, tmp_path: Path) -> None:
    root = make_folder({"a.txt": "one", "inner/b.txt": "two", "inner/deep/c.txt": "three", "z.txt": "four"})
    (root / "long.txt").write_text("x" * (LONGEST + 1))
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "d.txt").write_text("secret")
    (root / "link").symlink_to(tmp_path / "outside")
    paths = ["a.txt", "inner/b.txt", "inner/deep/c.txt", "gone/e.txt", "link/d.txt", "long.txt", "z.txt"]
    with closing(FilesBeneath(root)) as files:
        usual = read_texts(files, paths)
    assert dict(zip(usual.paths, usual.texts, strict=True)) == {
        "a.txt": "one",
        "inner/b.txt": "two",
        "inner/deep/c.txt": "three",
        "z.txt": "four",
    }


def test_a_stamp_that_a_later_write_may_keep_is_not_stored(make_folder: Folder) -> None:
    root = make_folder({"a.txt": "one"})
    with closing(FilesBeneath(root)) as files:
        read = read_texts(files, ["a.txt"])
    (stamp,) = read.stamps
    assert read.to_store == [stamp._replace(changed=0)]
    assert stamp == read_file(root, "a.txt", LONGEST)[1]
    assert stamp.changed == (root / "a.txt").stat().st_ctime_ns
