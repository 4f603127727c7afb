"""Two more public sets of pages, which no pattern was written with.

`wc` has articles of all kinds of sites. `fu` has news in many languages; its labels are what a parser that was written
for each outlet finds.
"""

import gzip
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from tests.eval import page_texts
from tests.eval.page_spans import share_found

HOW_TO_GET = """\
git clone https://github.com/Murrough-Foley/web-content-extraction-benchmark && \\
git -C web-content-extraction-benchmark checkout c039d5ee9f5a
git clone https://github.com/flairNLP/fundus                          && git -C fundus checkout 18da6e53592f"""
NEWER_SETS = ("wc", "fu")


class Labelled(NamedTuple):
    """A page of a set, with what the set says of it: `articleBody`, `title`, `author`, `date`, `with`, `without`."""

    set: str
    id: str
    url: str
    data: bytes
    label: dict[str, Any]


def labelled_pages(clones: Path) -> Iterator[Labelled]:
    """The pages of both sets. Each article once: some of `wc` are there several times."""
    bodies = set()
    for page in (*_benchmark(clones / "web-content-extraction-benchmark"), *_fundus(clones / "fundus")):
        if page.label["articleBody"] not in bodies:
            bodies.add(page.label["articleBody"])
            yield page


def _benchmark(folder: Path) -> Iterator[Labelled]:
    about = json.loads((folder / "metadata.json").read_text(encoding="utf-8"))["files"]
    for file in sorted(folder.glob("*/ground-truth/*.json")):
        page, name = json.loads(file.read_text(encoding="utf-8")), file.stem
        label = page["ground_truth"]
        if about[name]["page_type"] == "article" and label.get("main_content"):
            data = gzip.decompress((file.parents[1] / f"html/{name}.html.gz").read_bytes())
            url = page.get("url") or f"https://{about[name]['domain']}/"
            stated = {"title": label.get("title"), "author": label.get("author"), "date": label.get("publish_date")}
            snippets = {"with": label.get("with") or [], "without": label.get("without") or []}
            yield Labelled("wc", name, url, data, {"articleBody": label["main_content"], **stated, **snippets})


def _fundus(folder: Path) -> Iterator[Labelled]:
    for file in sorted((folder / "tests/resources/parser/test_data").glob("*/*.html.gz")):
        name, data = file.name.removesuffix(".html.gz"), gzip.decompress(file.read_bytes())
        about = json.loads((file.parent / "meta.info").read_text(encoding="utf-8")).get(file.name, {})
        versions = json.loads((file.parent / f"{name.split('_')[0]}.json").read_text(encoding="utf-8")).values()
        if label := _best(page_texts.whole_page(page_texts.parsed(data)), list(versions)):
            yield Labelled("fu", name, about.get("url") or f"https://{name.split('_')[0]}.example/", data, label)


def _best(text: str, versions: Sequence[dict[str, Any]]) -> dict[str, Any] | None:
    """The label of the version of a parser whose body stands in the text most fully: the others are of older pages."""
    labels = [
        {
            "articleBody": _body_text(version["body"]),
            "title": version.get("title"),
            "author": version.get("authors"),
            "date": str(version.get("publishing_date") or ""),
        }
        for version in versions
        if version.get("body")
    ]
    best = max(labels, key=lambda label: share_found(text, label["articleBody"])[0], default=None)
    return best if best and share_found(text, best["articleBody"])[0] else None


def _body_text(body: dict[str, Any]) -> str:
    """A summary, and sections with headings, as text."""
    lines = list(body.get("summary") or [])
    for section in body["sections"]:
        lines += (*section["headline"], *section["paragraphs"])
    return "\n\n".join(lines)
