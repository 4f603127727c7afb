"""Which passages two texts share, and whether these make them near-duplicates."""

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from search.analysis.batch_tokenizer import tokenize_batch
from search.duplicates.alignment import GAP, LEAST, MOST, SEED, align, equal_words
from search.duplicates.classification import LONG, WHOLE, ArticleWords, article_words, find_overlap
from search.duplicates.fingerprints import Hashes
from search.duplicates.types import PassageOverlap
from search.kernels import kernels
from search.kernels.matching_runs import Run
from tests.support.places import SEEDS

ARTICLES = sorted(SEEDS.glob("*.txt"))
FEW = st.lists(st.integers(0, 3), max_size=60)
MANY = st.lists(st.sampled_from([range(1, 4), range(10, 17), range(20, 32), range(13, 26), [7], [8]]), max_size=12).map(
    lambda pieces: [number for piece in pieces for number in piece]
)


def terms(numbers: list[int]) -> Hashes:
    """Numbers as the hashes of terms."""
    return np.array(numbers, np.uint64)


def equal_runs(a: Hashes, b: Hashes) -> list[Run]:
    """The runs that passages are made of."""
    return [*map(Run._make, kernels().equal_runs(a, b, SEED, 8 * MOST, 4).tolist())]


def related(a: str, b: str) -> PassageOverlap | None:
    """What two texts share."""
    return find_overlap(*prepared(a, b))


def prepared(*texts: str) -> list[ArticleWords]:
    """The words of texts."""
    return article_words(tokenize_batch(texts))


def prose(seed: int, count: int) -> list[str]:
    """Words that no other seed has."""
    return [f"w{seed}x{number}" for number in np.random.default_rng(seed).integers(0, 400, count).tolist()]


@given(FEW | MANY, FEW | MANY)
def test_equal_runs_are_exactly_the_maximal_runs(a: list[int], b: list[int]) -> None:
    found = equal_runs(terms(a), terms(b))
    for run in found:
        assert a[run.a : run.a + run.size] == b[run.b : run.b + run.size]
        assert run.a == 0 or run.b == 0 or a[run.a - 1] != b[run.b - 1]
        assert run.a + run.size == len(a) or run.b + run.size == len(b) or a[run.a + run.size] != b[run.b + run.size]
    assert len(found) == len(set(found))
    if len(set(a)) > 8:  # where little is repeated none is left out
        assert set(found) == set(brute(a, b)) or repeated(a, b)


def brute(a: list[int], b: list[int]) -> list[Run]:
    """The maximal equal runs, by trying every place."""
    found = []
    for at in range(len(a)):
        for to in range(len(b)):
            size = 0
            while at + size < len(a) and to + size < len(b) and a[at + size] == b[to + size]:
                size += 1
            if size >= SEED and (not at or not to or a[at - 1] != b[to - 1]):
                found.append(Run(at, to, size))
    return found


def repeated(a: list[int], b: list[int]) -> bool:
    """Whether a run of SEED terms stands more than once in either."""
    grams = [[tuple(text[at : at + SEED]) for at in range(len(text) - SEED + 1)] for text in (a, b)]
    return any(len(set(each)) < len(each) for each in grams)


@example(*([int(digit) for digit in digits] for digits in ("1010129022210022210101012", "0222101010128022210")))
@given(FEW | MANY, FEW | MANY)
def test_passages_are_symmetric(a: list[int], b: list[int]) -> None:
    there = align(terms(a), terms(b)).chains
    back = [tuple(Run(run.b, run.a, run.size) for run in chain) for chain in align(terms(b), terms(a)).chains]
    assert a == b or sorted(back) == there


