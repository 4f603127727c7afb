"""How well files of each format are read: `make formats CLONES=folder`.

The folder has clones of public repositories; see `HOW_TO_GET`. This project holds none of their files.
"""

import argparse
from pathlib import Path

from tests.eval.office_files import HOW_TO_GET, office_table


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("clones", type=Path, help="the folder with the clones")
    clones = parser.parse_args().clones
    if not (clones / "tika").is_dir():
        parser.error(f"no clone of Tika there. Get it with\n{HOW_TO_GET}")
    print(office_table(clones / "tika"))


if __name__ == "__main__":
    main()
