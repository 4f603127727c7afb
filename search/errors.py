"""What can go wrong, as messages for a person: what, why, and what to do next."""


class SeedsearchError(Exception):
    """The root of all errors that a caller is meant to show. `str(error)` is one line, and whole sentences."""


BUG = "This is a bug of seedsearch, not of your index and not of what you asked."


def sentence(error: Exception) -> str:
    """What to tell a person of an error: of one of ours, its message; of the system's, the reason and the file; of any
    other that it is a bug, since its message may be about anything."""
    if isinstance(error, OSError):
        return f"{error.strerror or error}: {error.filename}" if error.filename else error.strerror or str(error)
    if isinstance(error, MemoryError):
        return "There is not enough memory for this."
    return str(error) if isinstance(error, SeedsearchError) else f"{BUG} ({type(error).__name__})"


class CorpusError(SeedsearchError):
    """The folder cannot be searched: it is missing, no folder, or unreadable."""


class CorpusEmptied(CorpusError):
    """All files of an index are gone from the folder at once, which may not be meant."""


class ConfigError(SeedsearchError):
    """A setting is unknown or has a value that makes no sense."""


class IndexMissing(SeedsearchError):
    """There is no index yet."""


class IndexRefused(SeedsearchError):
    """The folder named for the index holds something else, or lies inside the corpus."""


class IndexBusy(SeedsearchError):
    """Another process is writing the index."""


class WorkerLost(SeedsearchError):
    """A process that was working for this one ended by itself."""


class IndexDamaged(SeedsearchError):
    """The index cannot be read: `what` is wrong with one of its files, `file`, or with all of it."""

    def __init__(self, message: str, file: str = "", what: str = "") -> None:
        super().__init__(message)
        self.file = file
        self.what = what


class BadFilter(SeedsearchError, ValueError):
    """A filter says nothing that articles can be filtered by."""


class QueryTooLong(SeedsearchError):
    """A query has more characters, terms or levels than can be searched, so nothing was searched."""


class NoSuchPage(SeedsearchError):
    """A page of results that there is not; `last` is the last one there is."""

    def __init__(self, message: str, last: int = 1) -> None:  # whoever unpickles it knows the message alone at first
        super().__init__(message)
        self.last = last


class NoSuchSegment(SeedsearchError):
    """No file of the index has this name, or the segment has no such document."""


class NoSuchArticle(SeedsearchError):
    """No article has this id, or it has left the corpus."""
