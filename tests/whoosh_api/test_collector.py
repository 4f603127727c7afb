"""Our collector against Whoosh's own index and collector, and Whoosh's collectors on our readers."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st
from whoosh import query, scoring
from whoosh.collectors import CollapseCollector, Collector, FacetCollector, FilterCollector, TermsCollector
from whoosh.matching import NullMatcher
from whoosh.query.qcore import QueryError
from whoosh.searching import Searcher

from search.engines.embedded.engine import EmbeddedEngine
from search.engines.embedded.segment.merge import FANOUT
from search.engines.embedded.storage.commit_points import read_commit_points
from search.query import parse
from search.query.nodes import AnyOf, Forms, Near
from search.query.tree import Query
from search.whoosh_api.collector import ArrayCollector
from search.whoosh_api.index import WhooshIndex
from search.whoosh_api.whoosh_tree import whoosh_tree
from tests.support import oracle, whoosh_oracle
from tests.support.engines import paths_of, search
from tests.support.profiles import fewer
from tests.support.whoosh_oracle import TREES, Scores, assert_same, our_results, whoosh_results

NAMES = [f"{letter}.txt" for letter in "abcdefghij"]
FEWER = fewer(3)
CORPORA = st.dictionaries(st.sampled_from(NAMES), whoosh_oracle.TEXTS, min_size=1, max_size=10)
CHANGES = st.lists(
    st.dictionaries(st.sampled_from(NAMES), st.none() | whoosh_oracle.TEXTS, max_size=5), min_size=1, max_size=4
)
SOME_TREES = st.lists(TREES, min_size=1, max_size=8)


@FEWER
@given(CORPORA, CHANGES, SOME_TREES)
def test_whooshs_own_index_gives_the_same_results_and_scores(
    corpus: dict[str, str], changes: list[dict[str, str | None]], trees: list[query.Query]
) -> None:
    batches: Sequence[Mapping[str, str | None]] = [corpus, *changes]
    with TemporaryDirectory() as folder:
        whoosh_oracle.index_by_batches(Path(folder), batches)
        with (
            WhooshIndex(Path(folder), "none").searcher() as ours,
            whoosh_oracle.whoosh_searcher(whoosh_oracle.remaining(batches)) as other,
        ):
            assert ours.doc_count_all() == other.doc_count_all()
            for tree in trees:
                found = our_results(ours, tree)
                assert_same(found, whoosh_results(other, tree), tree)
                assert_same(found, whoosh_results(ours, tree), tree)


@pytest.fixture(scope="module")
def merged(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Searcher, Searcher, Searcher]]:
    """Our searchers and Whoosh's own, after many small batches with merges and deletions."""
    words, random = oracle.WORDS, Random(7)
    texts = {}
    while len(texts) < 3 * FANOUT + 5:
        text = f"{random.choice(words)}\n\n{' '.join(random.choices(words, k=random.choice((4, 7, 12, 16))))}"
        if whoosh_oracle.is_exact(text):
            texts[f"{len(texts)}.txt"] = text
    gone = list(texts)[3::7]
    batches = [{path: text} for path, text in texts.items()] + [dict.fromkeys([path]) for path in gone]
    folder = tmp_path_factory.mktemp("merged")
    whoosh_oracle.index_by_batches(folder, batches)
    assert 1 < len(next(read_commit_points(folder)).segments) <= FANOUT
    now = whoosh_oracle.remaining(batches)
    with (
        WhooshIndex(folder, "none").searcher() as ours,
        whoosh_oracle.whoosh_searcher(now) as other,
        whoosh_oracle.whoosh_searcher(now, cuts=(5, 20)) as in_parts,
    ):
        yield ours, other, in_parts


@given(TREES)
def test_whooshs_own_index_gives_the_same_results_after_merges(
    merged: tuple[Searcher, Searcher, Searcher], tree: query.Query
) -> None:
    ours, *others = merged
    found = our_results(ours, tree)
    for other in others:
        assert_same(found, whoosh_results(other, tree), tree)
    assert_same(found, whoosh_results(ours, tree), tree)


@given(TREES, st.integers(1, 40))
def test_the_best_results_are_the_first_of_all_and_the_total_is_exact(
    merged: tuple[Searcher, Searcher, Searcher], tree: query.Query, limit: int
) -> None:
    ours, _, _ = merged
    every = our_results(ours, tree)
    collector = ArrayCollector(limit)
    ours.search_with_collector(tree, collector)
    results = collector.results()
    assert [(hit["path"], hit.score) for hit in results] == every[:limit]
    assert (len(results), results.estimated_length(), len(results.docs())) == (len(every),) * 3
    assert [hit["path"] for hit in results] == [ours.stored_fields(at)["path"] for at, _ in results.items()]


