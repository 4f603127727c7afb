"""Hyphenated compounds: `e-mail` is also found as `email`.

The tokens of a compound are its parts. At the place of the first part the index has one more term, a compound term:
`-email-1` for `e-mail`. It holds the parts as one word, and the length of the first part. So `email` finds `e-mail`
exactly where a hyphen stands, and `therapist` does not find *the rapist*. Lucene's catenated words do the same. No term
of a token begins with a hyphen, so compound terms stand before all others.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import groupby

from search.analysis.character_classes import DIGIT, HYPHEN, SCRIPTS, classes
from search.analysis.tokenizer import Tokens

SIGN = "-"
"""What compound terms begin with."""
MOST_PARTS = 3
"""Parts of a compound. Each part and the next one make a compound term; more parts are a sentence or an address."""
_FIRST_SCRIPT, _LAST_SCRIPT = SCRIPTS.split("-")


def compound_term(first: str, second: str) -> str:
    """The compound term of two terms; empty where they make none.

    The first one begins with a letter of a script that separates words, the second one with such a letter or a digit.
    """
    return f"-{first}{second}-{len(first)}" if _can_join(first[0] + second[0]) else ""


@lru_cache(maxsize=1 << 14)
def _can_join(first_letters: str) -> bool:
    first, second = tuple(classes(first_letters))
    return _FIRST_SCRIPT <= first <= _LAST_SCRIPT and (_FIRST_SCRIPT <= second <= _LAST_SCRIPT or second == DIGIT)


def is_compound_term(term: str) -> bool:
    """Whether a term of an index is a compound term."""
    return term.startswith(SIGN)


def joined_word(term: str) -> str:
    """The parts of a compound term as one word."""
    return term[len(SIGN) : term.rfind(SIGN)]


def first_part(term: str) -> str:
    """The first part of a compound term."""
    joined, _, length = term[len(SIGN) :].rpartition(SIGN)
    return joined[: int(length)] if length.isdecimal() else ""


def second_part(term: str) -> str:
    """The second part of a compound term."""
    joined, _, length = term[len(SIGN) :].rpartition(SIGN)
    return joined[int(length) if length.isdecimal() else 0 :]


def as_written(term: str) -> str:
    """A term as a person reads it: a compound term with the hyphen between its parts."""
    if not is_compound_term(term):
        return term
    return f"{first_part(term)}-{second_part(term)}"


def written_words(words: Sequence[str]) -> list[str]:
    """A phrase as a person reads it, with a hyphen between a compound term and its second part, which follows it."""
    pairs = zip(words, ("", *words), strict=False)
    return [as_written(word) for word, before in pairs if not is_compound_term(before)]


def text_compounds(text: str, tokens: Tokens) -> Iterator[tuple[int, str]]:
    """The compound terms of a text, each with the number of its first token: the readable reference."""
    from search.analysis.char_filter import filter_characters  # few queries need it

    gaps = [text[end:start] for end, start in zip(tokens.ends, tokens.starts[1:], strict=False)]
    gaps = [gap if gap.isspace() else filter_characters(gap).text for gap in gaps]
    for is_hyphen, run in groupby(range(len(gaps)), lambda number: classes(gaps[number]) == HYPHEN):
        numbers = tuple(run)
        if is_hyphen and len(numbers) < MOST_PARTS:
            terms = ((number, compound_term(*tokens.terms[number : number + 2])) for number in numbers)
            yield from ((number, term) for number, term in terms if term)
