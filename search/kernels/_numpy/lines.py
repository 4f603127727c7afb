"""Look-ups in sorted lines: the readable twin of `_compiled/lines.pyx`."""

from collections.abc import Sequence

from search.arrays import Ints

_END = b"\n"
_MOST_LINES = 1 << 20  # of a block
_WRONG = "the blocks of lines make no sense"


def find_lines(lines: bytes, starts: Ints, step: int, keys: Sequence[bytes]) -> list[int]:
    """As in `Kernels`."""
    if not 0 < step <= _MOST_LINES or not len(starts) or starts[0] or starts[-1] != len(lines):
        raise ValueError(_WRONG)
    return [_find(lines, starts, step, key) for key in keys]


def _find(lines: bytes, starts: Ints, step: int, key: bytes) -> int:
    low, high = 0, len(starts) - 1
    while low < high:  # the first block that begins behind the key
        middle = (low + high) // 2
        if not 0 <= starts[middle] < len(lines):
            raise ValueError(_WRONG)
        if _line(lines, int(starts[middle])) > key:
            high = middle
        else:
            low = middle + 1
    if not low:
        return ~0
    number, at = (low - 1) * step, int(starts[low - 1])
    while at < starts[low]:
        line = _line(lines, at)
        if line >= key:
            return number if line == key else ~number
        number, at = number + 1, at + len(line) + 1
    return ~number


def _line(lines: bytes, start: int) -> bytes:
    end = lines.find(_END, start)
    return lines[start:] if end < 0 else lines[start:end]
