"""Answers that are kept as files: streamed line by line, under a name that tells what they are of."""

import re
from collections.abc import Iterable, Iterator
from unicodedata import category, normalize
from urllib.parse import quote

from flask import Response

_LONGEST = 50
"""Characters of a query in a name; with four bytes each the name is still one that file systems take."""
_PASTED = 1_000
"""Characters of a query that are looked at."""
_RUN = re.compile("-{2,}")
_NO_ASCII = re.compile("[^A-Za-z0-9.]+")


def download(lines: Iterable[str], mimetype: str, name: str) -> Response:
    """Lines as a file of this name, which is safe; they are made while they are sent."""
    response = stream(lines, f"{mimetype}; charset=utf-8")
    response.headers["Content-Disposition"] = f"attachment; {_named(name)}"
    return response


def stream(lines: Iterable[str], content_type: str) -> Response:
    """Lines that are made while they are sent."""
    return Response(_bytes(lines), content_type=content_type)


def file_name(query: str, suffix: str) -> str:
    """The name of a file with the results of a query: its letters, digits and marks, with hyphens for all else."""
    kept = "".join(
        character if category(character)[0] in "LNM" else "-" for character in normalize("NFC", query[:_PASTED])
    )
    words = _RUN.sub("-", kept).strip("-")[:_LONGEST].strip("-")
    return f"seedsearch{'-' if words else ''}{words}.{suffix}"


def _named(name: str) -> str:
    """As RFC 6266 says: in ASCII, and where that is not all of it, once more in full."""
    plain = normalize("NFKD", name).encode("ascii", "ignore").decode()
    plain = _NO_ASCII.sub("-", plain).replace("-.", ".")
    return f"filename={plain}" + ("" if plain == name else f"; filename*=UTF-8''{quote(name, safe='')}")


def _bytes(lines: Iterable[str]) -> Iterator[bytes]:
    return (line.encode("utf-8", "backslashreplace") for line in lines)
