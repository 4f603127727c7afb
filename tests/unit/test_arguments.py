"""An invalid argument is a ValueError with a sentence, raised where it enters. Every error can be pickled."""

import pickle
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from search import BadFilter, Filters, Library, NoSuchArticle, NoSuchPage, duplicates_summary, period_name
from search import errors as all_errors
from search.engines.embedded import EmbeddedEngine
from search.errors import IndexDamaged, SeedsearchError, error_message
from search.query import parse
from search.types.requests import SearchOptions

NO_ARTICLE = "0" * 16
FERRY = parse("ferry")
WRONG: dict[str, Callable[[Library], Any]] = {
    "size 0": lambda library: library.search("ferry", size=0),
    "size -5": lambda library: library.search("ferry", size=-5),
    "size 1.5": lambda library: library.search("ferry", size=1.5),  # type: ignore[arg-type]
    "size True": lambda library: library.search("ferry", size=True),
    "size 10**30": lambda library: library.search("ferry", size=10**30),
    "sort": lambda library: library.search("ferry", sort="date"),  # type: ignore[arg-type]
    "sort of all": lambda library: library.searcher().matches("ferry", sort="date"),  # type: ignore[arg-type]
    "copies": lambda library: library.search("ferry", duplicates="some"),  # type: ignore[arg-type]
    "facets": lambda library: library.search("ferry", facets="colour"),  # type: ignore[arg-type]
    "filters": lambda library: library.search("ferry", filters={"source": "x"}),  # type: ignore[arg-type]
    "no text": lambda library: library.search(None),  # type: ignore[arg-type]
    "nothing to explain": lambda library: library.searcher().explain(None),  # type: ignore[arg-type]
    "a list to explain": lambda library: library.searcher().explain(["ferry"]),  # type: ignore[arg-type]
    "bytes": lambda library: library.searcher().explain(b"ferry"),  # type: ignore[arg-type]
    "most 0": lambda library: library.searcher().suggest("fer", most=0),
    "most -1": lambda library: library.searcher().suggest("fer", most=-1),
    "count -1": lambda library: library.searcher().similar(NO_ARTICLE, -1),
    "no id": lambda library: library.searcher().article(7),  # type: ignore[arg-type]
    "no ids": lambda library: library.searcher().compare(None, NO_ARTICLE),  # type: ignore[arg-type]
    "no id of copies": lambda library: library.searcher().duplicates(7),  # type: ignore[arg-type]
    "workers 0": lambda library: library.update(workers=0),
    "workers -1": lambda library: library.repair(workers=-1),
    "part": lambda library: library.searcher().report(None),  # type: ignore[arg-type]
    "first row": lambda library: library.searcher().report().rows(-1),
    "one text": lambda _: Filters(source="gazette"),  # type: ignore[arg-type]
    "a list": lambda _: Filters(source=["gazette"]),  # type: ignore[arg-type]
    "numbers": lambda _: Filters(date=(2025,)),  # type: ignore[arg-type]
    "one text typed": lambda _: Filters.of(source="gazette"),
    "a date that is none": lambda library: library.search("ferry", filters=Filters(date=("2025-13",))),
}
WRONG_FOR_THE_ENGINE: dict[str, Callable[[EmbeddedEngine], Any]] = {
    "first": lambda engine: engine.searcher().search(FERRY, SearchOptions(), first=-1, count=5),
    "count": lambda engine: engine.searcher().search(FERRY, SearchOptions(), first=0, count=-5),
    "period": lambda engine: engine.searcher().search(
        FERRY, SearchOptions(filters=Filters(date=("x",))), first=0, count=1
    ),
    "others": lambda engine: engine.searcher().more_like_this({}, None, NO_ARTICLE, -1),
    "ids": lambda engine: engine.searcher().articles([1]),  # type: ignore[list-item]
    "ids of copies": lambda engine: engine.searcher().duplicate_pairs([1]),  # type: ignore[list-item]
}


@pytest.mark.parametrize("call", WRONG.values(), ids=WRONG)
def test_an_invalid_argument_is_refused_with_a_sentence(small_library: Library, call: Callable[[Library], Any]) -> None:
    with pytest.raises(ValueError, match=r"\w \w"):
        call(small_library)
    assert small_library.search("ferry").total == 1, "what comes after is answered"


@pytest.mark.parametrize("call", WRONG_FOR_THE_ENGINE.values(), ids=WRONG_FOR_THE_ENGINE)
def test_an_engine_refuses_invalid_arguments(small_library: Library, call: Callable[[EmbeddedEngine], Any]) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        call(EmbeddedEngine(small_library.index, "none"))


def test_a_missing_page_names_the_last_one(small_library: Library) -> None:
    for page in (0, -1, 2, 10**30):
        with pytest.raises(NoSuchPage) as raised:
            small_library.search("ferry", page=page)
        assert raised.value.last == 1


def test_a_bad_filter_is_a_value_error_with_a_readable_message(small_library: Library) -> None:
    with pytest.raises(BadFilter, match="is no date to filter by"):
        small_library.search("ferry", filters=Filters(date=("yesterday",)))


def test_nothing_is_shown_as_nothing(small_library: Library) -> None:
    assert duplicates_summary([]) == "No near-duplicates"
    assert [period_name(it) for it in ("..", "none", "")] == ["..", "No date", "No date"]
    assert small_library.searcher().similar(small_library.search("ferry").hits[0].id, 0) == ()
    with pytest.raises(NoSuchArticle):
        small_library.searcher().similar(NO_ARTICLE, 0)


def every_error() -> Iterator[type[SeedsearchError]]:
    waiting = [SeedsearchError]
    while waiting:
        kind = waiting.pop()
        waiting += kind.__subclasses__()
        yield kind


@pytest.mark.parametrize("kind", list(every_error()))
def test_every_error_can_be_pickled(kind: type[SeedsearchError]) -> None:
    error = kind("One thing is wrong.")
    vars(error).update(dict.fromkeys(vars(error), 7))
    there = pickle.loads(pickle.dumps(error))
    assert (type(there), str(there), vars(there)) == (kind, str(error), vars(error))


def test_errors_keep_their_attributes() -> None:
    page, damage = pickle.loads(pickle.dumps([NoSuchPage("None.", 3), IndexDamaged("Bad.", "a", "b")]))
    assert (page.last, damage.file, damage.what) == (3, "a", "b")
    assert len(list(every_error())) > len([name for name in vars(all_errors) if name.endswith("Page")])


def test_an_unexpected_exception_is_called_a_bug_without_its_message() -> None:
    assert error_message(KeyError("zanzibar")).startswith("This is a bug of seedsearch")
    assert "zanzibar" not in error_message(KeyError("zanzibar"))
    assert error_message(FileNotFoundError(2, "No such file", "a.txt")) == "No such file: a.txt"
