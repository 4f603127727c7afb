"""FORMAT.md describes the files of a real index: every column, row, fact and key, with its type and shape."""

import json
import re
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pytest
import zstandard

from search import Library
from search.engines import duplicate_pairs, file_table
from search.engines.embedded import EmbeddedEngine
from search.engines.embedded.segment.segment_reader import FIELDS
from search.engines.embedded.storage import commit_points, container
from search.engines.embedded.storage.container import ContainerFile
from search.kernels import kernels
from search.kernels.packed_lists import COMMON, FREQUENT, LONG, MOST_COMMON
from tests.docs.papers import quoted, read
from tests.support.places import SAMPLE
from tests.support.vectors import add_vectors

FORMAT = read("search/engines/embedded/FORMAT.md")
ROWS = {"files.rows": file_table.ROW_TYPE, "duplicates.pairs": duplicate_pairs.ROW_TYPE}
LEAST = {"K": LONG, "Q": FREQUENT, "B": COMMON}
"""Bytes from which on a list has skips, or documents, or may be that of a common word."""
DICTIONARY = b"\x37\xa4\x30\xec"
"""What a dictionary of Zstandard begins with."""


class Column(NamedTuple):
    """A row of a table of columns: `dtype` and `shape` as they are written there."""

    name: str
    dtype: str
    shape: str


def tables(*head: str) -> list[list[list[str]]]:
    """The rows of all tables with this head, without what the code marks are around."""
    pattern = rf"^\| {re.escape(' | '.join(head))} \|\n\|[-|]+\|\n((?:\|.*\n)+)"
    blocks = re.findall(pattern, FORMAT, re.MULTILINE)
    return [
        [
            [re.sub(r"^`([^`]*)`$", r"\1", cell.strip()) for cell in row.strip("|").split(" | ")]
            for row in block.splitlines()
        ]
        for block in blocks
    ]


