"""A changed rule reads its files again, and no others, and then the index is as one built anew."""

import json
from pathlib import Path

from search import Config, Library, as_json, report_json
from search.rules import read_rules
from tests.conftest import Folder

FILES: dict[str, str | bytes] = {
    **{f"wire/{number}.txt": f"The ferry {number}\n\nThe ferry sails at {number}." for number in range(5)},
    **{f"old/{number}.txt": f"F\u00e4hre {number}\n\nDie F\u00e4hre.".encode("cp850") for number in range(12)},
    "plain.txt": "A ferry",
}


def config(root: Path, encodings: dict[str, str], outlets: dict[str, str]) -> Config:
    """Settings with rules for one corpus."""
    return Config(
        encodings=read_rules("encodings", {str(root): encodings}, root),
        outlets=read_rules("outlets", {str(root): outlets}, root),
    )


def contents(library: Library) -> object:
    """What an index holds: the report, and what queries find."""
    report = json.loads("".join(report_json(library.searcher().report(), "utf-8")))
    return report, [
        as_json(library.search(query).hits) for query in ("ferry", "f\u00e4hre", "f\u00a6hre", "source:merrow")
    ]


def test_a_changed_rule_reads_only_its_files_again(make_folder: Folder, tmp_path: Path) -> None:
    root = make_folder(FILES)
    merrow, calder = {"wire": "Merrow Press"}, {"wire/3.txt": "Calder Gazette"}
    steps: list[tuple[dict[str, str], dict[str, str], tuple[str, ...]]] = [
        ({}, {}, ("",)),
        ({}, merrow, ("wire/",)),
        ({}, merrow | calder, ("wire/3.txt",)),
        ({"old": "latin-1"}, merrow | calder, ("old/",)),
        ({"old": "latin-1"}, merrow | calder, ()),
        ({"old/1.txt": "cp850"}, {}, ("old/", "wire/")),
    ]
    for number, (encodings, outlets, read) in enumerate(steps):
        settings = config(root, encodings, outlets)
        library = Library.open(root, tmp_path / "index", settings)
        assert library.update().bytes == sum((root / path).stat().st_size for path in FILES if path.startswith(read))
        anew = Library.open(root, tmp_path / f"anew{number}", settings)
        anew.update()
        assert contents(library) == contents(anew)


def test_a_rule_for_another_corpus_changes_nothing(make_folder: Folder, tmp_path: Path) -> None:
    root = make_folder(FILES)
    Library.open(root, tmp_path / "index").update()
    other = config(tmp_path / "other", {"": "cp850"}, {"": "Merrow Press"})
    assert Library.open(root, tmp_path / "index", other).update().bytes == 0


def test_a_byte_order_mark_wins_over_a_rule(make_folder: Folder, tmp_path: Path) -> None:
    root = make_folder({"a.txt": "\ufeffF\u00e4hre".encode("utf-8"), "b.txt": "F\u00e4hre".encode("utf-8")})
    library = Library.open(root, tmp_path / "index", config(root, {"": "latin-1"}, {}))
    library.update()
    rows = list(library.searcher().report())
    assert [row.encoding for row in rows] == ["utf-8-sig", "latin-1"]
    assert [row.articles[0].title for row in rows] == ["Fähre", "FÃ¤hre"]
