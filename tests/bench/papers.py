"""The places in README.md and docs that measurements are written to."""

from pathlib import Path

from tests.support.places import ROOT

README, SPEED, EXTRACTION = ROOT / "README.md", ROOT / "docs" / "speed.md", ROOT / "docs" / "extraction.md"


def write(path: Path, block: str, name: str = "bench") -> None:
    """Replace what stands between two comments. Raises ValueError where they do not stand there once, in order."""
    path.write_text(replaced(path.read_text(encoding="utf-8"), block, name), encoding="utf-8")


def replaced(text: str, block: str, name: str = "bench") -> str:
    """The text with `block` between the comments `<!-- name -->` and `<!-- /name -->`, and nothing else changed."""
    begin, end = f"<!-- {name} -->", f"<!-- /{name} -->"
    before, has_begin, rest = text.partition(begin)
    _, has_end, after = rest.partition(end)
    if not (has_begin and has_end) or begin in rest or end in before + after:
        raise ValueError(f"The file needs {begin} and {end} once each, in this order.")
    return f"{before}{begin}\n{block}\n{end}{after}"