def described() -> dict[str, Column]:
    """The columns of all tables by their names, FIELD being each of the fields."""
    rows = [Column(*row[:3]) for table in tables("column", "dtype", "shape", "meaning") for row in table]
    every = [
        row._replace(name=row.name.replace("FIELD", field))
        for row in rows
        for field in (FIELDS if row.name.startswith("FIELD.") else ("",))
    ]
    return {row.name: row for row in every}


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of the sample corpus, with vectors."""
    library = Library.open(SAMPLE, tmp_path_factory.mktemp("format") / "index")
    library.update()
    add_vectors(EmbeddedEngine(library.index, "english"))
    return library.index


def open_files(index: Path) -> dict[str, ContainerFile]:
    """The containers of an index by the kind of file."""
    return {path.name.partition("-")[0]: ContainerFile(path, path.stat().st_size) for path in index.glob("*.bin")}


def columns(index: Path) -> dict[str, tuple[ContainerFile, str]]:
    """Every column by its name in FORMAT.md: its file and its name there."""
    return {
        re.sub(r"^deleted\.\d+$", "deleted.N", name): (file, name)
        for file in open_files(index).values()
        for name in file.names
    }


def test_every_column_is_described_and_every_description_is_of_a_column(index: Path) -> None:
    assert sorted(described()) == sorted(columns(index))


def test_columns_have_the_dtypes_that_are_described(index: Path) -> None:
    types = {name: file.dtype(own) for name, (file, own) in columns(index).items()}
    assert types == {name: column.dtype for name, column in described().items()}


def test_columns_have_as_many_values_as_is_described(index: Path) -> None:
    files = open_files(index)
    segment, state = files["segment"], files["state"]
    counts: dict[str, int] = {
        "D": segment.facts["documents"],
        "F": len(np.frombuffer(state.text("files.rows"), file_table.ROW_TYPE)),
        "A": segment.facts["documents"],
        "V": files["vectors"].count("passages.starts"),
        "P": len(np.frombuffer(state.text("duplicates.pairs"), duplicate_pairs.ROW_TYPE)),
    }
    assert counts["D"] > counts["F"] > 1
    for name, (file, own) in columns(index).items():
        kind, unit = re.fullmatch(r"(\w*) ?(?:\[(\w)\])?", described()[name].shape).groups()  # type: ignore[union-attr]
        if unit == "T":
            counts["T"] = file.text(f"{name.partition('.')[0]}.terms").count(b"\n")
        if unit == "S":
            counts["S"] = len(segment.facts["languages"]) * file.text(name.replace("stems", "terms")).count(b"\n")
        if unit in LEAST:
            counts[unit] = (kernels().unpack(file.array(f"{name.partition('.')[0]}.sizes")) >= LEAST[unit]).sum()
        if unit == "B":
            counts["B"] = min(MOST_COMMON, counts["B"]) ** 2
        assert _count(file, own, kind) == counts.get(unit, _count(file, own, kind)), name


def _count(file: ContainerFile, name: str, kind: str) -> int:
    """How many values a column of a kind holds. The sizes of what has no fixed width are in another column."""
    match kind:
        case "":
            return file.count(name)
        case "vectors":
            return file.count(name) // file.facts["size"]
        case "int32" | "uint32" | "int64":
            return len(np.frombuffer(file.text(name), kind))
        case "dictionary":
            assert file.text(name)[:4] in (b"", DICTIONARY)
            return 1
        case "json":
            assert isinstance(json.loads(file.text(name)), dict)
            return 1
        case "varints":
            return len(kernels().unpack(file.array(name)))
        case "lines":
            return file.text(name).count(b"\n")
        case "strings":
            return file.text(name).count(b"\0")
        case "rows":
            return len(np.frombuffer(file.text(name), ROWS[name]))
        case "frames":
            return _frames(file.array(name).tobytes())
        case "postings" | "skips" | "documents" | "bigrams" | "fingerprints":
            sizes_name = name.replace("gaps", "sizes").replace("hashes", "counts")
            sizes_name = sizes_name.replace("skips", "skip_sizes").replace("documents", "document_sizes")
            sizes_name = sizes_name.replace("bigrams", "bigram_sizes")
            sizes = kernels().unpack(file.array(sizes_name))
            assert sizes.sum() == file.count(name)
            return len(sizes)
    raise AssertionError(kind)


def _frames(data: bytes) -> int:
    count = 0
    while data:
        frame = zstandard.ZstdDecompressor().decompressobj()
        frame.decompress(data)
        data, count = frame.unused_data, count + 1
    return count


@pytest.mark.parametrize(("number", "row"), list(enumerate(ROWS.values())), ids=ROWS)
def test_rows_have_the_fields_that_are_described(number: int, row: "np.dtype[Any]") -> None:
    table = tables("field", "dtype", "offset", "meaning")[number]
    fields = [[name, dtype.name, str(offset)] for name, (dtype, offset) in (row.fields or {}).items()]
    assert [cells[:3] for cells in table] == fields
    assert f"has {row.itemsize} bytes" in FORMAT


def test_json_files_contents_and_facts_have_the_keys_that_are_described(index: Path) -> None:
    def keys(name: str) -> list[str]:
        return list(json.loads((index / name).read_bytes()))

    data = next(index.glob("segment-*")).read_bytes()
    start = int.from_bytes(data[-20:-12], "little")
    files = open_files(index)
    expected = [
        list(json.loads(data[start:-20])),
        keys("generation-000000002.json"),
        keys("newest.json"),
        keys("corpus.json"),
        list(files["segment"].facts),
        ["zones", "published", "updated", "mentions", "part", "member", "url", "fields", "breaks", "added"],
        list(files["vectors"].facts),
        list(files["state"].facts),
    ]
    assert [[row[0] for row in table] for table in tables("key", "type", "meaning")] == expected


def test_the_fields_and_the_coded_values_are_named(index: Path) -> None:
    (segment_facts,) = [table for table in tables("key", "type", "meaning") if table[0][0] == "documents"]
    facts = open_files(index)["segment"].facts
    assert quoted(segment_facts[1][2]) == facts["fields"]
    assert quoted(segment_facts[2][2]) == list(facts["values"])


def test_an_index_has_the_files_that_are_described(index: Path) -> None:
    patterns = [row[0] for table in tables("file", "what it is", "written") for row in table]
    known = [pattern.replace("N", "*").replace("-X", "-*") for pattern in patterns]
    names = [path.name for path in index.iterdir()]
    assert all(any(Path(name).match(pattern) for pattern in known) for name in names)
    assert all(any(Path(name).match(pattern) for name in names) for pattern in known if pattern != "*.new")


def test_the_newest_version_and_the_magic_are_named() -> None:
    (history,) = tables("format", "what it brought")
    format_, tokenizer, fingerprints = commit_points.VERSIONS
    assert [row[0] for row in history] == [str(number) for number in range(1, format_ + 1)]
    assert f"for version {format_}." in FORMAT
    assert f"The tokenizer is at {tokenizer}" in FORMAT
    assert f"The fingerprints are at {fingerprints}" in FORMAT
    assert container.MAGIC.decode() in FORMAT
    assert f"A block has {container.BLOCK:,} bytes" in FORMAT
