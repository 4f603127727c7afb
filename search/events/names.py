"""Find names in a text: runs of capitalised words."""

import re
from collections.abc import Iterator

from search.analysis.tokenizer import Tokens

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
    for run in _capitalised_runs(text, tokens):
        starts_sentence = _starts_sentence(text, tokens, run[0])
        while run and tokens.terms[run[0]] in _NO_NAMES:
            del run[0]
            starts_sentence = False
        for first in range(max(0, len(run) - LONGEST), len(run) if len(run) > 1 or not starts_sentence else 0):
            start, end = tokens.starts[run[first]], tokens.ends[run[-1]]
            yield tuple(tokens.terms[number] for number in run[first:]), " ".join(text[start:end].split())


def _capitalised_runs(text: str, tokens: Tokens) -> Iterator[list[int]]:
    """Runs of capitalised words side by side, as the numbers of their tokens."""
    run: list[int] = []
    for number in (number for number, start in enumerate(tokens.starts) if text[start].isupper()):
        if run and (run[-1] < number - 1 or _BREAK.search(text[tokens.ends[number - 1] : tokens.starts[number]])):
            yield run
            run = []
        run.append(number)
    if run:
        yield run


def _starts_sentence(text: str, tokens: Tokens, number: int) -> bool:
    return number == 0 or not _SENTENCE_START.isdisjoint(text[tokens.ends[number - 1] : tokens.starts[number]])
