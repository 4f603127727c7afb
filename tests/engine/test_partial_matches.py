"""Partial matches against a plain scan, and which words of a query have to be there."""

from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search import Filters, Library, Results
from search.query import LONGEST, parse
from search.query.partial import LONG_TEXT
from search.types.matches import Match, TopDocs
from search.types.requests import SORTS, SearchOptions
from tests.conftest import Folder
from tests.engine.test_oracles import indexed
from tests.support import oracle
from tests.support.engines import EngineFactory
from tests.support.files import write_files
from tests.support.oracle import Branch, Leaf, Node, Text
from tests.support.profiles import fewer

FEWER = fewer(5)
NAMES = [*(f"{letter}.txt" for letter in "abcd"), *(f"x/{letter}.txt" for letter in "efgh")]
CORPORA = st.dictionaries(st.sampled_from(NAMES), oracle.TEXTS, min_size=1, max_size=8)
WORDS = st.lists(st.sampled_from((*oracle.WORDS, "zebra", "fe*")), min_size=1, max_size=5, unique=True)
STRICT = st.sampled_from(("", "-dock", "title:us", "+us", '"ferry strike"', "(fern)"))
FILTERS = st.sampled_from((Filters(), Filters(folder=("x",))))


@dataclass(frozen=True)
class Words:
    """Words that may be missing, and what has to match besides."""

    words: tuple[str, ...]
    required: tuple[Node, ...] = ()

    def missing(self, text: Text) -> tuple[str, ...] | None:
        """The words that a text lacks; None where it lacks all of them, or something that has to match."""
        if any(oracle.marked(node, text) is None for node in self.required):
            return None
        lacking = tuple(word for word in self.words if oracle.marked(leaf(word), text) is None)
        return None if len(lacking) == len(self.words) else lacking


def leaf(word: str) -> Leaf:
    return Leaf("prefix", (word[:-1],)) if word.endswith("*") else Leaf("word", (word,))


def as_typed(words: list[str], strict: str) -> Words:
    """What a query means as it stands."""
    dock, us = Branch("none", (leaf("dock"),)), leaf("us")
    required: dict[str, tuple[Node, ...]] = {
        "": (),
        "-dock": (dock,),
        "title:us": (Leaf("word", ("us",), title=True),),
        "+us": (us,),
        '"ferry strike"': (Leaf("phrase", ("ferry", "strike")),),
        "(fern)": (leaf("fern"),),
    }
    always = {"+us": "us", "(fern)": "fern"}.get(strict)
    return Words(tuple(word for word in words if word != always), required[strict])


def read_again(words: list[str], strict: str) -> Words | None:
    """What it means without operators, quotes and parentheses; None where it has none of them."""
    more = {"+us": ["us"], '"ferry strike"': ["ferry", "strike"], "(fern)": ["fern"]}.get(strict)
    return Words(tuple(dict.fromkeys([*words, *more]))) if more else None


def in_tiers(match: Match, words: int) -> tuple[int, float, str]:
    """What partial matches are ordered by."""
    lacking = len(match.missing)
    tier = 0 if not lacking else 1 if lacking == 1 and words in (3, 4) else 2
    return tier, -match.score, match.article.id


