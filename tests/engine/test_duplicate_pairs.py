"""The pairs in an index are those of its texts, whatever was added and removed in whatever order."""

import random
from collections.abc import Iterable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.analysis.batch_tokenizer import tokenize_batch
from search.duplicates.candidates import COMMON, FAMILIAR
from search.duplicates.classification import article_words
from search.engines import compare_candidates
from search.engines.embedded import EmbeddedEngine
from search.engines.embedded.indexer import update_duplicates as in_files
from search.engines.opensearch import update_duplicates as on_cluster
from search.extract.articles import article_id
from search.types.article import Zone
from search.types.duplicates import DuplicatePair
from tests.support.duplicate_texts import Texts, article, change, expected, prose, put_articles, rounded, text, update
from tests.support.engines import EngineFactory, add_texts
from tests.support.profiles import fewer


def after(history: Sequence[Texts]) -> dict[str, str]:
    """The texts that are there in the end."""
    texts: dict[str, str | None] = {}
    for changes in history:
        texts |= changes
    return {path: it for path, it in texts.items() if it is not None}


def ends(pairs: Iterable[DuplicatePair]) -> set[frozenset[str]]:
    """The articles of pairs."""
    return {frozenset((it.a, it.b)) for it in pairs}


READERS = (in_files, on_cluster)
"""The modules that read the texts to compare."""
PATHS = [f"{number}.txt" for number in range(FAMILIAR + 4)]
TEXTS = st.lists(st.integers(1, 4), min_size=1, max_size=5).map(lambda passages: text(*passages))
CHANGES = st.dictionaries(st.sampled_from(PATHS), st.none() | TEXTS, max_size=len(PATHS))


@fewer(5)
@given(st.lists(CHANGES, min_size=1, max_size=5))
def test_pairs_match_the_texts_and_those_of_the_embedded_engine_after_any_history(
    engine_factory: EngineFactory, history: list[Texts]
) -> None:
    with TemporaryDirectory() as folder, TemporaryDirectory() as other, TemporaryDirectory() as third:
        engine, rebuilt = engine_factory(Path(folder)), engine_factory(Path(other))
        embedded = EmbeddedEngine(Path(third), "none")
        for changes in history:
            update(engine, changes)
            update(embedded, changes)
            assert engine.searcher().duplicate_pairs() == embedded.searcher().duplicate_pairs()
            assert embedded.check() == ()
        update(rebuilt, after(history))
        assert rebuilt.searcher().duplicate_pairs() == engine.searcher().duplicate_pairs()
        assert rounded(engine.searcher().duplicate_pairs()) == rounded(expected(after(history)))


@fewer(5)
@given(st.lists(CHANGES, min_size=2, max_size=5))
def test_pairs_match_the_texts_after_each_commit_of_one_writer(
    engine_factory: EngineFactory, history: list[Texts]
) -> None:
    with TemporaryDirectory() as folder, (engine := engine_factory(Path(folder))).writer() as batch:
        for number, changes in enumerate(history, 1):
            change(batch, changes)
            batch.commit()
            assert rounded(engine.searcher().duplicate_pairs()) == rounded(expected(after(history[:number])))


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


