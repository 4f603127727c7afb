"""Mutations of good files, from a random generator: a byte, a stretch, a tag, a number, a member of a zip file."""

import io
import random
import re
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

from tests.support import export_samples
from tests.support.pdf_builder import PdfBuilder, PdfPage, Text
from tests.support.places import SHARED

SEEDS = Path(__file__).with_name("seeds")
"""Small files of formats of text."""
_SUFFIXES = {".vtt": ".srt", ".rss": ".xml", ".atom": ".xml"}
"""Suffixes of files whose format has another suffix here."""
_WRITTEN = {
    ".md": [text.encode() for name, text in vars(export_samples).items() if name.isupper() and isinstance(text, str)],
    ".pdf": [PdfBuilder([PdfPage([Text(72, 72, "The ferry stays.")], note="Why?", field_value="Ice")] * 2).build()],
}
_LARGEST = 60_000
_MOST = 6
"""Mutations of one file."""
_LONGEST = 200
"""Bytes of a stretch."""
_ODD = (
    b"\0",
    b"\r",
    b"\x85",
    b"\xff\xfe",
    b"\xed\xa0\x80",
    b"\xf0\x9f\x9a\xa2",
    b"\xe2\x80\xa8",
    b"&#xD800;",
    b"&#0;",
    b"\\ud83d",
    b"\\u-1 ",
    b'"',
    b"'",
    b"<",
    b">",
    b"</",
    b"{",
    b"}",
    b"[",
    b"]]>",
    b"\\",
    b"\n\n",
    b"\t",
    b"=?utf-8?b?gA==?=",
    b"-1",
    b"0",
    b"1e999",
    b"99999999999999999999",
    b"00:00:99,999",
    b"0000-00-00",
    b"9999-12-31T23:59:59-23:59",
)
_TOKEN = re.compile(rb"<[^<>]{1,300}>|\\[a-z]+-?\d*|[\w-]+[:=]|\"[^\"\n]{0,200}\"|\d+|[^\n]*\n")
"""What files are made of: tags, words of RTF, names, quoted values, numbers, lines."""


def good_files(suffix: str) -> list[bytes]:
    """Good files of the format with a suffix, none over 60 kB."""
    paths = sorted(path for folder in (SEEDS, SHARED / "formats") for path in folder.glob("*"))
    files = [path.read_bytes() for path in paths if _SUFFIXES.get(path.suffix, path.suffix) == suffix]
    return [data for data in [*files, *_WRITTEN.get(suffix, ())] if len(data) < _LARGEST]


def mutated(seeds: Sequence[bytes], chosen: random.Random) -> bytes:
    """One of the files, with a few mutations. Of a zip file, often a member is mutated, so that it unpacks."""
    data = chosen.choice(seeds)
    if chosen.random() < 0.9 and (members := _members(data)):
        return _mutated_zip(members, chosen)
    return _mutate(data, seeds, chosen)


def _members(data: bytes) -> dict[str, bytes]:
    """The members of a zip file by name; none if it is no zip file, or a damaged one."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return {info.filename: archive.read(info) for info in archive.infolist() if not info.is_dir()}
    except Exception:  # a damaged file raises errors of many kinds
        return {}


def _mutated_zip(members: dict[str, bytes], chosen: random.Random) -> bytes:
    texts = [name for name, body in members.items() if b"<" in body[:100]] or list(members)
    for name in chosen.sample(texts, min(len(texts), chosen.randint(1, 2))):
        members[name] = _mutate(members[name], list(members.values()), chosen)
    if chosen.random() < 0.1:
        members.pop(chosen.choice(list(members)))
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, body in members.items():
            archive.writestr(name, body)
    return buffer.getvalue()


def _mutate(data: bytes, others: Sequence[bytes], chosen: random.Random) -> bytes:
    for _ in range(chosen.randint(1, _MOST)):
        other = chosen.choice(others)
        data = chosen.choice(_MUTATIONS)(data, other, chosen)
    return data


def _stretch(data: bytes, chosen: random.Random) -> tuple[int, int]:
    """The bounds of a token, or of any stretch."""
    start = chosen.randrange(len(data) + 1)
    if chosen.random() < 0.6 and (token := _TOKEN.search(data, start, start + 10_000)):
        return token.span()
    return start, min(len(data), start + int(chosen.random() ** 3 * _LONGEST))


def _flip(data: bytes, _other: bytes, chosen: random.Random) -> bytes:
    at = chosen.randrange(len(data) + 1)
    return data[:at] + chosen.randbytes(1) + data[at + 1 :]


def _insert(data: bytes, _other: bytes, chosen: random.Random) -> bytes:
    start, end = _stretch(data, chosen)
    return data[:start] + chosen.choice(_ODD) + data[chosen.choice((start, end)) :]


def _delete(data: bytes, _other: bytes, chosen: random.Random) -> bytes:
    start, end = _stretch(data, chosen)
    return data[:start] + data[end:]


def _repeat(data: bytes, _other: bytes, chosen: random.Random) -> bytes:
    start, end = _stretch(data, chosen)
    return data[:start] + data[start:end] * chosen.choice((2, 3, 50)) + data[end:]


def _move(data: bytes, other: bytes, chosen: random.Random) -> bytes:
    start, end = _stretch(other, chosen)
    at, stop = _stretch(data, chosen)
    return data[:at] + other[start:end] + data[chosen.choice((at, stop)) :]


def _cut(data: bytes, _other: bytes, chosen: random.Random) -> bytes:
    return data[: chosen.randrange(len(data) + 1)] if chosen.random() < 0.2 else data


def _renumber(data: bytes, _other: bytes, chosen: random.Random) -> bytes:
    numbers = list(re.finditer(rb"-?\d+", data[: 1 << 20]))
    if not numbers:
        return data
    start, end = chosen.choice(numbers).span()
    number = chosen.choice((b"-1", b"0", b"1", b"255", b"65536", b"2147483648", b"9" * 30, b"3.7", b""))
    return data[:start] + number + data[end:]


_MUTATIONS: tuple[Callable[[bytes, bytes, random.Random], bytes], ...] = (
    _flip,
    _insert,
    _delete,
    _repeat,
    _move,
    _cut,
    _renumber,
)
