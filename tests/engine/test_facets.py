"""Filters and their counts against a plain scan of the articles: with one segment, several, and merged ones."""

import calendar
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search import BadFilter, Filters, Library
from search.engines.base import Engine
from search.engines.facets import ALL, MOST
from search.engines.file_table import FileTable
from search.query import parse
from search.query.date_range import parse_date_range
from search.types.article import Article, Dated
from search.types.facets import Facet, Histogram
from search.types.files import FileRecord, Stamp
from search.types.matches import TopDocs
from search.types.requests import KINDS, UNKNOWN, FacetSelection, SearchOptions, quote_value, unquote_value
from tests.support.engines import EngineFactory
from tests.support.profiles import fewer, rounds
from tests.support.soak import Trials

DAYS = ("2025-07-12", "2025-07-12T13:37+05:30", "2025-07-13", "2024-02-29", "1931-12-31", "0001-01-01", "9999-12-31")
DATES = st.none() | st.sampled_from(["2025", "2025-07", "2025-08", *DAYS])
PERIODS = ("2025", "2025-07", "2025-07-12", "2024..2025-07-12", "..1999", "2025-07-13..", "none", "0001..9999")
WORDS = {
    "source": [
        "",
        "BBC",
        "Café",
        "ناشر",
        "none",
        "None",
        "Unknown",
        '"none"',
        '"BBC"',
        *(f"outlet {number}" for number in range(12)),
    ],
    "agency": ["", "AFP", "AFP, AP", "AP, dpa", "TASS, TASS", "A, B, C, D, E, F, G, H, I, J"],
    "place": ["", "MOSCOW", "a&b=c+%20", "none"],
    "language": ["", "en", "ar"],
}
PATHS = (
    "a.txt",
    "news/b.txt",
    "news/2025/c.txt",
    "news/2025/july/d.txt",
    "news/2024/e.txt",
    "old news/f.txt",
    "n/g.txt",
    "none/h.txt",
    "none/none/i.txt",
)


def quoted(value: str) -> str:
    """A value as a filter takes it."""
    return f'"{value}"' if value in ("none", '"none"') else value


def named(selected: Sequence[str]) -> list[str]:
    """The values that a filter names; "none" without quotation marks is no value."""
    unquoted = {'"none"': "none", '""none""': '"none"'}
    return [unquoted.get(value, value) for value in selected if value != "none"]


def article(number: int, folder: str, when: str | None, text: str, **metadata: str) -> Article:
    """An article with the metadata of filters."""
    dated = Dated(when, "inferred" if number % 3 else "stamp", 0, 0) if when else None
    return Article(f"{number:016x}", folder, text, (0, 5), "utf-8", published=dated, **metadata)


ARTICLES = st.builds(
    article,
    st.integers(0, 2**64 - 1),
    st.sampled_from(PATHS),
    DATES,
    st.sampled_from(["Ferry strike", "Other words"]),
    **{kind: st.sampled_from(words) for kind, words in WORDS.items()},
    author=st.sampled_from(["", "none", "Ada Li"]),
)
FOLDERS = ("none", '"none"', "none/none", "news", "news/2025", "news/2025/july", "old news", "n", "nowhere/at all")
FILTERS = st.builds(
    Filters,
    **{
        kind: st.lists(
            st.sampled_from(
                ["unheard of", "none", *(quoted(part) for word in words if word for part in word.split(", "))]
            ),
            max_size=2,
        )
        .map(dict.fromkeys)
        .map(tuple)
        for kind, words in WORDS.items()
    },
    folder=st.lists(st.sampled_from(FOLDERS), max_size=2, unique=True).map(tuple),
    date=st.lists(st.sampled_from(PERIODS), max_size=2, unique=True).map(tuple),
)


def values(it: Article, kind: str) -> set[str]:
    """The values of an article for one filter."""
    if kind == "folder":
        parts = it.path.split("/")[:-1]
        return {"/".join(parts[: at + 1]) for at in range(len(parts))}
    value = getattr(it, kind)
    return set(value.split(", ") if kind == "agency" else [value]) - {""}


def possible(when: str) -> tuple[date, date]:
    """The first and the last day of a date."""
    year, month, day = ([int(part) for part in when[:10].split("-")] + [0, 0])[:3]
    if day:
        return date(year, month, day), date(year, month, day)
    if month:
        return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])
    return date(year, 1, 1), date(year, 12, 31)


