"""Both kinds of kernels score phrases alike: as where they stand and what their words score say; and refuse damaged
lists."""

from collections.abc import Sequence
from functools import partial
from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from search.arrays import bounds_of
from search.kernels import kernels
from search.kernels.interface import Kernels
from search.kernels.packed_lists import PackedList
from search.kernels.phrase_query import PhrasePlaces, PhraseQuery
from tests.support.kernels import both
from tests.unit.kernels.test_postings import HOSTILE, LENGTHS, outcome_or_none, packed_list, table_of

TEXTS = st.lists(st.text("abc", max_size=9), min_size=1, max_size=12)


def weigh(words: int, documents: int) -> tuple[Sequence[float], float]:
    return [(number + 2) / (1 + documents) for number in range(words)], 0.75


def field_of(texts: list[str]) -> dict[str, list[PackedList]]:
    """The lists of each letter of some texts, each in one segment."""
    bounds = bounds_of([len(text) + 1 for text in texts]).tolist()
    places: dict[str, list[int]] = {letter: [] for letter in "abc"}
    for start, text in zip(bounds, texts, strict=False):
        for at, letter in enumerate(text):
            places[letter].append(start + at)
    return {letter: [packed_list(own, 0, bounds[-1])] * bool(own) for letter, own in places.items()}


@both
@given(texts=TEXTS, titles=TEXTS, phrase=st.text("abc", min_size=1, max_size=3), data=st.data())
def test_a_phrase_scores_as_its_words_where_it_stands_and_more_in_titles(
    kernels: Kernels, texts: list[str], titles: list[str], phrase: str, data: st.DataObject
) -> None:
    size = min(len(texts), len(titles))
    fields = [texts[:size], titles[:size]]
    live = np.array(data.draw(st.lists(st.booleans(), min_size=size, max_size=size)))
    norms, weights = np.linspace(0.5, 2, size), [np.ones(1), np.arange(size) % 3 / 2]
    lists, tables = [*map(field_of, fields)], [table_of([*map(len, field)]) for field in fields]
    is_bigram = data.draw(st.booleans())
    places = [
        PhrasePlaces(
            segments=[] if is_bigram or not all(of[word] for word in phrase) else [[of[word][0] for word in phrase]],
            bigrams=[bigram(phrase, field)] * is_bigram,
            table=table,
        )
        for of, field, table in zip(lists, fields, tables, strict=True)
    ]
    words = [
        [(of[word], table, tokens) for of, table, tokens in zip(lists, tables, weights, strict=True)] for word in phrase
    ]
    query = PhraseQuery(places, words, title=data.draw(st.sampled_from([-1, 1])))
    documents, scores = kernels.score_phrase(query, live, norms, partial(weigh, len(phrase)))
    expected = [at for at in range(size) if live[at] and any(phrase in field[at] for field in fields)]
    assert documents.tolist() == expected
    factors, bonus = weigh(len(phrase), len(expected))
    for at, score in zip(expected, scores.tolist(), strict=True):
        counts = [texts[at].count(word) + weights[1][at] * titles[at].count(word) for word in phrase]
        sums = sum(factor * count / (count + norms[at]) for factor, count in zip(factors, counts, strict=True))
        in_title = query.title == 1 and set(phrase) <= set(titles[at])
        assert abs(score - sums - bonus * in_title) < 1e-12


def bigram(phrase: str, texts: list[str]) -> PackedList:
    """The list of a phrase that has documents alone."""
    own = [at for at, text in enumerate(texts) if phrase in text]
    steps = bytes(number - before - 1 for before, number in pairwise((-1, *own)))
    end = sum(len(text) + 1 for text in texts)
    return PackedList(b"", b"", 0, end, bytes((0, len(steps))) + steps + bytes(len(steps)))


@given(lengths=LENGTHS, lists=HOSTILE, more=HOSTILE, data=st.data())
def test_any_lists_are_scored_alike_by_both_kernels_or_refused(
    lengths: list[int], lists: list[PackedList], more: list[PackedList], data: st.DataObject
) -> None:
    size, table = len(lengths), table_of(lengths)
    lists, more = ([packed._replace(skips=b"") for packed in some] for some in (lists, more))
    segments = [[*pair] for pair in zip(lists, more, strict=False)]
    documents = data.draw(st.binary(max_size=9))
    bigrams = [packed._replace(gaps=b"", documents=documents) for packed in lists if documents]
    place = PhrasePlaces(segments, bigrams[: data.draw(st.integers(0, 3))], table)
    words = [[(some, table, np.ones(1))] * 2 for some in (lists, more)]
    query = PhraseQuery([place], words, title=data.draw(st.integers(-2, 2)))
    live = np.array(data.draw(st.lists(st.booleans(), min_size=size, max_size=size)), np.bool_)
    norms = np.ones(max(0, size - data.draw(st.integers(0, 1))))
    count = data.draw(st.sampled_from([2, 2, 2, 1, 3]))
    expected, found = (
        outcome_or_none(lambda kernels: kernels.score_phrase(query, live, norms, partial(weigh, count)), kernels(kind))
        for kind in ("numpy", "auto")
    )
    if expected is not None:  # the compiled ones check only what they read
        np.testing.assert_equal(found, expected)
