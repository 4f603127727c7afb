"""Updating an index: which files are read again, what is reported, and what is never touched."""

import gc
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search import Config, Library
from search.documents.clock_granularity import TICK, racy_time_left, stamp_to_store
from search.engines.file_table import FileTable
from search.errors import CorpusEmptied, CorpusError
from search.filesystem import stamp_of
from search.indexing import file_batches, update
from search.types.activity import UpdateReport
from search.types.files import FileRecord, Skipped, Stamp
from tests.conftest import Folder
from tests.support.command import environment, run_command
from tests.support.files import write_files
from tests.support.processes import TIMEOUT
from tests.support.texts import OTHER, STORY, folder_contents, paths_found


def counts(report: UpdateReport) -> dict[str, int]:
    """The counts of a report that are not zero."""
    names = ("files", "articles", "added", "changed", "removed", "unchanged")
    return {name: getattr(report, name) for name in names if getattr(report, name)}


def test_the_first_update_reads_everything(make_folder: Folder, tmp_path: Path) -> None:
    library = Library.open(make_folder({"a.txt": STORY, "b/c.txt": OTHER, "d.png": "PNG"}), tmp_path / "index")
    report = library.update()
    assert counts(report) == {"files": 2, "articles": 2, "added": 2}
    assert report.bytes == len(STORY) + len(OTHER)
    assert (report.encodings, report.other) == ({"utf-8": 2}, {".png": 1})
    assert (report.skipped, report.notes) == ((), ())
    assert report.seconds >= 0
    assert paths_found(library, "ferry OR dock") == ["a.txt", "b/c.txt"]


def test_unchanged_files_are_not_read_again(small_library: Library) -> None:
    before = folder_contents(small_library.index)
    report = small_library.update()
    assert counts(report) == {"files": 2, "articles": 2, "unchanged": 2}
    assert report.bytes == 0
    assert folder_contents(small_library.index) == before


def test_another_process_reads_nothing_again_either(small_library: Library) -> None:
    again = Library.open(small_library.corpus, small_library.index)
    assert again.update().bytes == 0
    assert paths_found(again, "ferry") == ["a.txt"]


def test_a_touched_file_is_read_and_found_unchanged(small_library: Library) -> None:
    os.utime(small_library.corpus / "a.txt", ns=(1, 1))
    report = small_library.update()
    assert counts(report) == {"files": 2, "articles": 2, "unchanged": 2}
    assert report.bytes == len(STORY)
    assert small_library.update().bytes == 0


def test_a_changed_file_is_indexed_again(small_library: Library) -> None:
    (small_library.corpus / "a.txt").write_text("Tunnel opens\n\nNo more waiting.")
    report = small_library.update()
    assert counts(report) == {"files": 2, "articles": 2, "changed": 1, "unchanged": 1}
    assert paths_found(small_library, "ferry") == []
    assert paths_found(small_library, "tunnel") == ["a.txt"]


def test_a_file_replaced_with_the_same_size_and_time_is_noticed_by_its_inode(small_library: Library) -> None:
    path = small_library.corpus / "a.txt"
    status = path.stat()
    (small_library.corpus / "new").write_text(STORY.replace("ferry", "train"))
    (small_library.corpus / "new").replace(path)
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert counts(small_library.update())["changed"] == 1
    assert paths_found(small_library, "train") == ["a.txt"]


def test_new_content_with_the_same_size_and_time_is_noticed_by_its_change_time(small_library: Library) -> None:
    path = small_library.corpus / "a.txt"
    status = path.stat()
    path.write_text(STORY.replace("ferry", "train"))
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert counts(small_library.update())["changed"] == 1
    assert paths_found(small_library, "train") == ["a.txt"]
    assert small_library.update().bytes == 0


@pytest.fixture
def any_time(tmp_path: Path) -> Iterator[Path]:
    """A folder on each file system with another precision of times."""
    shared = Path("/dev/shm")
    with TemporaryDirectory(dir=shared if os.access(shared, os.W_OK) else tmp_path) as folder:
        yield Path(folder)


