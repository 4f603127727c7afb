"""How well web pages are read: which text is the article, its title and its date.

The pages are those of two public sets with labels by hand. The measure of content is the one of its set.
"""

import gzip
import json
import re
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from importlib.util import find_spec, module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

from search.documents.formats.html_tree import decode_page
from search.documents.formats.web_page import read_page
from search.extract.articles import extract_reading
from search.types.reading import Reading
from tests.eval.page_spans import ALIKE

HOW_TO_GET = """\
git clone https://github.com/scrapinghub/article-extraction-benchmark && \
git -C article-extraction-benchmark checkout 4a3bc979f76c
git clone https://github.com/adbar/trafilatura && git -C trafilatura checkout e90b0ef51ab0"""
FOLDERS = ("article-extraction-benchmark", "trafilatura")
_WORD = re.compile(r"\w+")
_OTHER_ENDS = 25
"""Code points of a label that a title may lack or have more, such as the topic above the headline or the outlet."""
Label = Mapping[str, Any]


def web_table(clones: Path) -> str:
    """A row for each figure, with trafilatura if it is installed and without, and what is to be reached."""
    labelled = list(_labelled_pages(clones / "trafilatura/tests"))
    rows: list[tuple[str, ...]] = []
    for goal, has_trafilatura in (("0.96", True), ("0.85", False)):
        if has_trafilatura and not find_spec("trafilatura"):
            continue
        way = "with trafilatura" if has_trafilatura else "without"
        with _trafilatura(present=has_trafilatura):
            f1, findable, milliseconds = _content(clones / "article-extraction-benchmark")
            snippets = _snippets(labelled)
        rows.append((f"content, F1 of the benchmark, {way}", f"{f1:.3f}", goal))
        rows.append((f"snippets of articles and of the rest, F1, {way}", f"{snippets:.3f}", ""))
        rows.append((f"CPU ms a page, {way}", f"{milliseconds:.1f}", ""))
    rows.append(("words of the articles that are in the text", f"{findable:.2%}", "99%"))
    rows += _claims(labelled)
    head = "| web pages | figure | goal |\n|---|---|---|"
    return "\n".join((head, *(f"| {' | '.join(row)} |" for row in rows)))


@contextmanager
def _trafilatura(*, present: bool) -> Iterator[None]:
    """Hide the package for a while, as if it were not installed."""
    loaded = sys.modules.get("trafilatura")
    if not present:
        sys.modules["trafilatura"] = None  # type: ignore[assignment]
    try:
        yield
    finally:
        sys.modules.pop("trafilatura", None)
        if loaded:
            sys.modules["trafilatura"] = loaded


def _content(clone: Path) -> tuple[float, float, float]:
    """F1 of the benchmark, the share of the words of the articles that the texts hold, and milliseconds a page."""
    spec = spec_from_file_location("evaluate", clone / "evaluate.py")
    assert spec
    assert spec.loader
    evaluate = module_from_spec(spec)
    spec.loader.exec_module(evaluate)
    truth = json.loads((clone / "ground-truth.json").read_text(encoding="utf-8"))
    bodies, words, missing, seconds = {}, 0, 0, 0.0
    for identity, label in truth.items():
        data = gzip.decompress((clone / f"html/{identity}.html.gz").read_bytes())
        start = time.process_time()
        reading = read_page(decode_page(data))
        seconds += time.process_time() - start
        bodies[identity] = {"articleBody": _body(reading)}
        wanted = Counter(_WORD.findall(label["articleBody"]))
        words += wanted.total()
        missing += (wanted - Counter(_WORD.findall(reading.text))).total()
    f1 = evaluate.evaluate(truth, bodies, n_bootstrap=1)["f1"]
    return f1, 1 - missing / words, 1000 * seconds / len(truth)


def _body(reading: Reading) -> str:
    """The text without its title and its zones, none of which is body."""
    pieces, at = [], 0
    spans = [zone[1:] for zone in reading.zones]
    for start, end in sorted((*spans, reading.title_at)):
        pieces.append(reading.text[at:start])
        at = max(at, end)
    return "".join((*pieces, reading.text[at:]))


def _labelled_pages(folder: Path) -> Iterator[tuple[str, Label, bytes]]:
    for url, label in json.loads((folder / "evaldata.json").read_text(encoding="utf-8")).items():
        file = next(file for it in ("cache", "eval") if (file := folder / it / label["file"]).exists())
        yield url, label, file.read_bytes()


def _snippets(pages: list[tuple[str, Label, bytes]]) -> float:
    """F1 of snippets that belong to the article and of those that do not."""
    right = wrong = wanted = 0
    for _, label, data in pages:
        body = " ".join(_body(read_page(decode_page(data))).split())
        right += sum(" ".join(snippet.split()) in body for snippet in label["with"])
        wrong += sum(" ".join(snippet.split()) in body for snippet in label["without"])
        wanted += len(label["with"])
    return 2 * right / (right + wrong + wanted)


def _claims(pages: list[tuple[str, Label, bytes]]) -> Iterator[tuple[str, str, str]]:
    """How often titles and dates are right. A page without a title is not labelled, so it says nothing of its date."""
    counts: Counter[str] = Counter()
    for url, label, data in pages:
        reading = read_page(decode_page(data))
        article = next(iter(extract_reading(url, reading)), None)
        if title := label.get("title"):
            counts["titles"] += 1
            counts["titles right"] += _is_title(reading.title, title)
        stated = article.published.when if article and article.published else ""
        if day := label.get("date"):
            counts["dates"] += 1
            counts["dates right"] += _is_day(stated, day)
            counts["dates of the markup right"] += _is_day(reading.published, day)
        elif label.get("title"):
            counts["undated"] += 1
            counts["undated with a date"] += bool(reading.published)
            counts["undated with any date"] += bool(stated)
    yield "titles right", _percent(counts["titles right"], counts["titles"]), "86.0%"
    yield "dates right, those that the text states too", _percent(counts["dates right"], counts["dates"]), "80.0%"
    yield "dates right, of the markup alone", _percent(counts["dates of the markup right"], counts["dates"]), ""
    undated = counts["undated"]
    yield "a date though none is labelled, of the markup", _percent(counts["undated with a date"], undated), ""
    yield "a date though none is labelled, in all", _percent(counts["undated with any date"], undated), "33.3% at most"


def _percent(count: int, total: int) -> str:
    return f"{count / total:.1%} of {total}"


def _is_title(found: str, label: str) -> bool:
    """Whether a title is the one of the label, or one of them is the other with a little more."""
    one, other = (" ".join(it.translate(ALIKE).replace("\u00ad", "").split()).casefold() for it in (found, label))
    return bool(one) and (one in other or other in one) and abs(len(one) - len(other)) <= _OTHER_ENDS


def _is_day(found: str, label: str) -> bool:
    """Whether a date is the one of the label, or a day off, as in another time zone."""
    try:
        return abs((date.fromisoformat(found[:10]) - date.fromisoformat(label)).days) <= 1
    except ValueError:  # some labels are no dates
        return False
