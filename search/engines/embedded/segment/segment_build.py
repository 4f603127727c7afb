"""What writes segments in several processes, and what they share."""

from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

from search.analysis.stemming import stemmer_version
from search.engines.embedded.segment.segment_reader import SegmentReader
from search.engines.embedded.segment.segment_writer import write_segment
from search.engines.embedded.storage.commit_points import NamedFile
from search.types.article import Article


def load() -> None:
    """Load what a build needs beside this module: the stemmer, whose version each segment names."""
    stemmer_version()


class SegmentBuild:
    """Writes segments, in any process. It is pickled for each batch of files, so those that begin later compress with
    the dictionary of the first segment that has one. Then a merge copies their frames."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._dictionary = b""

    def __call__(self, articles: Iterable[Article]) -> NamedFile | None:
        return write_segment(self._folder, articles, self._dictionary)

    def share_dictionary(self, file: NamedFile) -> None:
        """Use the dictionary of a segment from now on, unless there is one. Raises IndexDamaged, OSError."""
        if not self._dictionary:
            with closing(SegmentReader(self._folder / file.name, file.length)) as segment:
                self._dictionary = segment.stored_fields.dictionary
