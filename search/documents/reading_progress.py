"""How far a process has read a file: if it dies, the next one goes on without what it died of."""

import time
from dataclasses import dataclass, field

from search.documents.formats.source import MOST_LOST_PAGES
from search.documents.unreadable import UnreadableError
from search.types.files import UnreadPart

_MOST_DEATHS = 20
"""How often the process may die of members of one file."""
_MOST_WAITS = 3
"""How often as long as one answer may take is waited in vain for members of one file."""


@dataclass
class ReadingProgress:
    """Follows the frames of `sandbox_worker` for one file. An answer may take so many `seconds`.

    `members` counts the members that have begun, `direct` the readings that came from no member. `deaths` counts the
    processes that died of members.
    """

    seconds: float
    members: int = 0
    direct: int = 0
    lost_pages: dict[int, str] = field(default_factory=dict)
    deaths: int = 0
    _member: str = ""
    _page: int = 0
    _began: float = 0.0
    _waited: float = 0.0

    @property
    def may_go_on(self) -> bool:
        """Whether another process may read on."""
        return self.deaths < _MOST_DEATHS and self._waited < _MOST_WAITS * self.seconds

    def begin(self) -> dict[str, object]:
        """A process begins to read the file. What it has to know of those before it."""
        self._member, self._page, self._began = "", 0, time.monotonic()
        return {"members": self.members, "direct": self.direct, "lost_pages": [*self.lost_pages.items()]}

    def follow(self, kind: bytes, content: bytes) -> None:
        """A frame has come. Raises ValueError if it is wrong."""
        if kind == b"R":
            self.direct += not self._member
            self._page = 0
        elif kind == b"M":
            self._member, self._began = content.decode(), time.monotonic()
            self.members += bool(self._member)
        elif kind == b"P":
            self._page = int(content)

    def died(self, message: str) -> UnreadPart | None:
        """The process has died: the member that it died of. None if that was a page, which the next process names.

        Raises UnreadableError if it was neither, or if there are too many such pages.
        """
        if self._member:
            self.deaths += 1
            self._waited += time.monotonic() - self._began
            return UnreadPart(self._member, message, "reader failed")
        if self._page and self._page not in self.lost_pages and len(self.lost_pages) <= MOST_LOST_PAGES:
            self.lost_pages[self._page] = message
            return None
        raise UnreadableError(message, "reader failed")
