"""Forged index files: any content, with valid checksums.

This is the only module of these tests that knows the format of the files, which FORMAT.md specifies.
"""

import json
import struct
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import zstandard

BLOCK = 1 << 14
ZSTD = b"\x28\xb5\x2f\xfd"
"""What compressed bytes begin with."""
TRAILER = struct.Struct("<QI8s")
Change = Callable[[dict[str, Any]], Any]


def manifest(index: Path) -> Path:
    """The newest commit point."""
    return max(index.glob("generation-*.json"))


def forge_manifest(index: Path, change: Change) -> None:
    """Change the newest commit point. What `change` returns, if anything, replaces it."""
    path = manifest(index)
    content = json.loads(path.read_text(encoding="ascii"))
    content.pop("checksum")
    content = change(content) or content
    checksum = zlib.crc32(json.dumps(content, sort_keys=True).encode())
    signed = {**content, "checksum": checksum} if isinstance(content, dict) else content
    path.write_text(json.dumps(signed, separators=(",", ":")), encoding="ascii")


def forge_contents(path: Path, change: Change) -> None:
    """Change the table of contents of a segment or state file."""
    whole = path.read_bytes()
    start, _, magic = TRAILER.unpack(whole[-TRAILER.size :])
    contents = json.loads(whole[start : -TRAILER.size])
    contents = change(contents) or contents
    _write(path, whole[:start], contents if isinstance(contents, bytes) else json.dumps(contents).encode(), magic)


def forge_bytes(path: Path, change: Callable[[bytearray, dict[str, Any]], None]) -> None:
    """Change the columns of a segment or state file in their places, given the table of contents."""
    whole = path.read_bytes()
    start, _, magic = TRAILER.unpack(whole[-TRAILER.size :])
    contents = json.loads(whole[start : -TRAILER.size])
    columns = bytearray(whole[: contents["checked"]])
    change(columns, contents)
    sums = [zlib.crc32(columns[at : at + BLOCK]) for at in range(0, len(columns), BLOCK)]
    table = struct.pack(f"<{len(sums)}I", *sums)
    contents |= {"checked": len(columns), "table": [len(table), zlib.crc32(table)]}
    _write(path, bytes(columns) + table, json.dumps(contents).encode(), magic)


def columns_of(path: Path) -> list[str]:
    """The names of the columns of a segment or state file."""
    whole = path.read_bytes()
    start, _, _ = TRAILER.unpack(whole[-TRAILER.size :])
    return list(json.loads(whole[start : -TRAILER.size])["columns"])


def forge_column(path: Path, name: str, change: Callable[[bytes], bytes]) -> None:
    """Change what a column holds, compressed or not; it comes last in the file then."""

    def forge(columns: bytearray, contents: dict[str, Any]) -> None:
        kind, at, size = contents["columns"][name]
        held = bytes(columns[at : at + size])
        new = zstandard.compress(change(zstandard.decompress(held))) if kind == "zstd" else change(held)
        contents["columns"][name] = [kind, len(columns), len(new)]
        columns += new

    forge_bytes(path, forge)


def forge_compressed(path: Path, data: bytes) -> None:
    """Put other bytes in place of each column that is compressed; they come last in the file then."""

    def change(columns: bytearray, contents: dict[str, Any]) -> None:
        held = contents["columns"]
        compressed = [name for name, (_, at, _) in held.items() if columns[at : at + len(ZSTD)] == ZSTD]
        assert compressed, f"nothing in {path.name} is compressed"
        held |= {name: [held[name][0], len(columns), len(data)] for name in compressed}
        columns += data

    forge_bytes(path, change)


def _write(path: Path, before: bytes, contents: bytes, magic: bytes) -> None:
    path.write_bytes(before + contents + TRAILER.pack(len(before), zlib.crc32(contents), magic))
    for held in path.parent.glob("generation-*.json"):
        if path.name in held.read_text(encoding="ascii"):
            forge_manifest(path.parent, lambda content: _resize(content, path))


def _resize(content: dict[str, Any], path: Path) -> None:
    for file in (*content["segments"], content["state"]):
        if file["name"] == path.name:
            file["length"] = path.stat().st_size
