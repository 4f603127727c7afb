"""Our readers equal Whoosh's own for the same articles, and Whoosh's searcher works on them."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from whoosh import query
from whoosh.collectors import TimeLimitCollector
from whoosh.matching import ReadTooFar
from whoosh.reading import IndexReader, MultiReader, ReaderClosed, TermInfo, TermNotFound
from whoosh.searching import Searcher
from whoosh.sorting import FieldFacet

from search.analysis.tokenizer import tokenize
from search.engines.embedded.storage.commit_points import read_commit_points
from search.errors import IndexDamaged
from search.extract.articles import article_id
from search.whoosh_api.collector import ArrayCollector
from search.whoosh_api.index import WhooshIndex
from search.whoosh_api.schema import Analysis
from search.whoosh_api.segment_reader import WhooshSegmentReader
from tests.support import oracle, whoosh_oracle
from tests.support.profiles import fewer
from tests.support.texts import OTHER, STORY

FIELDS = ("path", "text", "title")


def ids(path: str) -> str:
    return article_id(path, 1)


def texts(count: int) -> dict[str, str]:
    """Texts whose lengths Whoosh keeps exactly, in order of their ids."""
    random = Random(3)
    made = {}
    for path in sorted((f"{number}.txt" for number in range(count)), key=ids):
        while path not in made or not whoosh_oracle.is_exact(made[path]):
            body = random.choices(oracle.WORDS, weights=range(1, 9), k=random.choice((3, 6, 12)))
            made[path] = f"{random.choice(oracle.WORDS)} {random.choice(oracle.WORDS)}\n\n{' '.join(body)}"
    return made


@pytest.fixture(scope="module", params=["one segment", "several segments"])
def both(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Searcher, Searcher]]:
    """Our searchers and Whoosh's own with the same 40 articles; ours also has deleted ones."""
    folder = tmp_path_factory.mktemp("both")
    every = list(texts(40).items())
    others = {f"gone{number}.txt": "A vanished zeppelin ferry" for number in range(9)}
    cuts = (10, 25) if request.param == "several segments" else ()
    bounds = [0, *cuts, len(every)]
    batches = [
        {**dict(list(others.items())[3 * number : 3 * number + 3]), **dict(every[first:end])}
        for number, (first, end) in enumerate(pairwise(bounds))
    ]
    whoosh_oracle.index_by_batches(folder, [*batches, dict.fromkeys(others)])
    assert len(next(read_commit_points(folder)).segments) == len(bounds) - 1
    index = WhooshIndex(folder, "none")
    with index.searcher() as ours, whoosh_oracle.whoosh_searcher(dict(every), cuts) as other:
        assert [ours.stored_fields(at)["path"] for at in range(40)] == [path for path, _ in every]
        yield ours, other


def figures(info: TermInfo) -> tuple[float | None, ...]:
    return (
        info.weight(),
        info.doc_frequency(),
        info.min_length(),
        info.max_length(),
        info.max_weight(),
        info.min_id(),
        info.max_id(),
    )


def test_it_is_a_multi_reader_over_segments(both: tuple[Searcher, Searcher]) -> None:
    reader = both[0].reader()
    assert isinstance(reader, MultiReader)
    assert all(
        isinstance(leaf, WhooshSegmentReader) and isinstance(leaf, IndexReader) for leaf, _ in reader.leaf_readers()
    )


