"""Whether a file could be written again and keep its stamp: as long as the clock of its file system stands still."""

from dataclasses import replace

from search.types.files import Stamp

TICK = 20_000_000
_LONG_TICK = 2_100_000_000
"""Nanoseconds for which a clock stands still: kernels count in hundredths of a second at the coarsest, and file systems
that keep whole seconds in twos."""
_SKEW = 600_000_000_000
"""Nanoseconds by which another machine's clock may be ahead; a change time beyond is from a clock that was wrong."""


def tick_left(stamp: Stamp, now: int) -> int:
    """For how many nanoseconds from `now` on a file could be written and keep this stamp; 0 where it could not."""
    tick = TICK if stamp.changed % 1_000_000_000 else _LONG_TICK
    return max(0, stamp.changed + tick - now) if stamp.changed - now < _SKEW else 0


def settled(stamp: Stamp, began: int) -> Stamp:
    """The stamp to remember of a file that was read at `began` or later: one that matches no file, so that it is looked
    at again, where it could have been written since and kept its own."""
    return replace(stamp, changed=0) if tick_left(stamp, began) else stamp
