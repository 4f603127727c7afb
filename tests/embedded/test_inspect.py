"""`inspect` reads what was written, and reports damaged and foreign files."""

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from search import Library
from search.engines.embedded import inspect_file as module
from search.engines.embedded.inspect import index_folder, inspect_index
from search.engines.embedded.inspect_file import inspect_document, inspect_file, inspect_footer, inspect_terms
from search.engines.embedded.storage import commit_points
from search.engines.embedded.storage.commit_points import CommitPoint, NamedFile
from search.engines.embedded.storage.container_writer import Column, write_container
from search.errors import IndexDamaged, IndexMissing, NoSuchSegment
from tests.support.files import write_files

TEXTS = {
    "a.txt": "Ferry strike\n\nThe ferry crews of Ilmar stopped work. Ferries stayed in port, and the ferry queue grew.",
    "b.txt": "Harbour\n\nThe harbour reopened.",
    "sub/c.txt": "Rain\n\nRain fell on the ferry.",
}


@pytest.fixture
def library(tmp_path: Path) -> Library:
    """A library of TEXTS in two segments, with b.txt deleted from the first."""
    library = Library.open(
        write_files(tmp_path / "texts", {name: TEXTS[name] for name in ("a.txt", "b.txt")}), tmp_path / "index"
    )
    library.update()
    (library.corpus / "b.txt").unlink()
    write_files(library.corpus, {"sub/c.txt": TEXTS["sub/c.txt"]})
    library.update()
    return library


def segments(library: Library) -> list[str]:
    """The names of the segments, in the order of the newest commit point."""
    return [segment.name for segment in inspect_index(library.index).commit_points[0].segments]


def test_it_shows_the_commit_points_and_which_one_is_searched(library: Library) -> None:
    info = inspect_index(library.index)
    assert (info.index, info.corpus, info.damaged) == (str(library.index), str(library.corpus), ())
    assert [(point.generation, point.searched) for point in info.commit_points] == [(2, True), (1, False)]
    newest = info.commit_points[0]
    assert newest.versions == tuple(commit_points.VERSIONS)
    assert newest.state
    assert (newest.state.files, newest.state.articles, newest.state.duplicate_pairs) == (2, 2, 0)
    assert newest.state.updated == library.searcher().status().updated
    assert [(segment.documents, segment.deleted) for segment in newest.segments] == [(2, 1), (1, 0)]
    for segment in newest.segments:
        assert segment.bytes == (library.index / segment.name).stat().st_size
        assert 0 < sum(segment.columns.values()) < segment.bytes
        assert set(segment.columns) >= {"articles", "fingerprints", "text", "lang"}


def test_it_shows_the_columns_of_a_segment_and_of_a_state(library: Library) -> None:
    name = segments(library)[0]
    info = inspect_file(library.index, name)
    columns = {column.name: column for column in info.columns}
    assert (info.name, info.bytes) == (name, (library.index / name).stat().st_size)
    assert (columns["articles.id"].dtype, columns["articles.id"].count, columns["articles.id"].bytes) == (
        "uint64",
        2,
        16,
    )
    assert columns["articles.path_keys"].dtype == "bytes"
    assert columns["articles.path_keys"].count == len(b"a.txt\0b.txt\0")
    state = inspect_file(library.index, "state-000000002")
    assert {"files.rows", "deleted.0", "deleted.1"} <= {column.name for column in state.columns}


def test_it_shows_the_terms_that_match_a_pattern(library: Library) -> None:
    info = inspect_terms(library.index, segments(library)[0], "ferr*")
    text = {term.term: term for term in info.terms if term.field == "text"}
    assert info.totals == {"text": 2, "title": 1}
    assert list(text) == ["ferries", "ferry"]
    assert (text["ferry"].documents, text["ferry"].tokens) == (1, 3)
    assert text["ferry"].postings == ((0, (0, 3, 15)),)
    assert [term.term for term in inspect_terms(library.index, segments(library)[0], "f?rry").terms] == [
        "ferry",
        "ferry",
    ]
    for nothing in ("Ferry", "[f]erry", "", "\0", "ferry\n", "\ud800*"):
        assert inspect_terms(library.index, segments(library)[0], nothing).totals == {}, nothing
    assert inspect_terms(library.index, segments(library)[0], "*").totals["text"] > 10


