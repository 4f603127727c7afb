"""Which fingerprints an index on a cluster may have."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from search.engines.opensearch.sent_fingerprints import SentFingerprints

HASHES = st.lists(st.integers(0, (1 << 32) - 1) | st.sampled_from([0, 7, 8, (1 << 32) - 1]), max_size=30)


@given(HASHES, HASHES)
def test_all_that_was_added_is_there(first: list[int], second: list[int]) -> None:
    sent = SentFingerprints()
    for added in (first, second):
        sent.add(np.array(added, np.uint32))
    assert sent.has(np.array(first + second, np.uint32)).all()


def test_little_else_is_there() -> None:
    random = np.random.default_rng(1)
    sent = SentFingerprints()
    assert not sent.has(np.array([0, 7, 8, (1 << 32) - 1], np.uint32)).any()
    hashes = random.integers(0, 1 << 32, (1_100_000, 8), np.uint32).min(axis=1)  # small ones, as those of articles are
    sent.add(hashes[:1_000_000])
    share = sent.has(hashes[1_000_000:]).mean()
    assert 0.001 < share < 0.003
