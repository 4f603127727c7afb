"""Find teasers and notices at the end of a body: below known boilerplate, in words that the article does not have."""

from collections.abc import Sequence

from search.extract.draft import Draft
from search.extract.line_shapes import long_words
from search.extract.patterns import load_patterns

_LESS = 4
"""How often more prose stands above the boilerplate than below it."""
_SHARE = 4
"""One in so many long words of the prose below is from the article, at most. In the last part of an article at least
one in three is."""
_MOST_TRIED = 4
"""Lines of known boilerplate that are tried."""


def unrelated_tail_start(draft: Draft, scores: Sequence[int], known: Sequence[int], start: int, end: int) -> int:
    """Where such a tail begins in a body from `start` to `end`, at a line of `known` boilerplate; `end` if there is
    none. A line that does no more than recur may be a heading of several articles. Linear."""
    above = [score if score > 0 else 0 for score in scores[start:end]]
    prose, before, tails = sum(above), 0, []
    is_by_words, recurring = load_patterns(draft.options.own_patterns).is_boilerplate, draft.options.recurring
    texts = {number: draft.lines[number].text for number in known}
    marked = {number for number, text in texts.items() if text not in recurring or is_by_words(text)}
    for number, score in enumerate(above, start):
        before += score
        if number in marked and before < prose <= before + before // _LESS:
            tails.append(number)
    return next((it for it in tails[:_MOST_TRIED] if _is_unrelated(draft, scores, it, start, end)), end)


def _is_unrelated(draft: Draft, scores: Sequence[int], number: int, start: int, end: int) -> bool:
    """Whether the prose below a line has few words of what stands above it."""
    article = set(long_words(draft, start, number))
    prose = (line for line in range(number, end) if scores[line] > 0 and draft.lines[line].is_body)
    words = [word for line in prose for word in long_words(draft, line, line + 1)]
    return _SHARE * sum(word in article for word in words) <= len(words)
