"""Scores against the formula, computed from plain texts."""

from collections import Counter
from math import log
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search import Library
from tests.engine.test_oracles import CORPORA, indexed
from tests.support.engines import EngineFactory, add_texts, search
from tests.support.files import write_files
from tests.support.oracle import WORDS, Text
from tests.support.profiles import fewer

K1, B, TITLE, BONUS = 1.2, 0.75, 2, 0.25
TYPED = st.lists(st.sampled_from((*WORDS, "zebra")), min_size=1, max_size=5)


def counted(text: Text) -> tuple[str, ...]:
    """The words of a text as often as they count: those of the title two times more, unless there is nothing else."""
    return text.words + (TITLE * text.title if text.body else ())


def idf(word: str, corpus: dict[str, Text]) -> float:
    """Lucene's inverse document frequency."""
    holders = sum(word in text.words for text in corpus.values())
    return log(1 + (len(corpus) - holders + 0.5) / (holders + 0.5))


def bm25(text: Text, typed: list[str], corpus: dict[str, Text]) -> float:
    """The score of a text for some words, those that it lacks included, which add nothing."""
    mean = sum(len(counted(other)) for other in corpus.values()) / len(corpus)
    norm = K1 * (1 - B + B * len(counted(text)) / mean)
    frequencies = Counter(counted(text))
    return sum(idf(word, corpus) * (K1 + 1) * frequencies[word] / (frequencies[word] + norm) for word in typed)


@fewer(5)
@given(CORPORA, TYPED)
def test_the_score_of_words_is_that_of_the_formula(
    engine_factory: EngineFactory, corpus: dict[str, Text], typed: list[str]
) -> None:
    with TemporaryDirectory() as folder:
        matches = search(indexed(engine_factory, folder, corpus), " ".join(typed)).matches
    expected = {path: bm25(text, typed, corpus) for path, text in corpus.items() if set(typed) <= set(text.words)}
    for path in expected:
        if set(typed) <= set(corpus[path].title):
            expected[path] += BONUS * sum(idf(word, corpus) for word in typed)
    assert {match.article.path: match.score for match in matches} == pytest.approx(expected)


@fewer(5)
@given(CORPORA, st.lists(st.sampled_from(WORDS), min_size=2, max_size=3, unique=True))
def test_either_of_some_words_scores_as_the_sum_of_those_that_a_text_has(
    engine_factory: EngineFactory, corpus: dict[str, Text], typed: list[str]
) -> None:
    with TemporaryDirectory() as folder:
        matches = search(indexed(engine_factory, folder, corpus), " OR ".join(typed)).matches
    for match in matches:
        assert match.score == pytest.approx(bm25(corpus[match.article.path], typed, corpus))


def test_a_word_of_one_field_scores_by_its_count_there(engine_factory: EngineFactory, tmp_path: Path) -> None:
    texts = {
        "short.txt": "Ferry\n\nferry ferry ferry",
        "long.txt": "The ferry to the islands of the north\n\nferry ferry ferry ferry ferry ferry",
        "none.txt": "Rain\n\nferry",
    }
    engine = engine_factory(tmp_path)
    with engine.writer() as batch:
        add_texts(batch, texts)
    found = search(engine, "title:ferry", sort="relevance")
    assert [match.article.path for match in found.matches] == ["short.txt", "long.txt"]
    rarity, mean = log(1 + (3 - 2 + 0.5) / (2 + 0.5)), (1 + 8 + 1) / 3
    assert found.matches[0].score == pytest.approx(rarity * (K1 + 1) / (1 + K1 * (1 - B + B * 1 / mean)))


def test_a_title_adds_nothing_where_a_part_of_the_query_is_no_word(
    engine_factory: EngineFactory, tmp_path: Path
) -> None:
    texts = {"titled.txt": "Ferry\n\nstrike ferry dock", "other.txt": "Strike\n\nferry strike dock"}
    engine = engine_factory(tmp_path)
    with engine.writer() as batch:
        add_texts(batch, texts)
    either, ferry, dock = (
        {match.article.path: match.score for match in search(engine, typed, sort="relevance").matches}
        for typed in ("ferry AND (dock OR harbour)", "ferry OR zebra", "dock")
    )
    assert either == pytest.approx({path: ferry[path] + dock[path] for path in texts})


def test_a_word_in_boilerplate_counts_where_everything_is_searched(tmp_path: Path) -> None:
    folder = write_files(
        tmp_path / "texts",
        {
            "a.txt": "Harbour opens\n\nThe harbour opens on Monday, says the mayor.\n\nShare this article\n",
            "b.txt": "School opens\n\nThe school opens on Monday, says the teacher.\n",
        },
    )
    library = Library.open(folder, tmp_path / "index")
    library.update()
    assert library.search("share", partial=False).total == 0
    everything = library.search("monday in:everything").hits
    narrow = {hit.path: hit.score for hit in library.search("monday").hits}
    scores = {hit.path: hit.score for hit in everything}
    assert scores["a.txt"] < narrow["a.txt"]  # boilerplate makes the article longer
    assert library.search("share in:everything").total == 1


@pytest.mark.parametrize("typed", ['"e-mail address"', "e-mail", "email"])
def test_a_compound_counts_once_where_it_stands(engine_factory: EngineFactory, tmp_path: Path, typed: str) -> None:
    engine = engine_factory(tmp_path)
    with engine.writer() as batch:
        add_texts(batch, {"hyphen.txt": "Rain\n\nAn e-mail address.", "blank.txt": "Rain\n\nAn e mail address."})
    scores = {match.article.path: match.score for match in search(engine, typed).matches}
    rarity = log(1 + (2 - len(scores) + 0.5) / (len(scores) + 0.5))
    assert scores == pytest.approx(dict.fromkeys(("hyphen.txt", *scores), rarity))


def test_a_prefix_of_thousands_of_words_finds_and_counts_all_of_them(
    engine_factory: EngineFactory, tmp_path: Path
) -> None:
    words = [f"wo{number}" for number in range(3000)]
    engine = engine_factory(tmp_path)
    with engine.writer() as batch:
        add_texts(batch, {"all.txt": f"Rain\n\n{' '.join(words)}", "one.txt": f"Rain\n\n{words[-1]}"})
    found = search(engine, "wo*", sort="relevance")
    assert (found.total, found.notes) == (2, ())
    assert found.matches[0].article.path == "all.txt"