@given(FEW | MANY, FEW | MANY)
def test_no_term_is_in_two_passages(a: list[int], b: list[int]) -> None:
    runs = [run for chain in align(terms(a), terms(b)).chains for run in chain]
    for side, text in ((0, a), (1, b)):
        used = np.zeros(len(text), np.int64)
        for run in runs:
            used[run[side] : run[side] + run.size] += 1
        assert (used <= 1).all()
    assert all(a[run.a : run.a + run.size] == b[run.b : run.b + run.size] for run in runs)
    assert all(equal_words(chain) >= LEAST for chain in align(terms(a), terms(b)).chains)


@given(FEW)
def test_a_text_shares_all_of_itself(a: list[int]) -> None:
    assert align(terms(a), terms(a)).chains == ([(Run(0, 0, len(a)),)] if len(a) >= LEAST else [])


def test_a_short_edit_keeps_a_passage_and_a_longer_one_splits_it() -> None:
    before, after = prose(1, 20), prose(2, 20)
    edited = " ".join([*before, *prose(3, GAP), *after])
    longer = " ".join([*before, *prose(3, GAP + 1), *after])
    plain = " ".join([*before, "said", *after])
    assert [equal_words(chain) for chain in chains(plain, edited)] == [40]
    for a, b in ((plain, longer), (longer, plain)):
        assert [equal_words(chain) for chain in chains(a, b)] == [20, 20]


def chains(a: str, b: str) -> list[tuple[Run, ...]]:
    """The passages of two texts."""
    first, second = prepared(a, b)
    return align(first.terms, second.terms).chains


def test_a_passage_has_its_offsets_in_both_texts() -> None:
    shared = " ".join(prose(1, LONG))
    a, b = f"{' '.join(prose(2, 300))} {shared} end", f"Start. {shared}, {' '.join(prose(3, 200))}"
    found = related(a, b)
    assert found is not None
    (passage,) = found.passages
    assert a[passage.a_start : passage.a_end] == b[passage.b_start : passage.b_end] == shared
    assert (found.share_a, found.share_b) == (LONG / 341, LONG / 241)


def test_a_shorter_passage_makes_no_near_duplicate() -> None:
    shared = " ".join(prose(1, LONG - 1))
    assert related(f"{' '.join(prose(2, 300))} {shared}", f"{shared} {' '.join(prose(3, 300))}") is None


def test_a_short_article_that_shares_most_of_its_text_is_a_near_duplicate() -> None:
    assert related(" ".join([*prose(1, 20), "new"]), " ".join([*prose(1, 20), *prose(2, 10)])) is not None


def test_a_common_passage_counts_only_if_it_is_most_of_an_article() -> None:
    boilerplate = " ".join(prose(1, 60))
    a, b = prepared(*(f"{' '.join(prose(seed, 200))}\n{boilerplate}" for seed in (2, 3)))
    short, other = prepared(*(f"{' '.join(prose(seed, 20))}\n{boilerplate}" for seed in (4, 5)))
    known = prepared(boilerplate)[0].fingerprints
    edges = np.setdiff1d(np.intersect1d(a.fingerprints, b.fingerprints), known)
    assert len(edges) == 0
    assert find_overlap(a, b) is not None
    assert find_overlap(a, b, known) is None
    assert find_overlap(short, other, known) is not None
    fewer, longer = prepared(*(f"{' '.join(prose(seed, 50))}\n{boilerplate}" for seed in (6, 7)))
    assert find_overlap(fewer, longer, known) is not None, "more than half of both"
    known = np.union1d(fewer.fingerprints, a.fingerprints)
    assert find_overlap(fewer, a, known) is None, "more than half of one alone"


def titled(*texts: tuple[str, list[str]]) -> list[ArticleWords]:
    """The words of articles with a title, which is the first line."""
    joined = [f"{title}\n{' '.join(words)}" for title, words in texts]
    return article_words(tokenize_batch(joined), [(0, len(title)) for title, _ in texts])


ABOUT_BOATS = [*prose(1, 20), "ferries", *prose(11, 25)]
NO_TOPIC = prose(1, 46)


