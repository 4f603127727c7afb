"""What an update stores for the next ones: the recurring lines of a folder, and its mount points."""

from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from search.extract.recurring_lines import DIGEST_SIZE, LineDigests
from search.extract.version import VERSION
from search.indexing.recurrence_sample import Sample
from search.types.files import Stamp


@dataclass(frozen=True)
class UpdateState:
    """The recurring lines, the sample of files from which they were found, and the folders that are mount points.

    `is_whole`: all lines that recur in the sample could be read. `encodings` are the rules by which its files were
    read. `other` counts the files of kinds that are not read, by suffix.
    """

    recurring: frozenset[str]
    sample: Sample
    mounts: frozenset[str]
    encodings: Mapping[str, str] = field(default_factory=dict)
    other: Mapping[str, int] = field(default_factory=dict)
    is_whole: bool = True

    @classmethod
    def from_json(cls, state: Mapping[str, Any]) -> "UpdateState":
        """The state that `to_json` made. A part of another form is empty; so is the sample of another extraction."""
        sample = state.get("sample") if state.get("extraction") == VERSION else None
        return cls(
            _strings(state.get("recurring")),
            _sample(sample),
            _strings(state.get("mounts")),
            state.get("encodings") or {},
            {str(suffix): int(count) for suffix, count in (state.get("other") or {}).items()},
            state.get("whole") is True,
        )

    def to_json(self) -> dict[str, Any]:
        """The state as JSON can hold it. The sample keeps digests of its lines only."""
        return {
            "extraction": VERSION,
            "recurring": sorted(self.recurring),
            "sample": {path: _sampled_file(stamp, digests) for path, (stamp, digests) in self.sample.items()},
            "mounts": sorted(self.mounts),
            "encodings": dict(self.encodings),
            "other": dict(self.other),
            "whole": self.is_whole,
        }


def _sampled_file(stamp: Stamp, digests: LineDigests) -> list[Any]:
    packed = b64encode(b"".join((*digests.longest, digests.title, *digests.digests))).decode()
    sizes = [*digests.paragraphs.values()]
    return [stamp.size, stamp.modified, stamp.inode, stamp.changed, packed, sizes, len(digests.endings)]


def _strings(value: Any) -> frozenset[str]:
    return frozenset(item for item in value if isinstance(item, str)) if isinstance(value, list) else frozenset()


def _sample(value: Any) -> Sample:
    try:
        return {
            path: (Stamp(*stamp), _line_digests(b64decode(packed), sizes, endings))
            for path, (*stamp, packed, sizes, endings) in value.items()
        }
    except (ValueError, TypeError, AttributeError):
        return {}


def _line_digests(packed: bytes, sizes: list[int], endings: int) -> LineDigests:
    """The digests of a file. The last ones are those of endings, and before them those of paragraphs with `sizes`."""
    first, second, title, *digests = (packed[at : at + DIGEST_SIZE] for at in range(0, len(packed), DIGEST_SIZE))
    short = len(digests) - len(sizes) - endings
    paragraphs = dict(zip(digests[short : short + len(sizes)], sizes, strict=True))
    return LineDigests(
        (first, second), tuple(digests[:short]), paragraphs, title, tuple(digests[short + len(sizes) :]), {}
    )
