"""Links between papers lead to files and headings that are there."""

from pathlib import Path

import pytest

from tests.docs.papers import PAPERS, ROOT, anchor, headings, links, read


@pytest.mark.parametrize("paper", PAPERS, ids=str)
def test_every_link_leads_to_a_file_and_a_heading(paper: Path) -> None:
    for target in links(read(paper)):
        if "://" in target or target.startswith("mailto:"):
            continue
        name, _, place = target.partition("#")
        path = (ROOT / paper).parent / name if name else ROOT / paper
        assert path.exists(), f"{paper} links {target}"
        if place:
            assert place in map(anchor, headings(path.read_text(encoding="utf-8"))), f"{paper} links {target}"


@pytest.mark.parametrize("paper", [paper for paper in PAPERS if paper.parts[0] == "docs"], ids=str)
def test_every_page_of_docs_is_linked_from_another_paper(paper: Path) -> None:
    linked = {
        ((ROOT / other).parent / target.partition("#")[0]).resolve()
        for other in PAPERS
        if other != paper
        for target in links(read(other))
    }
    assert (ROOT / paper).resolve() in linked
