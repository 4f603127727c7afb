"""Which tests run in one process, and which start first."""

from tests.conftest import LONGEST, group_of
from tests.support.places import ROOT


def test_every_group_in_the_order_exists() -> None:
    assert [group for group in LONGEST if not (ROOT / group).exists()] == []


def test_all_tests_in_the_browser_are_one_group() -> None:
    assert {group_of(f"tests/browser/test_{name}.py::test_it") for name in ("axe", "keys")} == {"tests/browser"}
    assert group_of("tests/web/test_api.py::test_it[a]") == "tests/web/test_api.py"
