"""Lists and tables that belong to a body: where one below it ends, and those between its paragraphs."""

import re
from collections.abc import Sequence

from search.extract.draft import Draft
from search.extract.line_scores import DATA, FIGURE
from search.extract.line_shapes import is_known_boilerplate

_FEWEST_ENTRIES = 5
"""Lines with a digit in the shortest list below the body."""
_SHORTEST_INTRODUCTION = 25
"""Code points of the shortest line that introduces a list."""
_FEWEST_LISTED, _MOST_LISTED = 3, 40
"""Lines of the shortest and the longest list that a line introduces."""
_YEAR = re.compile(r"(?:19|20)\d\d(?!(?:(?<=^....)|(?<=^[*•] ....))(?::| [-–—]) \S)")
"""A year, unless a line or point begins with it and says what was in that year: "2031: Ada Lund"."""


def list_end(draft: Draft, scores: Sequence[int], end: int) -> int:
    """Where a list or table directly below the body ends; `end` if there is none.

    A line introduces it, or at least half of its lines have a digit and no year: teasers and archives state one. Known
    boilerplate and timestamps are below it.
    """
    below = range(end, len(scores))
    stop = next((n for n in below if draft.line_kind(n) == "stamp" or is_known_boilerplate(draft, n)), len(scores))
    first = next((n + 1 for n in (end, end - 1) if n < stop and _introduces_list(draft, n)), stop)
    if stop < len(scores) and _FEWEST_LISTED <= stop - first <= _MOST_LISTED:
        return stop
    result, entries = end, 0
    for number in range(end, stop):
        entries += scores[number] in (DATA, FIGURE) and not _YEAR.search(draft.lines[number].text)
        if entries >= _FEWEST_ENTRIES and entries * 2 >= number + 1 - end:
            result = number + 1
    return result


def without_lists(draft: Draft, scores: Sequence[int]) -> list[int]:
    """The scores, 0 for the short lines of lists that a line introduces and prose follows. Linear."""
    result = list(scores)
    lists: list[list[int]] = []
    for number, score in enumerate(scores):
        if score > DATA and draft.lines[number].is_body:
            for entry in (entry for entries in lists if len(entries) <= _MOST_LISTED for entry in entries):
                result[entry] = 0
            lists = []
        elif number in draft.zones_by_line:
            lists = []
        if score >= 0 and _introduces_list(draft, number):
            lists.append([])
        elif lists and score < 0:
            lists[-1].append(number)
    return result


def _introduces_list(draft: Draft, number: int) -> bool:
    """Whether a line says what the lines below it are: "The winners of this year are:". A heading is shorter."""
    line = draft.lines[number]
    return line.end - line.start >= _SHORTEST_INTRODUCTION and draft.text[line.end - 1] in ":："
