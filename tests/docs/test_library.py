"""Every public method of the library and of a searcher is in docs/api.md."""

import inspect

import pytest

from search import Library, Searcher
from tests.docs.papers import quoted, read, without_code

METHODS = sorted(
    f"{owner.__name__}.{name}"
    for owner in (Library, Searcher)
    for name, method in vars(owner).items()
    if not name.startswith("_") and (inspect.isfunction(method) or isinstance(method, classmethod))
)
NAMES = {piece.partition("(")[0] for piece in quoted(without_code(read("docs/api.md")))}


@pytest.mark.parametrize("method", METHODS)
def test_every_method_is_documented(method: str) -> None:
    assert method.rpartition(".")[2] in NAMES
