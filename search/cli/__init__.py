"""The command `seedsearch`."""
