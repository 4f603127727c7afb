"""`Library.whoosh()` does what docs/whoosh.md promises to a user of Whoosh."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from whoosh import query, sorting
from whoosh.collectors import FacetCollector, FilterCollector
from whoosh.fields import FieldConfigurationError
from whoosh.index import Index
from whoosh.qparser import FuzzyTermPlugin, MultifieldParser, QueryParser
from whoosh.searching import Searcher

from search import Library
from search.errors import IndexBusy, IndexMissing
from search.query import parse
from search.whoosh_api.collector import ArrayCollector
from search.whoosh_api.whoosh_tree import whoosh_tree
from tests.docs.papers import quoted, read, table_rows
from tests.support.files import write_files
from tests.support.places import SAMPLE

TEXTS = {
    "ferry.txt": "Ferry terminal closes\n\nThe ferry terminal of Ilmar closed. Crews of the ferry went home.",
    "rain.txt": "Rain in the hills\n\nRain fell in the hills. No ferry left.",
}


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Index:
    """The sample corpus as an index of Whoosh."""
    library = Library.open(SAMPLE, tmp_path_factory.mktemp("whoosh") / "index")
    library.update()
    return library.whoosh()


@pytest.fixture
def searcher(sample: Index) -> Iterator[Searcher]:
    with sample.searcher() as searcher:
        yield searcher


@pytest.fixture
def library(tmp_path: Path) -> Library:
    """A library of TEXTS."""
    library = Library.open(write_files(tmp_path / "texts", TEXTS), tmp_path / "index")
    library.update()
    return library


def paths(searcher: Searcher, tree: query.Query, **options: object) -> list[str]:
    """The paths that a search of Whoosh's finds, in its order."""
    return [hit["path"] for hit in searcher.search(tree, limit=None, **options)]


FERRY = query.Term("text", "ferry")


def test_there_has_to_be_an_index(tmp_path: Path) -> None:
    with pytest.raises(IndexMissing):
        Library.open(write_files(tmp_path / "texts", TEXTS), tmp_path / "index").whoosh()


def test_the_fields_are_those_of_the_page(sample: Index) -> None:
    schema_row = next(row for row in table_rows(read("docs/whoosh.md")) if row[0] == "`index.schema`")
    assert sorted(set(quoted(schema_row[1]))) == sorted(sample.schema.names())
    with pytest.raises(FieldConfigurationError):
        sample.add_field("body", None)


def test_query_parsers_of_whoosh_tokenize_as_the_index_does(sample: Index, searcher: Searcher) -> None:
    parser = QueryParser("text", sample.schema)
    assert parser.parse("FERRY") == FERRY
    parser.add_plugin(FuzzyTermPlugin())
    assert set(paths(searcher, parser.parse("fery~1"))) >= set(paths(searcher, FERRY)) != set()
    both = MultifieldParser(["title", "text"], sample.schema).parse("ferries")
    assert paths(searcher, both) == paths(
        searcher, query.Or([query.Term("title", "ferries"), query.Term("text", "ferries")])
    )


def test_the_array_collector_finds_what_whooshs_collectors_find(sample: Index, searcher: Searcher) -> None:
    tree = QueryParser("text", sample.schema).parse('ferr* OR "dock workers" OR title:harbour')
    collector = ArrayCollector(None)
    searcher.search_with_collector(tree, collector)
    ours, theirs = (
        [(hit["path"], hit.score) for hit in each] for each in (collector.results(), searcher.search(tree, limit=None))
    )
    assert dict(ours) == pytest.approx(dict(theirs))
    assert len(ours) > 3


def test_the_array_collector_goes_inside_others(searcher: Searcher) -> None:
    filtered = FilterCollector(ArrayCollector(None), query.Prefix("path", "harbour"))
    searcher.search_with_collector(FERRY, filtered)
    assert {hit["path"].partition("/")[0] for hit in filtered.results()} == {"harbour"}
    grouped = FacetCollector(ArrayCollector(None), "path")
    searcher.search_with_collector(FERRY, grouped)
    assert len(grouped.results().groups("path")) == len(paths(searcher, FERRY))


def test_the_array_collector_takes_queries_of_this_program(searcher: Searcher) -> None:
    collector = ArrayCollector(None)
    searcher.search_with_collector(parse("ferry NEAR dock").tree, collector)
    assert 0 < len(collector.results()) < len(paths(searcher, FERRY))


