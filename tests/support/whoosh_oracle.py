"""The same articles in our index and in one of Whoosh's own, and query trees for both."""

from collections.abc import Callable, Mapping, Sequence
from copy import copy
from hashlib import blake2b
from itertools import pairwise
from math import isclose
from pathlib import Path

from hypothesis import strategies as st
from whoosh import query
from whoosh.collectors import TopCollector
from whoosh.filedb.filestore import RamStorage
from whoosh.searching import Searcher
from whoosh.util.numeric import byte_to_length, length_to_byte

from search.analysis.tokenizer import tokenize
from search.engines.embedded.engine import EmbeddedEngine
from search.extract.articles import article_id, extract_articles
from search.types.article import Article
from search.types.files import FileText
from search.whoosh_api.collector import ArrayCollector
from search.whoosh_api.schema import schema
from tests.support import oracle
from tests.support.engines import add_texts

Scores = list[tuple[str, float]]
"""What was found, best first: paths with scores."""


def articles_of(path: str, text: str) -> tuple[Article, ...]:
    """The articles of a file."""
    data = text.encode()
    return extract_articles(path, FileText(text, "utf-8", blake2b(data, digest_size=16).hexdigest(), len(data)))


def is_exact(text: str) -> bool:
    """Whether a text is one article with field lengths that Whoosh stores exactly in its one byte."""
    (article, *others) = articles_of("a.txt", text)
    lengths = [len(tokenize(value)) for value in (text, text[slice(*article.title)])]
    return not others and all(byte_to_length(length_to_byte(length)) == length for length in lengths)


TEXTS = oracle.TEXTS.map(str).filter(is_exact)
"""Short texts of such lengths."""


def index_by_batches(folder: Path, batches: Sequence[Mapping[str, str | None]]) -> None:
    """An index to which each batch adds texts by their paths, or removes what is at a path."""
    engine = EmbeddedEngine(folder, "none")
    for texts in batches:
        with engine.writer() as batch:
            add_texts(batch, {path: text for path, text in texts.items() if text is not None})
            for path in [path for path, text in texts.items() if text is None]:
                batch.remove(path)


def remaining(batches: Sequence[Mapping[str, str | None]]) -> dict[str, str]:
    """The texts after all batches."""
    now: dict[str, str | None] = {}
    for texts in batches:
        now |= texts
    return {path: text for path, text in now.items() if text is not None}


def whoosh_searcher(texts: Mapping[str, str], cuts: Sequence[int] = ()) -> Searcher:
    """Whoosh's own index of texts, in order of their ids; a segment ends at each of `cuts`."""
    index = RamStorage().create_index(schema())
    ordered = sorted(texts, key=lambda path: article_id(path, 1))
    bounds = [0, *sorted(set(cuts)), len(ordered)]
    for first, end in pairwise(bounds):
        writer = index.writer()
        for path in ordered[first:end]:
            for article in articles_of(path, texts[path]):
                title = article.text[slice(*article.title)]
                writer.add_document(text=article.text, title=title, path=article.path)
        writer.commit(merge=False)
    return index.searcher()


def whoosh_collector() -> TopCollector:
    """Whoosh's collector of the best thousand, without its shortcuts."""
    return TopCollector(1000, usequality=False, replace=0)


def whoosh_results(searcher: Searcher, tree: query.Query, limit: int | None = None, exact: bool = True) -> Scores:
    """What Whoosh's matchers find; `exact` without its shortcuts."""
    options = {"usequality": False, "replace": 0} if exact else {}
    collector = TopCollector(limit or searcher.doc_count_all() or 1, **options)
    searcher.search_with_collector(as_whoosh_query(tree), collector)
    return [(hit["path"], hit.score) for hit in collector.results()]


def our_results(searcher: Searcher, tree: query.Query, limit: int | None = None) -> Scores:
    """What our collector finds."""
    collector = ArrayCollector(limit)
    searcher.search_with_collector(tree, collector)
    return [(hit["path"], hit.score) for hit in collector.results()]


def assert_same(found: Scores, expected: Scores, what: object) -> None:
    """The results have the same articles and scores, in order of scores and then of ids."""
    scores, expected_scores = dict(found), dict(expected)
    assert len(found) == len(scores)
    assert scores.keys() == expected_scores.keys(), what
    for path, score in scores.items():
        assert isclose(score, expected_scores[path], rel_tol=1e-9), (what, path, score, expected_scores[path])
    assert found == sorted(found, key=lambda pair: (-pair[1], article_id(pair[0], 1))), what


