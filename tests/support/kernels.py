"""Run a test with each kind of kernels, and compare what they give."""

from collections.abc import Callable

import numpy as np
import pytest

from search.kernels import kernels
from search.kernels.interface import Kernels

both = pytest.mark.parametrize("kernels", [kernels("numpy"), kernels("auto")], ids=["numpy", "auto"])
"""Runs a test with the kernels in NumPy, and with the compiled ones where they were built."""


def outcome(call: Callable[[Kernels], object]) -> object:
    """What both kinds of kernels give, or the text of the error that both raise."""
    first, second = (_outcome(call, kernels(choice)) for choice in ("numpy", "auto"))
    np.testing.assert_equal(first, second)
    return first


def _outcome(call: Callable[[Kernels], object], chosen: Kernels) -> object:
    try:
        return call(chosen)
    except (ValueError, LookupError) as error:
        return f"{type(error).__name__}: {error}"
