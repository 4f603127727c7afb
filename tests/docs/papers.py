"""The project's papers: their sections, links, tables and blocks of code."""

import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAPERS = sorted(
    path.relative_to(ROOT) for path in (*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("search/**/*.md"))
)
_FENCED = re.compile(r"^(```|~~~).*?^\1\s*?$", re.MULTILINE | re.DOTALL)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)


def read(paper: Path | str) -> str:
    """The text of a paper, named by its path from the top."""
    return (ROOT / paper).read_text(encoding="utf-8")


def without_code(text: str) -> str:
    """A paper's text without its blocks of code, indented or fenced, and without comments."""
    lines = _FENCED.sub("", _COMMENT.sub("", text)).splitlines()
    return "\n".join(line for line in lines if not line.startswith("    "))


def headings(text: str) -> list[str]:
    """The headings of a paper."""
    return re.findall(r"^#+ +(.+?) *$", without_code(text), re.MULTILINE)


def anchor(heading: str) -> str:
    """What follows `#` in a link to a heading: lower case, without punctuation, hyphens for spaces."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def links(text: str) -> Iterator[str]:
    """The targets of a paper's links and pictures."""
    yield from re.findall(r"\]\(([^)\s]+)\)", without_code(text))


def table_rows(text: str) -> Iterator[list[str]]:
    """The rows of all tables of a paper, without heads and rules."""
    lines = without_code(text).splitlines()
    for before, line in zip(["", *lines], lines, strict=False):
        is_rule = re.fullmatch(r"[|:\- ]+", line) is not None
        is_head = not before.startswith("|")
        if line.startswith("|") and not is_rule and not is_head:
            yield [cell.strip().replace(r"\|", "|") for cell in re.split(r"(?<!\\)\|", line.strip().strip("|"))]


def quoted(text: str) -> list[str]:
    """What stands in backticks."""
    return re.findall(r"`([^`]+)`", text)


def python_blocks(text: str) -> list[str]:
    """The fenced blocks of Python."""
    return re.findall(r"^```python\n(.*?)^```", text, re.MULTILINE | re.DOTALL)


def modules() -> list[str]:
    """The modules of `search` and `web`, as paths from the top."""
    return sorted(
        path.relative_to(ROOT).as_posix() for room in ("search", "web") for path in ROOT.glob(f"{room}/**/*.py")
    )