def passes(it: Article, kind: str, selected: Sequence[str]) -> bool:
    """Whether an article has any of these values."""
    if kind != "date":
        return bool(values(it, kind) & {*named(selected)}) or ("none" in selected and not values(it, kind))
    if not it.dated:
        return "none" in selected
    first, last = possible(it.dated.when)
    spans = [parse_date_range(period) for period in selected if period != "none"]
    return any((begin or date.min) <= first and last <= (end or date.max) for begin, end in spans)


def left(articles: Sequence[Article], filters: Filters, but: str = "") -> list[Article]:
    """The articles that pass all filters but one kind."""
    requested = [(kind, selected) for kind in (*KINDS, "date") if kind != but and (selected := getattr(filters, kind))]
    return [it for it in articles if all(passes(it, kind, selected) for kind, selected in requested)]


def check_facet(facet: Facet, matching: Sequence[Article], filters: Filters, most: int = MOST) -> None:
    """A facet has the counts of a plain scan, lists the most frequent values, and counts the others."""
    among = left(matching, filters, facet.kind)
    counted = Counter(value for it in among for value in values(it, facet.kind))
    root = max((value for value, count in counted.items() if count == len(among)), key=len, default="")
    selected = getattr(filters, facet.kind)
    counts = {quoted(value): count for value, count in counted.items()} | {"none": facet.unknown}
    assert [(it.value, it.count) for it in facet.values] == [(it.value, counts.get(it.value, 0)) for it in facet.values]
    assert [it.value for it in facet.values if it.selected] == [it.value for it in facet.values if it.value in selected]
    assert {it.value for it in facet.values} >= set(selected)
    assert facet.unknown == sum(not values(it, facet.kind) for it in among)
    listed = named([it.value for it in facet.values if it.count])
    requested = {*named(selected), *(it for value in named(selected) for it in parents(value))}
    in_tree = {it for it in requested if facet.kind == "folder" and it in counted and root in ("", *parents(it))}
    offered = 0
    for folder in {root, *in_tree} if facet.kind == "folder" else {""}:
        inside = [it for it in counted if facet.kind != "folder" or it.rpartition("/")[0] == folder]
        best = sorted(inside, key=lambda it: (-counted[it], it))
        shown = [it for it in best if best.index(it) < most or it in requested or it in in_tree]
        assert [it for it in listed if it in inside] == shown
        offered += len(inside) - len(shown)
    assert facet.left_out == offered


def parents(folder: str) -> list[str]:
    """The folders that a folder is in."""
    parts = folder.split("/")
    return ["/".join(parts[:at]) for at in range(1, len(parts))]


def check_histogram(found: Histogram, matching: Sequence[Article], filters: Filters) -> None:
    """A histogram has a bar for each unit from the first to the last, with the counts of a plain scan."""
    kept = left(matching, filters)
    dated = [it.dated for it in kept if it.dated]
    assert found.undated == sum(not it.dated for it in left(matching, filters, "date"))
    assert found.inferred == sum(it.provenance == "inferred" for it in dated)
    bars = [bar.date for bar in found.bars]
    assert found.inexact == sum(not passes(it, "date", bars) for it in kept if it.dated)
    for bar in found.bars:
        assert bar.count == len(left(matching, filters.replace("date", bar.date)))
    spans = [parse_date_range(bar.date) for bar in found.bars]
    for (_, end), (begin, _) in pairwise(spans):
        assert end
        assert begin == end + timedelta(days=1)
    if found.bars:
        assert left(kept, Filters(date=(bars[0],)))
        assert left(kept, Filters(date=(bars[-1],)))
        assert len(found.bars) <= 62 or found.unit == "century"


def check(engine: Engine, stored: Mapping[str, Article], typed: str, filters: Filters) -> None:
    """The engine finds and counts what a plain scan does."""
    matching = [it for it in stored.values() if typed == "*" or typed in it.text.casefold()]
    found = search(engine, typed, filters)
    assert found.total == len(found.matches) == len(left(matching, filters))
    assert {match.article.id for match in found.matches} == {it.id for it in left(matching, filters)}
    assert found.facets
    assert found.facets.unfiltered == len(matching)
    assert tuple(facet.kind for facet in found.facets.kinds) == KINDS
    for facet in found.facets.kinds:
        check_facet(facet, matching, filters)
    check_histogram(found.facets.dates, matching, filters)
    assert search(engine, typed, filters, facets=False) == found._replace(facets=None)
    for kind in KINDS:
        whole = search(engine, typed, filters, facets=kind).facets
        assert whole
        for facet, usual in zip(whole.kinds, found.facets.kinds, strict=True):
            if facet.kind == kind:
                check_facet(facet, matching, filters, ALL)
            else:
                assert facet == usual


