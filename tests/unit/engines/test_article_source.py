"""Articles as documents of a cluster."""

from collections import Counter
from itertools import chain

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from search.analysis.batch_tokenizer import tokenize_batch
from search.analysis.tokenizer import tokenize
from search.duplicates.classification import article_words
from search.engines.opensearch.article_source import ArticleSources
from search.engines.opensearch.indexes import WITH
from search.engines.opensearch.sent_articles import PARTS, SentArticles, sent_table
from search.engines.opensearch.token_streams import token_streams
from search.types.article import Zone
from tests.support.duplicate_texts import article, prose, text


def test_documents_have_the_fingerprints_of_searched_text() -> None:
    cut = len(f"Title\n\n{prose(1)}")
    boilerplate = (Zone("boilerplate", cut, cut + len(f" {prose(2)}")),)
    doubtful = article("c.txt", prose(5))._replace(part=2, parts=2, sure=0.5)
    made = [article("a.txt", f"{prose(1)} {prose(2)} {prose(3)}", boilerplate), article("b.txt", prose(4)), doubtful]
    documents = ArticleSources().of(made).documents
    expected = [it.fingerprints.tolist() for it in article_words(tokenize_batch([text(1, 3), text(4)]))]
    stored = [np.array(document["fingerprints"], np.int32).view(np.uint32).tolist() for document in documents]
    assert stored == [*expected, []]

    part = 7 * PARTS + 1
    sent = SentArticles.joined(part, [SentArticles.of(part, some) for some in (documents[:1], documents[1:])])
    table = sent_table([sent], {(it.id, 7) for it in made[:2]})
    assert [table.hashes[slice(*table.bounds[at : at + 2])].tolist() for at in (0, 1)] == expected
    assert table.places.tolist() == [7, 7]


def test_of_an_article_that_was_sent_twice_the_last_counts() -> None:
    parts = [SentArticles.of(PARTS, ArticleSources().of([article("a.txt", prose(seed))]).documents) for seed in (1, 2)]
    (words,) = article_words(tokenize_batch([text(2)]))
    table = sent_table(parts, {(parts[0].ids[0], 1)})
    assert table.hashes.tolist() == words.fingerprints.tolist()


def test_the_words_of_a_field_are_counted_in_how_many_articles_they_stand() -> None:
    cut = len("Title\n\nOld e-mail, old mail.")
    boilerplate = (Zone("boilerplate", cut, cut + len(" Subscribe to mail")),)
    first = article("b/a.txt", "Old e-mail, old mail. Subscribe to mail", boilerplate)._replace(author="Ada Lund")
    second = article("b/c.txt", "No mail")._replace(author="Ada Roe")
    documents, words = ArticleSources().of([first, second])
    assert words["text"] == {"title": 2, "old": 1, "e": 1, "mail": 2, "no": 1, "-email-1": 1}
    assert words["boilerplate"] == {"subscribe": 1, "to": 1, "mail": 1}
    assert words["path"] == {"b": 2, "a": 1, "c": 1, "txt": 2}
    assert words["author"] == {"ada": 2, "lund": 1, "roe": 1}
    assert words["place"] == {}
    streams = [(document["text"], document.get("boilerplate")) for document in documents]
    assert streams == [("title old e|-email-1 mail old mail", "_ _ _ _ _ _ subscribe to mail"), ("title no mail", None)]


@given(st.lists(st.text("ab -_\u00df\u0301.", max_size=12), min_size=1, max_size=5))
def test_streams_and_words_are_those_of_each_text(texts: list[str]) -> None:
    tokens = tokenize_batch(texts)
    found = token_streams(tokens)
    terms = [[*tokenize(text).terms] for text in texts]
    assert [[word.partition(WITH)[0] for word in stream.split()] for stream in found.streams] == terms
    assert found.counts == [*map(len, terms)]
    every = [{part for word in stream.split() for part in word.split(WITH)} for stream in found.streams]
    assert found.words == Counter(chain.from_iterable(every))
