"""What is kept in memory: answers and long lists that were used last, and what the question of a thread has read."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable
from threading import Lock
from typing import Any, Generic, Protocol, TypeVar, cast


class Sized(Protocol):
    """An entry of a cache."""

    @property
    def size(self) -> int:
        """How many numbers this is made of."""


_Entry = TypeVar("_Entry", bound=Sized)
_Key = TypeVar("_Key")
_Read = TypeVar("_Read")


class Cache:
    """The entries that were used last. Safe across threads.

    Two threads that miss the same entry both make it; one of the two, which are equal, is kept.
    """

    MOST = 1_000_000
    """Numbers, of eight bytes each; a single entry may have more."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._lock = Lock()
        self._entries: OrderedDict[Any, Any] = OrderedDict()
        self._size = 0

    def get(self, key: object, make: Callable[[], _Entry]) -> _Entry:
        """The entry under a key; a new one is kept, and what was not used for longest leaves."""
        entry: _Entry | None = self.find(key)
        return self.keep(key, make()) if entry is None else entry

    def find(self, key: object) -> Any:
        """The entry under a key; None where there is none."""
        with self._lock:
            entry = self._entries.get(key)
            if entry is not None:
                self._entries.move_to_end(key)
            return entry

    def keep(self, key: object, entry: _Entry) -> _Entry:
        """Keep an entry. Gives the one that is kept under its key."""
        with self._lock:
            count = len(self._entries)
            kept: _Entry = self._entries.setdefault(key, entry)
            if len(self._entries) > count:
                self._size += entry.size
                while self._size > self._most and len(self._entries) > 1:
                    self._size -= self._entries.popitem(last=False)[1].size
            return kept


class QuestionMemory(Generic[_Key, _Read]):
    """What each thread has read for the question that it answers: it needs the same lists for each hit."""

    def __init__(self) -> None:
        self._question = _Question()

    def get(self, key: _Key, read: Callable[[], _Read]) -> _Read:
        """What `read` gives. While a question is answered, it is read once."""
        memory = self._question.memory
        if memory is None:
            return read()
        if key not in memory:
            memory[key] = read()
        value: _Read = memory[key]
        return value

    def items(self) -> Iterable[tuple[_Key, _Read]]:
        """What was read for this question, with the keys."""
        return cast(dict[_Key, _Read], self._question.memory or {}).items()

    def answering(self) -> "_Answering":
        """One question of this thread, as long as the block lasts."""
        return _Answering(self._question)


class _Question(threading.local):
    """What was read for the question of a thread; None between questions."""

    def __init__(self) -> None:
        self.memory: dict[object, Any] | None = None


class _Answering:
    """As in `QuestionMemory.answering`: several times faster than a generator."""

    def __init__(self, question: _Question) -> None:
        self._question = question

    def __enter__(self) -> None:
        self._before, self._question.memory = self._question.memory, {}

    def __exit__(self, *_: object) -> None:
        self._question.memory = self._before
