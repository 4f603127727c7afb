"""Archives and compressed files: what is in them is read, whatever its names, and nothing is left out in silence."""

import bz2
import gzip
import io
import lzma
import stat
import struct
import tarfile
import zipfile
from collections.abc import Callable

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from search.documents.formats.dispatch import Watcher, read_document
from search.documents.formats.registry import Format
from search.documents.formats.source import Limits
from search.documents.unreadable import UnreadableError
from search.types.files import UnreadPart
from search.types.reading import Reading
from tests.support.places import SHARED
from tests.support.readings import Parts, fails_cleanly, read_parts

RAIN, WIND = "It rained in the north for nine days.", "Der Wind drehte am Abend auf West."
PACKERS: dict[str, Callable[[bytes], bytes]] = {
    "gz": gzip.compress,
    "bz2": bz2.compress,
    "xz": lzma.compress,
    "zst": zstandard.compress,
}


def zipped(members: dict[str, str | bytes], packing: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip archive of these files."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", packing) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return file.getvalue()


def tarred(members: dict[str, str | bytes]) -> bytes:
    """A tar archive of these files."""
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w") as archive:
        for name, content in members.items():
            data = content.encode() if isinstance(content, str) else content
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return file.getvalue()


def summary(parts: Parts) -> list[tuple[str, str]]:
    """The part and the text, or what is said instead of it."""
    return [(part.part, part.text if isinstance(part, Reading) else part.message) for part in parts]


@pytest.mark.parametrize("pack", [zipped, tarred])
def test_members_are_named_by_their_paths(pack: Callable[[dict[str, str | bytes]], bytes]) -> None:
    archive = pack({"a/rain.txt": RAIN, "b/rain.txt": WIND, "page.html": f"<html><p>{RAIN}</p>"})
    parts = read_parts(archive, "archive.zip")
    assert summary(parts) == [("a/rain.txt", RAIN), ("b/rain.txt", WIND), ("page.html", RAIN)]
    assert [part.kind for part in parts if isinstance(part, Reading)] == ["txt", "txt", "html"]


@pytest.mark.parametrize("packer", PACKERS)
def test_compressed_files_and_tar_archives_are_unpacked(packer: str) -> None:
    pack = PACKERS[packer]
    assert summary(read_parts(pack(RAIN.encode()), f"notes/rain.txt.{packer}")) == [("rain.txt", RAIN)]
    assert summary(read_parts(pack(tarred({"rain.txt": RAIN})), f"all.tar.{packer}")) == [("rain.txt", RAIN)]
    assert summary(read_parts(pack(tarred({"rain.txt": RAIN})), f"all.{packer}")) == [("rain.txt", RAIN)]


@pytest.mark.parametrize("packer", PACKERS)
def test_a_large_compressed_table_is_read_row_by_row(packer: str) -> None:
    rows = "".join(f'{{"id": "n{number}", "text": "{RAIN} It was day {number}."}}\n' for number in range(1_500))
    readings = list(read_document(io.BytesIO(PACKERS[packer](rows.encode())), "rows.jsonl." + packer, limits=LOW))
    assert len(readings) == 1_500
    assert all(isinstance(reading, Reading) for reading in readings)


LOW = Limits(document=100_000, article=2_000_000, members=50, unpacked=4_000_000)


def test_hidden_members_links_and_folders_are_left_out_and_other_kinds_are_counted() -> None:
    file = io.BytesIO(
        zipped(
            {
                ".git/a.txt": RAIN,
                "__MACOSX/a.txt": RAIN,
                "empty/": "",
                "a.jpg": "x",
                "b.JPG": "x",
                "c": "x",
                "d.txt": WIND,
            }
        )
    )
    with zipfile.ZipFile(file, "a") as archive:
        link = zipfile.ZipInfo("link.txt")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
    message = "holds 3 files of kinds that are not read: 2 .jpg, 1 no suffix"
    assert summary(read_parts(file.getvalue(), "a.zip")) == [("d.txt", WIND), ("", message)]


@pytest.mark.parametrize("pack", [zipped, tarred])
def test_parts_of_saved_pages_are_left_out(pack: Callable[[dict[str, str | bytes]], bytes]) -> None:
    names = ("a/rain.html", "a/rain_files/frame.html", "a/rain_files/x.js", "sun_files/frame.html")
    parts = read_parts(pack(dict.fromkeys(names, f"<html><p>{RAIN}</p>")), "a.zip")
    assert summary(parts) == [("a/rain.html", RAIN), ("sun_files/frame.html", RAIN)]


@pytest.mark.parametrize(
    ("name", "part"),
    [
        ("../../etc/rain.txt", "etc/rain.txt"),
        ("/root/rain.txt", "root/rain.txt"),
        ("folder\\rain.txt", "folder/rain.txt"),
        ("./a//rain.txt", "a/rain.txt"),
        ("Ärger.txt", "Ärger.txt"),
    ],
)
@pytest.mark.parametrize("pack", [zipped, tarred])
def test_no_name_leads_out_of_the_archive(
    pack: Callable[[dict[str, str | bytes]], bytes], name: str, part: str
) -> None:
    assert summary(read_parts(pack({name: RAIN}), "a.zip")) == [(part, RAIN)]


