"""How well files of each format are read: `make formats CLONES=folder`.

The folder has clones of public repositories; see `HOW_TO_GET`. This project holds none of their files. A table whose
clones are not there is left out.
"""

import argparse
from collections.abc import Callable
from pathlib import Path

from tests.eval import office_files, pdf_files, web_pages

TABLES: tuple[tuple[tuple[str, ...], str, Callable[[Path], str]], ...] = (
    (("tika",), office_files.HOW_TO_GET, lambda clones: office_files.office_table(clones / "tika")),
    (pdf_files.FOLDERS, pdf_files.HOW_TO_GET, pdf_files.pdf_table),
    (web_pages.FOLDERS, web_pages.HOW_TO_GET, web_pages.web_table),
)
"""The clones that each table needs, how to get them, and what makes it."""


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("clones", type=Path, help="the folder with the clones")
    clones = parser.parse_args().clones
    for folders, how_to_get, table in TABLES:
        if all((clones / folder).is_dir() for folder in folders):
            print(table(clones), end="\n\n", flush=True)
        else:
            print(f"{clones} lacks {' or '.join(folders)}. Get them with\n{how_to_get}\n", flush=True)


if __name__ == "__main__":
    main()
