"""Duplicate pairs and fingerprints in the files of an index."""

from itertools import islice
from pathlib import Path

from search.analysis.batch_tokenizer import tokenize_batch
from search.duplicates.classification import article_words
from search.engines.embedded import EmbeddedEngine
from search.engines.embedded.segment.merge import FANOUT
from search.engines.embedded.segment.segment_reader import SegmentReader
from search.engines.embedded.storage import commit_points
from search.types.article import Zone
from tests.support.duplicate_texts import article, expected, prose, put_articles, rounded, text, update


def test_pairs_survive_merges(tmp_path: Path) -> None:
    engine = EmbeddedEngine(tmp_path, "none")
    texts = {f"{number}.txt": text(number // 2, 50 + number // 2, 100 + number) for number in range(2 * FANOUT + 3)}
    for path, it in texts.items():
        update(engine, {path: it})
    assert len(next(commit_points.read_commit_points(tmp_path)).segments) < FANOUT
    assert rounded(engine.searcher().duplicate_pairs()) == rounded(expected(texts)) != []
    assert engine.check() == ()


def test_pairs_are_complete_after_a_repair(tmp_path: Path) -> None:
    engine = EmbeddedEngine(tmp_path, "none")
    texts = {"a.txt": text(1, 2), "b.txt": text(1, 2, 3), "c.txt": text(1, 2, 4)}
    for path in ("a.txt", "b.txt"):
        update(engine, {path: texts[path]})
    segment = tmp_path / next(commit_points.read_commit_points(tmp_path)).segments[-1].name
    segment.write_bytes(bytes(segment.stat().st_size))
    again = EmbeddedEngine(tmp_path, "none")
    again.mark_lost(it.path for it in again.check())
    update(again, {path: texts[path] for path in ("b.txt", "c.txt")})
    assert rounded(again.searcher().duplicate_pairs()) == rounded(expected(texts))


def test_an_index_stores_the_fingerprints_of_searched_text(tmp_path: Path) -> None:
    engine = EmbeddedEngine(tmp_path, "none")
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
