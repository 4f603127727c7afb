"""Suggestions against a plain scan of words and titles, and for any input."""

from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search import Library
from search.query import parse
from tests.conftest import Folder
from tests.engine.test_oracles import CORPORA, indexed
from tests.support.engines import EngineFactory, add_texts, search, suggested
from tests.support.oracle import Text
from tests.support.profiles import fewer
from tests.unit.query.test_bounds import TYPED

FEWER = fewer(5)
PREFIXES = st.sampled_from(("f", "fe", "fer", "ferr", "d", "dock", "docks", "s", "u", "x"))
MANY = 20
TEXTS = {
    "a.txt": "Ferry strike in Kraków\n\nThe ferry crew of the ferries met at the C++ terminal and the terminus.",
    "b.txt": "Harbour opens\n\nA dock is free, the terminal is not. The term is Wonsan-Kalma.",
    "c.txt": "Strike of the dock workers\n\nTerminal illness is no matter here. Berlin, Berlin.",
}


@pytest.fixture
def typing(make_folder: Folder, tmp_path: Path) -> Library:
    """A small library in English."""
    library = Library.open(make_folder(TEXTS), tmp_path / "index")
    library.update()
    return library


def completed(library: Library, typed: str) -> list[str]:
    """The completions of what was typed."""
    return [completion.query for completion in library.searcher().suggest(typed).completions]


@FEWER
@given(CORPORA, PREFIXES)
def test_words_are_completed_as_in_a_plain_scan(
    engine_factory: EngineFactory, corpus: dict[str, Text], prefix: str
) -> None:
    having = Counter(word for text in corpus.values() for word in set(text.words) if word.startswith(prefix))
    having.pop(prefix, None)
    with TemporaryDirectory() as folder:
        found = suggested(indexed(engine_factory, folder, corpus), prefix, MANY).completions
        assert {it.query: it.total for it in found} == having
        totals = [it.total for it in found]
        assert totals == sorted(totals, reverse=True)


@FEWER
@given(CORPORA, PREFIXES, st.sampled_from(("ferry ", "strike -", "title:", "us OR ", '"ferry ')))
def test_every_completion_finds_as_many_articles_as_it_says(
    engine_factory: EngineFactory, corpus: dict[str, Text], prefix: str, before: str
) -> None:
    with TemporaryDirectory() as folder:
        engine = indexed(engine_factory, folder, corpus)
        found = suggested(engine, before + prefix, MANY).completions
        for it in found:
            assert it.query.startswith(before + prefix)
            assert it.total == search(engine, it.query).total > 0
        words = {word for text in corpus.values() for word in text.words if word.startswith(prefix) and word != prefix}
        closing = '"' * before.count('"')
        finding = {text for word in words if search(engine, text := before + word + closing).total}
        assert {it.query for it in found} == finding


@FEWER
@given(CORPORA, st.lists(st.sampled_from(("ferry", "dock", "us", "strike")), max_size=2), PREFIXES)
def test_titles_are_suggested_as_in_a_plain_scan(
    engine_factory: EngineFactory, corpus: dict[str, Text], words: list[str], prefix: str
) -> None:
    typed = " ".join((*words, prefix))
    titles = {path: " ".join(text.title) for path, text in corpus.items()}
    first = {title for title in titles.values() if title.startswith(typed)}
    having = {
        title
        for title in titles.values()
        if set(words) <= set(title.split()) and any(word.startswith(prefix) for word in title.split())
    }
    with TemporaryDirectory() as folder:
        found = suggested(indexed(engine_factory, folder, corpus), typed, 2 * MANY).titles
        shown = [it.title for it in found]
        assert set(shown[: len(first)]) == first
        assert set(shown) == first | (having if len(prefix) > 1 else set())
        assert len(shown) == len(set(shown))
        assert all(titles[it.path] == it.title for it in found)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("term", ["terminal", "terminus"]),
        ("ferry term", ["ferry terminal", "ferry terminus"]),
        ("TERMI", ["terminal", "terminus"]),
        ("Termi", ["Terminal", "Terminus"]),
        ("Bé", ["berlin"]),
        ('"the termi', ['"the terminal"', '"the terminus"']),
        ("-dock termi", ["-dock terminal", "-dock terminus"]),
        ("title:ha", ["title:harbour"]),
        ("wonsan-ka", ["wonsan-kalma"]),
        ("ferr", ["ferry"]),
        ("ferry", []),
        ("term ", []),
        ("term*", []),
        ("term~", []),
        ('"term"', []),
        ("ferry OR", []),
        ("date:20", []),
        ("zebra termi", []),
        ("termi,", []),
    ],
)
def test_the_last_word_is_completed(typing: Library, typed: str, expected: list[str]) -> None:
    assert completed(typing, typed) == expected


