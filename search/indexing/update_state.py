"""What an update leaves for the next ones to know of a folder: what recurs in it, and what is mounted."""

from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from search.extract.pipeline import VERSION
from search.extract.recurring_lines import DIGEST_SIZE, LineDigests
from search.indexing.recurrence_sample import Sample
from search.types.files import Stamp


@dataclass(frozen=True)
class UpdateState:
    """The lines that recur, the sample of files by which that is told, and the folders that are mount points."""

    recurring: frozenset[str]
    sample: Sample
    mounts: frozenset[str]

    @classmethod
    def of(cls, memory: Mapping[str, Any]) -> "UpdateState":
        """What `as_memory` made; nothing of a part that is anything else, or of a sample that another cleaning took."""
        sample = memory.get("sample") if memory.get("cleaning") == VERSION else None
        return cls(_strings(memory.get("recurring")), _sample(sample), _strings(memory.get("mounts")))

    def as_memory(self) -> dict[str, Any]:
        """The same as JSON can hold it; of the lines of the sample their digests are kept."""
        sample = {
            path: [
                it.size,
                it.modified,
                it.inode,
                it.changed,
                b64encode(b"".join((of.paragraph, *of.digests))).decode(),
            ]
            for path, (it, of) in self.sample.items()
        }
        return {
            "cleaning": VERSION,
            "recurring": sorted(self.recurring),
            "sample": sample,
            "mounts": sorted(self.mounts),
        }


def _strings(value: Any) -> frozenset[str]:
    return frozenset(it for it in value if isinstance(it, str)) if isinstance(value, list) else frozenset()


def _sample(memory: Any) -> Sample:
    try:
        return {path: (Stamp(*stamp), _trace(b64decode(digests))) for path, (*stamp, digests) in memory.items()}
    except (ValueError, TypeError, AttributeError):
        return {}


def _trace(digests: bytes) -> LineDigests:
    article, *lines = (digests[at : at + DIGEST_SIZE] for at in range(0, len(digests), DIGEST_SIZE))
    return LineDigests(article, tuple(lines), {})
