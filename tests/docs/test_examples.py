"""The blocks of Python in the papers run, over two small articles."""

from pathlib import Path

import pytest

from tests.docs.papers import PAPERS, python_blocks, read

FERRY = "Ferry terminal closes\n\n12 May 2031\n\nThe ferry terminal of Ilmar closed on Monday.\n"
RAIN = "Rain in the hills\n\n13 May 2031\n\nRain fell in the hills above the town.\n"
BLOCKS = [(str(paper), number, block) for paper in PAPERS for number, block in enumerate(python_blocks(read(paper)), 1)]


@pytest.mark.parametrize(("paper", "number", "block"), BLOCKS, ids=lambda value: None if "\n" in str(value) else value)
def test_a_block_runs(paper: str, number: int, block: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    articles = tmp_path / "articles"
    articles.mkdir()
    (articles / "ferry.txt").write_text(FERRY, encoding="utf-8")
    (articles / "rain.txt").write_text(RAIN, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    exec(compile(block, f"{paper}, block {number}", "exec"), {})


def test_the_papers_have_examples() -> None:
    assert len(BLOCKS) >= 3
