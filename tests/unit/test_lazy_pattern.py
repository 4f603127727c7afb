"""A lazy expression finds what a compiled one finds, and is compiled only when it is used."""

import re

import pytest

from search.lazy_pattern import lazy_pattern


def test_a_lazy_expression_is_as_a_compiled_one() -> None:
    lazy, compiled = lazy_pattern(r"(f)E", re.IGNORECASE), re.compile(r"(f)E", re.IGNORECASE)
    for _ in range(2):
        assert lazy.sub(r"\1", "ferry Fe") == compiled.sub(r"\1", "ferry Fe")
        assert [match.span() for match in lazy.finditer("ferry Fe")] == [(0, 2), (6, 8)]
    assert (lazy.pattern, lazy.flags) == (compiled.pattern, compiled.flags)


def test_an_expression_is_compiled_when_it_is_used() -> None:
    wrong = lazy_pattern("(")
    with pytest.raises(re.error):
        wrong.search("ferry")