@pytest.mark.parametrize(
    ("titles", "shared", "own", "is_pair"),
    [
        (("Ferries to cross", "Winter begins"), ABOUT_BOATS, 60, True),
        (("Winter begins", "Ferries to cross"), ABOUT_BOATS, 60, True),
        (("Harbour opens", "Winter begins"), NO_TOPIC, 60, False),
        (("Harbour opens", "Harbour closed"), NO_TOPIC, 60, True),
        (("", "Winter begins"), NO_TOPIC, 60, True),
        (("A cat", "Winter begins"), NO_TOPIC, 60, True),
        (("Harbour opens after", "Winter begins after"), NO_TOPIC, 60, False),
        (("Harbour opens", "Winter begins"), prose(1, WHOLE), 20, True),
        (("Harbour opens", "Winter begins"), prose(1, WHOLE - 1), 20, False),
        (("Harbour opens", "Winter begins"), NO_TOPIC, 4, False),
        (("Ferries to cross", "New ferries"), ABOUT_BOATS, 4, True),
    ],
)
def test_what_two_articles_share_is_about_what_they_are_about(
    titles: tuple[str, str], shared: list[str], own: int, is_pair: bool
) -> None:
    """Unless it is much, and nearly all of an article."""
    texts = ((title, [*shared, *prose(50 + seed, own)]) for seed, title in enumerate(titles))
    assert (find_overlap(*titled(*texts)) is not None) == is_pair


def test_a_common_passage_counts_only_if_it_is_about_both_articles() -> None:
    words = [*ABOUT_BOATS, "norholm"]
    texts = [("Ferries to cross", words), ("Norholm waits", words), ("Harbour opens", words)]
    a, b, other = titled(*texts)
    known = np.union1d(a.fingerprints, np.union1d(b.fingerprints, other.fingerprints))
    assert find_overlap(a, b, known) is not None
    assert find_overlap(a, other, known) is None


def test_a_note_at_the_end_of_both_articles_makes_no_near_duplicate() -> None:
    note = prose(1, 45)
    texts = [" ".join([*prose(seed, 200), *note]) for seed in (2, 3)]
    assert related(*texts) is None
    assert related(texts[0], " ".join([*prose(3, 100), *note, *prose(4, 100)])) is not None
    assert related(texts[0], " ".join([*prose(3, 60), *note])) is not None, "it is more than a note"


@pytest.mark.skipif(len(ARTICLES) != 3, reason="the three seed articles are not here")
def test_two_of_the_three_seeds_share_passages() -> None:
    texts = [path.read_text(encoding="utf-8") for path in ARTICLES]
    bloomberg, arab_news, advertised = prepared(*texts)
    found = find_overlap(bloomberg, advertised)
    assert found is not None
    assert sum(passage.words for passage in found.passages) > 200
    assert found.share_a > 0.4
    assert found.share_b > 0.55
    assert find_overlap(bloomberg, arab_news) is None
    assert find_overlap(arab_news, advertised) is None


def test_articles_without_words_are_no_near_duplicates() -> None:
    assert related("", "") is None
    assert related("...", "one two three") is None


def test_repetitive_texts_take_no_more_steps_than_others() -> None:
    rng = np.random.default_rng(1)
    a, b = (rng.integers(0, 2, 20_000).astype(np.uint64) for _ in range(2))
    assert len(equal_runs(a, b)) < 20_000
    assert not align(a, b).is_complete
    assert len(align(terms([1, 2, 3] * 5000), terms([1, 2, 3] * 5000)).chains) == 1
    assert MOST < 20_000


def test_a_whole_text_under_other_titles_makes_a_pair_only_where_no_third_article_has_it() -> None:
    page = prose(1, WHOLE)
    a, b = titled(("Harbour opens", page), ("Winter begins", page))
    assert find_overlap(a, b) is not None
    assert find_overlap(a, b, several=np.union1d(a.fingerprints, b.fingerprints)) is None
