"""Two short texts, and what a folder or a library contains."""

from pathlib import Path

from search import Library

STORY, OTHER = "Ferry strike\n\nThe ferry crew ended it.", "Harbour opens\n\nA dock is free."


def paths_found(library: Library, typed: str) -> list[str]:
    """The paths that a query finds."""
    return [hit.path for hit in library.search(typed, sort="path", duplicates="all").hits]


def folder_contents(root: Path) -> dict[Path, tuple[int, int, int, bytes]]:
    """Everything in a folder: names, modes, times and contents."""
    contents = {}
    for path in (root, *root.rglob("*")):
        status = path.stat()
        content = path.read_bytes() if path.is_file() else b""
        contents[path] = (status.st_mode, status.st_mtime_ns, status.st_ino, content)
    return contents
