"""Where the files are that tests read."""

from pathlib import Path

ROOT = Path(__file__).parents[2]
"""The checkout."""
SAMPLE = ROOT / "tests" / "corpus"
"""The sample corpus."""
SHARED = ROOT.parent / "shared"
"""Texts that are not part of this project; the tests that need them are skipped where they are missing."""
SEEDS = SHARED / "seeds"
CORPORA = SHARED / "corpora"
