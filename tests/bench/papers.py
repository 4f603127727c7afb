"""The places in README.md and docs/speed.md that the measurements are written to."""

from pathlib import Path

from tests.support.places import ROOT

README, SPEED = ROOT / "README.md", ROOT / "docs" / "speed.md"
BEGIN, END = "<!-- bench -->", "<!-- /bench -->"


def write(path: Path, block: str) -> None:
    """Replace what stands between the two comments. Raises ValueError where they do not stand there once, in order."""
    path.write_text(replaced(path.read_text(encoding="utf-8"), block), encoding="utf-8")


def replaced(text: str, block: str) -> str:
    """The text with `block` between the two comments, and nothing else changed."""
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not (begin and end) or BEGIN in rest or END in before + after:
        raise ValueError(f"The file needs {BEGIN} and {END} once each, in this order.")
    return f"{before}{BEGIN}\n{block}\n{END}{after}"
