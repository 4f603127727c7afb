"""The pairs in an index are those of its texts, whatever was added and removed in whatever order."""

import random
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import combinations, islice
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.analysis.batch_tokenizer import tokenize_batch
from search.duplicates.candidates import COMMON, ENOUGH, FAMILIAR, SEVERAL, SHARE
from search.duplicates.classification import article_words, find_overlap
from search.engines import compare_candidates
from search.engines.base import Engine
from search.engines.embedded import EmbeddedEngine
from search.engines.embedded.indexer import update_duplicates
from search.engines.embedded.segment.merge import FANOUT
from search.engines.embedded.segment.segment_reader import SegmentReader
from search.engines.embedded.storage import commit_points
from search.extract.articles import article_id
from search.types.article import Article, Zone
from search.types.duplicates import DuplicatePair
from search.types.files import FileRecord, Stamp
from tests.support.engines import EngineFactory, add_texts
from tests.support.profiles import fewer

Texts = Mapping[str, str | None]
"""Texts by path; None for a removed file."""


def prose(seed: int, count: int = 30) -> str:
    """Words that no other seed has."""
    return " ".join(f"w{seed}x{number}" for number in np.random.default_rng(seed).integers(0, 400, count).tolist())


def text(*passages: int) -> str:
    """A title, then passages of thirty words."""
    return "Title\n\n" + "\n\n".join(map(prose, passages))


def expected(texts: Mapping[str, str]) -> list[DuplicatePair]:
    """The pairs of these texts by the rules, computed over all of them at once."""
    order = sorted(texts, key=lambda path: article_id(path, 1))
    titles = [(0, texts[path].find("\n")) for path in order]
    words = article_words(tokenize_batch([texts[path] for path in order]), titles)
    prints = [set(found.fingerprints.tolist()) for found in words]
    holders = Counter(number for found in prints for number in found)
    known, several = (
        np.array(sorted(number for number, count in holders.items() if count > most), np.uint32)
        for most in (FAMILIAR, SEVERAL)
    )
    pairs = []
    for a, b in combinations(range(len(order)), 2):
        both = [number for number in prints[a] & prints[b] if holders[number] <= COMMON]
        few = sum(holders[number] <= FAMILIAR for number in both)
        enough = both and (few >= ENOUGH or len(both) >= SHARE * min(len(prints[a]), len(prints[b])))
        if enough and (overlap := find_overlap(words[a], words[b], known, several)):
            ids, shared = (article_id(order[at], 1) for at in (a, b)), sum(it.words for it in overlap.passages)
            shares = (float(round(np.float32(share), 4)) for share in (overlap.share_a, overlap.share_b))
            pairs.append(DuplicatePair(*ids, *shares, len(overlap.passages), shared))
    return pairs


def rounded(pairs: Iterable[DuplicatePair]) -> list[DuplicatePair]:
    """Pairs whose shares are rounded to three places, whatever they were rounded to before."""
    return [replace(it, share_a=round(it.share_a, 3), share_b=round(it.share_b, 3)) for it in pairs]


def update(engine: Engine, changes: Texts) -> None:
    """Add and remove texts in one commit."""
    with engine.writer() as batch:
        add_texts(batch, {path: it for path, it in changes.items() if it is not None})
        for path in (path for path, it in changes.items() if it is None):
            batch.remove(path)


def after(history: Sequence[Texts]) -> dict[str, str]:
    """The texts that are there in the end."""
    texts: dict[str, str | None] = {}
    for changes in history:
        texts |= changes
    return {path: it for path, it in texts.items() if it is not None}


PATHS = [f"{number}.txt" for number in range(FAMILIAR + 4)]
TEXTS = st.lists(st.integers(1, 4), min_size=1, max_size=5).map(lambda passages: text(*passages))
CHANGES = st.dictionaries(st.sampled_from(PATHS), st.none() | TEXTS, max_size=len(PATHS))


@fewer(5)
@given(st.lists(CHANGES, min_size=1, max_size=5))
def test_pairs_match_the_texts_after_any_history(history: list[Texts]) -> None:
    with TemporaryDirectory() as folder:
        engine = EmbeddedEngine(Path(folder), "none")
        for changes in history:
            update(engine, changes)
            if engine.exists():
                assert engine.check() == ()
        assert rounded(engine.searcher().duplicate_pairs()) == rounded(expected(after(history)))


@pytest.mark.parametrize("bound", [FAMILIAR, COMMON])
def test_pairs_do_not_depend_on_when_a_passage_becomes_common(
    engine_factory: EngineFactory, tmp_path: Path, bound: int
) -> None:
    texts = {f"{number}.txt": text(1, 2, 100 + number, 200 + number, 300 + number) for number in range(bound + 2)}
    texts |= {"short.txt": text(1, 2), "other.txt": text(2, 1, 7), "own.txt": text(8)}
    engine = engine_factory(tmp_path)
    order = list(texts)
    random.Random(5).shuffle(order)
    for portion in (order[: bound - 1], *([path] for path in order[bound - 1 :])):
        update(engine, {path: texts[path] for path in portion})
    few = expected({path: texts[path] for path in order[: bound - 1]})
    assert rounded(engine.searcher().duplicate_pairs()) == rounded(expected(texts))
    for path in order[bound - 1 :]:
        update(engine, {path: None})
    assert rounded(engine.searcher().duplicate_pairs()) == rounded(few)
    assert {(it.a, it.b) for it in few} - {(it.a, it.b) for it in expected(texts)}, "nothing depends on the bound"