@FEWER
@given(CORPORA, st.tuples(WORDS, STRICT), FILTERS, st.integers(1, 5))
def test_pages_list_full_and_then_partial_matches_each_once(
    engine_factory: EngineFactory, corpus: dict[str, Text], typed: tuple[list[str], str], filters: Filters, size: int
) -> None:
    words, strict = typed
    texts = {path: text for path, text in corpus.items() if not filters or path.startswith("x/")}
    parts = as_typed(words, strict)
    full = {path for path, text in texts.items() if _matches(parts, text)}
    again = None if full else read_again(words, strict)
    parts, least = (again, 1) if again else (parts, 2)
    scanned = {path: parts.missing(text) for path, text in texts.items() if path not in full}
    expected = {path: missing for path, missing in scanned.items() if missing is not None}
    if len(parts.words) < least:
        expected = {}

    query = parse(" ".join([*words, strict]))
    options = SearchOptions(filters=filters, partial=True)
    with TemporaryDirectory() as folder:
        engine = indexed(engine_factory, folder, corpus)
        pages: list[TopDocs] = []
        for first in range(0, len(full) + len(expected) + 1, size):
            pages.append(engine.searcher().search(query, options, first=first, count=size))
    assert {page.total for page in pages} == {len(full)}
    listed = [match.article.path for page in pages for match in page.matches]
    assert (len(listed), set(listed)) == (len(full), full)
    following = [page.partial for page in pages if page.partial]
    partial = [match for docs in following for match in docs.matches]
    assert len(partial) == len(expected)
    assert {match.article.path: match.missing for match in partial} == expected
    assert {(docs.total, docs.groups, docs.read_again) for docs in following} <= {
        (len(expected), len(expected), again is not None)
    }
    assert partial == sorted(partial, key=lambda match: in_tiers(match, len(parts.words)))
    assert all(len(page.matches) + len(page.partial.matches if page.partial else ()) == size for page in pages[:-1])


def _matches(parts: Words, text: Text) -> bool:
    """Whether a text has all words, and what has to match besides."""
    nodes = [*map(leaf, parts.words), *parts.required]
    return all(oracle.marked(node, text) is not None for node in nodes)


TEXTS = {
    "ferry.txt": "The ferry\n\nThe ferry left at noon, and the crane saw it.",
    "harbour.txt": "Harbour news\n\nA ferry, a crane and a dredger met in harbour waters.",
    "crane.txt": "Crane\n\nA crane fell on a dredger. Nobody was hurt.",
    "who.txt": "Health\n\nWho sent the doctors? The WHO did.",
    "economy.txt": "Trade\n\nThe economy of Norholm grows.",
    "us.txt": "Exports\n\nThe U.S. economy grows.",
}
PARAGRAPH = (
    "Nobody had expected the dredger to come back before the spring tide (it was due in May), but on Tuesday it lay at"
    ' the quay again AND its crew said NOT a word. "We were told to wait," the mate said - and then waited -'
)


