"""What the index remembers of the files it was made from: one JSON file beside the index proper.

It is written after the index. Should a crash part the two, the catalogue is the older one, and the next update reads
again what it does not know.
"""

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from search import analysis
from search.errors import IndexDamaged
from search.files import stamp_of, write_json
from search.model import FileRecord, Holdings, Stamp

NAME = "catalogue.json"
_VERSIONS = [1, analysis.VERSION]  # of this file's form and of the tokens in the index


@dataclass(frozen=True)
class Catalogue:
    """The records of all files by path, and when they last changed (UTC, ISO 8601)."""

    records: Mapping[str, FileRecord] = field(default_factory=dict)
    updated: str = ""

    @cached_property
    def holdings(self) -> Holdings:
        """The sums. Linear in the files, once."""
        records = [record for record in self.records.values() if record.articles]
        return Holdings(
            files=len(records),
            articles=sum(len(record.articles) for record in records),
            bytes=sum(record.stamp.size - record.unread for record in records),
            encodings=dict(Counter(record.encoding for record in records).most_common()),
            updated=self.updated,
        )


def mark(folder: Path) -> Stamp | None:
    """What changes whenever a catalogue does; None where there is none."""
    try:
        return stamp_of((folder / NAME).stat())
    except OSError:
        return None


def load(folder: Path) -> Catalogue | None:
    """The catalogue of the index in `folder`; None where there is none, or one that has to be built anew. Linear."""
    try:
        content = json.loads((folder / NAME).read_text(encoding="utf-8"))
        if content["versions"] != _VERSIONS:
            return None
        records = [_record(item) for item in content["files"]]
        updated = datetime.fromisoformat(content["updated"])
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise damaged(folder) from error
    return Catalogue({record.path: record for record in records}, updated.isoformat(timespec="seconds"))


def damaged(folder: Path) -> IndexDamaged:
    """What to raise where something in an index folder is not as it was written."""
    return IndexDamaged(f"The index in {folder} cannot be read. Delete that folder and index again.")


def save(folder: Path, records: Mapping[str, FileRecord]) -> None:
    """Put a new catalogue in place of the old one. Linear."""
    files = [asdict(record) for record in records.values()]
    updated = datetime.now(UTC).isoformat(timespec="seconds")
    write_json(folder / NAME, {"versions": _VERSIONS, "updated": updated, "files": files})


def _record(item: dict[str, Any]) -> FileRecord:
    return FileRecord(**{**item, "stamp": Stamp(**item["stamp"]), "articles": tuple(item["articles"])})
