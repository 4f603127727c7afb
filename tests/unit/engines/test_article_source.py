"""Articles as documents of a cluster."""

import numpy as np

from search.analysis.batch_tokenizer import tokenize_batch
from search.duplicates.classification import article_words
from search.engines.opensearch.article_source import ArticleSources
from search.engines.opensearch.sent_articles import PARTS, SentArticles, sent_table
from search.types.article import Zone
from tests.support.duplicate_texts import article, prose, text


def test_documents_have_the_fingerprints_of_searched_text() -> None:
    cut = len(f"Title\n\n{prose(1)}")
    boilerplate = (Zone("boilerplate", cut, cut + len(f" {prose(2)}")),)
    doubtful = article("c.txt", prose(5))._replace(part=2, parts=2, sure=0.5)
    made = [article("a.txt", f"{prose(1)} {prose(2)} {prose(3)}", boilerplate), article("b.txt", prose(4)), doubtful]
    documents = [*ArticleSources().of(made)]
    expected = [it.fingerprints.tolist() for it in article_words(tokenize_batch([text(1, 3), text(4)]))]
    stored = [np.array(document["fingerprints"], np.int32).view(np.uint32).tolist() for document in documents]
    assert stored == [*expected, []]

    part = 7 * PARTS + 1
    sent = SentArticles.joined(part, [SentArticles.of(part, some) for some in (documents[:1], documents[1:])])
    table = sent_table([sent], {(it.id, 7) for it in made[:2]})
    assert [table.hashes[slice(*table.bounds[at : at + 2])].tolist() for at in (0, 1)] == expected
    assert table.places.tolist() == [7, 7]


def test_of_an_article_that_was_sent_twice_the_last_counts() -> None:
    parts = [SentArticles.of(PARTS, ArticleSources().of([article("a.txt", prose(seed))])) for seed in (1, 2)]
    (words,) = article_words(tokenize_batch([text(2)]))
    table = sent_table(parts, {(parts[0].ids[0], 1)})
    assert table.hashes.tolist() == words.fingerprints.tolist()