def test_a_member_without_a_name_costs_no_other_one() -> None:
    archive = zipped({"wind.txt": WIND, "rain.txt": RAIN}).replace(b"wind.txt", b"\0ind.txt")
    assert summary(read_parts(archive, "a.zip")) == [("rain.txt", RAIN)]


def test_members_of_one_name_are_told_apart() -> None:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w") as archive:
        for text in (RAIN, WIND):
            info = tarfile.TarInfo("a/news.txt")
            info.size = len(text)
            archive.addfile(info, io.BytesIO(text.encode()))
    assert summary(read_parts(file.getvalue(), "a.tar")) == [("a/news.txt", RAIN), ("a/news (2).txt", WIND)]


@pytest.mark.parametrize("encoding", ["utf-8", "cp866"])
def test_names_in_old_encodings_are_readable(encoding: str) -> None:
    names = [f"Новости недели {number}.txt".encode(encoding) for number in (1, 2, 3)]
    archive = zipped({f"{'x' * (len(name) - 5)}{number}.txt": RAIN for number, name in enumerate(names)})
    for number, name in enumerate(names):
        archive = archive.replace(f"{'x' * (len(name) - 5)}{number}.txt".encode(), name)
    assert summary(read_parts(archive, "a.zip"))[0][0] == "Новости недели 1.txt"


def test_an_encrypted_member_is_named_and_the_others_are_read() -> None:
    archive = bytearray(zipped({"secret.txt": RAIN, "open.txt": WIND}))
    for signature, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        archive[archive.index(signature) + at] |= 1
    assert summary(read_parts(bytes(archive), "a.zip")) == [("secret.txt", "is encrypted"), ("open.txt", WIND)]


def test_a_damaged_member_is_named_and_the_others_are_read() -> None:
    archive = zipped({"broken.txt": RAIN, "whole.txt": WIND}, zipfile.ZIP_STORED).replace(
        RAIN.encode(), RAIN.upper().encode()
    )
    parts = read_parts(archive, "a.zip")
    assert summary(parts) == [("broken.txt", "is damaged: it cannot be unpacked"), ("whole.txt", WIND)]


def test_a_member_whose_reader_fails_costs_no_other_one() -> None:
    archive = zipped({"a.txt": RAIN, "b.html": f"<html><p>{WIND}</p>"})
    parts = list(read_document(io.BytesIO(archive), "a.zip", encoding="no such encoding"))
    assert summary(parts) == [("a.txt", "cannot be read: its reader failed (LookupError)"), ("b.html", WIND)]


class Later(Watcher):
    """Leaves out the first members, as after the death of a process. Keeps the names of the others."""

    def __init__(self, first: int) -> None:
        self.left_out = first
        self.names: list[str] = []

    def begin_file(self, format: Format) -> None:
        """As in Watcher."""

    def begin_member(self, name: str) -> bool:
        """As in Watcher."""
        self.left_out -= 1
        if self.left_out < 0:
            self.names.append(name)
        return self.left_out < 0

    def end_member(self) -> None:
        """As in Watcher."""
        self.names.append("end")


@pytest.mark.parametrize("pack", [zipped, tarred])
def test_members_that_were_read_before_are_not_unpacked_again(
    pack: Callable[[dict[str, str | bytes]], bytes],
) -> None:
    inner = zipped({"c.txt": RAIN, "d.txt": WIND})
    later = Later(2)
    archive = pack({"a.txt": bytes(90_000), "b.txt": bytes(90_000), "c.zip": inner, "d.txt": WIND})
    limits = Limits(document=100_000, article=1000, unpacked=50_000)
    parts = summary(list(read_document(io.BytesIO(archive), "a.zip", limits=limits, watcher=later)))
    assert parts == [("c.zip/c.txt", RAIN), ("c.zip/d.txt", WIND), ("d.txt", WIND)]
    assert later.names == ["c.zip", "end", "d.txt", "end"]


@pytest.mark.parametrize(
    ("data", "path"),
    [
        (zipped({"a.txt": RAIN})[:-30], "a.zip"),
        (b"PK\x03\x04", "a.zip"),
        (gzip.compress(RAIN.encode(), mtime=0)[:-9], "a.txt.gz"),
        (b"\x1f\x8b", "a.txt.gz"),
        (lzma.compress(RAIN.encode())[:-20], "a.txt.xz"),
        (zstandard.compress(RAIN.encode())[:6], "a.txt.zst"),
        (b"not a tar archive", "a.tar"),
        (gzip.compress(tarred({"a.txt": RAIN * 99})[:2000], mtime=0), "a.tar.gz"),
    ],
)
def test_a_damaged_archive_is_called_damaged(data: bytes, path: str) -> None:
    try:
        parts = read_parts(data, path)
    except UnreadableError as error:
        assert error.reason == "damaged"
    else:
        assert parts
        assert all(isinstance(part, UnreadPart) and part.reason == "damaged" for part in parts)