def test_pairs_change_with_their_articles(engine_factory: EngineFactory, tmp_path: Path) -> None:
    engine = engine_factory(tmp_path)
    update(engine, {"a.txt": text(1, 2, 3), "b.txt": text(1, 2, 4), "c.txt": text(5, 6)})
    a, b, c = (article_id(f"{name}.txt", 1) for name in "abc")
    assert ends(engine.searcher().duplicate_pairs()) == {frozenset((a, b))}
    update(engine, {"b.txt": text(5, 6, 4)})
    assert ends(engine.searcher().duplicate_pairs()) == {frozenset((b, c))}
    update(engine, {"c.txt": None})
    assert engine.searcher().duplicate_pairs() == []


def ends(pairs: Iterable[DuplicatePair]) -> set[frozenset[str]]:
    """The articles of pairs."""
    return {frozenset((it.a, it.b)) for it in pairs}


def test_only_the_pairs_of_the_requested_articles_are_returned(engine_factory: EngineFactory, tmp_path: Path) -> None:
    engine = engine_factory(tmp_path)
    update(engine, {"a.txt": text(1, 2), "b.txt": text(2, 3), "c.txt": text(3, 4), "d.txt": text(9)})
    a, b, c, d = (article_id(f"{name}.txt", 1) for name in "abcd")
    assert ends(engine.searcher().duplicate_pairs()) == {frozenset((a, b)), frozenset((b, c))}
    assert ends(engine.searcher().duplicate_pairs([a])) == {frozenset((a, b))}
    assert (
        ends(engine.searcher().duplicate_pairs([b]))
        == ends(engine.searcher().duplicate_pairs([a, c]))
        == ends(engine.searcher().duplicate_pairs())
    )
    assert (
        engine.searcher().duplicate_pairs([d])
        == engine.searcher().duplicate_pairs([])
        == engine.searcher().duplicate_pairs(["0" * 16, "nonsense"])
        == []
    )
    (pair,) = engine.searcher().duplicate_pairs([a])
    assert pair.seen_from(pair.b).seen_from(pair.a) == pair
    assert pair.seen_from(pair.b).a == pair.b


def test_an_intermediate_commit_has_its_pairs(engine_factory: EngineFactory, tmp_path: Path) -> None:
    engine = engine_factory(tmp_path)
    with engine.writer() as batch:
        add_texts(batch, {"a.txt": text(1, 2)})
        batch.commit()
        add_texts(batch, {"b.txt": text(1, 2, 3)})
        batch.commit()
        assert len(engine.searcher().duplicate_pairs()) == 1
        batch.remove("a.txt")
        add_texts(batch, {"c.txt": text(3, 2)})
        batch.commit()
        assert ends(engine.searcher().duplicate_pairs()) == {
            frozenset(article_id(path, 1) for path in ("b.txt", "c.txt"))
        }


