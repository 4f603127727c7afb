"""The whole evaluation, over a small collection."""

import gzip
import json
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.eval.relevance.__main__ import main
from tests.eval.relevance.systems import BM25S, systems
from tests.eval.relevance.test_known_items import ARTICLES

DOCUMENTS = {
    "10": ("Lighthouse repainted", "Volunteers repainted the lighthouse in stripes of red."),
    "20": ("", "The keeper of the lighthouse retires after forty winters."),
    "30": ("Winter market", "Stalls with honey, wool and candles open on Sunday."),
    "40": ("Bees", "Honey was scarce after the rain, a beekeeper reports."),
}
QUERIES = {"a": "lighthouse", "b": "wool honey", "c": "submarine", "d": "of no relevance to anyone"}
QRELS = {"a": ("10", "20"), "b": ("30",), "c": ("40",)}
Figures = Mapping[str, Mapping[str, Mapping[str, float]]]
Evaluate = Callable[..., Figures]


def pack(path: Path, rows: Iterable[Mapping[str, Any]]) -> None:
    path.parent.mkdir(parents=True)
    with gzip.open(path, "wt", encoding="utf-8") as lines:
        lines.writelines(f"{json.dumps(row)}\n" for row in rows)


@pytest.fixture(scope="module")
def texts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder as ../shared, with a collection “coast” and a corpus for known items."""
    root = tmp_path_factory.mktemp("shared")
    coast = root / "ir" / "coast"
    pack(coast / "corpus.jsonl.gz", ({"id": key, "title": a, "text": b} for key, (a, b) in DOCUMENTS.items()))
    (coast / "queries.jsonl").write_text(
        "".join(f"{json.dumps({'id': key, 'text': text})}\n" for key, text in QUERIES.items())
    )
    (coast / "qrels.tsv").write_text(
        "".join(f"{query}\t{key}\t1\n" for query, keys in QRELS.items() for key in keys) + "d\t10\t0\n"
    )
    rows = ({"id": key, "title": article.title, "text": article.text} for key, article in ARTICLES.items())
    pack(root / "corpora" / "bbc.jsonl.gz", rows)
    return root


@pytest.fixture
def evaluate(texts: Path, tmp_path: Path) -> Evaluate:
    """Runs the evaluation with some options and gives its figures."""

    def run(*options: str) -> Figures:
        file = tmp_path / "figures.json"
        main(["--texts", str(texts), "--json", str(file), *options])
        figures: Figures = json.loads(file.read_text())
        return figures

    return run


def test_each_system_gets_its_figures(evaluate: Evaluate) -> None:
    figures = evaluate("--only", "coast")
    assert list(figures) == ["nDCG@10", "MAP", "R@100", "No result"]
    assert list(figures["MAP"]["coast"]) == systems()
    for system in systems():  # of three queries, two have their documents first and one has no result
        by_measure = {name: rows["coast"][system] for name, rows in figures.items()}
        assert by_measure == pytest.approx({"nDCG@10": 2 / 3, "MAP": 2 / 3, "R@100": 2 / 3, "No result": 1 / 3})


def test_known_items_are_found_by_their_words(evaluate: Evaluate) -> None:
    figures = evaluate("--only", "bbc")
    assert list(figures) == ["Known items, MRR", "Known items, in the first 10", "Known items, no result"]
    for kind in ("2 of paragraph 2", "3 of paragraph 2", "2 of the title", "2 of paragraph 2, 1 of the title"):
        assert figures["Known items, MRR"][f"bbc, {kind}"]["as typed"] == 1  # each word is in one article only


def test_partial_matches_belong_to_the_ranking_of_the_setting_as_typed(evaluate: Evaluate) -> None:
    figures, kind = evaluate("--only", "bbc"), "bbc, 3 of paragraph 2, 1 wrong"
    assert figures["Known items, MRR"][kind] | {BM25S: 1} == {BM25S: 1, "as typed": 1, "all words": 0}
    assert figures["Known items, no result"][kind]["all words"] == 1


def test_the_tables_show_the_figures_and_the_difference_to_bm25s(
    evaluate: Evaluate, capsys: pytest.CaptureFixture[str]
) -> None:
    evaluate("--only", "coast", "--setting", "as typed")
    rows = [line.split() for line in capsys.readouterr().out.splitlines()]
    compared = BM25S in systems()
    assert ["nDCG@10", *([BM25S] if compared else []), "as", "typed"] in rows
    assert ["coast", *(["0.6667"] if compared else []), "0.6667", *(["+0.0%"] if compared else [])] in rows


def test_figures_are_compared_with_earlier_ones(
    evaluate: Evaluate, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    earlier = {"MAP": {"coast": {"as typed": 0.5}, "gone": {"as typed": 1.0}}, "gone": {}}
    (tmp_path / "before.json").write_text(json.dumps(earlier))
    evaluate("--only", "coast", "--before", str(tmp_path / "before.json"))
    out = capsys.readouterr().out
    rows = [line.split() for line in out.splitlines()]
    assert ["coast", "0.5000", "0.6667", "+33.3%"] in rows
    assert out.count("before and after") == 1
    assert "gone" not in out


def test_queries_that_lose_against_bm25s_are_listed(evaluate: Evaluate, capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip(BM25S, reason="`make eval` installs it")
    evaluate("--only", "coast", "--losses", "1")
    assert "coast a: 1.000, as typed 1.000: lighthouse" in capsys.readouterr().out.splitlines()


def test_without_texts_it_says_so(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="There is nothing to evaluate in"):
        main(["--texts", str(tmp_path)])