@pytest.fixture(scope="module")
def english(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """A small library in English."""
    root = tmp_path_factory.mktemp("partial")
    library = Library.open(write_files(root / "texts", TEXTS), root / "index")
    library.update()
    return library


def listed(results: Results) -> tuple[list[str], dict[str, tuple[str, ...]]]:
    """The names of full matches, sorted, and those of partial ones in order with the words that they lack."""
    partial = results.partial.hits if results.partial else ()
    return sorted(hit.path[:-4] for hit in results.hits), {hit.path[:-4]: hit.missing for hit in partial}


@pytest.mark.parametrize(
    ("query", "full", "partial"),
    [
        ("the ferry", ["ferry", "harbour"], {}),
        ('"the ferry"', ["ferry"], {}),
        ("+the ferry", ["ferry"], {}),
        ("title:the", ["ferry"], {}),
        ("the who", ["who"], {"us": ("who",), "economy": ("who",), "ferry": ("who",)}),
        ("US economy", ["us"], {"economy": ("US",)}),
        ("us economy", ["economy", "us"], {}),
        ("why isn’t the ferry in harbour?", ["harbour"], {"ferry": ("harbour",)}),
        ("what of the Economy in NORHOLM?", ["economy"], {"us": ("NORHOLM",)}),
    ],
)
def test_function_words_need_not_be_there(
    english: Library, query: str, full: list[str], partial: dict[str, tuple[str, ...]]
) -> None:
    assert listed(english.search(query)) == (full, partial)


@pytest.mark.parametrize(
    "query",
    [
        'ferry "crane fell"',
        "ferry title:crane",
        "ferry (crane)",
        "ferry AND zebra",
        "ferry OR zebra",
        "ferry NOT zebra",
        "ferry -zebra",
        "+ferry +crane",
        "ferry source:none",
        "ferry",
        "*",
    ],
)
def test_what_has_syntax_may_not_be_missing(english: Library, query: str) -> None:
    partial = english.search(query).partial
    assert partial is None or partial.read_again


def test_words_beside_syntax_may_be_missing(english: Library) -> None:
    assert listed(english.search("+crane ferry dredger zebra")) == (
        [],
        {"harbour": ("zebra",), "ferry": ("dredger", "zebra"), "crane": ("ferry", "zebra")},
    )
    assert listed(english.search('"a crane" ferry dredger')) == (["harbour"], {"crane": ("ferry",)})
    assert listed(english.search("crane ferry dredger -hurt")) == (["harbour"], {"ferry": ("dredger",)})


@pytest.mark.parametrize("words", [2, 3, 4, 5])
def test_of_three_or_four_words_all_but_one_come_first(make_folder: Folder, tmp_path: Path, words: int) -> None:
    """One article has all words but one, and the other the rare word alone: of two or five words the score decides."""
    common = ["anchor", "beacon", "canal", "deck"][: words - 1]
    texts = {f"{number}.txt": f"Common {number}\n\n{' '.join(common)} {'x ' * 400}\n" for number in range(40)}
    texts |= {"rare.txt": "Zebu\n\nzebu zebu zebu\n"}
    library = Library.open(make_folder(texts), tmp_path / "index")
    library.update()
    partial = library.search(" ".join([*common, "zebu"]), duplicates="all").partial
    assert partial
    assert partial.total == 41
    assert (partial.hits[0].path == "rare.txt") == (words in (2, 5))


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ('"ferry harbour"', ("harbour", ())),
        ("ferry AND hurt AND dredger", ("crane", ("ferry",))),
        ("(ferry OR zebra) AND (hurt)", ("ferry", ("zebra", "hurt"))),
        ("title:zebra OR (economy AND gnu)", None),
    ],
)
def test_where_nothing_matches_a_query_is_read_without_its_syntax(
    english: Library, query: str, first: tuple[str, tuple[str, ...]] | None
) -> None:
    results = english.search(query)
    assert (results.total, results.partial and results.partial.read_again) == (0, True if first else None)
    assert next(iter(listed(results)[1].items()), None) == first


@pytest.mark.parametrize(
    "excluded", ["-hurt", "–hurt", "NOT hurt", '-"nobody was hurt"', "-(fell OR hurt)", "NOT (hurt fell)"]
)
def test_what_is_left_out_stays_so_when_a_query_is_read_again(english: Library, excluded: str) -> None:
    results = english.search(f'crane {excluded} "zebra gnu"')
    assert results.partial
    assert results.partial.read_again
    assert set(listed(results)[1]) == {"ferry", "harbour"}


def test_in_a_pasted_text_not_is_a_word(english: Library) -> None:
    words = " ".join(f"gnu{number}" for number in range(LONG_TEXT))
    assert set(listed(english.search(f"The crane did NOT see (hurt) {words}"))[1]) == {"ferry", "harbour", "crane"}


@pytest.mark.parametrize(
    ("query", "missing"),
    [
        ("FERRY AND A HURT ZEBRA", ("HURT", "ZEBRA")),
        ('"ferry zebra', ("zebra",)),
        ("(ferry zebra", ("zebra",)),
        ("ferry zebra)", ("zebra",)),
        ("ferry zebra |", ("zebra",)),
    ],
)
def test_signs_that_are_ignored_are_no_reason_to_read_a_query_again(
    english: Library, query: str, missing: tuple[str, ...]
) -> None:
    results = english.search(query)
    assert results.partial
    assert not results.partial.read_again
    assert listed(results)[1]["ferry"] == missing


