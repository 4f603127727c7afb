"""Fingerprints and candidates: the guarantees of winnowing, and that they depend only on the terms."""

import subprocess
import sys
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.analysis.batch_tokenizer import tokenize_batch
from search.duplicates.candidates import COMMON, ENOUGH, FAMILIAR, SHARE, candidates, familiar_fingerprints
from search.duplicates.fingerprints import GUARANTEE, ArticleFingerprints, K, fingerprints, term_hashes
from tests.support.profiles import fewer

LETTERS = "abcdefghijklmnopqrstuvwxyzäß漢"
WORDS = st.text(LETTERS, min_size=1, max_size=3)
TEXTS = st.lists(WORDS, max_size=60).map(" ".join)
LONG = st.lists(WORDS, min_size=GUARANTEE, max_size=GUARANTEE + 10).map(" ".join)


def prints(*texts: str) -> ArticleFingerprints:
    """The fingerprints of texts, made in one batch."""
    found = tokenize_batch(texts)
    return fingerprints(found.ids, found.bounds, term_hashes(found.terms))


def of(found: ArticleFingerprints, number: int) -> list[int]:
    """Those of one text."""
    return found.hashes[found.bounds[number] : found.bounds[number + 1]].tolist()


def joined(sets: list[set[int]]) -> tuple[np.ndarray, np.ndarray]:
    """Fingerprints of articles as columns."""
    hashes = [number for found in sets for number in sorted(found)]
    return np.array(hashes, np.uint32), np.cumsum([0, *map(len, sets)])


@given(TEXTS, TEXTS, LONG, TEXTS, TEXTS)
def test_texts_that_share_a_run_share_a_fingerprint(a: str, b: str, shared: str, c: str, d: str) -> None:
    found = prints(f"{a} | {shared} | {b}", f"{c} | {shared} | {d}")
    assert set(of(found, 0)) & set(of(found, 1))


@given(st.lists(TEXTS, max_size=8), TEXTS, st.lists(TEXTS, max_size=8))
def test_fingerprints_do_not_depend_on_the_text_around(before: list[str], text: str, after: list[str]) -> None:
    alone, among = prints(text), prints(*before, text, *after)
    assert of(alone, 0) == of(among, len(before))
    assert len(among.bounds) == len(before) + len(after) + 2


@given(st.lists(TEXTS, min_size=1, max_size=4))
def test_a_position_is_that_of_the_fingerprints_terms(texts: list[str]) -> None:
    found = tokenize_batch(texts)
    made = fingerprints(found.ids, found.bounds, term_hashes(found.terms))
    for at, text in enumerate(texts):
        mine = slice(*made.bounds[at : at + 2])
        for number, position in zip(made.hashes[mine].tolist(), made.positions[mine].tolist(), strict=True):
            first = found.bounds[at] + position
            assert number in of(prints(text[found.starts[first] : found.ends[first + K - 1]]), 0)


@given(TEXTS)
def test_every_long_enough_text_has_distinct_fingerprints(text: str) -> None:
    found = prints(text)
    assert bool(len(found.hashes)) == (len(tokenize_batch([text]).ids) >= K)
    assert (np.diff(found.hashes.astype(np.int64)) > 0).all()


def test_the_hashes_never_change() -> None:
    """Hashes are stored. Another process, with other seeds for Python's own hashes, computes the same."""
    code = (
        "from search.duplicates.fingerprints import term_hashes; print(*term_hashes(['ferry', 'ß', '漢', 'a' * 255]))"
    )
    other = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env={"PYTHONHASHSEED": "7"}
    )
    assert other.stdout.split() == [str(number) for number in term_hashes(["ferry", "ß", "漢", "a" * 255])]
    assert prints("the quick ferry leaves the old harbour at nine every morning").hashes.tolist() == [210462941]


def test_different_terms_have_different_hashes() -> None:
    terms = sorted({"".join(letters) for size in (1, 2, 3) for letters in combinations(LETTERS, size)} | {"aa", "aaa"})
    assert len(np.unique(term_hashes(terms))) == len(terms)


