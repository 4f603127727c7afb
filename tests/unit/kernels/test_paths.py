"""Both kinds of kernels compare sorted paths alike, and refuse those that are not sorted."""

import numpy as np
from hypothesis import example, given
from hypothesis import strategies as st

from tests.support.kernels import outcome

PATHS = st.sets(st.binary(max_size=3).map(lambda path: path.replace(b"\0", b"/")), max_size=8).map(sorted)
ANY = st.lists(st.sampled_from((b"a", b"b", b"a/b", b"", b"\xff")), max_size=4)
WRONG = "ValueError: paths are not in order"


def joined(paths: list[bytes]) -> bytes:
    return b"".join(path + b"\0" for path in paths)


@given(paths=PATHS, others=PATHS)
def test_each_path_has_its_number_among_others_or_its_place(paths: list[bytes], others: list[bytes]) -> None:
    bounds = outcome(lambda kernels: kernels.path_bounds(joined(paths)))
    assert isinstance(bounds, np.ndarray)
    assert bounds.tolist() == [len(joined(paths[:number])) for number in range(len(paths) + 1)]
    numbers = outcome(lambda kernels: kernels.match_paths(joined(paths), joined(others)))
    assert isinstance(numbers, np.ndarray)
    before = (sum(other < path for other in others) for path in paths)
    expected = [place if path in others else ~place for path, place in zip(paths, before, strict=True)]
    assert numbers.tolist() == expected


@given(paths=ANY, others=ANY, cut=st.integers(0, 2))
@example(paths=[b"a"], others=[b"a"], cut=1)
@example(paths=[b"a", b"a"], others=[], cut=0)
def test_paths_that_are_not_in_order_are_refused(paths: list[bytes], others: list[bytes], cut: int) -> None:
    encoded = joined(paths)[: len(joined(paths)) - cut]
    is_whole = not encoded or encoded.endswith(b"\0")
    is_right = is_whole and sorted({*encoded.split(b"\0")[:-1]}) == encoded.split(b"\0")[:-1]
    assert (outcome(lambda kernels: kernels.path_bounds(encoded)) == WRONG) is not is_right
    are_right = is_right and sorted({*others}) == others
    for pair in ((encoded, joined(others)), (joined(others), encoded)):
        refused = outcome(lambda kernels, pair=pair: kernels.match_paths(*pair)) == WRONG
        assert refused is not are_right
