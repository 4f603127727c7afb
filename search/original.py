"""The original file of an article, open to be sent."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from search.documents.read import open_file
from search.documents.unreadable import UnreadableError
from search.errors import NoSuchFile
from search.types.article import Article
from search.types.files import readable_path


@dataclass(frozen=True, slots=True)
class Original:
    """The file that an article lies in. `type` is that of the article; empty if it is only a member of the file.

    The file is open and at its beginning. Whoever gets it closes it.
    """

    name: str
    type: str
    size: int
    file: BinaryIO


def open_original(root: Path, article: Article) -> Original:
    """The file of an article in the folder `root`. Raises NoSuchFile if it cannot be opened."""
    file = original_file(root, article.path)
    name = readable_path(article.path).rpartition("/")[2]
    return Original(name, "" if article.member else article.type, os.fstat(file.fileno()).st_size, file)


def original_file(root: Path, path: str) -> BinaryIO:
    """A file of the folder, open to be read. Raises NoSuchFile."""
    try:
        with open_file(root, path) as descriptor:
            return os.fdopen(os.dup(descriptor), "rb")
    except UnreadableError as error:
        raise NoSuchFile(f"{readable_path(path)} {error}. It may have left the folder.") from error
