"""Both kinds of kernels find the same articles, with the same scores, marks and fragments."""

import dataclasses
import gzip
import json
import lzma
import os
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from search import Library, SeedsearchError
from search.config import load_config
from search.kernels import choose, is_built
from search.types.requests import SORTS
from tests.bench.corpus import files, read, recombine
from tests.support.differences import difference
from tests.support.places import CORPORA, SAMPLE
from tests.support.profiles import IS_SOAK, rounds, seeded_random
from tests.support.random_queries import RandomQueries
from tests.support.soak import Trials

WRITTEN = "written"
NAMES = ("bbc.jsonl.gz", "newsarticles.jsonl.gz", "reuters21578.jsonl.gz", "wiki40k.jsonl.xz")
MOST = 6_000
"""Articles of a corpus that are searched."""


@pytest.fixture(params=(WRITTEN, *(NAMES if IS_SOAK and CORPORA.is_dir() else ())))
def folder(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """Two hundred articles made of the samples; in a soak also thousands of each corpus, where these are."""
    if request.param == WRITTEN:
        return recombine(SAMPLE, 200, tmp_path / "texts", seed=1)
    texts = tmp_path / "texts"
    for number, text in enumerate(islice(articles(CORPORA / request.param), MOST)):
        place = texts / f"{number // 100}" / f"{number}.txt"
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")
    return texts


def articles(path: Path) -> Iterator[str]:
    """The articles of a corpus."""
    with (lzma.open if path.suffix == ".xz" else gzip.open)(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            article = json.loads(line)
            yield f"{article['title']}\n\n{article['text']}\n"


@pytest.fixture
def usual_kernels() -> Iterator[None]:
    """The kernels are those of the whole process. Afterwards they are what they were."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SEEDSEARCH_KERNELS", "auto")
        yield
    choose(os.environ.get("SEEDSEARCH_KERNELS", "auto"))


@pytest.mark.skipif(not is_built(), reason="there are no compiled kernels to compare")
@pytest.mark.timeout(1200)
@pytest.mark.usefixtures("usual_kernels")
def test_both_kernels_find_the_same(folder: Path, tmp_path: Path, trials: Trials) -> None:
    queries = RandomQueries([*map(read, files(folder))], seeded_random(folder.name))
    drawn = [queries.draw() for _ in range(rounds(200, 4_200))]
    dice = seeded_random("options")
    options: list[dict[str, Any]] = [
        {"sort": dice.choice(SORTS), "duplicates": dice.choice(("all", "grouped"))} if dice.random() < 0.3 else {}
        for _ in drawn
    ]
    found = {}
    for kind in ("numpy", "compiled"):
        library = Library.open(folder, tmp_path / kind, load_config({"kernels": kind}))
        library.update()
        found[kind] = [outcome(library, query, chosen) for query, chosen in zip(drawn, options, strict=True)]
    for query, chosen, first, second in zip(drawn, options, *found.values(), strict=True):
        trials()
        assert not difference(first, second), (query, chosen)
    assert sum(isinstance(each, dict) and each["total"] > 0 for each in found["numpy"]) > len(drawn) / 2


def outcome(library: Library, query: str, options: dict[str, Any]) -> Any:
    """The results of a query without the time they took, or what was wrong with it."""
    try:
        return dataclasses.asdict(dataclasses.replace(library.search(query, **options), took_ms=0))
    except SeedsearchError as error:
        return repr(error)
