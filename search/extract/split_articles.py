"""Find the seams between several articles in one file.

A seam needs evidence of another article, and a body on both sides. Evidence is a headline with a timestamp, a dateline
or a byline, a repeated headline, a headline whose words occur below it alone, or the separator of an export. Other
words alone are no evidence.
"""

from collections.abc import Iterator, Sequence
from itertools import accumulate
from math import log

from search.extract.draft import Draft
from search.extract.line_scores import best_run, line_scores, without_lone
from search.extract.line_shapes import is_title
from search.extract.seam_candidates import Candidate, dateline_at, find_gaps, weigh_gap
from search.extract.second_headline import is_name
from search.extract.subject_change import Words, split_words, subject_change

_SAME_WORDS = -3.0
"""The least that words can count against a headline with a timestamp: two reports of an event share them."""
_SEAM, _STATED_SEAM = 1.5, 0.7
"""The evidence that makes a line a seam, in nats: where only words speak for it, and where something states it."""
_SUREST, _UNSURE = 0.99, 0.7
"""How sure a seam is at most: where something states it, and where only words speak for it."""
_USUAL_SIZE = 1400
"""Code points. Longer texts above and below a headline speak for two articles, shorter ones for sections of one."""
_BEGINNING = 40
"""Code points at the beginning of a report without a headline that do not occur above."""
_QUOTES = frozenset('"“„«‘「')
_BODY = 250
"""The sum of the scores of lines that makes them a body."""
_LONGEST_BODY = 60
"""Lines behind a headline whose scores are summed."""
_SERIES = 3
"""Headlines with timestamps in one file are a series: reports, or teasers."""
_LONGEST_HEADLINE = 110
"""Code points of the longest headline that only its words tell from a caption."""


def split_articles(draft: Draft) -> Draft:
    """Find the lines at which another article begins. Linear; words are compared only around possible headlines."""
    gaps = find_gaps(draft)
    if not gaps:
        return draft
    words, scores = split_words(draft.text), without_lone(line_scores(draft))
    candidates = [found for gap in gaps if (found := weigh_gap(draft, gap, words))]
    stated = _in_series([each for each in candidates if each.is_stated], scores)
    candidates = [each for each in candidates if each in stated or _may_stand_alone(draft, each)]
    return draft._replace(seams=tuple(_seams(draft, candidates, words, scores)))


def _in_series(stated: Sequence[Candidate], scores: Sequence[int]) -> list[Candidate]:
    """The candidates that have a body of their own. Of a series with and without one, all are kept or none."""
    ends = [*(each.first for each in stated[1:]), len(scores)]
    whole = [
        each
        for each, end in zip(stated, ends, strict=False)
        if each.has_dateline or each.is_record or _begins_body(scores, each, end)
    ]
    if len(stated) < _SERIES or len(whole) <= 1:
        return whole
    return list(stated) if 2 * len(whole) > len(stated) else []


def _may_stand_alone(draft: Draft, candidate: Candidate) -> bool:
    """Whether a headline may be one of an article though only its words speak for it."""
    line = draft.lines[candidate.headline]
    is_short = is_title(line) and len(line.text) <= _LONGEST_HEADLINE
    return not candidate.is_stated and is_short and line.text[-1] not in "?!"


def _seams(
    draft: Draft, candidates: Sequence[Candidate], words: Words, scores: Sequence[int]
) -> Iterator[tuple[int, float]]:
    """The seams among candidates, each with how sure it is."""
    lines = draft.lines
    others = log(sum(not each.is_stated for each in candidates) or 1)  # subheadings come in series
    first = 0
    for place, each in enumerate(candidates):
        start = lines[each.headline if each.headline >= 0 else each.body].start
        text = lines[each.headline].text if each.headline >= 0 else ""
        end = next((other.first for other in candidates[place + 1 :] if other.is_stated), len(lines))
        if not _ends_body(draft, scores, first, each) or not (each.is_stated or _begins_body(scores, each, end)):
            continue
        if not each.is_record and draft.text.find(text or draft.text[start : start + _BEGINNING], 0, start) >= 0:
            continue  # the headline or the first words again
        own_words, change = subject_change(
            words.between(lines[first].start, lines[first].end),
            words.between(lines[first].end, lines[each.first].start),
            text,
            words.between(lines[each.body].start, lines[end - 1].end),
        )
        if text and not own_words and not each.is_record and (not each.is_stated or is_name(text)):
            continue
        evidence = each.evidence + (max(_SAME_WORDS, change) if each.has_day else change)
        if not each.is_stated:
            evidence += _form_evidence(draft, first, each, lines[end - 1].end) - 2 * others
        needed = _STATED_SEAM if each.is_stated else _SEAM
        if evidence >= needed:
            yield each.first, round(min(_SUREST if each.is_stated else _UNSURE, 0.5 + 0.1 * (evidence - needed)), 2)
            first = each.first


def _form_evidence(draft: Draft, first: int, candidate: Candidate, end: int) -> float:
    """The evidence of the sizes of the texts on both sides, and against a text below that begins with a quotation."""
    body = draft.lines[candidate.body].start
    above = draft.lines[candidate.first].start - draft.lines[first].start
    is_quotation = draft.text[body] in _QUOTES
    return 0.7 * (log(above / _USUAL_SIZE) + log((end - body) / _USUAL_SIZE)) - 1.5 * is_quotation


def _begins_body(scores: Sequence[int], candidate: Candidate, end: int) -> bool:
    """Whether a body begins at a candidate: the scores of the lines from there on have so high a sum."""
    return max(accumulate(scores[candidate.body : min(end, candidate.body + _LONGEST_BODY)]), default=0) >= _BODY


def _ends_body(draft: Draft, scores: Sequence[int], first: int, candidate: Candidate) -> bool:
    """Whether an article that begins with line `first` has its body above a candidate. That of a report with a dateline
    may be short."""
    start, end = best_run(scores[first : candidate.first])
    if candidate.is_record or sum(scores[first + start : first + end]) >= _BODY:
        return True
    body = next((number for number in range(first, candidate.first) if draft.lines[number].is_body), -1)
    if not candidate.has_dateline or body < 0:
        return False
    dateline = dateline_at(draft, body)
    return bool(dateline and (dateline.day or dateline.agency))