def test_files_with_any_time_are_indexed(any_time: Path, tmp_path: Path) -> None:
    library = Library.open(any_time, tmp_path / "index")
    for year in (-290_000_000_000, -9000, 1, 1600, 1678, 1969, 2261, 2262, 2263, 9999, 30_000, 290_000_000_000):
        (any_time / f"{year}.txt").write_text("Quay opens")
        seconds = (year - 1970) * 31_556_952 + 86_400
        os.utime(any_time / f"{year}.txt", ns=(0, seconds * 1_000_000_000))
    library.update()
    hits = library.search("quay", size=50, duplicates="all").hits
    assert len(hits) == 12
    assert not any(hit.about.dated for hit in hits)
    years = {hit.path: hit.about.modified[:4] for hit in hits if hit.about.modified}
    assert years == {"1678.txt": "1678", "1969.txt": "1969", "2261.txt": "2261", "2262.txt": "2262"}
    newest = [hit.path for hit in library.search("quay", sort="modified", size=50, duplicates="all").hits]
    assert newest[:4] == ["2262.txt", "2261.txt", "1969.txt", "1678.txt"]
    assert library.search("date:none", duplicates="all").total == 12
    assert library.update().bytes == 0


@given(*3 * [st.integers()], st.integers(min_value=0))
def test_any_file_status_can_be_stored(modified: int, changed: int, inode: int, size: int) -> None:
    times = {"st_mtime_ns": modified, "st_ctime_ns": changed}
    stamp = stamp_of(os.stat_result((0o100644, inode, 1, 1, 0, 0, size, 0, 0, 0), times))
    record = FileRecord("a.txt", stamp, "0" * 32, "utf-8", ())
    assert FileTable.of([record])["a.txt"] == record


def test_a_new_file_time_is_taken_over_and_gives_an_article_no_date(small_library: Library) -> None:
    for day in ("2020-01-01", "2023-07-07"):
        seconds = datetime.fromisoformat(f"{day}T12:00:00+00:00").timestamp()
        os.utime(small_library.corpus / "a.txt", (seconds, seconds))
        small_library.update()
        about = small_library.search("ferry").hits[0].about
        assert (about.dated, about.modified) == (None, f"{day}T12:00:00+00:00")
        assert small_library.search(f"date:{day}").total == 0
        assert paths_found(small_library, "ferry date:none") == ["a.txt"]


@pytest.mark.parametrize(
    ("changed", "now", "left"),
    [
        (1_000_000_001, 1_000_000_001, TICK),  # a clock of nanoseconds, which stands still for a hundredth of a second
        (1_000_000_001, 1_000_000_001 + TICK, 0),
        (4_000_000_000, 4_000_000_000, 2_100_000_000),  # one of two seconds
        (4_000_000_000, 6_100_000_000, 0),
        (4_000_000_001, 2_000_000_001, 2_000_000_000 + TICK),  # one that is ahead
        (4_000_000_000_001, 1, 0),  # one that was wrong
    ],
)
def test_a_file_is_read_again_while_its_time_is_too_recent_to_trust(changed: int, now: int, left: int) -> None:
    stamp = Stamp(1, 2, 3, changed)
    assert racy_time_left(stamp, now) == left
    assert (stamp_to_store(stamp, now) == stamp) == (left == 0)


def test_a_removed_file_leaves_the_index(small_library: Library) -> None:
    (small_library.corpus / "a.txt").unlink()
    report = small_library.update()
    assert counts(report) == {"files": 1, "articles": 1, "removed": 1, "unchanged": 1}
    assert paths_found(small_library, "*") == ["b/c.txt"]


def test_a_renamed_file_is_found_under_its_new_name(small_library: Library) -> None:
    (small_library.corpus / "b").rename(small_library.corpus / "d")
    report = small_library.update()
    assert counts(report) == {"files": 2, "articles": 2, "added": 1, "removed": 1, "unchanged": 1}
    assert paths_found(small_library, "dock") == ["d/c.txt"]


def test_the_last_file_can_be_removed_and_added_again(small_library: Library) -> None:
    for path in ("a.txt", "b/c.txt"):
        (small_library.corpus / path).unlink()
    assert counts(small_library.update(empty=True)) == {"removed": 2}
    assert paths_found(small_library, "*") == paths_found(small_library, "-ferry") == []
    (small_library.corpus / "a.txt").write_text(STORY)
    assert counts(small_library.update()) == {"files": 1, "articles": 1, "added": 1}
    assert paths_found(small_library, "*") == ["a.txt"]


