"""Which files and folders a person leaves out: patterns in the form of gitignore."""

import errno
import re
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path

from search.errors import ConfigError
from search.filesystem import read_plain
from search.types.files import readable_path

FILE = ".seedsearchignore"
"""In the folder itself: its own patterns, one a line."""
_LONGEST, _MOST = 1 << 16, 1000
"""Bytes of that file, and patterns altogether: each is held against each path."""
_STARS = 4
"""Of a pattern, or else a name could be made that takes minutes to compare."""

Excludes = Callable[[str], bool]
"""Whether a path is left out; that of a folder ends with a slash. Of what lies in such a folder nothing is asked."""


def excludes(root: Path, patterns: Sequence[str]) -> Excludes | None:
    """What the file in `root` and then some patterns leave out, later ones counting more; None where nothing is.

    Raises ConfigError for a file that cannot be read, and for a pattern that means nothing, with its line.
    """
    numbered = chain(_named(FILE, _own(root)), _named("The setting exclude", patterns))
    lines = [(place, line) for place, line in numbered if line.strip() and not line.startswith("#")]
    if len(lines) > _MOST:
        raise ConfigError(f"There are {len(lines):,} patterns of files to leave out. Make do with {_MOST:,}.")
    if not lines:
        return None
    from pathspec import GitIgnoreSpec

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)  # of brackets in brackets, which Python may read otherwise
        for place, line in lines:
            if problem := _problem(line):
                raise ConfigError(f"{place} is “{readable_path(line)}”, which {problem}. Mend it.")
        spec = GitIgnoreSpec.from_lines(line for _, line in lines)
    last_first = [(it.regex, bool(it.include)) for it in reversed(tuple(spec.patterns)) if it.regex]
    return lambda path: next((included for regex, included in last_first if _matches(regex, path)), False)


def _matches(regex: re.Pattern[str], path: str) -> bool:
    """Whether a pattern matches a path itself, as in Git.

    The library's expressions also match the slash of a folder above it. Those of `x/**` end with a slash: they match
    what lies in the folder x, and not x.
    """
    matches_contents = regex.pattern.endswith("/")
    return any((match.end() == len(path)) != matches_contents for match in regex.finditer(path))


def _named(place: str, lines: Iterable[str]) -> Iterator[tuple[str, str]]:
    return ((f"{place}, line {number},", line) for number, line in enumerate(lines, 1))


def _own(root: Path) -> list[str]:
    """The lines of the file in `root`; none where there is no such file."""
    path = root / FILE
    try:
        return [line.removesuffix("\r") for line in read_plain(path, _LONGEST).decode("utf-8-sig").split("\n")]
    except (FileNotFoundError, NotADirectoryError):
        return []
    except UnicodeDecodeError as error:
        number = 1 + error.object[: error.start].count(b"\n")
        reason = f"line {number} is not UTF-8"
    except OSError as error:
        reason = {errno.ELOOP: "it is a symbolic link", errno.EFBIG: f"it has more than {_LONGEST:,} bytes"}.get(
            error.errno or 0, error.strerror or repr(error)
        )
    raise ConfigError(f"{readable_path(str(path))} cannot be used: {reason}. Mend it or move it away.")


def _problem(line: str) -> str:
    """Why a pattern cannot be used; empty where it can."""
    from pathspec import GitIgnoreSpec

    if len(re.findall(r"\*+", line)) > _STARS:
        return f"has more than {_STARS} stars"
    try:
        (pattern,) = GitIgnoreSpec.from_lines([line]).patterns
    except (ValueError, re.error):
        return "is no pattern"
    return "" if pattern.include is not None else "matches nothing"