def test_a_tar_archive_with_a_damaged_header_says_where_it_ends() -> None:
    archive = bytearray(tarred({"a.txt": RAIN, "b.txt": WIND, "c.txt": RAIN}))
    archive[1024 + 150] ^= 1  # in the checksum of the second header
    assert summary(read_parts(bytes(archive), "a.tar")) == [
        ("a.txt", RAIN),
        ("", "is damaged: what follows a.txt cannot be unpacked"),
    ]


def test_a_zip_bomb_costs_no_more_than_the_limits() -> None:
    bomb = zipped(
        {"before.txt": RAIN, "zeros.txt": bytes(3_000_000), "ones.txt": b"1" * 90_000, "more.txt": bytes(3_000_000)}
    )
    parts = summary(list(read_document(io.BytesIO(bomb), "a.zip", limits=LOW)))
    assert parts[0] == ("before.txt", RAIN)
    assert parts[1][0] == "zeros.txt"
    assert "largest_document" in parts[1][1]


def test_an_archive_that_unpacks_to_too_much_is_not_read_further() -> None:
    many = zipped({f"{number:02}.txt": bytes([65 + number]) * 90_000 for number in range(48)})
    parts = summary(
        list(read_document(io.BytesIO(many), "a.zip", limits=Limits(document=100_000, article=1000, unpacked=500_000)))
    )
    assert [part for part, _ in parts] == ["00.txt", "01.txt", "02.txt", "03.txt", "04.txt", ""]
    assert parts[-1][1].startswith("is not read further: it unpacks to more than")


def test_an_archive_with_too_many_members_is_not_read_further() -> None:
    many = zipped({f"{number}.txt": RAIN for number in range(60)})
    parts = summary(list(read_document(io.BytesIO(many), "a.zip", limits=LOW)))
    assert len(parts) == 51
    assert parts[-1] == ("", "is not read further: it has more than 50 members")


def test_a_zip_archive_with_too_large_a_directory_is_not_opened() -> None:
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 9, 9, 30_000_000, 0, 0)
    wide = struct.pack("<4sQ2H2L4Q", b"PK\6\6", 44, 45, 45, 0, 0, 10**6, 10**6, 60_000_000, 0)
    wide_end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0)
    for ending in (end, wide + wide_end):
        with pytest.raises(UnreadableError, match="holds too many members"):
            read_parts(b"PK\3\4" + bytes(100) + ending, "a.zip")


def test_an_archive_in_an_archive_is_read_but_not_without_end() -> None:
    inner = zipped({"a.txt": RAIN})
    for _ in range(2):
        inner = zipped({"z.zip": inner, "page.txt": WIND})
    assert summary(read_parts(inner, "a.zip"))[0] == ("z.zip/z.zip/a.txt", RAIN)
    deeper = zipped({"z.zip": zipped({"z.zip": inner})})
    assert "lies more than 3 archives deep" in dict(summary(read_parts(deeper, "a.zip"))).values()


@pytest.mark.skipif(not (SHARED / "formats").is_dir(), reason="needs ../shared")
def test_an_archive_that_holds_itself_ends() -> None:
    parts = summary(read_parts((SHARED / "formats" / "droste.zip").read_bytes(), "droste.zip"))
    assert ("droste.zip/droste.zip/droste.zip/droste.zip", "lies more than 3 archives deep") in parts


@given(st.sampled_from(["zip", "tar", "gz", "bz2", "xz", "zst"]), st.data())
def test_any_archive_with_a_fault_is_read_or_called_damaged(kind: str, data: st.DataObject) -> None:
    packed = {"zip": zipped, "tar": tarred}.get(kind, lambda members: PACKERS[kind](tarred(members)))(
        {"a.txt": RAIN, "b.txt": WIND}
    )
    place = data.draw(st.integers(0, len(packed)))
    fault = data.draw(st.binary(max_size=20))
    cut = data.draw(st.sampled_from([0, len(fault), len(packed)]))
    assert fails_cleanly(packed[:place] + fault + packed[place + cut :], f"a.{kind}")


@given(st.binary(max_size=200), st.sampled_from(["zip", "tar", "gz", "bz2", "xz", "zst"]))
def test_any_bytes_are_read_or_called_damaged(data: bytes, kind: str) -> None:
    assert fails_cleanly(data, f"a.{kind}")


def test_names_and_messages_are_single_clean_lines() -> None:
    archive = zipped({"ferry\x1b[2J\r\n.json": "[\x1b"})
    (part,) = read_parts(archive, "a.zip")
    assert isinstance(part, UnreadPart)
    assert (part.part, "\x1b" in part.message) == ("ferry[2J .json", False)