def test_it_shows_the_first_of_many_terms_and_counts_the_others(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MOST_TERMS", 2)
    monkeypatch.setattr(module, "MOST_POSITIONS", 1)
    info = inspect_terms(library.index, segments(library)[0], "f*")
    text = [term for term in info.terms if term.field == "text"]
    assert (len(text), info.totals["text"]) == (2, 2)
    assert inspect_terms(library.index, segments(library)[0], "*").totals["text"] > 2
    assert text[1].postings == ((0, (0,)),)


def test_it_shows_a_document_and_in_which_generations_it_is_deleted(library: Library) -> None:
    name = segments(library)[0]
    first, second = (inspect_document(library.index, name, number) for number in (0, 1))
    assert (first.article.path, first.article.text) == ("a.txt", TEXTS["a.txt"])
    assert (second.article.path, second.deleted_in, first.deleted_in) == ("b.txt", (2,), ())
    assert (first.lengths["text"], first.searched["text"], first.lengths["title"]) == (18, 18, 2)
    assert first.fingerprints > 0
    assert second.fingerprints == 0
    for number in (2, -1):
        with pytest.raises(NoSuchSegment, match="0 to 1"):
            inspect_document(library.index, name, number)


def test_it_shows_the_end_of_a_file_and_its_damaged_blocks(library: Library) -> None:
    name = segments(library)[0]
    path = library.index / name
    whole = inspect_footer(library.index, name)
    assert (whole.damaged_blocks, whole.facts["documents"], whole.bytes) == ((), 2, path.stat().st_size)
    assert whole.checksums_end == whole.columns_end + 4 * whole.blocks
    flip(path, 100)
    assert inspect_footer(library.index, name).damaged_blocks == (0,)
    assert inspect_index(library.index).damaged == ()  # the columns of this block were not needed
    assert [item.path for item in library.check().damaged] == [name]


def test_a_unique_part_of_a_name_selects_a_file(library: Library) -> None:
    name = segments(library)[0]
    assert inspect_file(library.index, name[8:14]).name == name
    for wrong, message in (
        ("segment", "Several files"),
        ("nothing", "No file"),
        ("../index", "No file"),
        ("\x1b", "No"),
    ):
        with pytest.raises(NoSuchSegment, match=message):
            inspect_file(library.index, wrong)
    with pytest.raises(NoSuchSegment, match="no segment"):
        inspect_terms(library.index, "state-000000002", "*")


def test_a_corpus_folder_selects_its_default_index(
    tmp_path: Path, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    assert index_folder(library.index) == library.index
    with pytest.raises(IndexMissing):
        index_folder(library.corpus)
    default = Library.open(library.corpus)
    default.update()
    assert index_folder(library.corpus) == default.index
    for nothing in (tmp_path / "missing", library.corpus / "a.txt", tmp_path):
        with pytest.raises(IndexMissing):
            index_folder(nothing)


def flip(path: Path, at: int) -> None:
    """Change one bit of a file in place."""
    data = bytearray(path.read_bytes())
    data[at] ^= 4
    path.write_bytes(data)


def everything(index: Path, name: str) -> list[object]:
    """All that can be shown of a segment; IndexDamaged stands for what cannot."""
    reads: list[Callable[[], object]] = [
        lambda: inspect_file(index, name),
        lambda: inspect_footer(index, name),
        lambda: inspect_terms(index, name, "*"),
        lambda: inspect_document(index, name, 0),
    ]
    shown: list[object] = []
    for read in reads:
        try:
            shown.append(read())
        except IndexDamaged as error:
            shown.append(error.file)
    return shown


def test_any_flipped_bit_raises_only_damage(library: Library) -> None:
    name = segments(library)[0]
    path = library.index / name
    whole, data = everything(library.index, name), path.read_bytes()
    for at in range(0, len(data), 97):
        flip(path, at)
        shown = everything(library.index, name)
        inspect_index(library.index)
        assert shown != whole, at
        assert all(part == name for part in shown if isinstance(part, str))
        path.write_bytes(data)


@pytest.mark.parametrize("kind", ["segment", "state", "generation", "newest", "corpus"])
@pytest.mark.parametrize("content", [b"", b"{}", b"[" * 100_000, b"\0" * 64, None], ids=range(5))
def test_truncated_replaced_and_deleted_files_are_named(library: Library, kind: str, content: bytes | None) -> None:
    path = max(library.index.glob(f"{kind}*")) if kind != "segment" else library.index / segments(library)[1]
    path.unlink() if content is None else path.write_bytes(content)
    info = inspect_index(library.index)
    if not (kind == "newest" and content is None):
        assert path.name in [item.path for item in info.damaged]
    assert [point.generation for point in info.commit_points if point.searched] == [
        2 if kind in ("newest", "corpus") else 1
    ]


def test_a_folder_in_place_of_a_file_is_damage(library: Library) -> None:
    path = library.index / segments(library)[0]
    for make in (path.mkdir, lambda: path.symlink_to("/etc/passwd"), lambda: path.symlink_to("nowhere")):
        path.unlink() if path.is_symlink() or path.is_file() else None
        if path.is_dir():
            path.rmdir()
        make()
        with pytest.raises(IndexDamaged):
            inspect_footer(library.index, path.name)


COLUMNS: dict[str, Column] = {"articles.id": np.zeros(3, np.uint64), "text.terms": b"a\nb\n"}
STATS = {"updated": {"x": "\x1b[2J"}, "files": 1, "articles": 2}
FACTS = {"documents": [3], "fields": {"a": 1}, "values": None, "stats": STATS}


def test_forged_files_with_valid_checksums_are_shown(tmp_path: Path) -> None:
    names = [f"{name}.bin" for name in ("segment-00", "segment-01", "state-0-00")]
    columns = [{}, COLUMNS, {"files.paths": b"a", "duplicates.pairs": b"", "deleted.0": np.zeros(9, np.uint32)}]
    files = [
        NamedFile(name, write_container(tmp_path / name, each, FACTS))
        for name, each in zip(names, columns, strict=True)
    ]
    commit_points.commit(tmp_path, CommitPoint(7, tuple(files[:2]), files[2]))
    info = inspect_index(tmp_path)
    (point,) = info.commit_points
    assert not point.searched
    assert [(segment.documents, segment.deleted) for segment in point.segments] == [(0, 9), (3, 0)]
    assert [item.path for item in info.damaged] == ["corpus.json"]
    assert inspect_footer(tmp_path, "segment-01").facts == FACTS
    for read in (
        lambda: inspect_terms(tmp_path, "segment-01", "*"),
        lambda: inspect_document(tmp_path, "segment-01", 0),
    ):
        with pytest.raises(IndexDamaged):
            read()


def test_an_index_of_another_version_is_shown_and_not_called_searched(library: Library) -> None:
    path = library.index / "generation-000000002.json"
    content = json.loads(path.read_bytes())
    point = CommitPoint(
        3,
        tuple(NamedFile(**file) for file in content["segments"]),
        NamedFile(**content["state"]),
        (1, 2, 3),
    )
    commit_points.commit(library.index, point)
    info = inspect_index(library.index)
    assert [(each.generation, each.versions, each.searched) for each in info.commit_points] == [
        (3, (1, 2, 3), False),
        (2, tuple(commit_points.VERSIONS), False),
        (1, tuple(commit_points.VERSIONS), False),
    ]
