"""Look-ups in sorted lines: the readable twin of `_compiled/lines.pyx`."""

from collections.abc import Iterable, Sequence

from search.arrays import Ints, UInt16s

_END = b"\n"
_BEHIND = b"\xff"  # sorts behind whatever follows a prefix in a text
_MOST_LINES = 1 << 20  # of a block
_WRONG = "the blocks of lines make no sense"


def find_lines(lines: bytes, starts: Ints, step: int, keys: Sequence[bytes]) -> list[int]:
    """As in `Kernels`."""
    if not 0 < step <= _MOST_LINES or not len(starts) or starts[0] or starts[-1] != len(lines):
        raise ValueError(_WRONG)
    return [_find(lines, starts, step, key) for key in keys]


def find_terms(lines: bytes, starts: Ints, step: int, terms: Iterable[str]) -> list[int]:
    """As in `Kernels`."""
    found = find_lines(lines, starts, step, [term.encode() for term in terms])
    return sorted(number for number in found if number >= 0)


def select_lines(lines: bytes, starts: Ints, step: int, first: int, values: UInt16s, value: int) -> list[bytes]:
    """As in `Kernels`."""
    if not 0 < step <= _MOST_LINES or first < 0 or not 0 <= value < 1 << 16:
        raise ValueError(_WRONG)
    return [_at(lines, starts, step, first + at) for at in (values == value).nonzero()[0].tolist()]


def select_beginnings(
    lines: bytes, starts: Ints, step: int, prefixes: Sequence[bytes], values: UInt16s, value: int
) -> list[bytes]:
    """As in `Kernels`."""
    numbers = find_lines(lines, starts, step, [*prefixes, *(prefix + _BEHIND for prefix in prefixes)])
    bounds = [max(at, ~at) for at in numbers]
    selected = select_lines(lines, starts, step, 0, values[:0], value)
    for first, end in zip(bounds, bounds[len(prefixes) :], strict=False):
        selected += select_lines(lines, starts, step, first, values[first : max(first, end)], value)
    return selected


def lines_at(lines: bytes, starts: Ints, step: int, numbers: Ints) -> list[bytes]:
    """As in `Kernels`."""
    if not 0 < step <= _MOST_LINES or (numbers < 0).any():
        raise ValueError(_WRONG)
    return [_at(lines, starts, step, number) for number in numbers.tolist()]


def _at(lines: bytes, starts: Ints, step: int, number: int) -> bytes:
    """The line with a number."""
    at = int(starts[number // step]) if number // step < len(starts) else -1
    for _ in range(number % step):
        at = lines.find(_END, at) + 1 if 0 <= at < len(lines) else -1
        at = at or -1
    if not 0 <= at < len(lines):
        raise ValueError(_WRONG)
    return _line(lines, at)


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
    start, last = starts[low - 1 : low + 1].tolist()
    of_block = _line(lines, last - 1, start).split(_END) if start < last else []
    for number, line in enumerate(of_block, (low - 1) * step):
        if line >= key:
            return number if line == key else ~number
    return ~((low - 1) * step + len(of_block))


def _line(lines: bytes, at: int, start: int | None = None) -> bytes:
    """The line from a place on, or all from `start` to its end."""
    end = lines.find(_END, at)
    return lines[at if start is None else start : len(lines) if end < 0 else end]
