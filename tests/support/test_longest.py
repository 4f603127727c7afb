"""The order in which modules of tests start."""

from tests.conftest import LONGEST
from tests.support.places import ROOT


def test_every_module_in_the_order_exists() -> None:
    assert [module for module in LONGEST if not (ROOT / module).is_file()] == []
