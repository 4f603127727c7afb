"""`seedsearch inspect` prints what the files of an index contain. It trusts nothing in them."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from search.cli import inspect_lines
from search.types.article import Article
from search.types.files import Skipped
from search.types.inspection import (
    ColumnInfo,
    CommitPointInfo,
    DocumentInfo,
    FileInfo,
    FooterInfo,
    IndexInfo,
    SegmentInfo,
    StateInfo,
    TermInfo,
    TermsInfo,
)
from tests.support.command import run_command
from tests.support.files import write_files

EVIL = "Ferry \x1b[2J\x07 strike\n\nThe ferry \u202e left.\x9b31m"


@pytest.fixture(scope="module")
def texts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An indexed folder that no test changes."""
    texts = write_files(
        tmp_path_factory.mktemp("inspect") / "texts", {"a.txt": EVIL, "b\x1b[1m.txt": "Harbour\x07\n\nReopened."}
    )
    assert run_command("index", texts, "--index", texts.parent / "index", at=texts.parent).code == 0
    return texts


def inspect(texts: Path, *arguments: str) -> str:
    """What `inspect` prints for the index of these texts."""
    done = run_command("inspect", texts.parent / "index", *arguments, at=texts.parent)
    assert (done.code, done.error) == (0, "")
    return done.out


def test_an_index_is_shown_with_its_commit_points_and_segments(texts: Path) -> None:
    lines = inspect(texts).splitlines()
    assert lines[:2] == [f"Index    {texts.parent / 'index'}", f"Folder   {texts}"]
    assert "Generation 1, searched" in lines
    assert "    documents 2, deleted 0" in lines
    assert any(re.fullmatch(r"  segment-\w+\.bin  [\d,]+ bytes", line) for line in lines)


def test_a_segment_is_shown_as_a_table_of_columns(texts: Path) -> None:
    lines = inspect(texts, "segment").splitlines()
    assert lines[1].split() == ["column", "dtype", "count", "bytes"]
    assert ["articles.id", "uint64", "2", "16"] in [line.split() for line in lines]


def test_terms_are_shown_with_their_first_postings(texts: Path) -> None:
    assert re.search(r"text: 1 matching\n.*\n +ferry +1 +2 +0: 0 \d+\n", inspect(texts, "segment", "--terms", "fer*"))
    assert inspect(texts, "segment", "--terms", "Ferry").startswith("No term of segment-")


def test_a_document_is_shown_with_its_fields_and_its_text(texts: Path) -> None:
    printed = inspect(texts, "segment", "--doc", "0")
    assert re.search(r"^  path +a\.txt$", printed, re.MULTILINE)
    assert re.search(r"^  fingerprints: 1$", printed, re.MULTILINE)
    assert re.search(r"^  The ferry +left\. *31m$", printed, re.MULTILINE)


def test_the_footer_is_shown_with_the_state_of_the_checksums(texts: Path) -> None:
    assert "All blocks have their checksums." in inspect(texts, "segment", "--footer").splitlines()
    assert '  encodings: ["utf-8"]' in inspect(texts, "state", "--footer").splitlines()


def test_json_has_the_same_content(texts: Path) -> None:
    index = texts.parent / "index"
    (point,) = run_command("inspect", index, "--json", at=texts.parent).json["commit_points"]
    name = point["segments"][0]["name"]
    assert run_command("inspect", index, name, "--json", at=texts.parent).json["name"] == name
    assert run_command("inspect", index, name, "--doc", "0", "--json", at=texts.parent).json["article"]["text"] == EVIL
    assert run_command("inspect", index, name, "--terms", "x*", "--json", at=texts.parent).json["terms"] == []


def test_damage_is_reported_in_one_line_a_file(tmp_path: Path) -> None:
    texts = write_files(tmp_path / "texts", {"a.txt": EVIL})
    index = tmp_path / "index"
    run_command("index", texts, "--index", index, at=tmp_path)
    (segment,) = index.glob("segment-*")
    data = segment.read_bytes()
    segment.write_bytes(data[:-20] + b"\0" * 20)
    (index / "corpus.json").write_text("{}")
    done = run_command("inspect", index, at=tmp_path)
    assert (done.code, done.error) == (1, "")
    assert f"damaged  {segment.name}: its end is not what it was" in done.out.splitlines()
    assert "damaged  corpus.json: it is not what was written" in done.out.splitlines()
    for arguments in (("segment",), ("segment", "--terms", "*"), ("segment", "--doc", "0"), ("segment", "--footer")):
        done = run_command("inspect", index, *arguments, at=tmp_path)
        assert (done.code, done.out) == (2, "")
        assert segment.name in done.error
        assert len(done.error.splitlines()) == 1
    segment.write_bytes(data[:100] + b"\0\1\2\3" + data[104:])
    done = run_command("inspect", index, "segment", "--footer", at=tmp_path)
    assert (done.code, done.out.splitlines()[-1]) == (1, "damaged blocks: 0")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((".",), "is not an index"),
        (("missing",), "is not an index"),
        (("index", "nothing"), "No file has"),
        (("index", "segment", "--doc", "2"), "has no document 2"),
        (("index", "segment", "--doc", "-1"), "--doc"),
        (("index", "--footer"), "need a SEGMENT"),
        (("index", "segment", "--footer", "--doc", "0"), "Choose one of"),
    ],
)
def test_an_invalid_request_is_refused_in_one_sentence(texts: Path, arguments: tuple[str, ...], message: str) -> None:
    done = run_command("inspect", *arguments, at=texts.parent)
    assert (done.code, done.out) == (2, "")
    assert message in done.error
    assert "Traceback" not in done.error


def shown() -> Iterator[str]:
    """The output of everything that can be shown, with control characters wherever a file can have text."""
    evil = "\x1b[2J\n\u202e"
    segment = SegmentInfo(evil, 1, 1, 0, {evil: 1})
    point = CommitPointInfo(1, True, (evil,), StateInfo(evil, 1, evil, 1, 1, 1), (segment,))  # type: ignore[arg-type]
    article = Article(evil, evil, evil, (0, 1), evil, source=evil, language=evil)
    yield from inspect_lines.index_lines(IndexInfo(evil, evil, (point,), (Skipped(evil, evil),)), paint)
    yield from inspect_lines.file_lines(FileInfo(evil, 1, (ColumnInfo(evil, "bytes", 1, 1),)), paint)
    yield from inspect_lines.footer_lines(FooterInfo(evil, 1, 1, 1, 1, (0,), {evil: [evil]}), paint)
    yield from inspect_lines.terms_lines(
        TermsInfo(evil, evil, (TermInfo("text", evil, 1, 1, ((0, (0,)),)),), {"text": 1}), paint
    )
    yield from inspect_lines.terms_lines(TermsInfo(evil, evil, (), {}), paint)
    yield from inspect_lines.document_lines(DocumentInfo(evil, 0, (), {"text": 1}, {"text": 1}, 0, article), paint)


def paint(text: str, part: str) -> str:  # noqa: ARG001
    """Text without styles."""
    return text


def test_no_control_character_reaches_the_terminal(texts: Path) -> None:
    printed = [
        *shown(),
        *inspect(texts, "segment", "--doc", "0").splitlines(),
        inspect(texts, "segment", "--doc", "1", "--json"),
    ]
    for line in printed:
        assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", line), line
    assert all("\n" not in line for line in shown())
