"""Tell whether a file could be written again and keep its stamp, because the clock of its file system moves in ticks.

Git calls such an entry of its index racy.
"""

from search.types.files import Stamp

TICK = 20_000_000
LONG_TICK = 2_100_000_000
"""Nanoseconds between two ticks of a clock: at most a hundredth of a second for kernels, doubled for safety, and two
seconds for file systems that store whole seconds."""
_SKEW = 600_000_000_000
"""Nanoseconds by which another machine's clock may be ahead. A later change time comes from a clock that was wrong."""


def racy_time_left(stamp: Stamp, now: int) -> int:
    """Nanoseconds from `now` on in which a file could be written and keep this stamp; 0 if it is safe."""
    tick = TICK if stamp.changed % 1_000_000_000 else LONG_TICK
    return max(0, stamp.changed + tick - now) if stamp.changed - now < _SKEW else 0


def stamp_to_store(stamp: Stamp, read_at: int) -> Stamp:
    """The stamp to store for a file that was read at `read_at` or later.

    If the file could be written after that and keep its stamp, this is a stamp that matches no file. So the next update
    reads the file again.
    """
    return stamp._replace(changed=0) if racy_time_left(stamp, read_at) else stamp
