"""How the newer public sets of pages are read, from clones that were written for this test."""

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from tests.eval.newer_page_sets import labelled_pages

FERRY = "The ferry to the northern island stays in port until the storm has passed, the harbour master said."
TOWN = "Shops in the old town opened an hour later than usual, because no goods had come from the mainland."
PAGE = gzip.compress(f"<html><body><p>Menu</p><p>{FERRY}</p><p>{TOWN}</p></body></html>".encode())


def write(file: Path, content: bytes | dict[str, Any]) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())


@pytest.fixture
def clones(tmp_path: Path) -> Path:
    """A benchmark with an article twice and a forum, and a parser with labels of two pages for one page."""
    benchmark, fundus = tmp_path / "web-content-extraction-benchmark", tmp_path / "fundus/tests/resources/parser"
    kinds = {"0001": "article", "0002": "forum", "0003": "article"}
    about = {name: {"page_type": kind, "domain": f"{name}.example"} for name, kind in kinds.items()}
    write(benchmark / "metadata.json", {"files": about})
    for name in kinds:
        label = {"main_content": FERRY, "title": "Ferry waits", "author": None, "publish_date": "2031-03-04"}
        write(benchmark / f"dev/ground-truth/{name}.json", {"ground_truth": label})
        write(benchmark / f"dev/html/{name}.html.gz", PAGE)
    bodies = ["Another page of the same outlet, which is not there.", TOWN]
    versions = {
        f"V{n}": {"body": {"summary": [], "sections": [{"headline": ["Town"], "paragraphs": [body]}]}}
        for n, body in enumerate(bodies)
    }
    write(fundus / "test_data/no/BayWire.json", versions)
    write(fundus / "test_data/no/BayWire_2031_03_04.html.gz", PAGE)
    write(
        fundus / "test_data/no/meta.info", {"BayWire_2031_03_04.html.gz": {"url": "https://www.baywire.example/town"}}
    )
    return tmp_path


def test_each_article_of_the_benchmark_is_read_once_and_other_pages_are_not(clones: Path) -> None:
    pages = [page for page in labelled_pages(clones) if page.set == "wc"]
    assert [(page.id, page.url, page.label["articleBody"]) for page in pages] == [
        ("0001", "https://0001.example/", FERRY)
    ]


def test_the_label_of_a_page_of_an_outlet_is_that_whose_body_it_has(clones: Path) -> None:
    (page,) = (page for page in labelled_pages(clones) if page.set == "fu")
    assert (page.url, page.label["articleBody"]) == ("https://www.baywire.example/town", f"Town\n\n{TOWN}")