@given(whoosh_oracle.NESTED, st.integers(1, 40))
def test_whooshs_top_n_optimizations_lose_nothing_on_our_readers(
    merged: tuple[Searcher, Searcher, Searcher], tree: query.Query, limit: int
) -> None:
    ours, _, _ = merged
    found = whoosh_results(ours, tree, limit, exact=False)
    assert [score for _, score in found] == pytest.approx([score for _, score in our_results(ours, tree)[:limit]])


OTHERS = st.one_of(
    st.builds(query.Regex, st.just("text"), st.sampled_from(("f.r+y", "dock|us", ".*s")), constantscore=st.just(False)),
    st.builds(query.DisjunctionMax, st.lists(whoosh_oracle.TERMS, min_size=2, max_size=3)),
    st.builds(query.AndMaybe, whoosh_oracle.TERMS, whoosh_oracle.TERMS),
    st.builds(query.Require, whoosh_oracle.TERMS, whoosh_oracle.PHRASES),
    st.builds(query.Otherwise, whoosh_oracle.TERMS, whoosh_oracle.TERMS),
    st.builds(query.Or, st.lists(whoosh_oracle.TERMS, min_size=2, max_size=3), scale=st.just(0.5)),
    st.builds(query.SpanNear2, st.lists(whoosh_oracle.TERMS, min_size=2, max_size=3), st.integers(1, 4), st.booleans()),
    st.builds(query.Variations, st.just("text"), st.sampled_from(("dock", "ferry"))),
)


@given(OTHERS, whoosh_oracle.TERMS)
def test_other_queries_are_answered_by_whooshs_matchers(
    merged: tuple[Searcher, Searcher, Searcher], tree: query.Query, term: query.Query
) -> None:
    ours, other, _ = merged
    found = our_results(ours, tree)
    assert_same(found, whoosh_results(ours, tree), tree)
    # these see a segment by itself, and DisjunctionMax scores a document also as one that comes later
    if not isinstance(tree, (query.Otherwise, query.DisjunctionMax, query.Or)):
        assert_same(found, whoosh_results(other, tree), tree)
    scores, more = dict(found), dict(our_results(ours, term))
    both = [(path, scores[path] + more[path]) for path in scores.keys() & more.keys()]
    assert_same(our_results(ours, query.And([tree, term])), both, tree)


@pytest.mark.parametrize(
    "weighting", [scoring.BM25F(B=0.5), scoring.BM25F(text_B=0.1), scoring.TF_IDF(), scoring.Frequency()]
)
def test_another_weighting_is_computed_by_whoosh(
    merged: tuple[Searcher, Searcher, Searcher], weighting: scoring.WeightingModel
) -> None:
    ours, other, _ = merged
    tree = query.And([query.Term("text", "ferry"), query.Or([query.Term("title", "dock"), query.Term("text", "us")])])
    weighted = Searcher(ours.reader(), weighting, closereader=False)
    assert_same(our_results(weighted, tree), whoosh_results(Searcher(other.reader(), weighting), tree), weighting)
    assert dict(our_results(weighted, tree)) != dict(our_results(ours, tree))


def test_a_subclass_of_a_query_is_matched_by_its_own_matcher(merged: tuple[Searcher, Searcher, Searcher]) -> None:
    class Never(query.Term):
        def matcher(self, searcher: Searcher, context: object = None) -> object:  # noqa: ARG002
            return NullMatcher()

    ours, _, _ = merged
    assert our_results(ours, query.Term("text", "ferry"))
    assert our_results(ours, Never("text", "ferry")) == []


@pytest.mark.parametrize(
    "typed",
    [
        "path:txt",
        "title:ferr*",
        "feri~2 OR dock*",
        "str?ke -us",
        "* -ferry",
        '"dock us" harb*',
    ],
)
def test_our_query_nodes_match_as_in_the_engine(merged: tuple[Searcher, Searcher, Searcher], typed: str) -> None:
    ours, _, _ = merged
    texts = {fields["path"]: fields["text"] for fields in ours.all_stored_fields()}
    with TemporaryDirectory() as folder:
        whoosh_oracle.index_by_batches(Path(folder), [texts])
        expected = search(EmbeddedEngine(Path(folder), "none"), typed)
    assert sorted(path for path, _ in our_results(ours, whoosh_tree(parse(typed).tree))) == sorted(paths_of(expected))
    assert expected.total


