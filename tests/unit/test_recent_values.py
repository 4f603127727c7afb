"""A value is made once as long as it is asked for again soon."""

import pytest

from search.recent_values import RecentValues


def test_a_value_is_made_again_once_others_were_asked_for_since() -> None:
    made: list[str] = []
    values = RecentValues[str](2)

    def get(key: str) -> str:
        return values.get(key, lambda: made.append(key) or key.upper())  # type: ignore[func-returns-value]

    assert [get(key) for key in "abacab"] == ["A", "B", "A", "C", "A", "B"]
    assert made == ["a", "b", "c", "b"]


def test_a_value_that_cannot_be_made_is_tried_again() -> None:
    values = RecentValues[float](2)
    for _ in range(2):
        with pytest.raises(ZeroDivisionError):
            values.get("a", lambda: 1 / 0)
    assert values.get("a", lambda: 1.5) == 1.5
