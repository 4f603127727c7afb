"""The errors that a person can do something about. A message says what is wrong, why, and what to do next."""

from errno import ENAMETOOLONG


class SeedsearchError(Exception):
    """The base of all errors whose message is for a person. `str(error)` is one line of whole sentences."""


PROCESS_LOST = "A process that was indexing ended unexpectedly, perhaps because memory ran out."
_BUG = "This is a bug of seedsearch, not of your index and not of what you asked."
_LONGEST_NAME = 200


def error_message(error: Exception) -> str:
    """A message for a person about any error.

    A SeedsearchError has its own message. An error of the system is shown as reason and file. Any other error is a bug:
    its own message may hold anything, so only its type is shown.
    """
    if isinstance(error, OSError) and error.errno == ENAMETOOLONG:
        return f"{error.strerror}: {shortened(str(error.filename), _LONGEST_NAME)}"
    if isinstance(error, OSError):
        return f"{error.strerror or error}: {error.filename}" if error.filename else error.strerror or str(error)
    if isinstance(error, MemoryError):
        return "There is not enough memory for this."
    return str(error) if isinstance(error, SeedsearchError) else f"{_BUG} ({type(error).__name__})"


def shortened(text: str, most: int) -> str:
    """A text for a message; of a longer one than `most` characters its beginning."""
    return text if len(text) <= most else f"{text[:most]}…"


class CorpusError(SeedsearchError):
    """The folder of documents is missing, is no folder, or cannot be read."""


class CorpusEmptied(CorpusError):
    """All files of an index are gone from the folder at once, which may be a mistake."""


class ConfigError(SeedsearchError):
    """A setting does not exist or has a value that it cannot have."""


class IndexMissing(SeedsearchError):
    """There is no index yet."""


class IndexRefused(SeedsearchError):
    """The folder for the index holds other files, belongs to somebody else, or lies inside the corpus. Or the index on
    a cluster is another corpus's."""


class IndexBusy(SeedsearchError):
    """Another process is writing the index."""


class WorkerLost(SeedsearchError):
    """A worker process ended unexpectedly."""


class IndexDamaged(SeedsearchError):
    """The index cannot be read. `file` is the damaged file, empty for all; `what` says what is wrong with it."""

    def __init__(self, message: str, file: str = "", what: str = "") -> None:
        super().__init__(message)
        self.file = file
        self.what = what


class BadFilter(SeedsearchError, ValueError):
    """A filter has a value that articles cannot be filtered by."""


class QueryTooLong(SeedsearchError):
    """A query has too many characters, terms or levels. Nothing was searched."""


class ModelError(SeedsearchError):
    """The model for searching by meaning is not installed, or its file cannot be used."""


class OcrError(SeedsearchError):
    """Scans cannot be read: the program tesseract or one of its languages is not installed."""


class NoSuchPage(SeedsearchError):
    """The results have no such page. `last` is the number of the last one."""

    def __init__(self, message: str, last: int = 1) -> None:  # unpickling passes the message only
        super().__init__(message)
        self.last = last


class NoSuchSegment(SeedsearchError):
    """No file of the index has this name, or the segment has no such document."""


class NoSuchFile(CorpusError):
    """The file of an article cannot be read now."""


class NoSuchArticle(SeedsearchError):
    """No article has this id, or it has left the corpus."""


class EngineUnavailable(SeedsearchError):
    """The cluster that holds the index cannot be reached, or lets nobody in."""


class ClusterDown(EngineUnavailable):
    """No node of the cluster answers now. One may answer later."""
