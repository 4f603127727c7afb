"""Python imports this at its start in every process that has this folder on its path, worker processes too."""

import os

if "FAULT_INDEX" in os.environ:
    import tests.faults.watch  # noqa: F401