def test_a_query_of_this_program_is_a_part_of_one_of_whoosh(searcher: Searcher) -> None:
    part, collector = whoosh_tree(parse("ferries OR docks").tree), ArrayCollector(None)
    searcher.search_with_collector(query.And([part, query.Prefix("path", "harbour")]), collector)
    assert {hit["path"].partition("/")[0] for hit in collector.results()} == {"harbour"}
    assert [*part.iter_all_terms()] == [("text", "ferries"), ("text", "docks")]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("", query.NullQuery),
        ('"ferry" -"dock strike"', query.And([FERRY, query.Not(query.Phrase("text", ["dock", "strike"]))])),
        ("ferr* OR title:fe?ry", query.Or([query.Prefix("text", "ferr"), query.Wildcard("title", "fe?ry")])),
        ("* fery~2", query.And([query.Every(), query.FuzzyTerm("text", "fery", maxdist=2, prefixlength=0)])),
    ],
)
def test_nodes_that_whoosh_has_become_those_of_whoosh(typed: str, expected: query.Query) -> None:
    made = whoosh_tree(parse(typed).tree)
    assert made == expected
    assert all(typed[leaf.startchar : leaf.endchar] for leaf in made.leaves() if leaf != query.NullQuery)


def test_results_can_be_sorted_grouped_and_collapsed(searcher: Searcher) -> None:
    by_path = paths(searcher, FERRY, sortedby="path")
    assert by_path == sorted(by_path)
    assert paths(searcher, FERRY, sortedby=sorting.FieldFacet("path", reverse=True)) == by_path[::-1]
    groups = searcher.search(FERRY, limit=None, groupedby=sorting.StoredFieldFacet("path")).groups()
    assert sorted(groups) == by_path
    assert sorted(paths(searcher, FERRY, collapse="path")) == by_path


def test_results_can_be_filtered_and_tell_their_terms(searcher: Searcher) -> None:
    everywhere = paths(searcher, FERRY)
    inside = paths(searcher, FERRY, filter=query.Term("path", "harbour"))
    assert sorted(inside + paths(searcher, FERRY, mask=query.Term("path", "harbour"))) == sorted(everywhere)
    assert [hit.matched_terms() for hit in searcher.search(FERRY, limit=1, terms=True)] == [[("text", b"ferry")]]


def test_it_suggests_highlights_and_finds_more_like_an_article(sample: Index, searcher: Searcher) -> None:
    assert "ferry" in searcher.suggest("text", "fery")
    assert "harbour" in searcher.corrector("text").suggest("habour")
    assert searcher.correct_query(QueryParser("text", sample.schema).parse("harbuor"), "harbuor").string == "harbour"
    hit = searcher.search(query.Or([FERRY, query.Term("text", "dock")]), limit=1)[0]
    assert ">ferry</b>" in hit.highlights("text").lower()
    similar = [other["path"] for other in hit.more_like_this("text", top=3)]
    assert len(similar) == 3
    assert hit["path"] not in similar
    assert len(searcher.key_terms([0], "text", numterms=3)) == 3


def test_boilerplate_is_stored_and_not_found(searcher: Searcher) -> None:
    path = "culture/canal-messenger-library.txt"
    assert "Newsletter: Slow news" in next(
        fields["text"] for fields in searcher.all_stored_fields() if fields["path"] == path
    )
    assert path not in paths(searcher, query.Term("text", "newsletter")) != []


def test_what_a_writer_adds_is_found_until_the_folder_is_followed(library: Library) -> None:
    before = library.whoosh()
    with library.whoosh().writer() as writer:
        writer.add_document(path="notes/today.txt", text="Night ferry\n\nA night ferry runs.")
        assert writer.delete_by_term("title", "rain") == 1
        with pytest.raises(IndexBusy):
            library.whoosh().writer()
    assert sorted(hit.path for hit in library.search("ferry").hits) == ["ferry.txt", "notes/today.txt"]
    assert not before.up_to_date()
    assert before.refresh().doc_count() == 2
    assert library.check().damaged == ()
    report = library.update()
    assert (report.added, report.removed) == (1, 1)
    assert sorted(hit.path for hit in library.search("ferry").hits) == sorted(TEXTS)


def test_a_searcher_stays_with_its_commit_point(library: Library) -> None:
    with library.whoosh().searcher() as searcher:
        write_files(library.corpus, {"new.txt": "New ferry\n\nferry"})
        library.update()
        assert sorted(paths(searcher, FERRY)) == sorted(TEXTS)
        assert not searcher.up_to_date()
        with searcher.refresh() as newer:
            assert sorted(paths(newer, FERRY)) == sorted({*TEXTS, "new.txt"})