def test_an_emptied_folder_keeps_its_index_unless_told_otherwise(small_library: Library) -> None:
    small_library.corpus.rename(small_library.corpus.with_name("away"))
    small_library.corpus.mkdir()
    for _ in range(2):
        with pytest.raises(CorpusEmptied, match=r"All 2 indexed files are gone from .*--empty$"):
            small_library.update()
        assert paths_found(small_library, "*") == ["a.txt", "b/c.txt"]
    (small_library.corpus / "DRIVE NOT MOUNTED.log").write_text("!")
    assert (
        run_command("index", small_library.corpus, "--index", small_library.index, at=small_library.index.parent).code
        == 2
    )
    assert counts(small_library.update(empty=True)) == {"removed": 2}
    assert paths_found(small_library, "*") == []


def test_ignored_files_do_not_count_as_gone(small_library: Library) -> None:
    library = Library.open(small_library.corpus, small_library.index, Config(exclude=("*",)))
    assert counts(library.update()) == {"removed": 2}


MOUNT = """
mount -t tmpfs none texts/drive && echo "A tunnel" > texts/drive/t.txt && $INDEX
umount texts/drive && $INDEX && $FIND
$INDEX --empty && $FIND
"""


def test_an_unmounted_drive_in_the_folder_keeps_its_articles(small_library: Library) -> None:
    at = small_library.index.parent
    (small_library.corpus / "drive").mkdir()
    script = MOUNT.replace("$INDEX", "$PYTHON -m search index texts --index index")
    script = script.replace("$FIND", "$PYTHON -m search find --json --index index tunnel texts")
    done = subprocess.run(
        ["unshare", "--user", "--map-root-user", "--mount", "sh", "-c", script],
        cwd=at,
        env=environment(PYTHON=sys.executable),
        capture_output=True,
        text=True,
        timeout=TIMEOUT,
        check=False,
    )
    if "unshare" in done.stderr or "mount:" in done.stderr:
        pytest.skip("nothing can be mounted here")
    assert "drive was a mount point and holds no texts now; 1 indexed file stays in the index" in done.stdout
    assert [json.loads(line)["total"] for line in done.stdout.splitlines() if line.startswith("{")] == [1, 0], done


def test_the_garbage_collector_of_the_caller_is_left_alone(make_folder: Folder, tmp_path: Path) -> None:
    seen = []
    libraries = [Library.open(make_folder({"a.txt": STORY}), tmp_path / name) for name in ("one", "two")]
    updates = [
        Thread(target=library.update, args=[lambda _done, _all: seen.append(gc.isenabled())]) for library in libraries
    ]
    for thread in updates:
        thread.start()
    for thread in updates:
        thread.join()
    assert seen == [True] * 4
    assert gc.isenabled()


def test_an_unreadable_file_leaves_the_index_and_is_named(small_library: Library) -> None:
    (small_library.corpus / "a.txt").unlink()
    os.mkfifo(small_library.corpus / "a.txt")
    report = small_library.update()
    assert counts(report) == {"files": 1, "articles": 1, "removed": 1, "unchanged": 1}
    assert report.skipped == (Skipped("a.txt", "is a named pipe, not a regular file"),)
    assert paths_found(small_library, "*") == ["b/c.txt"]


