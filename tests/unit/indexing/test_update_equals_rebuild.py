"""After any changes to a folder, an updated index equals a new one."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from search import SORTS, Config, Library
from search.engines.embedded.engine import EmbeddedEngine
from search.indexing import file_batches, update

NAMES = tuple(f"{folder}{number}.txt" for folder in ("", "drafts/") for number in range(9))
LINES = (
    "Tap the bell for more news",
    "More from the islands",
    "Signed by the harbour master",
    "Sign up for the letter of the harbour, which comes each morning, costs nothing and ends when its readers say so; "
    "the bell rings for them first.",
)
"""Lines that are boilerplate if at least eight files of a folder have them."""
SETTINGS = (
    Config(language="none"),
    Config(language="none", skip_steps="boilerplate, trailing_boilerplate"),
    Config(language="none", date_order="dmy"),
    Config(language="none", exclude=("drafts/",)),
    Config(language="none", exclude=("*1.txt", "!drafts/1.txt")),
)
TIMES = (-11_000_000_000, -1, 0, 946_684_800, 1_893_456_000, 11_000_000_000)
"""Times of files: before 1677, 1969, 1970, 2000, 2030 and after 2262. The first and last cannot be stored."""
STAMPS = ("", "13/4/98", "13/04/25", "Tuesday, 4 March")
FOLDER_OF_A_YEAR = "2031/0.txt"


def text(number: int, lines: tuple[str, ...], stamp: str) -> str:
    """A text about boat `number`. Four of them copy another one except for its title. Every second title ends with the
    name of an outlet, which is evident if three titles do."""
    boat = f"Boat {number % 14}"
    body = f"{boat} came in from the islands with many crates of silver fish and left again before noon."
    if number % 3:
        body += (
            f" The crew of {boat} sold them on the quay, mended the nets, and slept there until the bell rang again."
        )
    title = f"Quay {number} opens{' - Quay Gazette' if number % 2 else ''}"
    return "\n\n".join((title, *filter(None, [stamp]), body, *lines))


Act = tuple[Any, ...]
ACTS: st.SearchStrategy[Act] = st.one_of(
    st.tuples(
        st.just("write"),
        st.lists(st.sampled_from(NAMES), min_size=1, max_size=18, unique=True),
        st.lists(st.sampled_from(LINES), unique=True, max_size=2).map(tuple),
        st.sampled_from(STAMPS),
    ),
    st.tuples(st.just("delete"), st.lists(st.sampled_from(NAMES), min_size=1, max_size=9)),
    st.tuples(st.just("rename"), st.sampled_from(NAMES), st.sampled_from((*NAMES, FOLDER_OF_A_YEAR))),
    st.tuples(st.just("touch"), st.sampled_from(NAMES), st.sampled_from(TIMES)),
    st.tuples(st.just("ignore"), st.sampled_from(("", "drafts/\n", "*2.txt\n"))),
    st.tuples(st.just("settings"), st.sampled_from(SETTINGS)),
    st.tuples(st.just("update")),
    st.tuples(st.just("break off"), st.integers(0, 4)),
)


class World:
    """A folder, and an index of it that is updated now and then."""

    def __init__(self, place: Path) -> None:
        self.root = place / "texts"
        self.root.mkdir()
        self.index = place / "index"
        self.settings = SETTINGS[0]

    def write(self, names: list[str], lines: tuple[str, ...], stamp: str) -> None:
        for name in names:
            path = self.root / name
            path.parent.mkdir(exist_ok=True)
            path.write_text(text(NAMES.index(name), lines, stamp))

    def delete(self, names: list[str]) -> None:
        for name in names:
            (self.root / name).unlink(missing_ok=True)

    def rename(self, old: str, new: str) -> None:
        if (self.root / old).exists():
            (self.root / new).parent.mkdir(exist_ok=True)
            (self.root / old).replace(self.root / new)

    def touch(self, name: str, time: int) -> None:
        with suppress(FileNotFoundError):
            os.utime(self.root / name, (time, time))

    def ignore(self, patterns: str) -> None:
        (self.root / ".seedsearchignore").write_text(patterns)

    def set(self, settings: Config) -> None:
        self.settings = settings

    def update(self, done: int = -1) -> None:
        """Update the index. It is interrupted after so many files, with a commit before that."""

        def progress(now: int, _all: int) -> None:
            if now == done:
                raise BrokenOff

        library = Library.open(self.root, self.index, self.settings)
        with each_file_by_itself() if done >= 0 else nullcontext(), suppress(BrokenOff):
            library.update(progress, empty=True)

    def act(self, kind: str, *arguments: Any) -> None:
        named: dict[str, Callable[..., None]] = {"settings": self.set, "break off": self.update}
        (named.get(kind) or getattr(self, kind))(*arguments)


class BrokenOff(Exception):
    """Raised to end an update in the middle."""


def says(library: Library) -> Any:
    """All that an index says: texts, zones, dates, tokens, pairs of copies, and what queries find."""
    engine = EmbeddedEngine(library.index, "none")
    records = engine.records()
    articles = engine.searcher().articles(sorted(chain.from_iterable(record.articles for record in records.values())))
    words = sorted({f"{word} in:everything" for it in articles for word in it.text.split() if word.isalnum()})
    queries = (
        "bell",
        "bell in:everything",
        "islands",
        '"silver fish"',
        "quay -harbour",
        "date:1998..2031",
        "date:none",
        "*",
        *words,
    )
    return (
        articles,
        sorted(records),
        engine.searcher().duplicate_pairs(),
        [[(hit.id, hit.score, hit.fragments) for hit in library.search(query, size=100).hits] for query in queries],
        [[hit.id for hit in library.search("*", sort=sort, size=100).hits] for sort in SORTS],
    )


@contextmanager
def each_file_by_itself() -> Iterator[None]:
    """An update commits after each file."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(file_batches, "_LARGEST", 1)
        patched.setattr(update, "_COMMIT_INTERVAL", 0)
        yield


@given(st.lists(ACTS, max_size=8))
@example([("write", list(NAMES[:7]), (), ""), ("write", [NAMES[7]], LINES[:1], ""), ("update",)])
@example(
    [  # a line begins to recur, in files that nobody touched
        ("write", list(NAMES[:7]), LINES[:1], ""),
        ("write", list(NAMES[8:]), (), ""),
        ("update",),
        ("write", [NAMES[7]], LINES[:1], ""),
    ]
)
@example([("write", list(NAMES[:14]), LINES[3:], ""), ("update",), ("delete", list(NAMES[:2]))])
@example(
    [  # and ceases to, in an update that is broken off
        ("write", list(NAMES[:8]), LINES[:1], ""),
        ("update",),
        ("delete", [NAMES[7]]),
        ("break off", 2),
    ]
)
@example([("write", list(NAMES), (), ""), ("update",), ("settings", SETTINGS[1]), ("break off", 3)])
@example([("write", [NAMES[0]], (), "13/04/25"), ("update",), ("touch", NAMES[0], 946_684_800)])
@example([("write", [NAMES[0]], (), STAMPS[3]), ("update",), ("rename", NAMES[0], FOLDER_OF_A_YEAR)])
@example([("write", [NAMES[0]], (), ""), ("update",), ("touch", NAMES[0], 946_684_800)])
def test_an_updated_index_equals_a_new_one(history: list[Act]) -> None:
    with TemporaryDirectory() as place:
        world = World(Path(place))
        for act in history:
            world.act(*act)
        world.update()
        updated = Library.open(world.root, world.index, world.settings)
        anew = Library.open(world.root, Path(place) / "anew", world.settings)
        anew.update()
        assert says(updated) == says(anew)
