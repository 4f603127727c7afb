"""Two tables of stamps are compared as two mappings of them are."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from search.sorted_paths import SortedPaths
from search.stamps import StampTable
from search.types.files import Stamp

NUMBERS = st.sampled_from((0, 1, 2, (1 << 63) - 1))
STAMPS = st.builds(Stamp, NUMBERS, NUMBERS, st.sampled_from((0, 1, (1 << 64) - 1)), NUMBERS)
FILES = st.dictionaries(st.sampled_from("abcdefgh"), STAMPS)


def table(files: dict[str, Stamp]) -> StampTable:
    """The same as columns."""
    rows = np.array([files[path] for path in sorted(files)], np.uint64).reshape(-1, 4).astype(np.int64)
    return StampTable(SortedPaths.of(files), rows)


@given(FILES, FILES)
def test_a_file_has_changed_if_it_is_new_or_its_stamp_is_another(
    before: dict[str, Stamp], now: dict[str, Stamp]
) -> None:
    assert dict(table(now)) == now
    in_order = sorted(now)
    changed = [path for path in in_order if before.get(path) != now[path]]
    assert [in_order[number] for number in table(now).changed_since(table(before))] == changed
    assert table(now).changed_after(1) == [path for path in in_order if now[path].changed > 1]
    assert table(now).sizes(in_order[1:]) == [now[path].size for path in in_order[1:]]
    numbers = np.arange(0, len(now), 2)
    assert dict(table(now).without(numbers)) == {path: now[path] for path in in_order[1::2]}
