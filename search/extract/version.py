"""The version of the extraction, for those who do not run it: its steps take long to load."""

VERSION = 10
"""Raise this whenever the same text gives other articles or zones. Every file is read again then."""
