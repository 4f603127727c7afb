"""Mails of Outlook. The real ones are read; a mailbox is read by a program that stands in for readpst."""

import io
import re
import struct
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.documents.formats.compressed_rtf import unpack_rtf
from search.documents.formats.outlook_mailbox import read as read_mailbox
from search.documents.formats.source import Source
from search.documents.unreadable import UnreadableError
from tests.support.places import SHARED
from tests.support.readings import fails_cleanly, read_parts, read_texts

FORMATS = SHARED / "formats"
needs_shared = pytest.mark.skipif(not FORMATS.is_dir(), reason="needs the real files")


@needs_shared
def test_a_mail_of_outlook_has_its_subject_date_and_sender() -> None:
    (mail,) = read_texts((FORMATS / "testMSG.msg").read_bytes(), "a.msg")
    assert (mail.title, mail.published, mail.authors) == (
        "MIME registry use cases",
        "2009-01-29T19:16+00:00",
        ("Jukka Zitting",),
    )
    assert mail.text.startswith("Hi,\n\nAs discussed, I've been working")
    assert dict(mail.fields)["To"] == "tika-dev@lucene.apache.org"
    assert mail.kind == "mail"


@needs_shared
def test_a_mail_in_an_encoding_that_python_does_not_know_is_read() -> None:
    (mail,) = read_texts((FORMATS / "testMSG_chinese.msg").read_bytes(), "a.msg")
    assert mail.title == "Alfresco MSG format testing ( MSG 格式測試 )"
    assert "一、會議時間：2011 年 3 月 24 日" in mail.text
    assert mail.text[mail.zones[1].start :].startswith("-----Original Message-----")


@needs_shared
def test_the_code_page_that_a_mail_names_decides() -> None:
    data = (FORMATS / "testMSG_chinese.msg").read_bytes()
    named = re.compile(
        re.escape(struct.pack("<HH", 3, 0x3FDE)) + rb"(....)" + re.escape(struct.pack("<I", 950)), re.DOTALL
    )
    changed = named.sub(lambda match: match[0][:8] + struct.pack("<I", 1252), data)
    (mail,) = read_texts(changed, "a.msg")
    assert "®æ" in mail.title


def packed(content: bytes, size: int) -> bytes:
    """Compressed RTF with this content, which unpacks to a number of bytes."""
    return struct.pack("<II4sI", len(content) + 12, size, b"LZFu", 0) + content


def test_compressed_rtf_refers_to_a_dictionary_and_to_itself() -> None:
    start = (0 << 4 | 6 - 2).to_bytes(2, "big")  # six bytes from the beginning of the dictionary
    itself = (207 + len("{\\rtf1 ice;") << 4 | 8 - 2).to_bytes(2, "big")  # eight bytes of which two are there already
    content = b"\x01" + start + b" ice;ho" + b"\x01" + itself + b"}"
    assert unpack_rtf(packed(content, 22), 100) == b"{\\rtf1 ice;hohohohoho}"


@given(st.binary(max_size=60))
def test_any_compressed_rtf_is_unpacked_or_named(content: bytes) -> None:
    assert len(unpack_rtf(packed(content, 1000), 1000)) <= 1000
    with pytest.raises(UnreadableError, match="unpacks to more"):
        unpack_rtf(packed(content, 1001), 1000)


@needs_shared
def test_a_mail_whose_text_is_only_in_rtf_is_read() -> None:
    data = (FORMATS / "testMSG.msg").read_bytes()
    plain, other = "__substg1.0_1000001E".encode("utf-16-le"), "__substg1.0_1FFF001E".encode("utf-16-le")
    assert plain in data
    (mail,) = read_texts(data.replace(plain, other), "a.msg")
    assert "As discussed, I've been working on making the type detection code more\n" in mail.text


def test_an_ole_file_that_is_damaged_says_so() -> None:
    with pytest.raises(UnreadableError, match="is damaged"):
        read_parts(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "a.msg")


@needs_shared
@given(st.lists(st.tuples(st.integers(0, 20_000), st.integers(0, 255)), min_size=1, max_size=8))
def test_any_damage_is_read_or_named(changes: list[tuple[int, int]]) -> None:
    data = bytearray((FORMATS / "testMSG.msg").read_bytes())
    for at, byte in changes:
        data[at] = byte
    assert fails_cleanly(bytes(data), "a.msg")


def test_a_mailbox_without_the_program_says_what_it_needs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(UnreadableError, match="readpst") as raised:
        read_parts(b"!BDN....", "a.pst")
    assert raised.value.reason == "needs a program"


def test_the_mails_that_the_program_writes_are_read(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    program = tmp_path / "readpst"
    program.write_text(
        f"#!{sys.executable}\n"
        "import sys, pathlib\n"
        "mail = pathlib.Path(sys.argv[-1]).read_bytes().removeprefix(b'!BDN')\n"
        "folder = pathlib.Path(sys.argv[sys.argv.index('-o') + 1], 'Inbox')\n"
        "folder.mkdir()\n"
        "(folder / '1.eml').write_bytes(mail)\n"
    )
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    mailbox = tmp_path / "a.pst"
    mailbox.write_bytes(b"!BDNSubject: Ferry\nMessage-ID: <m1@x>\n\nIt is late.\n")
    with mailbox.open("rb") as file:
        (mail,) = read_mailbox(Source(file, "a.pst", 50, lambda _name, _data: iter(())))
    assert (mail.part, mail.text) == ("mail:m1@x", "It is late.")


def test_a_mailbox_that_is_no_file_of_its_own_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    program = tmp_path / "readpst"
    program.write_text("")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(UnreadableError, match="archive"):
        list(read_mailbox(Source(io.BytesIO(b"!BDN"), "a.pst", 4, lambda _name, _data: iter(()))))
