"""Tell which files of an index have left its folder, and which cannot be reached at the moment."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Set
from typing import NamedTuple

from search.documents.walk import FolderListing
from search.sorted_paths import SortedPaths

UNLISTED = "cannot be looked at now"
UNMOUNTED = "was a mount point and holds no texts now"


class MissingFiles(NamedTuple):
    """The indexed files that a listing of the folder lacks.

    `removed` are the paths of files that have left the folder. `unreachable` maps a folder or file that cannot be
    looked at to the reason and to the indexed paths there; these stay in the index. `mounts` are the folders to
    remember as mount points.
    """

    removed: frozenset[str]
    unreachable: Mapping[str, tuple[str, frozenset[str]]]
    mounts: frozenset[str]

    @property
    def kept(self) -> frozenset[str]:
        """All paths that stay in the index although they are not listed."""
        return frozenset().union(*(paths for _, paths in self.unreachable.values()))


def find_missing_files(
    listing: FolderListing, indexed: SortedPaths, mounts: Set[str], *, remove_unmounted: bool = False
) -> MissingFiles:
    """Compare the indexed paths with a listing of their folder. `mounts` are the mount points of the update before.

    If a mount point is no longer one and holds no text, its file system is missing: nobody deleted the files in it.
    With `remove_unmounted` they count as removed all the same. Linear.
    """
    missing = indexed.missing_in(listing.files.paths)
    unmounted = mounts - set(listing.mounts)
    if unmounted:
        unmounted -= {place for path in listing.files for place in _path_and_folders(path)}
    reasons = dict.fromkeys(() if remove_unmounted else unmounted, UNMOUNTED) | dict.fromkeys(
        listing.unlisted, UNLISTED
    )
    unreachable: dict[str, set[str]] = defaultdict(set)
    for path in missing if reasons else ():
        if place := next((place for place in _path_and_folders(path) if place in reasons), ""):
            unreachable[place].add(path)
    return MissingFiles(
        removed=frozenset(missing).difference(*unreachable.values()),
        unreachable={place: (reasons[place], frozenset(paths)) for place, paths in unreachable.items()},
        mounts=frozenset(listing.mounts) | (unmounted & unreachable.keys()),
    )


def _path_and_folders(path: str) -> Iterator[str]:
    """The folders that a path lies in, the outermost first, and then the path itself."""
    at = path.find("/")
    while at >= 0:
        yield path[:at]
        at = path.find("/", at + 1)
    yield path
