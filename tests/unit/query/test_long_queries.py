"""Queries of very many terms find what their parts find, and limits are reported."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search import Library
from search.query.expand import MOST_FUZZY
from search.query.explain import MOST_PATTERNS, MOST_TERMS
from search.query.vocabulary import MOST_WORDS_IN_ALL
from tests.conftest import Folder
from tests.engine.test_oracles import CORPORA, indexed
from tests.support import oracle
from tests.support.engines import EngineFactory, paths_of, search
from tests.support.oracle import Leaf, Text

NAMES = st.lists(st.sampled_from(oracle.WORDS), min_size=1, max_size=3).map(lambda words: Leaf("phrase", tuple(words)))

WORDS = [f"wo{chr(97 + number // 20)}{chr(97 + number % 20)}rd" for number in range(200)]


@pytest.fixture
def wordy(make_folder: Folder, tmp_path: Path) -> Library:
    """Two hundred articles of a word each, and one that has them all."""
    texts = {f"{word}.txt": f"About {word}\n\nThis is {word}." for word in WORDS}
    library = Library.open(make_folder({**texts, "all.txt": f"All\n\n{' '.join(WORDS)}"}), tmp_path / "index")
    library.update()
    return library


@given(CORPORA, st.lists(NAMES, min_size=30, max_size=30))
def test_thirty_phrases_joined_by_or_find_the_union_of_thirty_searches(
    engine_factory: EngineFactory, corpus: dict[str, Text], names: list[Leaf]
) -> None:
    with TemporaryDirectory() as folder:
        engine = indexed(engine_factory, folder, corpus)
        found = paths_of(search(engine, " OR ".join(map(str, names))))
        assert set(found) == {path for name in names for path in paths_of(search(engine, str(name)))}
        assert set(found) == {path for path, text in corpus.items() if any(name.stretches(text) for name in names)}
        assert len(found) == len(set(found))


@given(CORPORA, st.lists(oracle.LEAVES, min_size=1, max_size=6), st.sampled_from((" ", " OR ")))
def test_a_repeated_part_counts_each_time(
    engine_factory: EngineFactory, corpus: dict[str, Text], leaves: list[Leaf], operator: str
) -> None:
    with TemporaryDirectory() as folder:
        engine = indexed(engine_factory, folder, corpus)
        once = search(engine, operator.join(map(str, leaves)))
        thrice = search(engine, operator.join(map(str, leaves * 3)))
        assert paths_of(thrice) == paths_of(once)
        scores = [3 * match.score for match in once.matches]
        assert [match.score for match in thrice.matches] == pytest.approx(scores)


def test_six_hundred_words_are_all_searched(wordy: Library) -> None:
    every = " ".join(WORDS * 3)
    assert wordy.search(every).total == 1
    assert wordy.search(f"{every} unheard").total == 0
    assert wordy.search(f"{every} -all").total == 0
    assert wordy.search(every.replace(" ", " OR ")).total == len(WORDS) + 1


def test_many_patterns_share_the_limit_of_words(wordy: Library) -> None:
    assert wordy.search("wo*").total == 201
    assert wordy.search("wo*").notes == ()
    found = wordy.search(" | ".join(["wo*", *(f"xy{number}*" for number in range(700))]))
    share = MOST_WORDS_IN_ALL // 701
    assert found.total == share + 1
    assert found.notes == (
        f"“wo*” can stand for more than {share} words; only the first {share} are searched. Type more letters.",
    )


def test_too_many_fuzzy_words_are_searched_as_written(wordy: Library) -> None:
    words = [f"woaaxx{number}~2" for number in range(MOST_FUZZY)]
    assert wordy.search(" OR ".join([*words[1:], "wobcrt~1"])).total == 2
    found = wordy.search(" OR ".join([*words, "wobcrt~1", "wobcrd"]))
    assert found.notes == (
        f"Only the first {MOST_FUZZY} words with ~ are searched with typos; the others are as written.",
    )
    assert found.total == 2


def test_only_the_first_of_very_many_terms_are_explained(wordy: Library) -> None:
    told = wordy.searcher().explain(" ".join(WORDS))
    assert (len(told.terms), told.more) == (MOST_TERMS, len(WORDS) - MOST_TERMS)
    assert (told.total, told.missing, told.meant, told.offers) == (1, (), None, ())
    unheard = wordy.searcher().explain(" ".join(["unheard", *WORDS]))
    assert (unheard.missing, unheard.offers) == (("unheard",), ())
    patterns = wordy.searcher().explain(" ".join(f"{word[:4]}*" for word in WORDS[:20]))
    assert len(patterns.terms) <= MOST_PATTERNS


def test_repeated_words_make_a_query_long(wordy: Library) -> None:
    """Each offer is a query of its own: a pasted text has a thousand words, and few of them are different."""
    repeated = " ".join(["unheard", *WORDS[:4]] * 7)
    explanation = wordy.searcher().explain(repeated)
    assert (explanation.missing, explanation.meant, explanation.offers) == (("unheard",), None, ())
    assert not wordy.searcher().suggest(f"{' '.join(WORDS[:4] * 10)} wo").completions
    assert wordy.searcher().explain("unheard " * 7 + WORDS[0]).offers


def test_a_query_of_very_many_terms_gets_no_suggestions(wordy: Library) -> None:
    assert wordy.searcher().suggest("wo").completions
    assert not wordy.searcher().suggest(" OR ".join([*WORDS[:40], "wo"])).completions