def test_about_two_of_fourteen_fingerprints_are_kept() -> None:
    words = np.random.default_rng(5).integers(0, 5000, 200_000)
    found = fingerprints(words, np.array([0, len(words)]), term_hashes([f"w{number}" for number in range(5000)]))
    assert 0.135 < len(found.hashes) / len(words) < 0.15


def spread_out(number: int) -> int:
    """Numbers of 0 to 12 over all hashes, at the limits of a chunk."""
    return max(0, (number << 32) // 12 - 1)


SETS = st.lists(st.sets(st.integers(0, 12), max_size=8), max_size=12)


@given(SETS, st.data())
def test_candidates_are_the_pairs_that_share_enough(sets: list[set[int]], data: st.DataObject) -> None:
    fingerprint_sets = [{spread_out(number) for number in found} for found in sets]
    new = data.draw(st.lists(st.booleans(), min_size=len(sets), max_size=len(sets)))
    found = candidates(*joined(fingerprint_sets), np.array(new, np.bool_))
    holders = {
        number: sum(number in other for other in fingerprint_sets) for each in fingerprint_sets for number in each
    }
    expected = {}
    for a, b in combinations(range(len(sets)), 2):
        both = fingerprint_sets[a] & fingerprint_sets[b]
        few = sum(holders[number] <= FAMILIAR for number in both)
        enough = few >= ENOUGH or len(both) >= SHARE * min(len(fingerprint_sets[a]), len(fingerprint_sets[b]))
        if both and enough and (new[a] or new[b]):
            expected[a, b] = len(both)
    assert (
        dict(zip(zip(found.a.tolist(), found.b.tolist(), strict=True), found.shared.tolist(), strict=True)) == expected
    )


def test_adding_articles_later_finds_the_same_candidates() -> None:
    sets = [set(np.random.default_rng(seed).integers(0, 600, 12).tolist()) for seed in range(60)]
    columns = joined(sets)
    step = {pair for end in range(0, 60, 20) for pair in pairs(columns, range(end, end + 20), end + 20)}
    assert step == pairs(columns, range(60), 60) != set()


def pairs(columns: tuple[np.ndarray, np.ndarray], new: range, count: int) -> set[tuple[int, int]]:
    """Pairs among the first articles, of which some are new; few hold the same."""
    hashes, bounds = columns
    found = candidates(hashes[: bounds[count]], bounds[: count + 1], np.isin(np.arange(count), new))
    return {(a, b) for a, b, shared in zip(found.a, found.b, found.shared, strict=True) if shared >= ENOUGH}


def test_fingerprints_of_every_article_make_no_candidates() -> None:
    boilerplate, report = {1, 2, 3}, {10, 11, 12, 13, 14}
    own = [{1000 * number + step for step in range(1, 12)} for number in range(1, COMMON + 2)]
    assert len(candidates(*joined([boilerplate | each for each in own])).a) == 0
    copied = [report | set(sorted(each)[:3]) for each in own]
    assert len(candidates(*joined(copied[:COMMON])).a) == COMMON * (COMMON - 1) / 2
    assert len(candidates(*joined(copied)).a) == 0


def test_familiar_fingerprints_are_in_many_articles() -> None:
    hashes, _ = joined([{7, number} for number in range(100, 100 + FAMILIAR + 1)] + [{8}] * FAMILIAR)
    assert familiar_fingerprints(hashes).tolist() == [7]


@fewer(15)
@given(SETS)
def test_the_chunk_size_does_not_change_the_candidates(sets: list[set[int]]) -> None:
    columns = joined([{spread_out(number) for number in found} for found in sets])
    whole = candidates(*columns)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("search.kernels.hash_ranges._CHUNK", 3)
        parts = candidates(*columns)
    assert (whole.a.tolist(), whole.b.tolist(), whole.shared.tolist()) == (
        parts.a.tolist(),
        parts.b.tolist(),
        parts.shared.tolist(),
    )