def as_whoosh_query(tree: query.Query) -> query.Query:
    """A tree that means the same, in words that Whoosh's matchers keep.

    Its matcher of AndNot lets through a document at its beginning that it ought to leave out, `constantscore` holds for
    three words or more, without the boost, and Whoosh Reloaded loses the boost of a prefix that stands for one word.
    """
    if isinstance(tree, query.AndNot):
        return query.Require(as_whoosh_query(tree.a), query.Not(as_whoosh_query(tree.b)))
    if type(tree) in (query.And, query.Or, query.Not, query.ConstantScoreQuery) and not getattr(tree, "scale", None):
        return tree.apply(as_whoosh_query)
    if not hasattr(tree, "constantscore"):
        return tree
    plain = copy(tree)
    plain.constantscore, plain.boost = False, 1.0
    if tree.constantscore:
        return query.ConstantScoreQuery(plain, tree.boost)
    return query.Or([plain, query.Term(tree.field(), "absent")], boost=tree.boost)


FIELD = st.sampled_from(("text", "text", "title"))
WORD = st.sampled_from((*oracle.WORDS, "zebra"))
BOOST = st.sampled_from((1.0, 1.0, 0.5, 3.0))
_MULTI = {"boost": BOOST, "constantscore": st.booleans()}


def _made(kind: Callable[..., query.Query], **options: st.SearchStrategy[object]) -> st.SearchStrategy[query.Query]:
    return st.builds(kind, **options)


TERMS = _made(query.Term, fieldname=FIELD, text=WORD, boost=BOOST)
PHRASES = _made(
    query.Phrase, fieldname=FIELD, words=st.lists(WORD, min_size=2, max_size=3), slop=st.integers(1, 4), boost=BOOST
)
PREFIXES = _made(query.Prefix, fieldname=FIELD, text=st.sampled_from(("fe", "ferr", "do", "h", "zz", "")), **_MULTI)
WILDCARDS = _made(
    query.Wildcard, fieldname=FIELD, text=st.sampled_from(("f*r*", "*s", "d?ck", "*", "fer[rn]*", "z?")), **_MULTI
)
FUZZY = _made(
    query.FuzzyTerm,
    fieldname=FIELD,
    text=st.sampled_from(("fery", "dok", "strik", "harbor", "fero", "uss", "kock", "yerry")),
    maxdist=st.integers(1, 2),
    prefixlength=st.integers(0, 2),
    **_MULTI,
)
RANGES = _made(
    query.TermRange,
    fieldname=FIELD,
    start=st.none() | WORD,
    end=st.none() | WORD,
    startexcl=st.booleans(),
    endexcl=st.booleans(),
    **_MULTI,
)
EVERY = _made(query.Every, fieldname=st.none() | FIELD, boost=BOOST)
LEAVES = st.one_of(TERMS, TERMS, TERMS, PHRASES, PREFIXES, WILDCARDS, FUZZY, RANGES, EVERY, st.just(query.NullQuery))


def _larger(part: st.SearchStrategy[query.Query]) -> st.SearchStrategy[query.Query]:
    several = st.lists(part, min_size=2, max_size=3)
    return st.one_of(
        st.builds(query.And, several, BOOST),
        st.builds(query.Or, several, BOOST),
        st.builds(query.Not, part),
        st.builds(query.AndNot, part, part),
        st.builds(query.ConstantScoreQuery, part, st.sampled_from((0.5, 2.0))),
    )


TREES: st.SearchStrategy[query.Query] = st.recursive(LEAVES, _larger, max_leaves=6)
"""Trees that Whoosh and we answer alike."""
NESTED: st.SearchStrategy[query.Query] = st.recursive(
    st.one_of(TERMS, PHRASES),
    lambda part: st.builds(
        lambda kind, parts, boost: kind(parts, boost),
        st.sampled_from((query.And, query.Or)),
        st.lists(part, min_size=2, max_size=3),
        BOOST,
    ),
    max_leaves=6,
)
"""Words and phrases in boosted alternatives and conjunctions."""