def test_the_most_frequent_words_are_suggested(make_folder: Folder, tmp_path: Path) -> None:
    words = [f"wo{chr(97 + number % 26)}{chr(97 + number // 26)}" for number in range(200)]
    texts = {f"{at}.txt": f"Text\n\n{' '.join(words[at:])} " for at in range(0, 200, 4)}
    library = Library.open(make_folder(texts), tmp_path / "index")
    library.update()
    found = library.searcher().suggest("wo", 5).completions
    assert {it.query for it in found} >= set(words[-4:])
    assert [it.total for it in found] == [50, 50, 50, 50, 49]


def test_a_title_leads_to_its_article(typing: Library) -> None:
    found = typing.searcher().suggest("stri").titles
    assert [it.title for it in found] == ["Strike of the dock workers", "Ferry strike in Kraków"]
    assert typing.searcher().article(found[0].id).path == found[0].path == "c.txt"
    assert [it.title for it in typing.searcher().suggest("krakow").titles] == ["Ferry strike in Kraków"]
    assert [it.path for it in typing.searcher().suggest("strike ").titles] == ["c.txt", "a.txt"]
    assert not typing.searcher().suggest("stri ").titles
    for typed in ("title:stri", "-stri", "ferry OR stri", "(ferry OR dock) stri", "stri*", "*"):
        assert not typing.searcher().suggest(typed).titles, typed


def test_removed_words_are_not_suggested(engine_factory: EngineFactory, tmp_path: Path) -> None:
    engine = engine_factory(tmp_path / "index")
    with engine.writer() as batch:
        add_texts(batch, TEXTS)
    with engine.writer() as batch:
        batch.remove("a.txt")
        batch.commit()  # so far its words and title are still in the segment
        for typed, expected in (("terminu", ()), ("krak", ()), ("ferry strike", ()), ("stri", ("c.txt",))):
            found = suggested(engine, typed, MANY)
            assert [it.query for it in found.completions] == ["strike"] * (typed == "stri")
            assert tuple(it.path for it in found.titles) == expected


def test_a_limit_of_one_gives_one_suggestion(typing: Library) -> None:
    found = typing.searcher().suggest("stri", 1)
    assert (len(found.completions), found.titles) == (1, ())
    assert len(typing.searcher().suggest("stri", 2).titles) == 1


@pytest.mark.parametrize("most", [0, -1, -(10**9)])
def test_a_limit_below_one_is_refused(typing: Library, most: int) -> None:
    with pytest.raises(ValueError, match="most has to be a whole number from 1 on"):
        typing.searcher().suggest("stri", most)


@given(TYPED)
def test_suggestions_answer_any_input(library: Library, typed: str) -> None:
    found = library.searcher().suggest(typed)
    for completion in found.completions:
        assert library.search(completion.query).total == completion.total > 0


@pytest.mark.parametrize(
    "typed",
    ["", " ", "\n", '"', '""""', "\ud800", "\x00fer", 10_000 * "a", 9_000 * " a", "(", "~", "*"],
    ids=lambda it: ascii(it[:9]),
)
def test_odd_input_is_answered(library: Library, typed: str) -> None:
    assert library.searcher().suggest(typed).query == parse(typed).text


@pytest.mark.parametrize(
    ("typed", "completions"),
    [
        ("ferry th", []),
        ("ferry the", []),
        ('"ferry th', []),
        ('"of th', ['"of the"']),
        ("title:th", ["title:the"]),
    ],
)
def test_no_word_that_is_not_searched_is_suggested(typing: Library, typed: str, completions: list[str]) -> None:
    assert completed(typing, typed) == completions


def test_titles_need_not_have_the_function_words(typing: Library) -> None:
    assert [title.title for title in typing.searcher().suggest("what is the harbour op").titles] == ["Harbour opens"]
