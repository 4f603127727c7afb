"""Tell a file of short reports, each with its headline and its day."""

import operator
from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise

from search.extract.draft import Draft
from search.extract.seam_candidates import Candidate
from search.extract.written_days import has_year

_HEAD = 4
"""Lines at the beginning of a file in which a report has its day."""
_SHORTEST_REPORT, _LONGEST_REPORT, _TIMES_AS_LONG = 80, 1000, 4
"""Code points of the body of reports of some sentences, and how often longer than the shortest one the longest is."""
_START, _DAY = operator.attrgetter("start"), len("2031-03-04")


def are_short_reports(draft: Draft, stated: Sequence[Candidate]) -> bool:
    """Whether a file is a series of reports of some sentences, each with its headline and its day, and nothing else.

    They have about the same size. Teasers below an article are much shorter. The entries of a timeline go from earlier
    days up to that of its article. `stated` are the beginnings of articles that something states. Linear.
    """
    lines, stamps = draft.lines, draft.timestamps
    if not stated or not stamps:
        return False
    if not all(each.has_day and each.headline >= 0 and not each.is_record for each in stated):
        return False
    if len({lines[each.headline].text for each in stated}) < len(stated):
        return False  # a chat
    head_end = lines[min(_HEAD, stated[0].first)].start
    if not (stamps[0].start < head_end and has_year(stamps[0].when)):
        return False
    firsts = [0, *(each.first for each in stated), len(lines)]
    starts = (bisect_left(stamps, lines[first].start, key=_START) for first in firsts[1:-1])
    days = [stamps[at].when[:_DAY] for at in starts]
    if len(days) > 1 and days == sorted(days) and days[-1] < stamps[0].when:
        return False
    sizes = [sum(line.end - line.start for line in lines[one:other] if line.is_body) for one, other in pairwise(firsts)]
    return min(sizes) >= _SHORTEST_REPORT and max(sizes) <= min(_LONGEST_REPORT, _TIMES_AS_LONG * min(sizes))