def test_missing_words_are_named_as_typed(english: Library) -> None:
    assert listed(english.search("*zeb* ?ebra zebar~ “zeb* ferry, economy? GNU!"))[1]["ferry"] == (
        "*zeb*",
        "?ebra",
        "zebar~",
        "zeb*",
        "economy",
        "GNU",
    )


@pytest.mark.parametrize(
    "query",
    [
        "ferry dredger hurt",
        'ferry NOT "crane fell" zebra',
        '"dredger fell" crane zebra',
        "ferry OR zebra economy",
        '"crane fell" dredger zebra',
        " ".join(["“ferry” (hurt) crane", *(f"gnu{number}" for number in range(LONG_TEXT))]),
    ],
)
def test_a_partial_match_is_opened_as_it_is_listed(english: Library, query: str) -> None:
    partial = english.search(query).partial
    assert partial
    for hit in partial.hits:
        view = english.searcher().article(hit.id, query)
        assert (view.missing, view.read_again, view.total) == (hit.missing, partial.read_again, hit.hits)


def test_capitals_of_a_text_in_capitals_are_no_operators(english: Library) -> None:
    assert listed(english.search("THE FERRY AND A CRANE AND THE HARBOUR WATERS")) == (
        ["harbour"],
        {"ferry": ("HARBOUR", "WATERS"), "crane": ("FERRY", "HARBOUR", "WATERS")},
    )
    assert listed(english.search("FERRY AND HURT")) == (
        [],
        {"ferry": ("HURT",), "harbour": ("HURT",), "crane": ("FERRY",)},
    )


def test_a_pasted_paragraph_finds_its_article(make_folder: Folder, tmp_path: Path) -> None:
    texts = {f"{number}.txt": f"Tide {number}\n\nThe crew said a word at the quay in May.\n" for number in range(20)}
    texts["dredger.txt"] = f"Dredger back\n\nThe harbour was calm.\n\n{PARAGRAPH}\n\nRain is forecast.\n"
    library = Library.open(make_folder(texts), tmp_path / "index")
    library.update()
    others = " ".join(f"word{number}" for number in range(900))
    for query in (PARAGRAPH, PARAGRAPH.upper(), f"{PARAGRAPH} {others}"[:LONGEST]):
        results = library.search(query)
        hits = [*results.hits, *(results.partial.hits if results.partial else ())]
        assert hits[0].path == "dredger.txt", query[:80]


def test_articles_like_a_pasted_text_follow_the_article_that_it_is_from(make_folder: Folder, tmp_path: Path) -> None:
    words = " ".join(f"word{number}" for number in range(LONG_TEXT))
    texts = {
        "from.txt": f"Dredger\n\nThe harbour (called “the pool” by sailors) was calm. {words}",
        "like.txt": "Calm\n\nSailors found the harbour calm.",
        "other.txt": "Rain\n\nRain is forecast.",
    }
    library = Library.open(make_folder(texts), tmp_path / "index")
    library.update()
    long = library.search(texts["from.txt"])
    assert [hit.path for hit in long.hits] == ["from.txt"]
    assert long.partial
    assert ([hit.path for hit in long.partial.hits], long.partial.read_again) == (["like.txt"], True)
    short = library.search("The harbour (called “the pool” by sailors) was calm.")
    assert ([hit.path for hit in short.hits], short.partial) == (["from.txt"], None)


def test_other_sorts_and_the_switches_list_no_partial_matches(english: Library) -> None:
    assert english.search("ferry harbour").partial
    assert english.search("ferry harbour", partial=False).partial is None
    for sort in SORTS[1:]:
        assert english.search("ferry harbour", sort=sort, partial=True).partial is None
    assert [hit.path for hit in english.searcher().matches("ferry harbour")] == ["harbour.txt"]
    assert english.searcher().facets("ferry harbour").unfiltered == 1
