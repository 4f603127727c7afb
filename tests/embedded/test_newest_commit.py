"""Whether there is a newer commit is seen by one `stat`, and newest.json is never trusted blindly."""

import os
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from search import Library, Watch
from search.engines.embedded import EmbeddedEngine
from tests.support.command import environment
from tests.support.engines import add_texts
from tests.support.files import write_files
from web.app import create_app
from web.security import Hosts


def committed(folder: Path, text: str) -> EmbeddedEngine:
    """An engine that has committed one text."""
    engine = EmbeddedEngine(folder, "none")
    with engine.writer() as writer:
        add_texts(writer, {"a.txt": text})
    return engine


@contextmanager
def counted_calls(monkeypatch: pytest.MonkeyPatch, folder: Path) -> Iterator[Counter[str]]:
    """How often the system is asked for the status of a file in a folder, and for lists of that folder."""
    calls = Counter[str]()

    def counting(name: str) -> Callable[..., Any]:
        call = getattr(os, name)

        def counted(path: Any = ".", *arguments: Any, **options: Any) -> Any:
            if not isinstance(path, int) and Path(os.fsdecode(path)).is_relative_to(folder):
                calls[name] += 1
            return call(path, *arguments, **options)

        return counted

    with monkeypatch.context() as patch:
        for name in ("stat", "lstat", "listdir", "scandir"):
            patch.setattr(os, name, counting(name))
        yield calls


@pytest.mark.parametrize("target", ["/search?q=ferry", "/articles/{id}?q=ferry", "/", "/api/v1/search?q=ferry"])
def test_a_page_costs_one_stat_of_the_index_and_no_list(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, target: str
) -> None:
    library = Library.open(write_files(tmp_path / "texts", {"a.txt": "Ferry\n\nA ferry."}), tmp_path / "index")
    library.update()
    client = create_app(Watch(library, idle=True), Hosts(frozenset({"localhost"}))).test_client()
    address = target.format(id=library.search("ferry").hits[0].id)
    assert client.get(address).status_code == 200
    with counted_calls(monkeypatch, tmp_path / "index") as calls:
        assert client.get(address).status_code == 200
    assert calls == {"stat": 1}


def test_a_commit_of_another_process_is_seen(tmp_path: Path) -> None:
    engine = committed(tmp_path, "Once")
    states = [engine.searcher().state]
    for text in ("Twice", "Once more"):
        committed(tmp_path, text)
        states.append(engine.searcher().state)
    assert len(set(states)) == 3
    assert engine.generation() == 3


@pytest.mark.parametrize("content", [None, b"", b"{}", b"old"])
def test_without_newest_json_a_list_of_the_folder_tells(tmp_path: Path, content: bytes | None) -> None:
    engine = committed(tmp_path, "Once")
    advice = tmp_path / "newest.json"
    old = advice.read_bytes()
    for number in (2, 3, 4):
        committed(tmp_path, f"Again {number}")
        advice.unlink()
        if content is not None:
            advice.write_bytes(old if content == b"old" else content)
        assert engine.generation() == engine.searcher().generation == number
        assert engine.searcher().records == committed_records(tmp_path)


def committed_records(folder: Path) -> object:
    """The file records of the newest commit, as another process reads them."""
    return EmbeddedEngine(folder, "none").records()


KILLED = """
import os, sys
from pathlib import Path
from search.engines.embedded.storage import commit_points
from tests.embedded.test_newest_commit import committed
commit_points.replace_json = lambda *_: os._exit(9)
committed(Path(sys.argv[1]), "Twice")
"""


def test_a_commit_whose_writer_was_killed_before_newest_json_is_seen_after_a_refresh(tmp_path: Path) -> None:
    engine = committed(tmp_path, "Once")
    state = engine.searcher().state
    killed = subprocess.run([sys.executable, "-c", KILLED, tmp_path], env=environment(), check=False)
    assert killed.returncode == 9
    assert engine.searcher().state == state
    engine.refresh()
    assert engine.searcher().state != state
    assert engine.generation() == EmbeddedEngine(tmp_path, "none").generation() == 2
