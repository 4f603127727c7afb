"""What is kept of an index: the answers that were used last, and for one question what it has read."""

from dataclasses import dataclass
from pathlib import Path

from search.engines.embedded import EmbeddedEngine
from search.engines.embedded.searcher.cache import Cache, QuestionMemory
from tests.support.engines import add_texts, explained, paths_of, search


@dataclass(frozen=True)
class Read:
    """An entry of some size."""

    size: int


class Reader:
    """Requests entries of a third of the cache's size, and counts how many were read."""

    def __init__(self) -> None:
        self.cache = Cache()
        self.read: list[str] = []

    def ask(self, names: str, size: int = Cache.MOST // 3) -> "Reader":
        for name in names:
            self.cache.get(name, lambda name=name: self._made(name, size))  # type: ignore[misc]
        return self

    def _made(self, name: str, size: int) -> Read:
        self.read.append(name)
        return Read(size)


def test_the_least_recently_used_entry_is_evicted_first() -> None:
    assert Reader().ask("abc" + "a" + "d" + "a" + "b").read == list("abcdb")


def test_a_list_is_read_once_for_a_question_and_again_for_the_next() -> None:
    memory, read = QuestionMemory(), []

    def ask(names: str) -> list[str]:
        return [memory.get(name, lambda name=name: read.append(name) or name) for name in names]  # type: ignore[misc, func-returns-value]

    for _ in range(2):
        with memory.answering():
            assert ask("abab") == [*"abab"]
    ask("cc")
    assert read == [*"ababcc"]


def test_a_question_within_another_keeps_its_own_lists() -> None:
    memory, read = QuestionMemory(), []
    with memory.answering():
        memory.get("a", lambda: read.append("outer"))
        with memory.answering():
            memory.get("a", lambda: read.append("inner"))
        memory.get("a", lambda: read.append("again"))
    assert read == ["outer", "inner"]


def test_a_single_entry_of_any_size_is_kept() -> None:
    assert Reader().ask("aa", size=2 * Cache.MOST).read == ["a"]


def test_a_query_with_an_acronym_and_one_with_the_function_word_are_kept_apart(tmp_path: Path) -> None:
    engine = EmbeddedEngine(tmp_path, "english")
    with engine.writer() as batch:
        add_texts(batch, {"a.txt": "A\n\nsteel of the US", "b.txt": "B\n\nsteel"})
    for _ in range(2):
        assert paths_of(search(engine, "us steel")) == ["a.txt", "b.txt"]
        assert paths_of(search(engine, "US steel")) == ["a.txt"]
        assert explained(engine, "us steel").total == 2
        assert explained(engine, "US steel").total == 1
        assert paths_of(search(engine, "+us (us OR steel)")) == ["a.txt"]
        assert paths_of(search(engine, "us (+us OR steel)")) == ["a.txt", "b.txt"]
