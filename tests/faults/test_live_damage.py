"""A server survives damage to its index (R6).

Each response is right or an error page. Once the index is restored, all works as before.
"""

import hashlib
import random
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from search import Library
from search.extract.articles import article_id
from tests.faults.damage import cut, overwritten
from tests.faults.histories import MERGED, Texts, lay, text
from tests.support.profiles import rounds, seeded_random
from tests.support.server import Response, Server, serve
from tests.support.soak import Trials


def long_text(number: int) -> str:
    """A text of a file. A server cannot keep many of this length in memory."""
    words = (hashlib.blake2b(f"{number} {word}".encode(), digest_size=24).hexdigest() for word in range(1200))
    return f"{text(1, number)} {' '.join(words)}"


FILES: Texts = {f"{number}.txt": long_text(number) for number in range(50)}


def test_a_server_survives_damage_to_its_index(tmp_path: Path, trials: Trials) -> None:
    dice, outcomes = seeded_random("live"), Counter[str]()
    corpus, index = lay(tmp_path / "texts", FILES), tmp_path / "index"
    with serve(corpus, index, SEEDSEARCH_WORKERS="1") as server:  # one portion, so that there is no older generation
        for number in range(rounds(12, 200)):
            trials()
            path = next(index.glob("segment-*"))
            whole = path.read_bytes()
            overwrite(path, dice.choice((cut, overwritten))(whole, dice))
            outcomes.update(_ask(server, dice))
            overwrite(path, whole)
            assert set(_ask(server, dice)) == {"right"}, f"round {number}: {path.name}"
    trials.outcome = f"{dict(outcomes)} while damaged"


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="needs /proc to count open files")
def test_a_server_that_cannot_open_the_newest_commit_keeps_the_last(tmp_path: Path, trials: Trials) -> None:
    corpus, index = lay(tmp_path / "texts", MERGED[3]), tmp_path / "index"
    for files in MERGED[1:3]:
        Library.open(lay(corpus, files), index).update()
    with serve(corpus, index, "--no-update") as server:
        Library.open(lay(corpus, MERGED[3]), index).update()
        newest = max(index.glob("segment-*"), key=lambda path: path.stat().st_mtime_ns)
        whole = newest.read_bytes()
        overwrite(newest, bytes(len(whole)))
        server.get("/")
        before = _open_files(server.pid)
        statuses: Counter[int] = Counter()
        for _ in range(rounds(200, 3000)):
            trials()
            statuses[server.get("/api/v1/search?q=ferry").status] += 1
        assert set(statuses) <= {200, 500}
        assert _open_files(server.pid) <= before + 150
        overwrite(newest, whole)
        assert server.get("/api/v1/search?q=ferry").json["total"] == len(MERGED[3])
    trials.outcome = str(dict(statuses))


def overwrite(path: Path, content: bytes) -> None:
    """Change a file in place, also for those who have it open."""
    with path.open("r+b") as file:
        file.write(content)
        file.truncate()


def _ask(server: Server, dice: random.Random) -> list[str]:
    """The outcomes of some requests; "right" if the response equals a plain scan."""
    word = dice.choice(re.findall(r"\w+", FILES[dice.choice(sorted(FILES))].lower()))
    scan = sorted(path for path, it in FILES.items() if word in re.findall(r"\w+", it.lower()))
    return [_found(server.get(f"/api/v1/search?q={word}&size=50"), scan), *_read(server, dice)]


def _found(answer: Response, paths: list[str]) -> str:
    if answer.status != 200:
        return _told(answer)
    assert sorted(hit["path"] for hit in answer.json["hits"]) == paths
    assert answer.json["total"] == len(paths)
    return "right"


def _read(server: Server, dice: random.Random) -> Iterator[str]:
    """An article as JSON and as a page."""
    path = dice.choice(sorted(FILES))
    answer = server.get(f"/api/v1/articles/{article_id(path, 1)}?q=quay")
    if answer.status == 200:
        assert answer.json["text"] == FILES[path]
    yield "right" if answer.status == 200 else _told(answer)
    page = server.get(f"/articles/{article_id(path, 1)}?q=quay")
    assert (page.status == 200) == ("Written at" in page.text)
    yield "right" if page.status == 200 else _told(page)


def _told(answer: Response) -> str:
    """An error that was expected, as a page or as JSON."""
    assert answer.status == 500, answer
    assert "The index in" in answer.text, answer.text
    return "told of"


def _open_files(process: int | None) -> int:
    return len(list(Path(f"/proc/{process}/fd").iterdir()))
