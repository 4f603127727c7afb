"""Compare a folder with its index: which files an update has to read, and which have left the folder."""

from collections.abc import Iterator, Set
from pathlib import Path
from typing import NamedTuple

import numpy as np

from search.arrays import Hashes
from search.config import Config
from search.documents.formats.registry import current_reader, ocr_of
from search.documents.ignore import IsExcluded, is_within_excluded, read_exclusion
from search.documents.missing_files import MissingFiles, find_missing_files
from search.documents.ocr_cache import OcrCache
from search.documents.walk import FolderListing, walk
from search.engines.base import Engine, FileRecords
from search.errors import CorpusEmptied
from search.extract.patterns import read_patterns
from search.indexing.scans import scans
from search.indexing.settings_number import SettingsNumber
from search.indexing.sidecars import Sidecars, read_sidecars
from search.indexing.update_log import log_plan
from search.indexing.update_state import UpdateState
from search.paths import ocr_folder
from search.rules import CorpusRules
from search.sorted_paths import SortedPaths, in_order
from search.stamps import StampTable
from search.types.files import readable_path


class UpdatePlan(NamedTuple):
    """What an update begins with.

    `own_patterns` is the text of the person's own patterns. `listing` is the folder now, without `sidecars`. `records`
    and `state` are what the index remembers. `missing` are indexed files that are not listed. `settings` gives the
    number of the settings of a file, as in `FileRecord`. `stale` are the paths of listed files whose stamp, settings or
    reader differ from their record, in order.
    """

    own_patterns: str
    listing: FolderListing
    records: FileRecords
    state: UpdateState
    missing: MissingFiles
    settings: SettingsNumber
    sidecars: Sidecars
    stale: Set[str]

    def with_same_settings(self) -> list[str]:
        """The paths of the indexed files whose settings are those of their record."""
        paths = self.records.paths
        is_same = self.settings.numbers(paths, self.sidecars.entries) == self.records.settings()
        return [*paths.only(np.flatnonzero(is_same))]


def plan_update(root: Path, engine: Engine, config: Config, *, empty: bool) -> UpdatePlan:
    """Compare the folder `root` with its index. Walks the folder.

    Raises CorpusError, CorpusEmptied unless `empty` is true, ConfigError, IndexDamaged.
    """
    own_patterns = read_patterns(config.patterns)
    is_excluded = read_exclusion(root, config.exclude)
    listing = walk(root, is_excluded)
    rules = CorpusRules.of(root, config.encodings, config.outlets)
    sidecars = read_sidecars(root, listing.files.paths, rules)
    if sidecars.paths:
        numbers = np.array(sorted(map(listing.files.paths.find, sidecars.paths)))
        listing = listing._replace(files=listing.files.without(numbers))
    records = engine.records()
    state = UpdateState.from_json(records.memory)
    missing = find_missing_files(listing, records.paths, state.mounts, remove_unmounted=empty)
    if not listing.files and not empty:
        _refuse_to_empty(root, missing, is_excluded)
    settings = SettingsNumber.of(config, own_patterns, rules)
    stale = dict.fromkeys(_changed(listing.files, records, settings.numbers(listing.files.paths, sidecars.entries)))
    others = {path for path in _read_otherwise(records, OcrCache(ocr_folder(root))) if path in listing.files}
    if not others <= stale.keys():
        stale = dict.fromkeys(in_order(others | stale.keys()))
    log_plan(listing, records, stale.keys(), missing.removed)
    return UpdatePlan(own_patterns, listing, records, state, missing, settings, sidecars, stale.keys())


def _changed(files: StampTable, records: FileRecords, settings: Hashes) -> SortedPaths:
    """The paths of the files that are new, or whose stamp or settings have changed."""
    before = records.paths
    numbers = files.paths.numbers_in(before)
    is_other = np.ones(len(files), np.bool_)
    is_known = numbers >= 0
    is_other[is_known] = settings[is_known] != records.settings()[numbers[is_known]]
    is_other[files.changed_since(records.stamps())] = True
    return files.paths.only(np.flatnonzero(is_other))


def _read_otherwise(records: FileRecords, cache: OcrCache) -> Iterator[str]:
    """The paths of files that another version of their reader has read, or one with other packages or other OCR."""
    for reader in filter(None, records.readers):
        if reader != current_reader(reader, ocr_of(reader)):
            yield from records.read_by(reader)
    engines = cache.engines()
    for record in scans(records):
        if ocr_of(record.reader) != engines.get(record.digest, ""):
            yield record.path


def _refuse_to_empty(root: Path, missing: MissingFiles, is_excluded: IsExcluded | None) -> None:
    """Raise CorpusEmptied if files have left the folder, not counting those that patterns leave out now."""
    removed = [path for path in missing.removed if not (is_excluded and is_within_excluded(path, is_excluded))]
    if removed:
        files = "The one indexed file is" if len(removed) == 1 else f"All {len(removed):,} indexed files are"
        raise CorpusEmptied(f"{files} gone from {readable_path(str(root))}, so the index is kept.")
