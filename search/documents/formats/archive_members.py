"""Choose the members of an archive that are read, and name them."""

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import accumulate

from search.documents.formats.detect_format import suffix_of
from search.documents.formats.registry import BY_SUFFIX
from search.documents.formats.text_builder import clean_text
from search.documents.page_folders import pages_of_folder
from search.types.files import UnreadPart

_MOST_KINDS = 5
"""Kinds of members that are named."""
_MOST_FOLDERS = 20
"""Folders in folders that may belong to a saved page."""


class ArchiveMembers:
    """The members of one archive, as they are met. `names` are their names, as far as they are known before."""

    def __init__(self, names: Iterable[str] = ()) -> None:
        self._all = set(names)
        self._names: Counter[str] = Counter()
        self._others: Counter[str] = Counter()

    def part_name(self, name: str) -> str:
        """The name of a member as a part: a path without "..", unlike those of the members before it.

        Empty for a hidden member, for a part of a saved page, and for one of a kind that is not read, which is counted.
        """
        self._all.add(name)
        folders = accumulate(name.split("/", _MOST_FOLDERS)[:-1], "{}/{}".format)
        if any(page in self._all for folder in folders for page in pages_of_folder(folder)):
            return ""
        steps = [
            step
            for step in clean_text(name).replace("\\", "/").replace("\n", " ").split("/")
            if step not in ("", ".", "..")
        ]
        if not steps or any(step.startswith(".") or step == "__MACOSX" for step in steps):
            return ""
        suffix = suffix_of(steps[-1])
        if suffix not in BY_SUFFIX:
            self._others[suffix or "no suffix"] += 1
            return ""
        path = "/".join(steps)
        self._names[path] += 1
        return path if self._names[path] == 1 else f"{path[: -len(suffix)]} ({self._names[path]}){suffix}"

    def unread(self) -> Iterator[UnreadPart]:
        """What to say of the members of kinds that are not read."""
        if count := self._others.total():
            kinds = [f"{number} {kind}" for kind, number in self._others.most_common(_MOST_KINDS)]
            more = ["others"] if len(self._others) > _MOST_KINDS else []
            files = "a file of a kind that is" if count == 1 else f"{count:,} files of kinds that are"
            yield UnreadPart("", f"holds {files} not read: {', '.join((*kinds, *more))}", "not readable")