def test_pairs_survive_merges(engine_factory: EngineFactory, tmp_path: Path) -> None:
    engine = engine_factory(tmp_path)
    texts = {f"{number}.txt": text(number // 2, 50 + number // 2, 100 + number) for number in range(2 * FANOUT + 3)}
    for path, it in texts.items():
        update(engine, {path: it})
    assert len(next(commit_points.read_commit_points(tmp_path)).segments) < FANOUT
    assert rounded(engine.searcher().duplicate_pairs()) == rounded(expected(texts)) != []
    assert engine.check() == ()


def test_pairs_are_complete_after_a_repair(engine_factory: EngineFactory, tmp_path: Path) -> None:
    engine = engine_factory(tmp_path)
    texts = {"a.txt": text(1, 2), "b.txt": text(1, 2, 3), "c.txt": text(1, 2, 4)}
    for path in ("a.txt", "b.txt"):
        update(engine, {path: texts[path]})
    segment = tmp_path / next(commit_points.read_commit_points(tmp_path)).segments[-1].name
    segment.write_bytes(bytes(segment.stat().st_size))
    again = engine_factory(tmp_path)
    again.mark_lost(it.path for it in again.check())
    update(again, {path: texts[path] for path in ("b.txt", "c.txt")})
    assert rounded(again.searcher().duplicate_pairs()) == rounded(expected(texts))


@pytest.mark.parametrize("size", [1, 500])
def test_pairs_do_not_depend_on_the_size_of_chunks(
    engine_factory: EngineFactory, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    monkeypatch.setattr(compare_candidates, "_AT_ONCE", size)
    texts = {f"{number}.txt": text(number % 3, number % 5, 100 + number) for number in range(15)}
    engine = engine_factory(tmp_path)
    update(engine, texts)
    assert rounded(engine.searcher().duplicate_pairs()) == rounded(expected(texts)) != []


def put_articles(engine: Engine, made: Sequence[Article]) -> None:
    """Add articles to an index."""
    with engine.writer() as batch:
        records = [FileRecord(it.path, Stamp(5, 1, 1), "0" * 32, "utf-8", (it.id,)) for it in made]
        batch.put(records, batch.build(made))


def article(path: str, body: str, zones: tuple[Zone, ...] = ()) -> Article:
    """An article whose title is its first line."""
    return Article(article_id(path, 1), path, f"Title\n\n{body}", (0, 5), "utf-8", zones=zones)


def test_boilerplate_neither_makes_nor_breaks_a_near_duplicate(engine_factory: EngineFactory, tmp_path: Path) -> None:
    shared, half = prose(1, 60), len(f"Title\n\n{prose(2, 30)}\n\n")
    engine = engine_factory(tmp_path)
    boilerplate = [Zone("boilerplate", half, half + len(shared))]
    bodies = [f"{prose(2, 30)}\n\n{shared}\n\n{prose(3, 30)}", f"{prose(4, 30)}\n\n{shared}\n\n{prose(5, 30)}"]
    put_articles(engine, [article(f"{at}.txt", body, tuple(boilerplate)) for at, body in enumerate(bodies)])
    assert engine.searcher().duplicate_pairs() == []
    put_articles(engine, [article("9.txt", f"{prose(2, 30)}\n\n{prose(3, 30)}")])
    (pair,) = engine.searcher().duplicate_pairs()
    assert (pair.share_a, pair.share_b, pair.passages, pair.words) == (1, 1, 1, 61)


@pytest.mark.parametrize(("part", "sure", "count"), [(2, 0.74, 0), (2, 0.75, 1), (1, 0.5, 1)])
def test_an_article_whose_beginning_is_doubtful_is_in_no_pair(
    engine_factory: EngineFactory, tmp_path: Path, part: int, sure: float, count: int
) -> None:
    engine = engine_factory(tmp_path)
    doubtful = article("a.txt", prose(1, 60))._replace(part=part, parts=2, sure=sure)
    put_articles(engine, [doubtful, article("b.txt", prose(1, 60)), article("c.txt", prose(2, 60))])
    assert len(engine.searcher().duplicate_pairs()) == count
    put_articles(engine, [article("d.txt", prose(1, 60))])
    assert len(engine.searcher().duplicate_pairs()) == 1 + 2 * count


def test_an_index_stores_the_fingerprints_of_searched_text(engine_factory: EngineFactory, tmp_path: Path) -> None:
    engine = engine_factory(tmp_path)
    cut = len(f"Title\n\n{prose(1)}")
    boilerplate = (Zone("boilerplate", cut, cut + len(f" {prose(2)}")),)
    put_articles(
        engine, [article("a.txt", f"{prose(1)} {prose(2)} {prose(3)}", boilerplate), article("b.txt", prose(4))]
    )
    (file,) = next(commit_points.read_commit_points(tmp_path)).segments
    segment = SegmentReader(tmp_path / file.name, file.length)
    try:
        every = iter(segment.fingerprints.hashes.tolist())
        held = [list(islice(every, count)) for count in segment.fingerprints.counts.tolist()]
    finally:
        segment.close()
    assert held == [it.fingerprints.tolist() for it in article_words(tokenize_batch([text(1, 3), text(4)]))]


def test_only_the_beginnings_of_long_articles_are_compared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Read slice by slice they are found as if read whole; what lies behind the bound is not looked at."""
    alone = [prose(number) for number in range(20, 34)]
    texts = {
        "a.txt": "Title\n\n" + "\n\n".join([prose(1), prose(2), *alone[:4]]),
        "b.txt": "Title\n\n" + "\n\n".join([alone[4], prose(1), prose(2), *alone[5:8]]),
        "late.txt": "Title\n\n" + "\n\n".join([*alone[8:], prose(1), prose(2)]),
    }
    whole = EmbeddedEngine(tmp_path / "whole", "none")
    update(whole, texts)
    assert len(whole.searcher().duplicate_pairs()) == len(expected(texts)) == 3
    monkeypatch.setattr(compare_candidates, "LONGEST_SLICE", 100)
    sliced = EmbeddedEngine(tmp_path / "sliced", "none")
    update(sliced, texts)
    assert sliced.searcher().duplicate_pairs() == whole.searcher().duplicate_pairs()
    for module in (compare_candidates, update_duplicates):
        monkeypatch.setattr(module, "MOST_BYTES", len(texts["late.txt"]) - 600)
    bounded = EmbeddedEngine(tmp_path / "bounded", "none")
    update(bounded, texts)
    assert [{it.a, it.b} for it in bounded.searcher().duplicate_pairs()] == [
        {article_id(path, 1) for path in ("a.txt", "b.txt")}
    ]