def test_terms_and_their_statistics_equal_whooshs(both: tuple[Searcher, Searcher]) -> None:
    ours, other = (searcher.reader() for searcher in both)
    assert list(ours.all_terms()) == list(other.all_terms())
    assert [(term, figures(info)) for term, info in ours] == [(term, figures(info)) for term, info in other]
    for name in FIELDS:
        assert list(ours.lexicon(name)) == list(other.lexicon(name))
        assert list(ours.field_terms(name)) == list(other.field_terms(name))
        assert list(ours.expand_prefix(name, "fer")) == list(other.expand_prefix(name, "fer"))
        assert list(ours.terms_from(name, b"g")) == list(other.terms_from(name, b"g"))
        assert ours.most_frequent_terms(name, 4) == other.most_frequent_terms(name, 4)
        assert ours.most_distinctive_terms(name, 4, "f") == other.most_distinctive_terms(name, 4, "f")
        for word in (*oracle.WORDS, b"ferry", "zeppelin", "nothing", b"\xff"):
            assert ((name, word) in ours) == ((name, word) in other)
            assert ours.frequency(name, word) == other.frequency(name, word)
            assert ours.doc_frequency(name, word) == other.doc_frequency(name, word)
    assert sorted(ours.indexed_field_names()) == sorted(other.indexed_field_names())


def test_field_and_document_statistics_equal_whooshs(both: tuple[Searcher, Searcher]) -> None:
    ours, other = (searcher.reader() for searcher in both)
    assert (ours.doc_count(), ours.doc_count_all(), ours.has_deletions()) == (40, 40, False)
    assert list(ours.all_doc_ids()) == list(other.all_doc_ids())
    assert list(ours.all_stored_fields()) == list(other.all_stored_fields())
    assert list(ours.iter_docs()) == list(other.iter_docs())
    for name in FIELDS:
        for ask in ("field_length", "min_field_length", "max_field_length"):
            assert getattr(ours, ask)(name) == getattr(other, ask)(name), (ask, name)
        lengths = [ours.doc_field_length(document, name) for document in range(40)]
        assert lengths == [other.doc_field_length(document, name) for document in range(40)]
        assert not ours.has_vector(0, name)


def test_postings_equal_whooshs(both: tuple[Searcher, Searcher]) -> None:
    ours, other = (searcher.reader() for searcher in both)
    assert list(ours.iter_postings()) == list(other.iter_postings())
    for word in oracle.WORDS:
        for form in ("frequency", "weight", "positions", "position_boosts"):
            found, expected = ours.postings("text", word), other.postings("text", word)
            while expected.is_active():
                assert (found.id(), found.value_as(form)) == (expected.id(), expected.value_as(form))
                found.next(), expected.next()
            assert not found.is_active()
        assert ours.first_id("text", word) == other.first_id("text", word)
    for reader in (ours, other):
        with pytest.raises(TermNotFound):
            reader.postings("text", "zeppelin")
        with pytest.raises(TermNotFound):
            reader.term_info("text", "zeppelin")


def test_a_matcher_goes_forward_and_back(both: tuple[Searcher, Searcher]) -> None:
    reader, _ = both[0].reader().leaf_readers()[0]
    matcher = reader.postings("text", "ferry")
    every = list(matcher.all_ids())
    matcher.skip_to(every[2])
    other = matcher.copy()
    matcher.next()
    assert (other.id(), matcher.id()) == (every[2], every[3])
    assert [at for at, _ in other.all_items()] == every[2:]
    matcher.skip_to(1_000_000)
    assert not matcher.is_active()
    for step in (matcher.next, lambda: matcher.skip_to(1)):
        with pytest.raises(ReadTooFar):
            step()
    matcher.reset()
    assert (matcher.id(), matcher.score(), matcher.term()) == (every[0], matcher.weight(), ("text", b"ferry"))
    assert [(span.start, span.end) for span in matcher.spans()] == [(at, at) for at in matcher.value_as("positions")]


def test_columns_equal_whooshs(both: tuple[Searcher, Searcher]) -> None:
    ours, other = (searcher.reader() for searcher in both)
    for name in ("path", "title"):
        assert ours.has_column(name) and other.has_column(name)
        for translate in (False, True):
            expected = other.column_reader(name, translate=translate)
            assert list(ours.column_reader(name, translate=translate)) == list(expected)
    assert not ours.has_column("text")
    with pytest.raises(KeyError):
        ours.leaf_readers()[0][0].column_reader("text")