def check_unknown(engine: Engine, stored: Mapping[str, Article]) -> None:
    """`source:none` and the like find exactly the articles without a value."""
    every = {it.id for it in stored.values()}
    for field, kind in (
        ("source", "source"),
        ("agency", "agency"),
        ("place", "place"),
        ("lang", "language"),
        ("author", "author"),
        ("date", ""),
    ):
        unknown = {it.id for it in stored.values() if not (values(it, kind) if kind else it.dated)}
        for typed, expected in ((f"{field}:none", unknown), (f"-{field}:none", every - unknown)):
            found = search(engine, typed, Filters(), facets=False)
            assert {match.article.id for match in found.matches} == expected, typed


def search(engine: Engine, typed: str, filters: Filters, *, facets: FacetSelection = True) -> TopDocs:
    """All that an engine finds."""
    return engine.searcher().search(parse(typed), SearchOptions("path", filters), first=0, count=1000, facets=facets)


def put(engine: Engine, articles: Sequence[Article], gone: Sequence[str] = ()) -> None:
    """Add articles, each in a file of its own, and remove others."""
    with engine.writer() as batch:
        for path in gone:
            batch.remove(path)
        records = [FileRecord(it.path, Stamp(1, 1, 1), it.id * 2, "utf-8", (it.id,)) for it in articles]
        if articles:
            batch.put(FileTable.of(records), batch.build(articles))


def with_own_paths(articles: Sequence[Article]) -> dict[str, Article]:
    """The articles, each with a path of its own."""
    named = [it._replace(path=f"{it.path[:-4]}{number}.txt") for number, it in enumerate(articles)]
    return {it.path: it for it in named}


@fewer(4)
@given(
    st.lists(ARTICLES, max_size=14, unique_by=lambda it: it.id),
    st.integers(0, 14),
    st.sets(st.integers(0, 13)),
    st.lists(st.tuples(st.sampled_from(["*", "ferry", "nothing"]), FILTERS), min_size=1, max_size=4),
)
def test_filters_and_counts_match_a_plain_scan(
    engine_factory: EngineFactory,
    made: list[Article],
    cut: int,
    gone: set[int],
    requested: list[tuple[str, Filters]],
) -> None:
    every = with_own_paths(made)
    with TemporaryDirectory() as folder:
        engine = engine_factory(Path(folder))
        put(engine, list(every.values())[:cut])
        put(engine, list(every.values())[cut:])
        removed = [path for number, path in enumerate(every) if number in gone]
        put(engine, (), removed)
        stored = {path: it for path, it in every.items() if path not in removed}
        for typed, filters in requested:
            check(engine, stored, typed, filters)
        check_unknown(engine, stored)


