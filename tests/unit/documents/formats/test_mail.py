"""Mails in files, and mailboxes."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.documents.unreadable import UnreadableError
from search.types.article import Zone
from search.types.files import UnreadPart
from search.types.reading import Reading
from tests.support.places import SHARED
from tests.support.readings import fails_cleanly, read_parts, read_texts

FORMATS = SHARED / "formats"
TEXT = "The ferry was two hours late on Monday.\nThe harbour master blames the ice.\n"


def mail(body: bytes | str = TEXT, **headers: str) -> bytes:
    """A mail with these headers besides the usual ones; "content_type" is "Content-Type"."""
    usual = {
        "From": '"Roe, Ann" <ann@bay.example>',
        "To": "Bo Li <bo@bay.example>",
        "Date": "Tue, 4 Mar 2031 10:15:00 +0100",
        "Subject": "Ferry late",
        "Message-ID": "<m1@bay.example>",
    }
    lines = [f"{name}: {value}" for name, value in usual.items() if name.lower().replace("-", "_") not in headers]
    lines += [f"{name.replace('_', '-').title()}: {value}" for name, value in headers.items() if value]
    content = body if isinstance(body, bytes) else body.encode()
    return "\n".join(lines).encode("utf-8", "surrogateescape") + b"\n\n" + content


def multipart(kind: str, *parts: bytes) -> bytes:
    """A mail of several parts, each with its own headers."""
    body = b"".join(b"--x\n" + part + b"\n" for part in parts) + b"--x--\n"
    return mail(body, content_type=f'multipart/{kind}; boundary="x"')


def attached(name: str, data: bytes, kind: str = "application/octet-stream", disposition: str = "attachment") -> bytes:
    """A part that is a file."""
    head = f'Content-Type: {kind}\nContent-Disposition: {disposition}; filename="{name}"\n'
    return f"{head}Content-Transfer-Encoding: base64\n\n".encode() + base64.encodebytes(data)


def quoted(text: str) -> dict[str, str]:
    """The zones of a mail with this text, as text by kind."""
    (reading,) = read_texts(mail(text), "a.eml")
    return {zone.kind: reading.text[zone.start : zone.end] for zone in reading.zones if zone.kind != "body"}


def test_a_mail_has_its_subject_as_title_its_date_and_its_sender_as_author() -> None:
    (reading,) = read_texts(mail(), "a.eml")
    assert reading.text == TEXT.rstrip("\n")
    assert (reading.title, reading.published, reading.authors) == (
        "Ferry late",
        "2031-03-04T10:15+01:00",
        ("Roe, Ann",),
    )
    assert dict(reading.fields)["To"] == "Bo Li <bo@bay.example>"
    assert (reading.kind, reading.is_one_article) == ("mail", True)


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("=?utf-8?q?F=C3=A4hre_kommt?= =?utf-8?b?IHp1IHNww6R0?=", "Fähre kommt zu spät"),
        ("=?iso-8859-1?q?F=E4hre?=", "Fähre"),
        ("=?utf-8?q?F=C3?= =?utf-8?q?=A4hre?=", "Fähre"),
        ("=?windows-950?b?tOe9/A==?=", "渡輪"),
        ("=?utf-8?b?w6Q=?= =?unknown-8bit?q?F=C3=A4hre?=", "äFähre"),
        ("=?nonsense?q?F=C3=A4hre?=", "Fähre"),
        ("Fähre kommt\n zu spät", "Fähre kommt zu spät"),
        ("=?utf-8?b?broken", "=?utf-8?b?broken"),
    ],
)
def test_a_subject_is_decoded_however_it_was_written(raw: str, expected: str) -> None:
    assert read_texts(mail(subject=raw), "a.eml")[0].title == expected


@pytest.mark.parametrize("charset", ["iso-8859-1", "unknown-8bit", "x-user-defined", "nonsense"])
def test_a_text_with_a_wrong_or_unknown_encoding_is_decoded(charset: str) -> None:
    body = "Die Fähre kam gestern früh zwei Stunden zu spät, weil überall Eis im Hafen lag.\n".encode("cp1252")
    (reading,) = read_texts(mail(body, content_type=f"text/plain; charset={charset}"), "a.eml")
    assert reading.text.startswith("Die Fähre kam gestern früh")


def test_lines_with_signs_and_who_wrote_them_are_quoted_and_the_end_is_a_signature() -> None:
    assert quoted(
        f"Thanks.\n\nOn Mon, 3 Mar 2031, Bo Li wrote:\n> Is it late?\n> Yes.\n\n{TEXT}\n-- \nAnn Roe\nBay Post\n"
    ) == {
        "quoted": "On Mon, 3 Mar 2031, Bo Li wrote:\n> Is it late?\n> Yes.",
        "signature": "-- \nAnn Roe\nBay Post",
    }


@pytest.mark.parametrize(
    "header",
    [
        "From: Bo Li\nSent: Monday, 3 March 2031\nTo: Ann Roe\nSubject: Ferry",
        "Von: Bo Li\nGesendet: Montag, 3. März 2031\nAn: Ann Roe\nBetreff: Fähre",
        "De : Bo Li\nEnvoyé : lundi 3 mars 2031\nÀ : Ann Roe\nObjet : Le bac",
        "发件人: Bo Li\n发送时间: 2031年3月3日\n收件人: Ann Roe\n主题: 渡轮",
        "-----Original Message-----\nIs it late?",
        "Am 03.03.2031 um 10:15 schrieb Bo Li:\nIst sie zu spät?",
    ],
)
def test_what_outlook_and_others_repeat_below_an_answer_is_quoted(header: str) -> None:
    assert quoted(f"{TEXT}\n{header}\n\nIs it late?\n")["quoted"].startswith(header.partition("\n")[0])


def test_what_a_mail_forwards_is_not_quoted() -> None:
    forwarded = f"See below.\n\nFrom: Bo Li\nSent: Monday\nTo: Ann Roe\nSubject: Ferry\n\n{TEXT}"
    assert [zone.kind for zone in read_texts(mail(forwarded, subject="FW: Ferry"), "a.eml")[0].zones] == ["body"]
    assert quoted(f"---------- Forwarded message ---------\n{forwarded}") == {}


def test_a_text_that_only_mentions_a_person_with_a_colon_is_not_quoted() -> None:
    assert quoted("From: the harbour\nWe wrote:\n\nThe ferry is late, as she wrote in 2031.\n") == {}


def test_of_alternatives_the_plain_text_is_read_unless_it_only_points_to_the_other() -> None:
    html = b"Content-Type: text/html; charset=utf-8\n\n" + f"<p>{TEXT * 9}</p><p>F\u00e4hre &amp; Eis</p>".encode()
    both = multipart("alternative", b"Content-Type: text/plain\n\n" + TEXT.encode() * 9, html)
    pointer = multipart("alternative", b"Content-Type: text/plain\n\nThis mail is HTML.", html)
    assert "Fähre" not in read_texts(both, "a.eml")[0].text
    assert read_texts(pointer, "a.eml")[0].text.endswith("Fähre & Eis")


def test_attachments_are_articles_of_their_own_and_pictures_in_the_text_are_left_out() -> None:
    data = multipart(
        "mixed",
        b"Content-Type: text/plain\n\n" + TEXT.encode(),
        attached("notes.txt", b"The ice is thick."),
        attached("notes.txt", b"The ice is thin."),
        attached("logo.png", b"\x89PNG\r\n\x1a\n", "image/png", "inline"),
        attached("scan.jpg", b"\xff\xd8\xff", "image/jpeg"),
        b"Content-Type: message/rfc822\n\n" + mail("Inner text.", subject="Inner"),
    )
    first, notes, more, scan, inner = read_parts(data, "a.eml")
    assert isinstance(first, Reading)
    assert [(notes.part, notes.text, notes.fields), (more.part, more.text)] == [
        ("notes.txt", "The ice is thick.", (("Mail", "Ferry late"),)),
        ("notes (2).txt", "The ice is thin."),
    ]
    assert scan == UnreadPart("scan.jpg", "is of a kind that is not read", "not readable")
    assert (inner.part, inner.text, inner.title) == ("Inner.eml", "Inner text.", "Inner")


def test_a_mail_in_a_mail_that_says_it_has_parts_but_has_none_is_read_as_text() -> None:
    inner = mail("Die Fähre war zwei Stunden zu spät, weil der Hafen vereist war.", content_type="multipart/mixed")
    data = multipart("mixed", b"Content-Type: message/rfc822\n\n" + inner, attached("notes.txt", b"The ice is thick."))
    assert [reading.text for reading in read_texts(data, "a.eml")[1:]] == [
        "Die Fähre war zwei Stunden zu spät, weil der Hafen vereist war.",
        "The ice is thick.",
    ]


def test_mails_too_deep_in_mails_are_called_too_large() -> None:
    with pytest.raises(UnreadableError, match="too deep") as caught:
        read_parts(b"Content-Type: message/rfc822\n\n" * 300 + mail(), "a.eml")
    assert caught.value.reason == "too large"


def test_lines_that_flow_are_joined() -> None:
    (reading,) = read_texts(
        mail("The ferry \nis late.\n> Is it \n-- \nAnn\n", content_type="text/plain; format=flowed"), "a.eml"
    )
    assert reading.text.startswith("The ferry is late.\n> Is it")
    assert reading.zones[-1] == Zone("signature", reading.text.index("-- \nAnn"), len(reading.text))


def test_a_mail_of_apple_mail_begins_with_its_size() -> None:
    data = mail()
    assert read_texts(f"{len(data)}\n".encode() + data + b"<?xml ...", "a.emlx")[0].text == TEXT.rstrip("\n")


def test_a_mailbox_gives_each_mail_named_by_its_id() -> None:
    def envelope(content: bytes) -> bytes:
        return b"From ann@bay.example Tue Mar  4 10:15:00 2031\n" + content + b"\n"

    text = ">From the pier one sees ice.\n\nFrom now on, she said at 10:15, it is thick:\nno ferry.\n"
    data = envelope(mail(text)) + envelope(mail(message_id="<m2@x>")) + envelope(mail()) + envelope(mail(message_id=""))
    readings = read_texts(data, "a.mbox")
    assert [reading.part for reading in readings] == ["mail:m1@bay.example", "mail:m2@x", "mail:3", "mail:4"]
    assert readings[0].text == text.removeprefix(">").rstrip("\n")


@pytest.mark.skipif(not FORMATS.is_dir(), reason="needs the real files")
def test_real_mails_are_read() -> None:
    thread = read_texts((FORMATS / "complex.mbox").read_bytes(), "complex.mbox")
    assert [reading.published[:10] for reading in thread] == ["2009-06-01", "2009-05-31", "2009-06-01"]
    assert all(any(zone.kind == "quoted" for zone in reading.zones) for reading in thread)
    (mail,) = read_texts((FORMATS / "testThunderbirdEml.eml").read_bytes(), "a.eml")
    assert (mail.title, mail.text) == ("JUnit test message", "Dear Vladimir .....")


def test_parts_that_lie_too_deep_are_an_error_in_words() -> None:
    part = b"text"
    for level in range(1000):
        part = f'Content-Type: multipart/mixed; boundary="b{level}"\n\n--b{level}\n'.encode() + part
    with pytest.raises(UnreadableError, match="too deep"):
        read_parts(part, "a.eml")


def test_an_address_that_is_all_parentheses_costs_the_author_alone() -> None:
    (reading,) = read_texts(mail(**{"from": "(" * 10_000}), "a.eml")
    assert (reading.authors, reading.title) == ((), "Ferry late")


def test_a_text_without_headers_is_no_mail() -> None:
    with pytest.raises(UnreadableError, match="no headers"):
        read_parts(b"Hello there.\n", "a.eml")


GOOD = multipart("mixed", b"Content-Type: text/html\n\n<p>Hi</p>", attached("a.txt", b"ice"))


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_named(data: bytes) -> None:
    for path in ("a.eml", "a.mbox"):
        assert fails_cleanly(data, path)
        assert fails_cleanly(b"Subject: =?" + data, path)


@given(st.lists(st.tuples(st.integers(0, len(GOOD) - 1), st.integers(0, 255)), min_size=1, max_size=8))
def test_any_damage_is_read_or_named(changes: list[tuple[int, int]]) -> None:
    data = bytearray(GOOD)
    for at, byte in changes:
        data[at] = byte
    assert fails_cleanly(bytes(data), "a.eml")
    assert fails_cleanly(b"From a@b 10:15 2031\n" + data, "a.mbox")


def test_three_thousand_attachments_of_one_name_are_told_apart() -> None:
    attachment = "--b\nContent-Type: text/plain\nContent-Disposition: attachment; filename=a.txt\n\nFerry\n"
    head = "Subject: Ferry\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n"
    parts = read_parts(f"{head}{attachment * 3_000}--b--", "a.eml")
    assert [part.part for part in parts[-2:]] == ["a (2999).txt", "a (3000).txt"]