@pytest.mark.parametrize("reverse", [False, True])
@pytest.mark.parametrize(
    "key", ["title", "path", FieldFacet("title", reverse=True), ["title", FieldFacet("path", reverse=True)]]
)
def test_sorting_equals_whooshs(both: tuple[Searcher, Searcher], key: object, reverse: bool) -> None:
    tree = query.Or([query.Term("text", "ferry"), query.Prefix("title", "do")])
    ours, other = (searcher.search(tree, sortedby=key, reverse=reverse, limit=None) for searcher in both)
    assert [hit["path"] for hit in ours] == [hit["path"] for hit in other]
    assert len(ours) > 10


@pytest.mark.parametrize("name", ["text", "title"])
def test_suggestions_key_terms_and_more_like_this_equal_whooshs(both: tuple[Searcher, Searcher], name: str) -> None:
    ours, other = both
    for word in ("fery", "dok", "strke", "harbor", "usa", "zzzzzz", "ferry"):
        for options in ({}, {"maxdist": 1}, {"prefix": 1}, {"limit": 1}):
            assert ours.suggest(name, word, **options) == other.suggest(name, word, **options), (word, options)
    for document in range(40):
        found, expected = (searcher.key_terms([document, 7], name) for searcher in both)
        assert [word for word, _ in found] == [word for word, _ in expected]
        assert [weight for _, weight in found] == pytest.approx([weight for _, weight in expected])
        alike, expected_alike = (searcher.more_like(document, name) for searcher in both)
        assert [hit["path"] for hit in alike] == [hit["path"] for hit in expected_alike]
        assert [hit.score for hit in alike] == pytest.approx([hit.score for hit in expected_alike])
    text = "ferry dock strike ferry"
    assert ours.key_terms_from_text(name, text) == other.key_terms_from_text(name, text)
    assert ours.correct_query(query.Term(name, "harbor"), None).query == query.Term(name, "harbour")


def test_whooshs_searcher_finds_documents_by_their_terms(both: tuple[Searcher, Searcher]) -> None:
    ours, other = both
    assert ours.document(title="ferry") == other.document(title="ferry")
    assert list(ours.document_numbers(title="us", text="dock")) == list(other.document_numbers(title="us", text="dock"))
    assert ours.document_number(text="zeppelin") is None
    page = ours.search_page(query.Every(), 3, pagelen=15)
    assert (page.pagecount, page.total, len(list(page))) == (3, 40, 10)
    hit = ours.search(query.Term("text", "ferry"), terms=True)[0]
    assert "ferry" in hit.highlights("text") and hit.matched_terms() == [("text", b"ferry")]


def test_whooshs_time_limit_wraps_our_collector(both: tuple[Searcher, Searcher]) -> None:
    collector = TimeLimitCollector(ArrayCollector(5), timedelta(minutes=1).total_seconds())
    both[0].search_with_collector(query.Term("text", "ferry"), collector)
    assert [hit.score for hit in collector.results()] == [
        score for _, score in whoosh_oracle.our_results(both[0], query.Term("text", "ferry"), 5)
    ]


@pytest.mark.parametrize("text", ["The U.S. ferry, 6,000 docks", "!!!", "", "Wonsan-Kalma \U0001f600 C++"])
def test_the_analyzer_gives_our_tokens(text: str) -> None:
    found = [
        (token.text, token.pos, token.startchar, token.endchar, token.original)
        for token in Analysis()(text, positions=True, chars=True, keeporiginal=True, start_pos=5, start_char=7)
    ]
    expected = tokenize(text)
    spans = list(zip(expected.starts, expected.ends, strict=True))
    assert [row[0] for row in found] == list(expected.terms)
    assert [row[1] for row in found] == list(range(5, 5 + len(spans)))
    assert [(row[2] - 7, row[3] - 7) for row in found] == spans
    assert [row[4] for row in found] == [text[slice(*span)] for span in spans]
    assert [token.text for token in Analysis()(text, tokenize=False)] == [text]


