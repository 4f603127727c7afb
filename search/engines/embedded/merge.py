"""Which segments to write anew as one, so that there are never many and the dead leave in time.

Segments are sorted into tiers by the number of their living documents, each tier FANOUT times the one before. Where a
tier is full, it and all below become one segment; so every document is written again a logarithmic number of times.
"""

from collections import Counter
from collections.abc import Sequence
from math import log

FANOUT = 4
_SMALLEST = 1000


def to_merge(living: Sequence[int], dead: Sequence[int]) -> set[int]:
    """The numbers of the segments to merge, given how many documents of each live and how many are dead."""
    tiers = [_tier(count) for count in living]
    full = [tier for tier, count in Counter(tiers).items() if count >= FANOUT]
    crowded = {number for number, tier in enumerate(tiers) if full and tier <= max(full)}
    return crowded | {number for number, count in enumerate(living) if dead[number] > count}


def _tier(living: int) -> int:
    return int(log(living / _SMALLEST, FANOUT)) + 1 if living > _SMALLEST else 0