def test_a_new_article_is_compared_by_what_all_articles_share(engine_factory: EngineFactory, tmp_path: Path) -> None:
    """A passage with a word that only the new one lacks is too common. The other one is too short for a pair."""
    often = prose(1, 60)
    own = (prose(100 + number) for number in range(COMMON + 2))
    texts = {f"{number}.txt": f"Title\n\n{often} {prose(9)} {each}" for number, each in enumerate(own)}
    first, second = sorted(("a.txt", "b.txt"), key=lambda path: article_id(path, 1))
    rare = prose(2, 35)
    texts[first] = f"Title\n\n{often} {prose(3, 300)} {rare}"
    (words,) = article_words(tokenize_batch([often]))
    within = int(words.positions[len(words.positions) // 2]) + 2  # a fingerprint that the new article lacks
    changed = " ".join("other" if number == within else word for number, word in enumerate(often.split()))
    new = {second: f"Title\n\n{changed} {prose(4, 300)} {rare}"}
    engine = engine_factory(tmp_path)
    update(engine, texts)
    update(engine, new)
    assert rounded(engine.searcher().duplicate_pairs()) == rounded(expected(texts | new))
    assert engine.searcher().duplicate_pairs([article_id(second, 1)]) == []


def test_a_pair_stays_when_another_passage_of_one_article_becomes_more_common(
    engine_factory: EngineFactory, tmp_path: Path
) -> None:
    engine = engine_factory(tmp_path)
    texts = {"a.txt": text(1, 2), "b.txt": text(2, 3), "c.txt": text(1, 4)}
    update(engine, texts)
    update(engine, new := {"d.txt": text(1, 5)})
    assert rounded(engine.searcher().duplicate_pairs()) == rounded(expected(texts | new))
    assert len(engine.searcher().duplicate_pairs()) == 4


def test_pairs_change_with_their_articles(engine_factory: EngineFactory, tmp_path: Path) -> None:
    engine = engine_factory(tmp_path)
    update(engine, {"a.txt": text(1, 2, 3), "b.txt": text(1, 2, 4), "c.txt": text(5, 6)})
    a, b, c = (article_id(f"{name}.txt", 1) for name in "abc")
    assert ends(engine.searcher().duplicate_pairs()) == {frozenset((a, b))}
    update(engine, {"b.txt": text(5, 6, 4)})
    assert ends(engine.searcher().duplicate_pairs()) == {frozenset((b, c))}
    update(engine, {"c.txt": None})
    assert engine.searcher().duplicate_pairs() == []


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


@pytest.mark.parametrize("size", [1, 500])
def test_pairs_do_not_depend_on_the_size_of_chunks(
    engine_factory: EngineFactory, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    monkeypatch.setattr(compare_candidates, "_AT_ONCE", size)
    texts = {f"{number}.txt": text(number % 3, number % 5, 100 + number) for number in range(15)}
    engine = engine_factory(tmp_path)
    update(engine, texts)
    assert rounded(engine.searcher().duplicate_pairs()) == rounded(expected(texts)) != []


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


def test_only_the_beginnings_of_long_articles_are_compared(
    engine_factory: EngineFactory, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Read slice by slice they are found as if read whole; what lies behind the bound is not looked at."""
    alone = [prose(number) for number in range(20, 34)]
    texts = {
        "a.txt": "Title\n\n" + "\n\n".join([prose(1), prose(2), *alone[:4]]),
        "b.txt": "Title\n\n" + "\n\n".join([alone[4], prose(1), prose(2), *alone[5:8]]),
        "late.txt": "Title\n\n" + "\n\n".join([*alone[8:], prose(1), prose(2)]),
    }
    for name in ("whole", "sliced", "bounded"):
        (tmp_path / name).mkdir()
    whole = engine_factory(tmp_path / "whole")
    update(whole, texts)
    assert len(whole.searcher().duplicate_pairs()) == len(expected(texts)) == 3
    monkeypatch.setattr(compare_candidates, "LONGEST_SLICE", 100)
    sliced = engine_factory(tmp_path / "sliced")
    update(sliced, texts)
    assert sliced.searcher().duplicate_pairs() == whole.searcher().duplicate_pairs()
    for module in (compare_candidates, *READERS):
        monkeypatch.setattr(module, "MOST_BYTES", len(texts["late.txt"]) - 600)
    bounded = engine_factory(tmp_path / "bounded")
    update(bounded, texts)
    assert [{it.a, it.b} for it in bounded.searcher().duplicate_pairs()] == [
        {article_id(path, 1) for path in ("a.txt", "b.txt")}
    ]
