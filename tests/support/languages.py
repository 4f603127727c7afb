"""Sentences in many languages, and the encodings that were used for some."""

import tomllib
from pathlib import Path

WIDE = ("utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")
SENTENCES: dict[str, tuple[tuple[str, ...], str]] = {
    language: (tuple(entry["encodings"]), entry["text"])
    for language, entry in tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8")).items()
}
"""For each language the encodings that can hold its letters, and a text."""
NEWS: dict[str, str] = tomllib.loads(Path(__file__).with_name("news.toml").read_text(encoding="utf-8"))
"""A few sentences of news in other languages, by code."""
