"""Is there a newer commit? One `stat` tells, as long as there is none."""

import os
from pathlib import Path

from search.engines.embedded.storage import commit_points
from search.filesystem import stamp_of
from search.types.files import Stamp

CommitIdentity = tuple[int, Stamp | None]
"""The number of a commit, and the stamp of a file that tells it from another commit of the same number."""
NO_COMMIT: CommitIdentity = (0, None)


class NewestCommit:
    """Looks for the newest commit in a folder. Safe across threads; waits for nothing.

    newest.json is replaced with each commit, so its stamp changes. It is advice only: where it is missing, unreadable,
    or names an older commit than the folder holds, the folder is listed each time.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._name = str(folder)
        self._last: tuple[Stamp, CommitIdentity] | None = None

    def look(self) -> CommitIdentity:
        """The newest commit, whether its files are whole or not; NO_COMMIT where there is none."""
        stamp, last = self.stamp(commit_points.NEWEST), self._last
        if last and last[0] == stamp:
            return last[1]
        number = commit_points.newest_number(self._folder)
        if stamp and number and commit_points.named_number(self._folder) >= number:
            self._last = stamp, (number, stamp)
            return number, stamp
        self._last = None
        return number, self.stamp(commit_points.name_of(number))

    def forget(self) -> None:
        """List the folder the next time, since a writer may have ended before it replaced newest.json."""
        self._last = None

    def stamp(self, name: str) -> Stamp | None:
        """The stamp of a file in the folder; None where there is no such file."""
        try:
            return stamp_of(os.stat(f"{self._name}{os.sep}{name}"))  # noqa: PTH116 - in a third of a Path's time
        except OSError:
            return None