@fewer(8)
@given(st.lists(st.tuples(st.sampled_from("abcdef"), st.none() | whoosh_oracle.TEXTS), min_size=1, max_size=9))
def test_words_of_deleted_articles_only_are_gone(changes: list[tuple[str, str | None]]) -> None:
    from tempfile import TemporaryDirectory

    batches = [{f"{name}.txt": text} for name, text in changes]
    with TemporaryDirectory() as folder:
        whoosh_oracle.index_by_batches(Path(folder), batches)
        index = WhooshIndex(Path(folder), "none")
        with index.reader() as ours, whoosh_oracle.whoosh_searcher(whoosh_oracle.remaining(batches)) as other:
            assert list(ours.all_terms()) == list(other.reader().all_terms())
            assert [info.doc_frequency() for _, info in ours] == [info.doc_frequency() for _, info in other.reader()]


def test_a_word_is_found_in_every_block_of_terms(tmp_path: Path) -> None:
    words = [f"w{number:05}" for number in range(9000)]
    whoosh_oracle.index_by_batches(
        tmp_path, [{f"{part}.txt": " ".join(words[part::3]) for part in range(3)}, {"1.txt": None}]
    )
    with WhooshIndex(tmp_path, "none").reader() as reader:
        assert list(reader.field_terms("text")) == [word for word in words if int(word[1:]) % 3 != 1]


def test_a_closed_reader_raises(tmp_path: Path) -> None:
    whoosh_oracle.index_by_batches(tmp_path, [{"a.txt": STORY, "b.txt": OTHER}])
    reader = WhooshIndex(tmp_path).reader()
    reader.close()
    reader.close()
    with pytest.raises(IndexDamaged, match="cannot be read"):
        reader.multi_reader.segments[0][1].file.verify()
    for ask in (
        lambda: reader.doc_frequency("text", "ferry"),
        lambda: reader.stored_fields(0),
        lambda: reader.column_reader("title"),
        lambda: reader.field_length("text"),
    ):
        with pytest.raises(ReaderClosed):
            ask()


def everything(folder: Path) -> list[object]:
    """Everything in an index, through Whoosh."""
    with WhooshIndex(folder, "none").searcher() as searcher:
        reader = searcher.reader()
        tree = query.Or([query.Term("text", "ferry"), query.Phrase("text", ["dock", "is"]), query.Prefix("title", "f")])
        return [
            list(reader.iter_postings()),
            list(reader.all_stored_fields()),
            [list(reader.column_reader(name)) for name in ("title", "path")],
            [figures(info) for _, info in reader],
            whoosh_oracle.our_results(searcher, tree),
            whoosh_oracle.whoosh_results(searcher, tree),
            searcher.suggest("text", "fery"),
        ]


def test_a_damaged_file_raises(tmp_path: Path) -> None:
    whoosh_oracle.index_by_batches(tmp_path, [{"a.txt": STORY, "b.txt": OTHER}])
    expected = everything(tmp_path)
    segment = next(tmp_path.glob("segment-*"))
    whole = segment.read_bytes()
    noticed = 0
    for at in np.linspace(0, len(whole) - 1, 97).astype(int).tolist():
        segment.write_bytes(whole[:at] + bytes([whole[at] ^ 1 << at % 8]) + whole[at + 1 :])
        with pytest.raises(IndexDamaged):
            everything(tmp_path)
        noticed += 1
    segment.write_bytes(whole)
    assert (noticed, everything(tmp_path)) == (97, expected)


def test_a_file_truncated_under_a_reader_raises(tmp_path: Path) -> None:
    whoosh_oracle.index_by_batches(tmp_path, [{"a.txt": STORY, "b.txt": OTHER}])
    with WhooshIndex(tmp_path).reader() as reader:
        with next(tmp_path.glob("segment-*")).open("r+b") as file:
            file.truncate(50)
        for ask in (lambda: list(reader.all_terms()), lambda: reader.stored_fields(0)):
            with pytest.raises(IndexDamaged):
                ask()
