"""Where the files are that tests read."""

from pathlib import Path

ROOT = Path(__file__).parents[2]
"""The checkout."""
SAMPLE = ROOT / "tests" / "corpus"
"""The sample corpus."""
SHARED = ROOT.parent / "shared"
"""Texts that are not part of this project. Tests that need them are skipped without them."""
SEEDS = SHARED / "seeds"
CORPORA = SHARED / "corpora"
