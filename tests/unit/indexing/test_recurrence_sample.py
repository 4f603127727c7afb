"""The sample of files in which recurring lines are looked for."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from search.documents.read import read_file
from search.extract.recurring_lines import line_digests
from search.filesystem import stamp_of
from search.indexing.recurrence_sample import take_sample
from search.rules import CorpusRules
from search.sorted_paths import SortedPaths
from search.types.files import Stamp

LIMIT = 50_000


def stamps(root: Path, paths: Sequence[str]) -> dict[str, Stamp]:
    return {path: stamp_of((root / path).stat()) for path in paths if (root / path).exists()}


def test_files_of_the_sample_are_read_together_as_they_are_one_by_one(tmp_path: Path) -> None:
    (tmp_path / "bay").mkdir()
    contents = {
        "bay/a.txt": b"Ferries\n\nThe ferry left.\n",
        "bay/b.txt": "Gezeiten über der Bucht".encode("latin-1"),
        "bay/long.txt": b"Ebbe und Flut\n" * (LIMIT // 14) + "é".encode() * 20,
        "c.txt": b"\xef\xbb\xbfTide tables\n",
        "d.txt": "Überfahrt".encode("utf-16"),
    }
    for path, content in contents.items():
        (tmp_path / path).write_bytes(content)
    paths = [*contents]
    sample = take_sample(tmp_path, SortedPaths.of(paths), partial(stamps, tmp_path), {}, CorpusRules())
    assert sample.keys() == contents.keys()
    for path, (_, digests) in sample.items():
        assert digests == line_digests(read_file(tmp_path, path, LIMIT)[0].text), path


def test_a_file_of_the_sample_that_has_not_changed_is_not_read_again(tmp_path: Path) -> None:
    (tmp_path / "same.txt").write_text("Ferries")
    (tmp_path / "new.txt").write_text("Tides")
    paths = SortedPaths.of(["same.txt", "new.txt", "gone.txt", "not mounted.txt"])
    digests = line_digests("Another text")
    stamps_of = partial(stamps, tmp_path)
    stamp = stamps_of(["same.txt"])["same.txt"]
    known = {"same.txt": (stamp, digests), "not mounted.txt": (stamp, digests)}
    sample = take_sample(tmp_path, paths, stamps_of, known, CorpusRules())
    assert sample["same.txt"] == known["same.txt"]
    assert sample["not mounted.txt"] == known["not mounted.txt"]
    assert sample["new.txt"][1] == line_digests("Tides")
    assert "gone.txt" not in sample
    assert take_sample(tmp_path, paths, stamps_of, sample, CorpusRules()) is sample
    (tmp_path / "new.txt").unlink()
    assert "new.txt" not in take_sample(tmp_path, paths, stamps_of, known, CorpusRules())
