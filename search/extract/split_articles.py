"""Find the seams between several articles in one file.

A seam needs evidence of another article, and a body on both sides. Evidence is a headline with a timestamp, a dateline
or a byline, a dateline or a byline alone above other words, a repeated headline, a headline whose words occur below it
alone, or the separator of an export. Other words alone are no evidence.
"""

from collections.abc import Iterator, Sequence
from itertools import accumulate
from math import inf, log

from search.extract.comments import comments_start
from search.extract.draft import Draft, add_zones, whole_line
from search.extract.line_scores import line_scores, without_lone
from search.extract.line_shapes import is_title
from search.extract.record_separators import is_record_mark
from search.extract.seam_candidates import Candidate, weigh_gap
from search.extract.seam_gaps import dateline_at, find_gaps
from search.extract.second_headline import is_name
from search.extract.short_reports import are_short_reports
from search.extract.subject_change import Words, headline_change, stems, subject_change

_SAME_WORDS = -3.0
"""The least that words can count against a headline with a timestamp: two reports of an event share them."""
_SEAM, _STATED_SEAM = 1.0, 0.7
"""The evidence that makes a line a seam, in nats: where only words speak for it, and where something states it."""
_SUREST, _UNSURE = 0.99, 0.7
"""How sure a seam is at most: where something states it, and where only words speak for it."""
_BODY, _BODY_ON_PAGE = 250, 1000
"""The sum of the scores of lines that makes them a body. On a whole page there are teasers of several sentences."""
_MANY_SHORT = 30
"""Lines with a score below 0 of a whole page. They are two thirds of its lines or more."""
_LONGEST_BODY = 60
"""Lines behind a headline whose scores are summed."""
_SERIES = 3
"""Headlines with timestamps in one file are a series: reports, or teasers."""
_WORDS_OF_BEGINNING, _WORDS_OF_END, _WORDS_BEHIND = 300, 500, 450
"""Words at the beginning of an article, before a seam and behind it that are compared."""
_LONGEST_HEADLINE = 110
"""Code points of the longest headline that only its words tell from a caption."""
_USUAL_SIZE = 1400
"""Code points. Longer texts above and below a headline speak for two articles, shorter ones for sections of one."""
_BEGINNING = 40
"""Code points at the beginning of a report without a headline that do not occur above."""
_QUOTES = frozenset('"“„«‘「')


def split_articles(draft: Draft) -> Draft:
    """Find the lines at which another article begins. Linear; words are compared only where they can decide."""
    candidates = [found for gap in find_gaps(draft) if (found := weigh_gap(draft, gap))]
    if not candidates:
        return draft
    scores = line_scores(draft)
    comments = comments_start(draft, scores, needs_times=True)
    candidates = [each for each in candidates if each.first < comments]
    bodies = _Bodies(without_lone(scores))
    stated = [each for each in candidates if each.is_stated]
    if not bodies.is_whole_page and are_short_reports(draft, stated):
        bodies = _Bodies(scores, least=1)
    stated = _in_series(stated, bodies)
    candidates = [each for each in candidates if each in stated or _may_stand_alone(draft, each)]
    draft = draft._replace(seams=tuple(_seams(draft, candidates, bodies)), line_scores=scores)
    return _mark_records(draft) if any(each.is_record for each in candidates) else draft


def _mark_records(draft: Draft) -> Draft:
    """Mark the lines that number the documents of an export as boilerplate."""
    marks = (number for number, line in enumerate(draft.lines) if is_record_mark(line.text))
    return add_zones(draft, {number: whole_line(draft.lines[number], "boilerplate") for number in marks})


class _Bodies:
    """Where the lines of a text may be the body of an article, by their scores.

    `least` is the sum of the scores of lines that makes them a body; 0 is the usual one.
    """

    def __init__(self, scores: Sequence[int], least: int = 0) -> None:
        short = len([0 for score in scores if score < 0])
        self._scores = scores
        self.end = len(scores)
        self.is_whole_page = short >= _MANY_SHORT and 3 * short >= 2 * len(scores)
        self._least = least or (_BODY_ON_PAGE if self.is_whole_page else _BODY)

    def begins(self, candidate: Candidate, end: int) -> bool:
        """Whether a body begins at a candidate, above line `end`."""
        scores = self._scores[candidate.body : min(end, candidate.body + _LONGEST_BODY)]
        return max(accumulate(scores), default=0) >= self._least

    def first_end(self, first: int) -> int:
        """Where the lines from `first` on have a body for the first time; the number of lines + 1 if they have none."""
        total = 0
        for number in range(first, self.end):
            total = max(0, total) + self._scores[number]
            if total >= self._least:
                return number + 1
        return self.end + 1


def _in_series(stated: Sequence[Candidate], bodies: _Bodies) -> list[Candidate]:
    """The candidates that have a body of their own. Of a series with and without one, all are kept or none."""
    ends = [*(each.first for each in stated[1:]), bodies.end]
    whole = [
        each
        for each, end in zip(stated, ends, strict=False)
        if _needs_no_body(each, bodies) or bodies.begins(each, end)
    ]
    if len(stated) < _SERIES or len(whole) <= 1:
        return whole
    return list(stated) if 2 * len(whole) > len(stated) else []


