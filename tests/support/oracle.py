"""Queries as plain values, and their meaning in the simplest code possible: the oracle for engines and highlights."""

from dataclasses import dataclass
from itertools import product

from hypothesis import strategies as st

WORDS = ("ferry", "ferries", "fern", "dock", "docks", "strike", "harbour", "us")
"""All words of the generated texts: some share their beginnings, and some, in English, their stem."""


@dataclass(frozen=True)
class Text:
    """A text of plain words: a title on the first line, then a body."""

    title: tuple[str, ...]
    body: tuple[str, ...]

    @property
    def words(self) -> tuple[str, ...]:
        return self.title + self.body

    def __str__(self) -> str:
        return " ".join(self.title) + "\n\n" + " ".join(self.body)

    def stretch(self, first: int, last: int) -> tuple[int, int]:
        """Where the words number `first` to `last` stand in the text."""
        starts = [sum(len(word) + 1 for word in self.words[:number]) for number in range(len(self.words))]
        starts = [start + (number >= len(self.title)) for number, start in enumerate(starts)]
        return starts[first], starts[last] + len(self.words[last])


@dataclass(frozen=True)
class Leaf:
    """Words in some relation: `kind` is word, prefix, phrase, starred, or the distance of near words. A starred one is
    a phrase whose last word is a prefix."""

    kind: str | int
    words: tuple[str, ...]
    title: bool = False

    def __str__(self) -> str:
        quoted = '"' + " ".join(self.words) + '"'
        shapes = {"word": self.words[0], "prefix": self.words[0] + "*", "phrase": quoted, "starred": quoted[:-1] + '*"'}
        return "title:" * self.title + shapes.get(str(self.kind), f"{quoted}~{self.kind}")

    def stretches(self, text: Text) -> set[tuple[int, int]]:
        """The stretches of words, first and last, that it matches."""
        words = text.title if self.title else text.words
        if self.kind == "prefix":
            return {(at, at) for at, word in enumerate(words) if word.startswith(self.words[0])}
        size = len(self.words)
        if self.kind == "starred":
            *first, last = self.words
            alike = {word for word in words if word.startswith(last)}
            phrases = [Leaf("phrase", (*first, word)) for word in alike]
            return {found for phrase in phrases for found in phrase.stretches(Text((), words))}
        if isinstance(self.kind, str):
            return {(at, at + size - 1) for at in range(len(words)) if words[at : at + size] == self.words}
        places = product(*([at for at, word in enumerate(words) if word == wanted] for wanted in self.words))
        near = (p for p in places if len(set(p)) == size and max(p) - min(p) < size + self.kind)
        return {(at, at) for chosen in near for at in chosen}


@dataclass(frozen=True)
class Branch:
    """Parts of which all, any or none have to match."""

    kind: str
    parts: tuple["Node", ...]

    def __str__(self) -> str:
        if self.kind == "none":
            return f"-({self.parts[0]})"
        return (" OR " if self.kind == "any" else " ").join(f"({part})" for part in self.parts)


Node = Leaf | Branch


def marked(node: Node, text: Text) -> set[tuple[int, int]] | None:
    """The stretches of words that a query marks in a text; None where the text does not match it."""
    if isinstance(node, Leaf):
        return node.stretches(text) or None
    first = node.parts[0]
    if node.kind == "none" and isinstance(first, Branch) and first.kind == "none":
        return marked(first.parts[0], text)  # what is not excluded is wanted
    parts = [marked(part, text) for part in node.parts]
    matching = [part for part in parts if part is not None]
    if node.kind == "none":
        return None if matching else set()
    if not matching or (node.kind == "all" and len(matching) < len(parts)):
        return None
    return set().union(*matching)


def _words(least: int, most: int) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(WORDS), min_size=least, max_size=most).map(tuple)


def _leaf(kind: str | int, words: st.SearchStrategy[tuple[str, ...]]) -> st.SearchStrategy[Leaf]:
    return st.builds(Leaf, st.just(kind), words, st.booleans())


def _branch(kind: str, parts: st.SearchStrategy[list[Node]]) -> st.SearchStrategy[Branch]:
    return st.builds(Branch, st.just(kind), parts.map(tuple))


SINGLE_WORDS = _leaf("word", _words(1, 1))
PHRASES = _leaf("phrase", _words(2, 3))
PREFIXES = _leaf(
    "prefix", st.sampled_from(("fe", "fer", "ferr", "do", "dock", "harbour", "zz")).map(lambda word: (word,))
)
STARRED = st.builds(
    lambda first, last, title: Leaf("starred", (*first, last), title),
    _words(1, 2),
    st.sampled_from(("fe", "ferr", "do", "dock", "zz")),
    st.booleans(),
)
NEARS = st.builds(Leaf, st.integers(1, 6), _words(2, 3), st.booleans())
LEAVES = st.one_of(SINGLE_WORDS, SINGLE_WORDS, PHRASES, PREFIXES, STARRED, NEARS)
TEXTS = st.builds(Text, _words(1, 4), _words(0, 14))


def _larger(part: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    several = st.lists(part, min_size=2, max_size=3)
    return st.one_of(_branch("all", several), _branch("any", several), _branch("none", part.map(lambda one: [one])))


QUERIES: st.SearchStrategy[Node] = st.recursive(LEAVES, _larger, max_leaves=6)


def _larger_of_sql(part: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    excluded = st.lists(_branch("none", part.map(lambda one: [one])), max_size=2)
    both = st.tuples(st.lists(part, min_size=1, max_size=3), excluded).map(lambda pair: [*pair[0], *pair[1]])
    return st.one_of(_branch("all", both), _branch("any", st.lists(part, min_size=2, max_size=3)))


LEAVES_OF_SQL = st.one_of(SINGLE_WORDS, PHRASES, PREFIXES)
QUERIES_OF_SQL: st.SearchStrategy[Node] = st.recursive(LEAVES_OF_SQL, _larger_of_sql, max_leaves=6)
"""Queries that SQLite can answer too: each conjunction has a positive part, and that comes first."""
