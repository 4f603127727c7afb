"""Find names in a text: runs of capitalised words."""

import re
from collections.abc import Iterator

from search.analysis.tokenizer import Tokens
from search.types.article import Span

LONGEST = 12
"""Words of a name."""
# Written with a capital where a sentence begins, or as a title.
_NO_NAMES = frozenset(("a an and as at but for he i if in it its of on or she the to we " + "dr mr mrs ms").split())
_BREAK = re.compile(r"[^\w\s'’\-‐‑.]|\n|[.!?]\s")  # between two tokens: no name continues across it
_SENTENCE_START = frozenset('.!?\n"“:')  # before a token: a sentence begins


def find_names(text: str, tokens: Tokens) -> Iterator[tuple[tuple[str, ...], str]]:
    """Runs of capitalised words as terms, and their spelling. A single word at the start of a sentence is no name.

    The ends of a run are names as well: Captain Ada Brandt is also Ada Brandt, and Brandt. Names have at most LONGEST
    words.
    """
    for start, end in _capitalised_runs(text, tokens):
        first = start
        while first < end and tokens.terms[first] in _NO_NAMES:
            first += 1
        if end - start == 1 and (start == 0 or not _SENTENCE_START.isdisjoint(_before(text, tokens, start))):
            continue
        for begin in range(max(first, end - LONGEST), end):
            spelling = text[tokens.starts[begin] : tokens.ends[end - 1]]
            yield tokens.terms[begin:end], " ".join(spelling.split())


def _capitalised_runs(text: str, tokens: Tokens) -> Iterator[Span]:
    """Runs of capitalised words side by side, as ranges of the numbers of their tokens."""
    first = end = 0
    for number in [number for number, start in enumerate(tokens.starts) if text[start].isupper()]:
        if number > end or ((before := _before(text, tokens, number)) != " " and _BREAK.search(before)):
            if first < end:
                yield first, end
            first = number
        end = number + 1
    if first < end:
        yield first, end


def _before(text: str, tokens: Tokens, number: int) -> str:
    """What stands between a token and the one before it."""
    return text[tokens.ends[number - 1] : tokens.starts[number]]