def _needs_no_body(candidate: Candidate, bodies: _Bodies) -> bool:
    """Whether an article may be short: a document of an export, or a report with a full dateline."""
    return candidate.is_record or (candidate.has_dateline and not bodies.is_whole_page)


def _may_stand_alone(draft: Draft, candidate: Candidate) -> bool:
    """Whether a headline may be one of an article though only its words speak for it."""
    line = draft.lines[candidate.headline]
    is_short = is_title(line) and len(line.text) <= _LONGEST_HEADLINE
    return not candidate.is_stated and is_short and line.text[-1] not in "?!"


def _seams(draft: Draft, candidates: Sequence[Candidate], bodies: _Bodies) -> Iterator[tuple[int, float]]:
    """The seams among candidates, each with how sure it is."""
    others = log(sum(not each.is_stated for each in candidates) or 1)  # subheadings come in series
    words = Words(draft.text, draft.lines)
    first, body_end = 0, bodies.first_end(0)
    for place, each in enumerate(candidates):
        end = next((other.first for other in candidates[place + 1 :] if other.is_stated), len(draft.lines))
        has_body = each.is_stated or bodies.begins(each, end)
        if not has_body or not (body_end <= each.first or _follows_report(draft, first, each, bodies)):
            continue
        if _is_repeat(draft, each):
            continue
        evidence = each.evidence
        if not each.is_stated:
            evidence += _form_evidence(draft, first, each, draft.lines[end - 1].end) - 2 * others
        needed = _STATED_SEAM if each.is_stated else _SEAM
        evidence += _word_evidence(draft, words, each, range(first, end), needed - evidence)
        if evidence >= needed:
            sure = min(_SUREST if each.is_stated else _UNSURE, 0.5 + 0.1 * (evidence - needed))
            yield each.first, _SUREST if each.is_record else round(sure, 2)
            first, body_end = each.first, bodies.first_end(each.first)


def _is_repeat(draft: Draft, candidate: Candidate) -> bool:
    """Whether the headline of a candidate, or the beginning of a report without one, stands above it."""
    start = draft.lines[candidate.headline if candidate.headline >= 0 else candidate.body].start
    words = _headline(draft, candidate) or draft.text[start : start + _BEGINNING]
    return not candidate.is_record and draft.text.find(words, 0, start) >= 0


def _headline(draft: Draft, candidate: Candidate) -> str:
    return draft.lines[candidate.headline].text if candidate.headline >= 0 else ""


def _word_evidence(draft: Draft, words: Words, candidate: Candidate, lines: range, least: float) -> float:
    """What the words say for another article at a candidate, in nats; -inf if that is less than `least`.

    `lines` are those of the article above and of what is behind the candidate. Most candidates are subheadings. So
    after each step the most that the words can still say decides whether to go on.
    """
    headline = _headline(draft, candidate)
    own_words = set(stems(headline))
    if headline_change(headline, len(own_words)) < least:
        return -inf
    needs_own = headline and not candidate.is_record and (not candidate.has_day or is_name(headline))
    behind = set(words.between(candidate.body, lines.stop, _WORDS_BEHIND))
    own_words &= behind
    if (needs_own and not own_words) or headline_change(headline, len(own_words)) < least:
        return -inf
    above = words.between(lines.start + 1, candidate.first, _WORDS_OF_BEGINNING, _WORDS_OF_END)
    own_words.difference_update(above)
    most = headline_change(headline, len(own_words))
    if (needs_own and not own_words) or most < least:
        return -inf
    title = words.between(lines.start, lines.start + 1, _WORDS_OF_BEGINNING)
    change = subject_change(title, above, behind, most, least)
    return max(_SAME_WORDS, change) if candidate.has_day else change


def _follows_report(draft: Draft, first: int, candidate: Candidate, bodies: _Bodies) -> bool:
    """Whether a candidate ends an article that may be short: a document of an export, or a report with a dateline."""
    if candidate.is_record or not _needs_no_body(candidate, bodies):
        return candidate.is_record
    body = next((number for number in range(first, candidate.first) if draft.lines[number].is_body), -1)
    dateline = dateline_at(draft, body) if body >= 0 else None
    return bool(dateline and (dateline.day or dateline.agency))


def _form_evidence(draft: Draft, first: int, candidate: Candidate, end: int) -> float:
    """The evidence of the sizes of the texts on both sides, and against a text below that begins with a quotation."""
    body = draft.lines[candidate.body].start
    above = draft.lines[candidate.first].start - draft.lines[first].start
    is_quotation = draft.text[body] in _QUOTES
    return 0.7 * (log(above / _USUAL_SIZE) + log((end - body) / _USUAL_SIZE)) - 1.5 * is_quotation
