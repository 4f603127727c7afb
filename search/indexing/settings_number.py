"""A number for all that the articles of a file depend on beside its bytes."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np

from search.arrays import Hashes
from search.config import Config
from search.documents.formats.registry import is_plain_text, plain_texts
from search.extract.version import VERSION
from search.rules import CorpusRules
from search.sorted_paths import SortedPaths
from search.types.reading import Reading


@dataclass(frozen=True)
class SettingsNumber:
    """The settings that are the same for all files, as JSON, those for documents alone, and the rules for some."""

    common: str
    documents: str
    rules: CorpusRules

    @classmethod
    def of(cls, config: Config, own_patterns: str, rules: CorpusRules) -> "SettingsNumber":
        """For settings, the text of the person's own patterns, and the rules of the corpus."""
        skipped = sorted(config.skipped_steps())
        common = json.dumps([VERSION, config.largest_file, skipped, config.date_order, own_patterns])
        return cls(common, str(config.largest_document), rules)

    def __call__(self, path: str, entry: Reading | None = None) -> int:
        """The number for the file at `path` of which a sidecar says `entry`. Never 0.

        A changed rule or row of a sidecar changes it only for its files.
        """
        if entry is None and not self.rules:
            return self._usual[is_plain_text(path)]
        documents = [] if is_plain_text(path) else [self.documents]
        return _number(
            self.common, self.rules.encoding(path), self.rules.outlet(path), *documents, repr(entry) if entry else ""
        )

    @property
    def of_usual_text(self) -> int:
        """The number of a plain text without a rule and a sidecar."""
        return self._usual[True]

    @cached_property
    def _usual(self) -> tuple[int, int]:
        """The number of a document, and that of a plain text, without a rule and a sidecar."""
        return _number(self.common, "", "", self.documents, ""), _number(self.common, "", "", "")

    def numbers(self, paths: SortedPaths, entries: Mapping[str, Reading]) -> Hashes:
        """The number of each of many files, of some of which a sidecar has `entries`."""
        if entries or self.rules:
            return np.array([self(path, entries.get(path)) for path in paths], np.uint64)
        document, text = map(np.uint64, self._usual)
        return np.where(plain_texts(paths), text, document)


@lru_cache(maxsize=1000)
def _number(*settings: str) -> int:
    return int.from_bytes(hashlib.blake2b(json.dumps(settings).encode(), digest_size=8).digest()) or 1
