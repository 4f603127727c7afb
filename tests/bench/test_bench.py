"""The benchmark: its queries, the results of its engines, and its output. No test asserts a time."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from unicodedata import normalize

import pytest

from search import Library
from search.config import load_config
from search.query.function_words import function_words
from tests.bench import measure, pages, papers
from tests.bench.corpus import WORD, Census, census, copy, files, read, recombine, turned, words
from tests.bench.engines import FTS5, MODULES, NUMPY, OURS, UNCLEANED, Searcher, engine, installed
from tests.bench.goals import Goal
from tests.bench.measure import Place
from tests.bench.mix import KINDS, STEMMED, Form, Question, mixes
from tests.bench.report import SUMMARY
from tests.support.server import serve


@pytest.fixture(scope="module")
def texts(sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample texts, as the benchmark copies them, without those in other encodings: only seedsearch knows these."""
    plain = tuple(path for path in files(sample) if "\ufffd" not in read(path))
    return copy(plain, tmp_path_factory.mktemp("bench") / "texts")


@pytest.fixture(scope="module")
def counted(texts: Path) -> Census:
    return census(texts)


@pytest.fixture(scope="module")
def lonely(counted: Census) -> list[str]:
    """Words in one form only: with no ending to take off, and no other word begins with their four letters.

    Accents do not count. Without `percent`, which seedsearch finds as a sign too, and without function words.
    """
    plain = (normalize("NFKD", read(path)).encode("ascii", "ignore").decode().lower() for path in counted.paths)
    beginnings = Counter(word[:4] for word in {word for text in plain for word in WORD.findall(text)})
    others = {"percent"} | function_words("english")
    bare = [word for word in counted.band(1, 99) if len(word) > 4 and word[-1] not in STEMMED and word not in others]
    return [word for word in bare if beginnings[word[:4]] == 1][::3]


@pytest.fixture(scope="module", params=[name for name in MODULES if name != NUMPY])
def searcher(
    request: pytest.FixtureRequest, texts: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Searcher]:
    """Each engine in turn, with the sample texts indexed."""
    if request.param not in installed():
        pytest.skip(f"{request.param} is not installed; `make bench` does it")
    index = tmp_path_factory.mktemp("indexes") / "index"
    engine(request.param).build(texts, index)
    with engine(request.param).searcher(texts, index) as opened:
        yield opened


def scanned(counted: Census, question: Question) -> int:
    """How many texts answer a question about whole words, found by reading them all."""
    every = any if question.form == "any" else all
    return sum(every(word in words(read(path)) for word in question.words) for path in counted.paths)


def test_a_word_is_found_in_all_articles_that_contain_it(
    searcher: Searcher, counted: Census, lonely: list[str]
) -> None:
    assert len(lonely) > 20
    for word in lonely:
        assert searcher.ask(Question("", "all", (word,))).total == counted.frequency[word], word


@pytest.mark.parametrize("form", ["all", "any"])
def test_pairs_of_words_are_found_in_each_form_of_query(
    searcher: Searcher, counted: Census, lonely: list[str], form: Form
) -> None:
    for pair in combinations(lonely[:8], 2):
        question = Question("", form, pair)
        assert searcher.ask(question).total == scanned(counted, question), question


def test_a_phrase_is_found_as_it_stands(searcher: Searcher) -> None:
    found = Question("", "phrase", ("of", "the"))
    assert searcher.ask(found).total > 0
    assert searcher.ask(replace(found, words=("the", "of"))).total == 0


def test_a_prefix_finds_the_word(searcher: Searcher, counted: Census, lonely: list[str]) -> None:
    for word in (word for word in lonely if word[3] not in STEMMED):
        assert searcher.ask(Question("", "prefix", (word[:4],))).total == counted.frequency[word], word


def test_hits_come_with_marked_fragments(searcher: Searcher, lonely: list[str]) -> None:
    for word in lonely:
        answer = searcher.ask(Question("", "all", (word,)))
        assert answer.marked == answer.shown == min(10, answer.total), word


def test_engines_run_in_processes_of_their_own(texts: Path, counted: Census, tmp_path: Path) -> None:
    places = {name: Place(texts, tmp_path / name) for name in (OURS, NUMPY, FTS5)}
    assert all(built.ratio > 0 for built in measure.build(places, rounds=1).values())
    asked = measure.ask(places, [mix for mix in mixes(counted, 3, seed=1) if mix.kind != "prefix"])
    for kind, by in asked.kinds.items():  # every question is drawn from an article that answers it
        assert all(answer.total >= 1 for asking in by.values() for answer in asking.answers), kind


