"""Two corpora of scraped news that are not part of this project: where they are from and how they become texts.

`make duplicates CLONES=folder` reads them from clones of three public repositories in one folder; see `HOW_TO_GET`.
Their articles belong to the outlets that published them, so this project holds none of them.
"""

import csv
import json
from collections.abc import Iterator
from pathlib import Path

HOW_TO_GET = """\
git clone https://github.com/several27/FakeNewsCorpus     && git -C FakeNewsCorpus checkout c39d26e5a8cb
git clone https://github.com/pmacinec/fake-news-datasets  && git -C fake-news-datasets checkout 0ea4a5ccaf76
git clone https://github.com/YoruCathy/FakeNewsDetect     && git -C FakeNewsDetect checkout 75823651f0a0"""
_EVERY = 6
"""Of the articles about celebrities one in so many is taken."""
_LONGEST_CELL = 10_000_000


def politics(clones: Path) -> dict[str, str]:
    """995 articles about politics in the United States, 2016 to 2018, of hundreds of sites: path to text."""
    return dict([*_corpus_sample(clones), *_stories(clones), *_checked(clones)])


def celebrities(clones: Path) -> dict[str, str]:
    """2,690 articles about celebrities, of 600 sites: path to text. In the order of their names, one in _EVERY."""
    files = sorted((clones / "FakeNewsDetect/dataset/gossipcop").rglob("*.json"), key=lambda file: file.parent.name)
    pages = [(file.parent.name, json.loads(file.read_text(encoding="utf-8"))) for file in files[::_EVERY]]
    return {f"{name}.txt": _text(page) for name, page in pages if page and page["text"].strip()}


def _corpus_sample(clones: Path) -> Iterator[tuple[str, str]]:
    csv.field_size_limit(_LONGEST_CELL)
    with (clones / "FakeNewsCorpus/news_sample.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            yield f"corpus-{row['id']}.txt", f"{row['title'].strip()}\n\n{row['content'].strip()}\n"


def _stories(clones: Path) -> Iterator[tuple[str, str]]:
    folder = clones / "fake-news-datasets/datasets/fake_news_vs_satire/data/story_text"
    for file in sorted(folder.rglob("*.txt")):
        yield f"story-{file.parent.name}-{file.stem.strip()}.txt", f"{_decoded(file.read_bytes()).strip()}\n"


def _checked(clones: Path) -> Iterator[tuple[str, str]]:
    folder = clones / "fake-news-datasets/datasets/fake_news_net/data/FakeNewsNet-old-version/Data/BuzzFeed"
    for file in sorted(folder.rglob("*.json")):
        yield f"{file.stem}.txt", _text(json.loads(file.read_text(encoding="utf-8")))


def _text(page: dict[str, str]) -> str:
    return f"{(page['title'] or '').strip()}\n\n{page['text'].strip()}\n"


def _decoded(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")
