"""Find and score plain phrases, as most are, in one call of a kernel."""

from collections.abc import Sequence
from itertools import chain
from typing import TypeGuard

from search.arrays import Floats, Ints
from search.engines.bm25 import TITLE_BONUS
from search.engines.embedded.searcher.multi_reader import MultiReader, columns, verify
from search.engines.embedded.searcher.phrase import LONGEST
from search.kernels import kernels
from search.kernels.phrase_query import PhraseQuery
from search.query import tree as query
from search.query.nodes import MultiPhrase, Near


def is_plain_phrase(tree: query.Query) -> TypeGuard[query.Phrase]:
    """Whether a query is a few words that have to follow one another, each as it is."""
    if not isinstance(tree, query.Phrase) or isinstance(tree, Near | MultiPhrase):
        return False
    return tree.slop == 1 and len(tree.words) <= LONGEST


def score_phrase(phrase: query.Phrase, reader: MultiReader, *, in_titles: bool) -> tuple[Ints, Floats]:
    """The documents of a plain phrase, and their scores: the sums of its words. With `in_titles`, those whose titles
    have all its words score TITLE_BONUS of its idf more.

    Cost: reading the lists of its words; as the kernel of this name; and as `document_frequency` for each word.
    """
    field, boost = phrase.fieldname, phrase.boost
    names = [name for name, _ in reader.weights(field)]
    words = [frozenset((word,)) for word in phrase.words]
    by_word = [reader.lists_of(field, word) for word in words]
    places = [
        of_field[0][0].phrase_places(phrase.words, [lists for _, lists, _ in of_field])
        for of_field in zip(*by_word, strict=True)
    ]
    title = names.index("title") if in_titles and "title" in names else -1
    phrase_query = PhraseQuery(places, [*map(columns, by_word)], title)

    def weigh(count: int) -> tuple[Sequence[float], float]:
        """The factor of each word, and what a title with all words adds where so many documents have the phrase."""
        factors = [boost * reader.factor_of(reader.document_frequency(field, word)) for word in words]
        return factors, TITLE_BONUS * boost * reader.similarity.idf(reader.count, count)

    try:
        return kernels().score_phrase(phrase_query, reader.live, reader.norms(field), weigh)
    except ValueError:
        verify(chain.from_iterable(by_word))
        for name, of_field in zip(names, places, strict=True):
            reader.field(name).verify(of_field.bigrams)
        raise
