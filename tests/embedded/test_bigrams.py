"""Phrases of two common words are found by the bigrams of a segment, and are the same as without them."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import product
from pathlib import Path
from random import Random

import numpy as np
import pytest

from search.engines.embedded.engine import EmbeddedEngine
from search.engines.embedded.indexer.check import damage
from search.engines.embedded.searcher.scoring import evaluate
from search.engines.embedded.segment.bigrams import Bigrams
from search.engines.embedded.storage.commit_points import read_commit_points
from search.errors import IndexDamaged
from search.kernels import kernels
from search.query import tree as query
from search.query.nodes import AnyOf
from tests.faults.forging import forge_column
from tests.support.engines import add_texts, paths_of, search

COMMON = ("and", "in", "of", "the")
WORDS = (*COMMON, "pier", "quay")
PHRASES = (*product(WORDS, WORDS), ("of", "the", "pier"), ("in", "in", "in"), ("of", "ferry"))
SPELLINGS = (
    AnyOf("text", (), word_sequences=[("in", "the")]),
    AnyOf("text", ("quay",), word_sequences=[("in", "the"), ("the", "in"), ("of", "of"), ("pier", "quay")]),
    AnyOf("text", ("-inthe-2", "pier"), word_sequences=[("in", "the"), ("and", "of")]),
    AnyOf("text", ("in",), word_sequences=[("in", "the"), ("the", "of")]),
    AnyOf("text", (), word_sequences=[("in", "the"), ("in", "the", "of"), ("the", "of", "the")]),
    AnyOf("text", (), word_sequences=[("in", "the"), ("-inthe-2", "the"), ("in", "-theof-3", "of")]),
    AnyOf("text", ("inthe",), word_sequences=[("in", "the"), ("in", "-quaythe-4", "the")]),
)
"""Leaves with phrases, some of which begin where others do."""
PARTS = 3


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    """Long texts in which four words are common, also without some of them; and more short ones. The other words are
    many, so that the texts are no near-duplicates."""
    random = Random(18)
    words = 300 * COMMON + 40 * ("pier", "quay", "in-the", "the-of") + tuple(f"w{number}" for number in range(600))
    return {
        f"{number:03}.txt": " ".join(random.choices(words, k=3000 if is_long(number) else 3)) for number in range(210)
    }


def is_long(number: int) -> bool:
    return number % 5 < 2


def engine_with(folder: Path, texts: dict[str, str], *, updates: int = 1, batches: int = 1) -> EmbeddedEngine:
    """An engine with texts that came in so many updates, each in so many batches, which it merges."""
    engine, items = EmbeddedEngine(folder, "none"), [*texts.items()]
    parts = [dict(items[number :: updates * batches]) for number in range(updates * batches)]
    for first in range(0, len(parts), batches):
        with engine.writer() as batch:
            for part in parts[first : first + batches]:
                add_texts(batch, part)
    return engine


def bigrams_of(engine: EmbeddedEngine) -> list[Bigrams]:
    """The bigrams of each segment."""
    return [part.bigrams for part in engine.searcher().reader.documents.parts("text")]


def stored(engine: EmbeddedEngine) -> Iterator[bytes]:
    """The bytes of the bigrams of each segment."""
    for segment in engine.searcher().reader.segments:
        yield segment.file.raw("text.bigrams", 0, segment.file.count("text.bigrams"))


def answers(engine: EmbeddedEngine) -> dict[str, dict[int, float]]:
    """The scores of what each phrase of two words finds, and some longer ones, by the ids of articles."""
    reader = engine.searcher().reader.documents
    scored = {" ".join(words): evaluate(query.Phrase("text", [*words]), reader) for words in PHRASES}
    scored |= {repr(leaf): evaluate(leaf, reader) for leaf in SPELLINGS}
    return {
        phrase: dict(zip(reader.ids[each.documents].tolist(), each.scores.tolist(), strict=True))
        for phrase, each in scored.items()
    }


def largest(folder: Path) -> Path:
    """The largest segment of the newest commit."""
    newest = next(read_commit_points(folder))
    return folder / max(newest.segments, key=lambda file: file.length).name


def check(folder: Path) -> list[str]:
    """What is wrong with an index."""
    return [problem.reason for problem in damage(folder, read_commit_points(folder))]


def test_phrases_are_the_same_with_bigrams_and_without(tmp_path: Path, texts: dict[str, str]) -> None:
    built = engine_with(tmp_path / "built", texts)
    merged = engine_with(tmp_path / "merged", texts, batches=PARTS)
    without = engine_with(tmp_path / "without", texts, updates=PARTS)
    assert [len(each.terms) for each in bigrams_of(built)] == [len(COMMON)]
    assert [len(each.terms) for each in bigrams_of(merged)] == [len(COMMON)]
    assert {len(each.terms) for each in bigrams_of(without)} == {0}
    expected = answers(without)
    tokens = [f" {text.replace('-', ' ')} " for text in texts.values()]
    for words in PHRASES:
        assert len(expected[" ".join(words)]) == sum(f" {' '.join(words)} " in text for text in tokens)
    assert paths_of(search(built, '"pier in"')) == [path for path, text in texts.items() if "pier in" in text]
    assert answers(built) == expected
    assert answers(merged) == expected


def test_bigrams_are_right_after_removals_updates_and_merges(tmp_path: Path, texts: dict[str, str]) -> None:
    engine, left = engine_with(tmp_path / "index", texts), dict(texts)
    long = [path for path in texts if is_long(int(path[:3]))]
    short = [path for path in texts if path not in long]
    for removed in (long[:3] + short[:9], short[9:]):  # with the second, most documents of the segment are deleted
        before = largest(tmp_path / "index")
        new = {f"new{len(removed)}.txt": "of the pier in and in and"}
        left = {path: text for path, text in left.items() if path not in removed} | new
        with engine.writer() as batch:
            for path in removed:
                batch.remove(path)
            add_texts(batch, new)
        assert (largest(tmp_path / "index") == before) == (removed[0] in long)
        assert max(len(each.terms) for each in bigrams_of(engine)) == len(COMMON)
        assert answers(engine) == answers(engine_with(tmp_path / f"fresh{len(left)}", left))
        assert check(tmp_path / "index") == []


def test_a_merge_makes_the_bigrams_that_an_index_built_anew_has(tmp_path: Path, texts: dict[str, str]) -> None:
    built, merged = engine_with(tmp_path / "built", texts), EmbeddedEngine(tmp_path / "merged", "none")
    with merged.writer() as batch:
        for first in range(0, len(texts), 80):
            add_texts(batch, dict([*texts.items()][first : first + 80]))
    assert [len(data) > len(COMMON) ** 2 for data in stored(built)] == [True]
    assert [*stored(merged)] == [*stored(built)]


FORGED: dict[str, Callable[[bytes], bytes]] = {
    "bigrams": lambda data: bytes([data[0] ^ 1]) + data[1:],
    "bigrams, other documents": lambda data: data[:9] + bytes([data[9] ^ 1]) + data[10:],
    "bigrams, no numbers": lambda data: b"\xff" * len(data),
    "bigrams, shorter": lambda data: data[:-1],
    "bigram_sizes": lambda data: data[1:] + data[:1],
    "bigram_sizes, fewer": lambda data: data[1:],
}


@pytest.mark.parametrize("kind", FORGED)
def test_other_bigrams_are_damage_or_found_by_the_check(tmp_path: Path, texts: dict[str, str], kind: str) -> None:
    expected = answers(engine_with(tmp_path, texts))
    forge_column(largest(tmp_path), f"text.{kind.partition(',')[0]}", FORGED[kind])
    assert check(tmp_path)
    with suppress(IndexDamaged):
        assert answers(EmbeddedEngine(tmp_path, "none")) != expected


def test_bigrams_that_lead_out_of_the_articles_are_damage(tmp_path: Path, texts: dict[str, str]) -> None:
    engine_with(tmp_path, texts)
    forge_column(largest(tmp_path), "text.bigrams", lambda data: b"\x7f" * len(data))
    with pytest.raises(IndexDamaged, match="the bigrams of text are not those of its lists"):
        search(EmbeddedEngine(tmp_path, "none"), '"and and"')


def test_bigrams_of_an_article_without_them_are_damage(tmp_path: Path, texts: dict[str, str]) -> None:
    engine = engine_with(tmp_path, texts)
    [bigrams] = bigrams_of(engine)
    documents = bigrams.documents("of", "the") or b""
    start = b"".join(stored(engine)).index(documents)
    entry = start + (2 if documents[1] < 0x80 else 3) + 5
    moved = 1 << documents[0]  # each document from here on is the one behind it
    forge_column(
        largest(tmp_path),
        "text.bigrams",
        lambda data: data[:entry] + bytes([data[entry] + moved]) + data[entry + 1 :],
    )
    for typed in ('"of the"', "of-the", '"of the" pier'):
        with pytest.raises(IndexDamaged, match="the bigrams of text are not those of its lists"):
            search(EmbeddedEngine(tmp_path, "none"), typed)


def test_an_update_that_merges_two_words_with_the_same_list_says_which_segment_is_damaged(
    tmp_path: Path, texts: dict[str, str]
) -> None:
    engine = engine_with(tmp_path, texts)
    segment, field = largest(tmp_path), engine.searcher().reader.documents.parts("text")[0]
    bounds, (_, first, second, _) = field.list_bounds.tolist(), bigrams_of(engine)[0].terms.values()

    def with_equal_lists(data: bytes) -> bytes:
        return data[: bounds[first]] + data[bounds[second] : bounds[second + 1]] + data[bounds[first + 1] :]

    def with_equal_sizes(data: bytes) -> bytes:
        sizes = kernels().unpack(np.frombuffer(data, np.uint8))
        sizes[first] = sizes[second]
        return kernels().pack(sizes).tobytes()

    forge_column(segment, "text.gaps", with_equal_lists)
    forge_column(segment, "text.sizes", with_equal_sizes)
    with pytest.raises(IndexDamaged, match=segment.name), EmbeddedEngine(tmp_path, "none").writer() as batch:
        for path in texts:
            if not is_long(int(path[:3])):
                batch.remove(path)