@pytest.fixture
def each_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each file is a batch of its own, as large files are."""
    monkeypatch.setattr(file_batches, "_LARGEST", 1)


@pytest.mark.usefixtures("each_by_itself")
def test_a_file_that_vanishes_during_the_update_is_skipped(small_library: Library) -> None:
    for name in ("0.txt", "a.txt", "z.txt"):
        (small_library.corpus / name).write_text("A tunnel")

    def progress(done: int, _all: int) -> None:
        if done == 1:
            (small_library.corpus / "a.txt").unlink()
            (small_library.corpus / "a.txt").mkdir()
            (small_library.corpus / "z.txt").unlink()

    report = small_library.update(progress)
    assert counts(report) == {"files": 2, "articles": 2, "added": 1, "removed": 1, "unchanged": 1}
    assert {item.path: item.reason for item in report.skipped} == {
        "a.txt": "is a folder, not a regular file",
        "z.txt": "cannot be opened: No such file or directory",
    }
    assert paths_found(small_library, "*") == ["0.txt", "b/c.txt"]


def test_files_without_text_are_skipped_with_a_reason(small_library: Library) -> None:
    (small_library.corpus / "empty.txt").write_bytes(b"")
    (small_library.corpus / "white.txt").write_text(" \n\u00a0\n")
    (small_library.corpus / "a.txt").write_text("\n")
    report = small_library.update()
    assert report.skipped == tuple(Skipped(path, "has no text in it") for path in ("a.txt", "empty.txt", "white.txt"))
    assert counts(report) == {"files": 1, "articles": 1, "removed": 1, "unchanged": 1}
    again = small_library.update()
    assert again.skipped == report.skipped
    assert counts(again) == {"files": 1, "articles": 1, "unchanged": 1}


def test_files_without_text_are_not_read_again(small_library: Library) -> None:
    (small_library.corpus / "white.txt").write_text(" \n")
    small_library.update()
    before = folder_contents(small_library.index)
    assert small_library.update().bytes == 0
    assert folder_contents(small_library.index) == before


def test_the_report_counts_files_that_were_not_read_well(make_folder: Folder, tmp_path: Path) -> None:
    texts: dict[str, str | bytes] = {
        "long.txt": "ferry " * 100,
        "odd.txt": b"\xef\xbb\xbfferry \xff \xfe",
        "replaced.txt": "The letter \ufffd stands in this text.",
        "short.txt": "d\u00e9j\u00e0 vu".encode("cp850")[:2] + b" a",
        "old.txt": ("The café said: “the ferry” – Calder’s largest – sails. " * 3).encode("cp1252"),
    }
    library = Library.open(make_folder(texts), tmp_path / "index", Config(largest_file=400))
    for report in (library.update(), library.update()):
        assert (report.cut, report.lost, report.guessed) == (1, 1, 1)
        assert report.notes == ()
        assert {"utf-8": 2, "utf-8-sig": 1}.items() <= report.encodings.items()
    assert {hit.path: hit.hits for hit in library.search("ferry").hits} == {"long.txt": 66, "odd.txt": 1, "old.txt": 3}


@pytest.mark.usefixtures("each_by_itself")
def test_progress_is_reported_after_each_batch(small_library: Library) -> None:
    for name in ("d.txt", "e.txt", "f.txt"):
        (small_library.corpus / name).write_text(OTHER)
    told: list[tuple[int, int]] = []
    small_library.update(lambda done, of: told.append((done, of)))
    assert told == [(0, 3), (1, 3), (2, 3), (3, 3)]


@pytest.mark.usefixtures("each_by_itself")
@pytest.mark.parametrize("error", [RuntimeError, KeyboardInterrupt])
def test_a_failed_update_leaves_the_index_unchanged(small_library: Library, error: type[BaseException]) -> None:
    (small_library.corpus / "a.txt").unlink()
    for name in ("d.txt", "e.txt", "f.txt"):
        (small_library.corpus / name).write_text("A tunnel")

    def progress(done: int, _all: int) -> None:
        if done == 2:
            raise error

    status = small_library.searcher().status()
    with pytest.raises(error):
        small_library.update(progress)
    for library in (small_library, Library.open(small_library.corpus, small_library.index)):
        assert paths_found(library, "*") == ["a.txt", "b/c.txt"]
        assert paths_found(library, "tunnel") == []
        assert library.searcher().status() == status
    assert counts(small_library.update()) == {"files": 4, "articles": 4, "added": 3, "removed": 1, "unchanged": 1}
    assert paths_found(small_library, "*") == ["b/c.txt", "d.txt", "e.txt", "f.txt"]


def test_a_missing_corpus_does_not_empty_the_index(small_library: Library, tmp_path: Path) -> None:
    small_library.corpus.rename(tmp_path / "moved")
    with pytest.raises(CorpusError, match="does not exist"):
        small_library.update()
    assert paths_found(small_library, "*") == ["a.txt", "b/c.txt"]


def test_recurring_lines_are_remembered_between_updates(make_folder: Folder, tmp_path: Path) -> None:
    def text(number: int) -> str:
        body = f"Boat number {number} came in from the islands with {number} crates of fish."
        return f"Quay {number} opens\n\n{body}\n\nTap the bell for more news"

    library = Library.open(make_folder({f"{number}.txt": text(number) for number in range(20)}), tmp_path / "index")
    library.update()
    assert library.search("bell").total == 0
    assert library.search("bell in:everything").total == 20
    (library.corpus / "new.txt").write_text(text(21))
    assert library.update().bytes == len(text(21))
    assert library.search("bell").total == 0
    assert library.search("bell in:everything").total == 21


def test_a_notice_begins_to_recur_in_files_that_nobody_touched(make_folder: Folder, tmp_path: Path) -> None:
    """The letter is longer than the little that is left of its articles, until the notice beside it counts no more."""
    letter = "Sign up for the letter of the harbour. " * 6 + "The bell rings for its readers first."
    notice = "Nobody may print what stands here or read it out. " * 8 + "Ask the harbour master."

    def text(number: int, words: int, *notices: str) -> str:
        body = " ".join(f"crate{number}of{word}" for word in range(words))
        return "\n\n".join((f"Quay {number} opens", *notices, body))

    texts = {f"{number}.txt": text(number, 29, letter, notice) for number in range(8)}
    texts |= {f"{number}.txt": text(number, 60, notice) for number in range(8, 15)}
    library = Library.open(make_folder(texts), tmp_path / "index")
    library.update()
    assert [library.search(word).total for word in ("bell", "master")] == [8, 15]
    (library.corpus / "15.txt").write_text(text(15, 60, notice))
    library.update()
    assert [library.search(word).total for word in ("bell", "master")] == [0, 0]
    anew = Library.open(library.corpus, tmp_path / "anew")
    anew.update()
    assert [anew.search(word).total for word in ("bell", "master")] == [0, 0]


@pytest.mark.parametrize("changed", [{"largest_file": 30}, {"skip_steps": "boilerplate"}, {"date_order": "dmy"}])
def test_files_are_read_again_when_settings_change_how(
    make_folder: Folder, tmp_path: Path, changed: dict[str, Any]
) -> None:
    texts = {"a.txt": "Quay opens\n\nThe quay opened on Monday.", "b.txt": "Quay closes\n\nAdvertisement\n\nIt closed."}
    Library.open(make_folder(texts), tmp_path / "index").update()
    library = Library.open(make_folder({}), tmp_path / "index", Config(**changed))
    report = library.update()
    assert report.bytes == sum(min(len(text), library.config.largest_file) for text in texts.values())
    assert library.update().bytes == 0
    assert (library.search("advertisement").total == 1) == ("skip_steps" in changed)
    assert (library.search("monday").total == 0) == ("largest_file" in changed)


def test_an_edited_pattern_file_takes_effect_in_the_same_process(make_folder: Folder, tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text('[boilerplate]\nlines = ["Cast off"]\n[agencies]\nBaywire = ["BW"]\n')
    text = f"Quay opens\n\nOSLO (BW) - The quay opened on Monday.\n\nCast off\n\nTie up\n\n{OTHER}"
    library = Library.open(make_folder({"a.txt": text}), tmp_path / "index", Config(patterns=str(own)))
    library.update()
    assert [library.search(word).total for word in ("cast", "tie")] == [0, 1]
    own.write_text('[boilerplate]\nlines = ["Tie up"]\n[agencies]\nSeawire = ["BW"]\n')
    assert library.update().bytes == len(text)
    assert [library.search(word).total for word in ("cast", "tie")] == [1, 0]
    assert library.search("quay").hits[0].about.agency == "Seawire"


@pytest.mark.usefixtures("each_by_itself")
def test_a_long_update_commits_now_and_then(small_library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(update, "_COMMIT_INTERVAL", 0)
    write_files(small_library.corpus, {f"{number}.txt": "A tunnel" for number in range(4)})
    reader, seen = Library.open(small_library.corpus, small_library.index), []
    report = small_library.update(lambda _done, _all: seen.append(reader.search("tunnel").total))
    assert seen == [0, 0, 1, 2, 3]
    assert reader.search("tunnel").total == 4
    assert counts(report) == {"files": 6, "articles": 6, "added": 4, "unchanged": 2}


@pytest.mark.usefixtures("each_by_itself")
def test_a_first_index_commits_after_its_first_batch(make_folder: Folder, tmp_path: Path) -> None:
    root = make_folder({f"{number}.txt": "A tunnel" for number in range(4)})
    library, seen = Library.open(root, tmp_path / "index"), []
    library.update(lambda _done, _all: seen.append(Library.open(root, library.index).generation))
    assert seen == [0, 0, 1, 1, 1]
    assert (library.generation, library.search("tunnel").total) == (2, 4)
