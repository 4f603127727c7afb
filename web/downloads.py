"""Downloads: streamed line by line, with a file name made from the query."""

import re
from collections.abc import Iterable, Iterator
from typing import Literal
from unicodedata import category, normalize
from urllib.parse import quote

from flask import Response

_LONGEST = 50
"""Most characters of a query in a file name. Even with four bytes each, file systems accept it."""
_PASTED = 1_000
"""Characters of a query that are used at all."""
_RUN = re.compile("-{2,}")
_NO_ASCII = re.compile("[^A-Za-z0-9.]+")


def download(lines: Iterable[str], mimetype: str, name: str) -> Response:
    """Lines as a download with this file name, made while they are sent."""
    response = stream(lines, f"{mimetype}; charset=utf-8")
    response.headers["Content-Disposition"] = disposition("attachment", name)
    return response


def disposition(kind: Literal["attachment", "inline"], name: str) -> str:
    """The value of Content-Disposition for an answer that is a download, or shown, with this file name."""
    return f"{kind}; {_named(name)}"


def stream(lines: Iterable[str], content_type: str) -> Response:
    """Lines, made while they are sent."""
    return Response(_bytes(lines), content_type=content_type)


def file_name(query: str, suffix: str) -> str:
    """A file name for the results of a query: its letters and digits, with hyphens for everything else."""
    kept = "".join(
        character if category(character)[0] in "LNM" else "-" for character in normalize("NFC", query[:_PASTED])
    )
    words = _RUN.sub("-", kept).strip("-")[:_LONGEST].strip("-")
    return f"seedsearch{'-' if words else ''}{words}.{suffix}"


def _named(name: str) -> str:
    """The file name as RFC 6266 asks: in ASCII and, if that loses characters, once more in full."""
    plain = normalize("NFKD", name).encode("ascii", "ignore").decode()
    plain = _NO_ASCII.sub("-", plain).replace("-.", ".") or "file"
    return f"filename={plain}" + ("" if plain == name else f"; filename*=UTF-8''{quote(name, safe='')}")


def _bytes(lines: Iterable[str]) -> Iterator[bytes]:
    return (line.encode("utf-8", "backslashreplace") for line in lines)
