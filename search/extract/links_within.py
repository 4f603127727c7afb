"""Find the links to other articles that stand between the paragraphs of a body."""

from collections.abc import Iterator, Sequence
from itertools import dropwhile, groupby

from search.extract.draft import Draft
from search.extract.line_scores import DATA, without_lone
from search.extract.line_shapes import is_known_boilerplate
from search.extract.patterns import load_patterns

_FEWEST_LINKS = 3
"""Short lines of the shortest block of links without a heading."""
_MOST_LINES = 30
"""Lines of the longest block of links below a heading. A longer one is a list of the article."""


def links_within(draft: Draft, scores: Sequence[int], start: int, end: int) -> Iterator[int]:
    """The lines of a body from `start` to `end` that are links to other articles, and their headings. Linear."""
    for block in _blocks(draft, without_lone(scores), start, end):
        yield from block
    yield from _below_headings(draft, scores, start, end)


def _blocks(draft: Draft, scores: Sequence[int], start: int, end: int) -> Iterator[Sequence[int]]:
    """The short lines of each block of links between paragraphs, which has known boilerplate or a timestamp."""
    for is_short, group in groupby(range(start, end), key=lambda number: scores[number] <= 0):
        block = tuple(group) if is_short else ()
        links = [
            number
            for number in block
            if scores[number] < 0 and number not in draft.zones_by_line and not _has_sentence(draft, number)
        ]
        if len(links) >= _FEWEST_LINKS and any(
            is_known_boilerplate(draft, number) or draft.line_kind(number) == "stamp" for number in block
        ):
            yield links


def _has_sentence(draft: Draft, number: int) -> bool:
    """Whether a long line has a full stop: links in one line have none, and a paragraph with footnotes has."""
    line = draft.lines[number]
    return line.is_body and draft.text.find(".", line.start, line.end) >= 0


def _below_headings(draft: Draft, scores: Sequence[int], start: int, end: int) -> Iterator[int]:
    """The headings of links such as "Related", and the short lines below each of them up to the next prose."""
    is_heading = load_patterns(draft.options.own_patterns).is_links_heading
    for is_link, group in groupby(
        range(start, end), key=lambda number: scores[number] <= DATA and not _has_sentence(draft, number)
    ):
        block = tuple(dropwhile(lambda number: not is_heading(draft.lines[number].text), group)) if is_link else ()
        if len(block) <= _MOST_LINES:
            yield from (number for number in block if number not in draft.zones_by_line)
