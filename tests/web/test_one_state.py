"""Whatever is committed while a request is answered, its answer is of one state of the index."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from search import Library, Searcher, Watch
from tests.support.files import write_files
from web.app import create_app
from web.security import Hosts

SAIL = (
    "The Calder ferry sails again at noon, the harbour office in Merrow said, after the crew had ended its long strike."
)
OLD = {
    "a.txt": f"Ferry sails\n\n{SAIL} Old one.",
    "b.txt": f"Ferry again\n\n{SAIL} Old two.",
    "c.txt": "Quay\n\nOld quay.",
}
NEW = {
    "a.txt": f"Ferry sinks\n\n{SAIL} New one.",
    "b.txt": "Bakery\n\nNew bread.",
    "d.txt": f"Ferry lost\n\n{SAIL} New.",
}
ADDRESSES = (
    *("/", "/search?q=ferry", "/search?q=nowhere", "/articles/{id}?q=ferry", "/articles/{id}?view=plain", "/report"),
    *("/stories/{id}", "/feed.atom?q=ferry", "/help", "/api/v1/search.csv?q=ferry", "/api/v1/duplicates"),
    *("/suggest?q=fer", "/api/v1/articles/{id}/duplicates", "/articles/{id}/text", "/api/v1/status"),
)
CALLS = (
    *("search", "matches", "explain", "suggest", "article", "file_text", "similar", "story", "duplicates"),
    *("duplicate_pairs", "report", "examples", "status"),
)


class Boundaries:
    """Counts the calls of a searcher during a request, and acts before one of them."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.passed = 0
        self.act_at = -1
        self.act: Callable[[], object] = lambda: None
        for name in CALLS:
            monkeypatch.setattr(Searcher, name, self._watched(getattr(Searcher, name)))
        monkeypatch.setattr(Library, "searcher", self._watched(Library.searcher))

    def _watched(self, method: Callable[..., Any]) -> Callable[..., Any]:
        def watched(*arguments: Any, **options: Any) -> Any:
            if self.passed == self.act_at:
                self.passed += 1
                self.act()
            else:
                self.passed += 1
            return method(*arguments, **options)

        return watched


@pytest.mark.slow
@pytest.mark.parametrize("address", ADDRESSES)
def test_no_answer_mixes_two_states(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    corpus, old = write_files(tmp_path / "texts", OLD), tmp_path / "old"
    Library.open(corpus, old).update()
    article_id = Library.open(corpus, old).search("path:a.txt").hits[0].id
    shutil.rmtree(corpus)
    write_files(corpus, NEW)
    target, boundaries = address.format(id=article_id), Boundaries(monkeypatch)

    def answers(act_at: int, index: Path) -> list[tuple[int, str | None, str]]:
        """The answer while an update is committed before a call, and the one after that."""
        library = Library.open(corpus, Path(shutil.copytree(old, index)))
        client = create_app(Watch(library, idle=True), Hosts(frozenset({"localhost"}))).test_client()
        client.get("/healthz")
        boundaries.passed, boundaries.act_at = 0, act_at
        boundaries.act = lambda: Library.open(corpus, index).update()
        return [answered(client.get(target)), answered(client.get(target))]

    before, _ = answers(-1, tmp_path / "before")
    calls = boundaries.passed // 2
    assert calls
    seen = set()
    for number in range(calls):
        during, after = answers(number, tmp_path / f"{number}")
        assert after[2] != before[2]
        assert during[2] in (before[2], after[2]), f"before call {number}"
        seen.add(during[2] == before[2])
    assert seen, "an update was committed"


def answered(response: Any) -> tuple[int, str | None, str]:
    """An answer but for the time that it took, the process's own numbers, and where the index lies."""
    text = re.sub(r"[\d.,]+ ms|/[^\s\"<]*/(?:before|\d+)(?=[\s\"<])", "", response.text)
    return response.status_code, response.headers.get("ETag"), re.sub(r'"took_ms": ?[\d.]+', "", text)
