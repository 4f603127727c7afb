"""Which files of an index are gone from its folder, and which can just not be looked at."""

from collections import defaultdict
from collections.abc import Container, Iterator, Mapping, Set
from dataclasses import dataclass

from search.documents.walk import FolderListing

UNLISTED = "cannot be looked at now"
UNMOUNTED = "was a mount point and holds no texts now"


@dataclass(frozen=True)
class Presence:
    """`gone` are the paths of files that have left the folder. `hidden` tells why a folder or file cannot be looked at,
    and which paths of the index lie there, by that folder or file: they stay in the index. `mounts` are the folders to
    remember as mount points."""

    gone: frozenset[str]
    hidden: Mapping[str, tuple[str, frozenset[str]]]
    mounts: frozenset[str]

    @property
    def kept(self) -> frozenset[str]:
        """All paths that stay though they are not listed."""
        return frozenset().union(*(paths for _, paths in self.hidden.values()))


def presence(listing: FolderListing, indexed: Set[str], mounts: Set[str], *, unmounted_too: bool = False) -> Presence:
    """Which of the files of an index are there, by a listing of their folder and the mount points of the one before.

    A folder that was on another file system than the folder around it, is not now, and holds no text, was a mount
    point: its file system is missing, and nobody deleted what is in it. With `unmounted_too` it counts as gone all the
    same. Linear.
    """
    there = {file.path for file in listing.files}
    missing = indexed - there
    unmounted = mounts - set(listing.mounts)
    if unmounted:
        unmounted -= {place for path in there for place in _places(path)}
    reasons = dict.fromkeys(() if unmounted_too else unmounted, UNMOUNTED) | dict.fromkeys(listing.unlisted, UNLISTED)
    hidden: dict[str, set[str]] = defaultdict(set)
    for path in missing if reasons else ():
        if place := _first(path, reasons):
            hidden[place].add(path)
    return Presence(
        gone=frozenset(missing).difference(*hidden.values()),
        hidden={place: (reasons[place], frozenset(paths)) for place, paths in hidden.items()},
        mounts=frozenset(listing.mounts) | (unmounted & hidden.keys()),
    )


def _first(path: str, places: Container[str]) -> str:
    """The first of some places that a path is or lies in."""
    return next((place for place in _places(path) if place in places), "")


def _places(path: str) -> Iterator[str]:
    """The folders that a path lies in, from the outermost on, and the path itself."""
    at = path.find("/")
    while at >= 0:
        yield path[:at]
        at = path.find("/", at + 1)
    yield path
