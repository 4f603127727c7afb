"""In a process that has this folder on its path, the reader of plain texts runs them as Python.

It stands for a library that a hostile file has taken over. A text yields what it puts into `readings`.
"""

import sys
import types
from typing import Any


def read(source: Any) -> Any:
    """The readings that the text has made."""
    names: dict[str, Any] = {"source": source, "readings": []}
    exec(source.read_all(), names)
    yield from names["readings"]


_READER: Any = types.ModuleType("search.documents.formats.plain_text")
_READER.read = read
sys.modules[_READER.__name__] = _READER