@pytest.fixture(scope="module")
def grown(engine_factory: EngineFactory, tmp_path_factory: pytest.TempPathFactory) -> tuple[Engine, dict[str, Article]]:
    """An index of many updates, in which segments were merged, and what it holds."""
    random = Random(6)
    engine = engine_factory(tmp_path_factory.mktemp("grown"))
    stored: dict[str, Article] = {}
    for update in range(25):
        gone = random.sample(sorted(stored), len(stored) // 9)
        new = with_own_paths([_random_article(random, 100 * update + number) for number in range(12)])
        put(engine, list(new.values()), [path for path in gone if path not in new])
        stored = {path: it for path, it in stored.items() if path not in gone} | new
    return engine, stored


def _random_article(random: Random, number: int) -> Article:
    day = date(2024, 11, 1) + timedelta(days=random.randrange(300))
    when = random.choice([None, "2025", f"{day:%Y-%m}", *3 * [day.isoformat()]])
    metadata = {kind: random.choice(words) for kind, words in WORDS.items()}
    path = f"news/{random.randrange(12)}/{random.randrange(11)}/{number}.txt"
    return article(number, path, when, random.choice(["Ferry strike", "Ferry", "Other words"]), **metadata)


def _random_filters(random: Random) -> Iterator[Filters]:
    numbers = [f"news/{random.randrange(12)}" for _ in range(3)]
    folders = ("news", *numbers, f"{numbers[0]}/{random.randrange(11)}")
    for _ in range(40):
        chosen = {
            kind: random.sample(["", *map(quoted, words)], random.choice([0, 0, 1, 3])) for kind, words in WORDS.items()
        }
        more = random.sample(folders, random.choice([0, 0, 1, 2]))
        dates = random.sample(PERIODS, random.choice([0, 0, 1, 2]))
        yield Filters.of(**chosen, folder=more, date=dates)


@pytest.mark.parametrize("seed", range(rounds(1, 20)))
def test_filters_and_counts_match_a_plain_scan_after_merges(
    grown: tuple[Engine, dict[str, Article]], seed: int, trials: Trials
) -> None:
    for filters in _random_filters(Random(seed)):
        trials()
        check(*grown, "*", filters)
        check(*grown, "ferry", filters)


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (["2025-07-12"], ("day", "2025-07-12", "2025-07-12")),
        (["2025-07-01", "2025-08-31"], ("day", "2025-07-01", "2025-08-31")),
        (["2025-07-01", "2025-09-01"], ("month", "2025-07", "2025-09")),
        (["2025-07", "2025-07-12"], ("day", "2025-07-12", "2025-07-12")),
        (["2025-07", "2025-07", "2025-07-12"], ("month", "2025-07", "2025-07")),
        (["2025", "2025", "2025-07"], ("year", "2025", "2025")),
        (["1950-01-01", "2011-12-31"], ("year", "1950", "2011")),
        (["1950-01-01", "2012-01-01"], ("decade", "1950..1959", "2010..2019")),
        (["0001-01-01", "9999-12-31"], ("century", "0001..0099", "9900..9999")),
    ],
)
def test_the_histogram_uses_the_shortest_unit_that_fits(
    engine_factory: EngineFactory, tmp_path: Path, days: list[str], expected: tuple[str, str, str]
) -> None:
    engine = engine_factory(tmp_path / "index")
    made = with_own_paths([article(number, "a.txt", when, "Ferry strike") for number, when in enumerate(days)])
    put(engine, list(made.values()))
    found = search(engine, "*", Filters())
    assert found.facets
    bars = found.facets.dates.bars
    assert (found.facets.dates.unit, bars[0].date, bars[-1].date) == expected


def test_a_chosen_value_without_articles_is_listed(small_library: Library) -> None:
    results = small_library.search("*", filters=Filters(source=("The Calder Gazette",), folder=("b",)))
    assert results.total == 0
    assert results.notes == ("No article here has the source “The Calder Gazette”.",)


def test_a_folder_may_have_slashes_around_it(small_library: Library) -> None:
    filters = Filters.of(folder=["/b/", "b", ""], date=["", ""])
    assert filters == Filters(folder=("b",))
    assert Filters.of(folder=["none/", "none"]) == Filters(folder=('"none"', "none"))
    assert [hit.path for hit in small_library.search("*", filters=filters).hits] == ["b/c.txt"]


@pytest.mark.parametrize("typed", ["July", "2025-13", "2025-02-30", "2026..2025", "..", "2025-7", "", "٢٠٢٥"])
def test_an_invalid_date_is_named_in_the_error(small_library: Library, typed: str) -> None:
    with pytest.raises(BadFilter, match=r"is no date to filter by\. Say 2025, ") as caught:
        small_library.search("*", filters=Filters(date=("2025", typed)))
    assert f"“{typed}”" in str(caught.value)


@pytest.mark.parametrize("filters", [Filters(source=tuple(map(str, range(51)))), Filters(folder=(4097 * "a",))])
def test_filters_are_bounded(small_library: Library, filters: Filters) -> None:
    with pytest.raises(BadFilter, match="50 values"):
        small_library.search("*", filters=filters)


@given(st.text(min_size=1, max_size=9) | st.from_regex('"*none"*', fullmatch=True))
def test_every_value_can_be_named_by_a_filter(value: str) -> None:
    filters = Filters.of(source=[quote_value(value)])
    assert filters == Filters(source=(quote_value(value),))
    assert quote_value(value) != UNKNOWN
    assert unquote_value(quote_value(value)) == value


def test_pages_of_filtered_results_cover_all_matches(grown: tuple[Engine, dict[str, Article]]) -> None:
    engine, stored = grown
    filters = Filters(agency=("AFP", "AP"), date=("2025",))
    whole = [match.article.id for match in search(engine, "ferry", filters).matches]
    query = parse("ferry")
    pages = (
        engine.searcher().search(query, SearchOptions("path", filters), first=at, count=5).matches
        for at in range(0, len(whole), 5)
    )
    assert [match.article.id for page in pages for match in page] == whole
    assert len(whole) > 10
    assert len(whole) < len(stored)
