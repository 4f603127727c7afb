"""The explanation of a query: every number in it is what a search finds."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from search import Explanation, Library
from search.engines.base import Engine
from search.query import parse
from search.query.clauses import clauses
from search.query.nodes import FIELDS
from search.query.offers import MOST_WORDS
from tests.conftest import Folder
from tests.engine.test_oracles import CORPORA, indexed
from tests.support import oracle
from tests.support.engines import EngineFactory, explained, search
from tests.support.files import write_files
from tests.support.oracle import Branch, Leaf, Node, Text
from tests.support.profiles import fewer
from tests.unit.query.test_bounds import TYPED

FEWER = fewer(5)


def finds(engine: Engine, typed: str) -> int:
    """How many articles a search finds."""
    return search(engine, typed).total


def assert_right(engine: Engine, explanation: Explanation) -> None:
    """Every query in an explanation finds as many articles as it says, and suggested ones find some."""
    assert explanation.total == finds(engine, explanation.query)
    for term in explanation.terms:
        assert term.total == finds(engine, term.query), term
    for offer in explanation.offers:
        assert offer.total == finds(engine, offer.query) > 0, offer
        assert parse(offer.query).canonical == offer.query != explanation.canonical
    if explanation.meant:
        assert explanation.meant.total == finds(engine, explanation.meant.query) > 0
        assert explanation.meant.total > explanation.total or explanation.meant.change == "operator"
    assert not (explanation.total and (explanation.offers or explanation.missing))


@FEWER
@given(CORPORA, st.lists(oracle.QUERIES.map(str) | TYPED, min_size=1, max_size=8))
def test_each_number_of_an_explanation_is_what_a_search_finds(
    engine_factory: EngineFactory, corpus: dict[str, Text], typed: list[str]
) -> None:
    with TemporaryDirectory() as folder:
        engine = indexed(engine_factory, folder, corpus)
        for text in typed:
            assert_right(engine, explained(engine, text))


FERRY = {"a.txt": Text(("ferry",), ())}
NO_FERRIES = Branch("none", (Leaf("word", ("ferries",)),))
NOT_TWICE = Branch("none", (Leaf("phrase", ("ferry", "ferry")),))


@FEWER
@given(CORPORA, oracle.QUERIES)
@example(FERRY, Branch("all", (NO_FERRIES, NOT_TWICE)))
@example(FERRY, NO_FERRIES)
def test_a_conjunction_without_matches_is_explained(
    engine_factory: EngineFactory, corpus: dict[str, Text], node: Node
) -> None:
    with TemporaryDirectory() as folder:
        engine = indexed(engine_factory, folder, corpus)
        explanation = explained(engine, f"({node}) unheard")
        assert explanation.total == 0
        assert "unheard" in explanation.missing
        if rest := finds(engine, str(node)):
            assert [offer for offer in explanation.offers if offer.total == rest and offer.change in ("without", "any")]


def assert_answered(library: Library, typed: str) -> None:
    """Every call with a query works."""
    found = library.search(typed)
    assert library.searcher().explain(typed).total == found.total
    library.searcher().suggest(typed)
    assert library.searcher().article(found.hits[0].id, typed).found if found.hits else True


@given(TYPED)
def test_any_input_is_answered_everywhere(library: Library, typed: str) -> None:
    assert_answered(library, typed)


@pytest.mark.parametrize("field", [*FIELDS, "text", "boilerplate", "everything", "foo"])
def test_any_value_of_a_field_is_answered_everywhere(library: Library, field: str) -> None:
    things = ("everything", '"everything"', '"the port"', '"the port"~2', "(in:everything)", "(a -(b OR title:c))")
    for thing in (
        *things,
        "title:path:a",
        "ha*",
        '"ha*"',
        "h?rb*",
        "harbuor~1",
        "harbuor",
        "-a",
        '-"a b"',
        "*",
        "~",
        "[a",
    ):
        for typed in (f"{field}:{thing}", f"-{field}:{thing} the", f"{field}: {thing} OR {field}:({thing} x)"):
            assert_answered(library, typed)


@given(TYPED)
def test_a_clause_is_shown_as_it_was_typed(typed: str) -> None:
    query = parse(typed)
    for clause in clauses(query.tree, query.text):
        words = " ".join(query.text.split())
        assert clause.typed in words or clause.typed.partition(":")[2] in words
        assert parse(clause.canonical).tree == clause.leaf


TEXTS = {
    **{f"{number}.txt": f"Ferry news {number}\n\nThe ferry and the ferries left the harbour." for number in range(4)},
    "workers.txt": "Workers of the port\n\nA worker met two workers of the port authority.",
    "dock.txt": "Dock opens\n\nThe dock of a large harbour is free of ice, says 4000 times the 4001st of May.",
}


@pytest.fixture(scope="module")
def english_library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """A small library in English."""
    folder = tmp_path_factory.mktemp("english")
    library = Library.open(write_files(folder / "texts", TEXTS), folder / "index")
    library.update()
    return library


def offered(library: Library, typed: str) -> dict[str, tuple[str, int]]:
    """The first suggested query of each kind, with its number of articles."""
    return {offer.change: (offer.query, offer.total) for offer in reversed(library.searcher().explain(typed).offers)}


def test_terms_have_their_forms_and_whether_they_are_excluded(english_library: Library) -> None:
    explanation = english_library.searcher().explain('Worker -"Port authority" title:(news) ferr*')
    assert [(term.text, term.total, term.excluded) for term in explanation.terms] == [
        ("Worker", 1, False),
        ('"Port authority"', 1, True),
        ("title:news", 4, False),
        ("ferr*", 4, False),
    ]
    assert [term.words for term in explanation.terms] == [("workers", "worker"), (), ("news",), ("ferry", "ferries")]


@pytest.mark.parametrize(
    ("typed", "terms", "function_words"),
    [
        ("the ferry of The harbour", ["ferry", "harbour"], ("the", "of")),
        ("(At noon, the ferry) is “it”, isn’t it?", ["noon", "ferry", "“it”"], ("At", "the", "is", "isn’t", "it")),
        ("(the ferry) -(the port)", ["ferry", "port"], ("the",)),
        ('"the" ferry', ['"the"', "ferry"], ()),
        ("+the ferry", ["the", "ferry"], ()),
        ("US ferry", ["US", "ferry"], ()),
        ("us ferry", ["ferry"], ("us",)),
        ("title:the ferry", ["title:the", "ferry"], ()),
        ("the OR ferry", ["the", "ferry"], ()),
        ("the of", ["the", "of"], ()),
    ],
)
def test_function_words_are_named_apart(
    english_library: Library, typed: str, terms: list[str], function_words: tuple[str, ...]
) -> None:
    explanation = english_library.searcher().explain(typed)
    assert [term.text for term in explanation.terms] == terms
    assert explanation.function_words == function_words


def test_only_the_first_words_are_named_and_the_others_counted(make_folder: Folder, tmp_path: Path) -> None:
    words = " ".join(f"wo{letter}" for letter in "abcdefghij")
    library = Library.open(make_folder({"a.txt": f"Words\n\n{words}"}), tmp_path / "index")
    library.update()
    [term] = library.searcher().explain("wo*").terms
    assert (len(term.words), term.more) == (MOST_WORDS, 11 - MOST_WORDS)


@pytest.mark.parametrize(
    ("typed", "change", "query"),
    [
        ("harbour zebra", "without", "harbour"),
        ("news worker", "without", "news"),
        ('"harbour ferry"', "words", "harbour ferry"),
        ('"harbour dock"', "near", '"harbour dock"~5'),
        ("news port", "any", "news OR port"),
        ("author:worker", "anywhere", "worker"),
        ("the harbour of zebra", "without", "harbour"),
        ("is the news at the port", "any", "news OR port"),
        ('"harb"', "prefix", "harb*"),
        ('"harbour ferr*"', "words", "harbour ferr*"),
    ],
)
def test_a_query_without_matches_is_relaxed(english_library: Library, typed: str, change: str, query: str) -> None:
    assert offered(english_library, typed)[change] == (query, english_library.search(query).total)


def test_no_function_word_is_offered_to_be_removed(english_library: Library) -> None:
    offers = english_library.searcher().explain("the news of a worker").offers
    assert [offer.text for offer in offers if offer.change == "without"] == ["worker", "news"]


def test_the_word_without_matches_is_named(english_library: Library) -> None:
    assert english_library.searcher().explain("the zebra of harbour").missing == ("zebra",)
    assert english_library.searcher().explain("harbour zebra -dock").missing == ("zebra",)
    assert english_library.searcher().explain("harbour (Zebra OR lynx)").missing == ("zebra OR lynx",)
    assert english_library.searcher().explain("news worker").missing == ()
    assert english_library.searcher().explain("harbour").missing == ()


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("feryr", "ferry"),
        ("hrabour -dock", "harbour -dock"),
        ("autority wroker", "authority worker"),
        ('"the hrabour"', '"the harbour"'),
        ("title:nwes", "title:news"),
        ("autorty", "authority"),
        ("who is the wroker", "who is the worker"),
        ("4003", None),
        ("4003rd", None),
        ("ferry", None),
        ('"ferry harbour"', None),
        ("ferrx~1", None),
        ("xq", None),
        ("-feryr", None),
        ("zzzzzzzz", None),
    ],
)
def test_a_typo_is_noticed(english_library: Library, typed: str, meant: str | None) -> None:
    found = english_library.searcher().explain(typed).meant
    assert (found and found.query) == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("dock or worker", "dock OR worker"),
        ("harbour not dock", "harbour -dock"),
        ("(dock or zebra) not news or port", "(dock OR zebra) -news OR port"),
        ("zebra or lynx", None),
        ("dock OR worker", None),
        ("or dock", None),
        ('"dock or worker"', None),
    ],
)
def test_operators_in_lower_case_are_suggested(english_library: Library, typed: str, meant: str | None) -> None:
    explanation = english_library.searcher().explain(typed).meant
    assert (explanation and explanation.query) == (meant and parse(meant).canonical)
    assert not explanation or (explanation.change, explanation.total) == (
        "operator",
        english_library.search(explanation.query).total,
    )


def test_a_rare_word_is_corrected_only_where_another_is_far_more_frequent(make_folder: Folder, tmp_path: Path) -> None:
    texts = {f"{number}.txt": f"Paper {number}\n\nThe government said so {number}." for number in range(120)}
    texts["slip.txt"] = "Slip\n\nThe goverment said so, and a minster too."
    texts["minister.txt"] = "Minister\n\nA minister."
    library = Library.open(make_folder(texts), tmp_path / "index")
    library.update()
    explanation = library.searcher().explain("goverment so")
    assert (explanation.total, explanation.meant and explanation.meant.query) == (1, "government so")
    assert library.searcher().explain('"goverment" so').meant is None
    assert library.searcher().explain("minster").meant is None


@pytest.mark.parametrize(
    "typed",
    ["", " ", '""', "\ud800", "\x00", 8_000 * "a", 200 * "a ", "(" * 100, "*", "-*", "-a"],
    ids=lambda it: ascii(it[:9]),
)
def test_odd_queries_are_explained_too(english_library: Library, typed: str) -> None:
    explanation = english_library.searcher().explain(typed)
    assert explanation.total == english_library.search(typed).total
    for offer in explanation.offers:
        assert english_library.search(offer.query).total == offer.total
