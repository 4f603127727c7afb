"""Patterns of files and folders to leave out, in the form of gitignore."""

import errno
import re
import warnings
from collections.abc import Callable, Sequence
from pathlib import Path

from search.errors import ConfigError
from search.filesystem import read_regular
from search.types.files import readable_path

IGNORE_FILE = ".seedsearchignore"
"""A file in the corpus with patterns of its own, one a line."""
_LONGEST_FILE, _MOST_PATTERNS = 1 << 16, 1000
"""Bytes of that file, and patterns in all. Both are limited because each path is compared with each pattern."""
_MOST_STARS = 4
"""Stars of one pattern. With more, a file name could be made that takes minutes to compare."""

IsExcluded = Callable[[str], bool]
"""Tells whether a path is left out. The path of a folder ends with a slash. What lies in such a folder is not tried."""


def read_exclusion(root: Path, patterns: Sequence[str]) -> IsExcluded | None:
    """What the file in `root` and then `patterns` leave out; None if they leave out nothing. Later patterns win.

    Raises ConfigError for a file that cannot be read, and for a pattern that cannot be used, with its line.
    """
    numbered = [
        (f"{source}, line {number},", line)
        for source, lines in ((IGNORE_FILE, _read_file(root)), ("The setting exclude", patterns))
        for number, line in enumerate(lines, 1)
        if line.strip() and not line.startswith("#")
    ]
    if len(numbered) > _MOST_PATTERNS:
        raise ConfigError(
            f"There are {len(numbered):,} patterns of files to leave out. The most is {_MOST_PATTERNS:,}: "
            f"remove some from the setting exclude or from {IGNORE_FILE}."
        )
    if not numbered:
        return None
    from pathspec import GitIgnoreSpec

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)  # nested brackets may get another meaning in later Pythons
        for place, line in numbered:
            if problem := _problem(line):
                raise ConfigError(f"{place} is “{readable_path(line)}”, which {problem}. Correct it.")
        spec = GitIgnoreSpec.from_lines(line for _, line in numbered)
    last_first = [(_compile(item.regex), bool(item.include)) for item in reversed(tuple(spec.patterns)) if item.regex]
    return lambda path: next((included for regex, included in last_first if regex.search(path)), False)


def is_within_excluded(path: str, is_excluded: IsExcluded) -> bool:
    """Whether patterns leave out a file, or a folder that it lies in."""
    folders = (path[: at + 1] for at, letter in enumerate(path) if letter == "/")
    return any(map(is_excluded, (*folders, path)))


def _compile(regex: re.Pattern[str]) -> re.Pattern[str]:
    """The expression of a pattern, changed so that it matches a path itself, as in Git.

    The library's expressions also match the slash of a folder above it. Those of `x/**` end with a slash: they match
    what lies in the folder x, and not x.
    """
    end = r"(?!\Z)" if regex.pattern.endswith("/") else r"\Z"
    return re.compile(f"(?:{regex.pattern}){end}", regex.flags)


def _read_file(root: Path) -> list[str]:
    """The lines of the file in `root`; none if there is no such file. Raises ConfigError."""
    path = root / IGNORE_FILE
    try:
        content = read_regular(path, _LONGEST_FILE).decode("utf-8-sig")
        return [line.removesuffix("\r") for line in content.split("\n")]
    except (FileNotFoundError, NotADirectoryError):
        return []
    except UnicodeDecodeError as error:
        number = 1 + error.object[: error.start].count(b"\n")
        reason = f"line {number} is not UTF-8"
    except OSError as error:
        too_long = f"it has more than {_LONGEST_FILE:,} bytes"
        reasons = {errno.ELOOP: "it is a symbolic link", errno.EFBIG: too_long}
        reason = reasons.get(error.errno or 0, error.strerror or repr(error))
    raise ConfigError(f"{readable_path(str(path))} cannot be used: {reason}. Correct it or move it away.")


def _problem(line: str) -> str:
    """Why a pattern cannot be used; empty if it can."""
    from pathspec import GitIgnoreSpec

    if len(re.findall(r"\*+", line)) > _MOST_STARS:
        return f"has more than {_MOST_STARS} stars"
    try:
        (pattern,) = GitIgnoreSpec.from_lines([line]).patterns
    except (ValueError, re.error):
        return "is no valid pattern"
    return "" if pattern.include is not None else "matches nothing"
