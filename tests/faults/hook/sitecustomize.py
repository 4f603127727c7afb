"""Python imports this at the start of every process that has this folder on its path, also of workers."""

import os
import sys
from typing import Any


def _note_texts(event: str, arguments: tuple[Any, ...]) -> None:
    """Write down the name of each text that is opened."""
    if event == "open" and str(arguments[0]).endswith(".txt"):
        os.write(_opened, f"{arguments[0]}\n".encode())


_ASKED = "zanzibar"


def _meet_a_bug(event: str, arguments: tuple[Any, ...]) -> None:
    """Raise like a bug when a segment is opened and the file FAULT_BUG exists."""
    if event == "open" and "segment-" in str(arguments[0]) and os.access(os.environ["FAULT_BUG"], os.F_OK):
        raise LookupError(_ASKED)


def _tell_of_loading(event: str, arguments: tuple[Any, ...]) -> None:
    """Write one byte when the first heavy module is about to be loaded."""
    if event == "import" and arguments[0] == "search.cli.main":
        os.write(2, b"!")


if "FAULT_LOADING" in os.environ:
    sys.addaudithook(_tell_of_loading)
if "FAULT_INDEX" in os.environ:
    import tests.faults.index_events  # noqa: F401
if "FAULT_OPENED" in os.environ:
    _opened = os.open(os.environ["FAULT_OPENED"], os.O_WRONLY | os.O_APPEND)
    sys.addaudithook(_note_texts)
if "FAULT_BUG" in os.environ:
    sys.addaudithook(_meet_a_bug)
