"""Find where the comments of readers begin below an article: at their heading, or at the first who comments."""

import re
from collections.abc import Iterator, Sequence, Set
from functools import lru_cache
from itertools import accumulate, islice

from search.extract.draft import Draft, Line
from search.extract.line_scores import LOWEST_SUM, best_run, wide_run
from search.extract.patterns import CACHED_SETS, COMMENTS_HEADING, load_patterns
from search.kernels.signs import ENDS_WITH_LETTER

_LINES_OF_COMMENT = 20
"""Comments have at least one time, or one line that names who comments, in so many lines."""
_LESS = 3
"""How often more an article says than what stands below its last line, if that has no times."""
_MOST_HEADINGS = 8
"""Headings of comments that are tried."""
_FEWEST_NAMES = 3
"""Different lines that name who comments, in comments without a heading."""
_LONGEST_HEADING = 100
"""Code points of the longest heading of comments, and of the longest line with the time or the name of a comment."""
_TIME = re.compile(r"\d:\d\d")


def comments_start(draft: Draft, scores: Sequence[int], *, needs_times: bool = False) -> int:
    """Where comments begin that have an article above them; the number of lines if there are none.

    Comments below a heading have their times, or are much less than the article. With `needs_times` they need times.
    Without a heading they need lines that name who comments. Linear.
    """
    prose = accumulate([score if score > 0 else 0 for score in scores])
    first = next((number for number, above in enumerate(prose) if above >= LOWEST_SUM), len(scores))
    for heading in islice(_headings(draft, first), _MOST_HEADINGS):
        article = sum(scores[slice(*best_run(scores[:heading]))])
        if article < LOWEST_SUM:
            continue
        start, end = wide_run(scores[heading + 1 :])
        below = range(heading + 1, heading + 1 + end)
        if _have_times(draft, scores, below, article):
            return heading
        if not needs_times and article >= _LESS * sum(scores[below.start + start : below.stop]):
            return heading
    return _first_name(draft, scores, first)


def _headings(draft: Draft, first: int) -> Iterator[int]:
    is_heading = load_patterns(draft.options.own_patterns).is_comments_heading
    for number in [number for number in range(first, len(draft.lines)) if draft.lines[number][4] & COMMENTS_HEADING]:
        text = draft.lines[number].text  # few lines have the sign
        if text and len(text) < _LONGEST_HEADING and is_heading(text):
            yield number


def _have_times(draft: Draft, scores: Sequence[int], below: range, article: int) -> bool:
    """Whether the lines below a heading have the times of comments.

    If more prose than in the article stands above the first time, the heading is a link to comments above the text.
    """
    times = [number for number in below if draft.line_kind(number) == "stamp" or _has_time(draft.lines[number])]
    return (
        len(times) > 1
        and len(times) * _LINES_OF_COMMENT >= len(below)
        and sum(score for score in scores[below.start : times[0]] if score > 0) <= article
    )


def _has_time(line: Line) -> bool:
    """Whether a short line has a time of the day."""
    return ":" in line.text and len(line.text) < _LONGEST_HEADING and bool(_TIME.search(line.text))


@lru_cache(maxsize=CACHED_SETS)
def _endings_of_names(own_patterns: str) -> tuple[tuple[str, ...], Set[str], int]:
    """How lines end that name who comments, the last signs of these, and the sign that no such line has."""
    endings = load_patterns(own_patterns).comments_names
    last_signs = frozenset(ending[-1:] for ending in endings)
    return endings, last_signs, 0 if any(map(str.isalpha, last_signs)) else ENDS_WITH_LETTER


def _first_name(draft: Draft, scores: Sequence[int], first: int) -> int:
    """The first of several lines such as "Ada Lund says:" below an article; the number of lines if there are none."""
    endings, last_signs, unlike = _endings_of_names(draft.options.own_patterns)
    names = [
        number
        for number, (_, _, text, _, signs) in enumerate(draft.lines[first:], first)
        if not signs & unlike and text[-1:] in last_signs and text.endswith(endings) and len(text) < _LONGEST_HEADING
    ]
    if len({draft.lines[number].text for number in names}) < _FEWEST_NAMES:
        return len(scores)
    are_dense = len(names) * _LINES_OF_COMMENT >= names[-1] - names[0]
    has_article = sum(scores[slice(*best_run(scores[: names[0]]))]) >= LOWEST_SUM
    return names[0] if are_dense and has_article else len(scores)