def test_the_same_seed_gives_the_same_queries(texts: Path, counted: Census) -> None:
    drawn = mixes(counted, 10, seed=1)
    assert drawn == mixes(census(texts), 10, seed=1)
    assert [mix.timed for mix in drawn] != [mix.timed for mix in mixes(counted, 10, seed=2)]


def test_no_query_occurs_twice(counted: Census) -> None:
    for mix in mixes(counted, 10, seed=1):
        asked = (*mix.timed, *mix.warming)
        assert len(set(asked)) == len(asked) <= 13


def test_every_kind_has_the_requested_number_of_queries(counted: Census) -> None:
    many = replace(counted, paths=counted.paths * 10)  # so that a word in one text is one of the middling words
    assert {mix.kind: len(mix.timed) for mix in mixes(many, 3, seed=1)} == {kind.name: 3 for kind in KINDS}


def test_a_phrase_is_taken_from_the_texts(counted: Census) -> None:
    together = [read(path) for path in counted.paths]
    for mix in mixes(counted, 10, seed=1):
        for question in mix.timed if mix.kind.startswith("phrase") else ():
            assert any(" ".join(question.words) in text for text in together), question


def test_a_shuffled_text_has_the_same_words_in_another_order(counted: Census) -> None:
    text = read(counted.paths[0])
    variants = {turned(text, part, 5) for part in range(5)}
    assert len(variants) == 5
    assert {tuple(sorted(variant.split())) for variant in variants} == {tuple(sorted(text.split()))}


def test_texts_that_are_made_of_others_are_hardly_ever_near_duplicates(texts: Path, tmp_path: Path) -> None:
    made = [recombine(texts, 300, tmp_path / name, seed) for name, seed in (("first", 1), ("again", 1), ("other", 2))]
    first, again, other = ([read(path) for path in files(folder)] for folder in made)
    assert (len(first), first) == (300, again)
    assert first != other
    library = Library.open(made[0], tmp_path / "index", load_config({}, UNCLEANED))
    assert library.update().articles == 300
    with library.searcher() as searcher:
        assert len(searcher.duplicate_pairs()) < 5  # of 45,000


def test_a_goal_that_is_missed_says_by_how_much() -> None:
    assert Goal("size", 1.5, " MB", most=1).cells == ("size", "1.50 MB", "≤ 1.00 MB", "missed by 50%")
    assert Goal("size", 1, " MB", most=1).cells == ("size", "1.00 MB", "≤ 1.00 MB", "")
    assert Goal("size", 1, " MB").cells == ("size", "1.00 MB", "", "")
    assert Goal("speed", 1, "×", least=2).cells == ("speed", "1.00×", "≥ 2.00×", "missed by 50%")


def test_only_the_text_between_the_comments_is_replaced(tmp_path: Path) -> None:
    path = tmp_path / "README.md"
    path.write_text("# Before\n\n<!-- bench -->\nold\n<!-- /bench -->\n\nAfter.\n", encoding="utf-8")
    for block in ("| new |", "| newer |"):
        papers.write(path, block)
        assert path.read_text(encoding="utf-8") == (f"# Before\n\n<!-- bench -->\n{block}\n<!-- /bench -->\n\nAfter.\n")


@pytest.mark.parametrize(
    "text", ["", "<!-- bench -->", "<!-- /bench --> <!-- bench -->", "<!-- bench --><!-- bench --><!-- /bench -->"]
)
def test_a_file_without_the_two_comments_is_left_alone(tmp_path: Path, text: str) -> None:
    path = tmp_path / "README.md"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match="needs"):
        papers.write(path, "new")
    assert path.read_text(encoding="utf-8") == text


@pytest.mark.parametrize(
    ("paper", "name"),
    [
        (papers.README, "bench"),
        (papers.SPEED, "bench"),
        (papers.SPEED, "million"),
        (papers.EXTRACTION, "pages"),
    ],
)
def test_the_papers_have_a_place_for_the_table(paper: Path, name: str) -> None:
    assert "new" in papers.replaced(paper.read_text(encoding="utf-8"), "new", name)


def test_the_readme_has_four_rows_of_the_table() -> None:
    rows = set(papers.README.read_text(encoding="utf-8").splitlines())
    table = [line for line in papers.SPEED.read_text(encoding="utf-8").splitlines() if line.startswith("| ")]
    assert [line.split(" | ")[0].removeprefix("| ") for line in table if line in rows][2:] == list(SUMMARY)


def test_every_client_gets_the_requested_pages(texts: Path, tmp_path: Path) -> None:
    with serve(texts, tmp_path / "index", "--no-watch") as server:
        seconds, each = pages.measured(server, ["/search?q=harbour", "/help"], pages.People(3, 4, 0.01, 1))
    assert (len(seconds), min(seconds) > 0, each >= 0) == (12, True, True)