@pytest.mark.parametrize(
    "leaf", [Forms("text", "ferry"), Near("text", ["ferry", "dock"], slop=3), AnyOf("text", ["us"])]
)
def test_our_leaves_have_no_whoosh_matcher(merged: tuple[Searcher, Searcher, Searcher], leaf: Query) -> None:
    ours, _, _ = merged
    with pytest.raises(QueryError, match="no matcher"):
        whoosh_results(ours, whoosh_tree(leaf))
    with pytest.raises(QueryError, match="no matcher"):
        our_results(ours, query.DisjunctionMax([whoosh_tree(leaf), query.Term("text", "us")]))


@pytest.mark.parametrize("field", ["date", "body", ""])
def test_an_unknown_field_matches_nothing(merged: tuple[Searcher, Searcher, Searcher], field: str) -> None:
    ours, _, _ = merged
    for leaf in (query.Term, query.Prefix, query.Wildcard, query.FuzzyTerm):
        assert our_results(ours, leaf(field, "fe*")) == []
    assert our_results(ours, whoosh_tree(Forms(field, "fe*"))) == []
    assert (
        our_results(ours, query.Or([]))
        == our_results(ours, query.And([]))
        == our_results(ours, query.Phrase("text", []))
        == []
    )


@pytest.mark.parametrize("text", ["ferries\nferry", "\ud800", "", "\0", "fern\n", b"\xff", b"fern\nferries"])
def test_an_invalid_term_matches_nothing(merged: tuple[Searcher, Searcher, Searcher], text: str | bytes) -> None:
    ours, _, _ = merged
    term = query.Term("text", text)
    for tree in (term, query.Phrase("text", ["ferry", text]), query.And([term, query.Term("text", "us")])):
        assert our_results(ours, tree) == []
    assert ("text", text) not in ours.reader()
    assert our_results(ours, query.Term("text", b"ferry")) == our_results(ours, query.Term("text", "ferry")) != []


def test_every_matches_articles_with_any_term_in_a_field(tmp_path: Path) -> None:
    texts = {"a.txt": "Ferry\n\nferry", "b.txt": "!!!\n\n???", "c.txt": "!"}
    whoosh_oracle.index_by_batches(tmp_path, [texts])
    with WhooshIndex(tmp_path, "none").searcher() as ours, whoosh_oracle.whoosh_searcher(texts) as other:
        for field, count in (("title", 1), ("text", 1), (None, 3)):
            found = our_results(ours, query.Every(field, boost=2.0))
            assert_same(found, whoosh_results(other, query.Every(field, boost=2.0)), field)
            assert len(found) == count


def test_the_collector_refuses_other_indexes(merged: tuple[Searcher, Searcher, Searcher]) -> None:
    with pytest.raises(TypeError):
        our_results(merged[1], query.Every())


def test_wrapping_collectors_work_as_around_whooshs_own(
    merged: tuple[Searcher, Searcher, Searcher],
) -> None:
    ours, other, _ = merged
    tree = query.Or([query.Term("text", word) for word in ("ferry", "dock", "us")])
    allow, mask = query.Term("text", "strike"), query.Term("title", "dock")

    def filtered(searcher: Searcher, inner: Collector) -> tuple[Scores, int]:
        collector = FilterCollector(inner, allow, mask)
        searcher.search_with_collector(tree, collector)
        results = collector.results()
        return [(hit["path"], hit.score) for hit in results], collector.count()

    def grouped(searcher: Searcher, inner: Collector) -> dict[str, set[str]]:
        collector = FacetCollector(inner, "title")
        searcher.search_with_collector(tree, collector)
        groups = collector.results().groups("title")
        return {name: {searcher.stored_fields(at)["path"] for at in found} for name, found in groups.items()}

    def collapsed(searcher: Searcher, inner: Collector) -> Scores:
        collector = CollapseCollector(inner, "title")
        searcher.search_with_collector(tree, collector)
        return [(hit["path"], hit.score) for hit in collector.results()]

    def with_terms(searcher: Searcher, inner: Collector) -> list[tuple[str, set[bytes]]]:
        collector = TermsCollector(inner)
        searcher.search_with_collector(tree, collector)
        return [(hit["path"], {word for _, word in hit.matched_terms()}) for hit in collector.results()]

    (found, count), (expected, expected_count) = (
        filtered(ours, ArrayCollector(None)),
        filtered(other, whoosh_oracle.whoosh_collector()),
    )
    assert_same(found, expected, "filtered")
    assert 0 < count == expected_count < len(our_results(ours, tree))
    assert grouped(ours, ArrayCollector(None)) == grouped(other, whoosh_oracle.whoosh_collector())
    assert_same(collapsed(ours, ArrayCollector(None)), collapsed(other, whoosh_oracle.whoosh_collector()), "collapsed")
    assert with_terms(ours, ArrayCollector(None)) == with_terms(other, whoosh_oracle.whoosh_collector())
