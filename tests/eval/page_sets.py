"""Public sets of pages with labels: where they are from and how they become texts.

The pages belong to those who published them, so this project holds none. They are read from clones of public
repositories in one folder; see `HOW_TO_GET`. The texts are kept there too, so that later runs start at once. The three
sets in SETS are measured unless others are asked for.
"""

import gzip
import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from tests.eval import page_labels, page_texts
from tests.eval.left_out import FAULTY, left_out
from tests.eval.newer_page_sets import NEWER_SETS, labelled_pages

HOW_TO_GET = """\
git clone https://github.com/scrapinghub/article-extraction-benchmark && \
git -C article-extraction-benchmark checkout 4a3bc979f76c
git clone https://github.com/adbar/trafilatura                        && git -C trafilatura checkout e90b0ef51ab0
git clone https://github.com/AndyTheFactory/article-extraction-dataset && \
git -C article-extraction-dataset checkout cf3e2959ffc4"""
SETS = ("sh", "an", "tr")
CLEAN_FORMS = ("gold", "body")
FORMS = ("lx", "in", "ar", *CLEAN_FORMS)
_KEPT, _NEWER_KEPT = "build/pages-8.jsonl", "build/newer-pages-1.jsonl"
_SECOND_LEVEL = frozenset(("ac", "co", "com", "gov", "net", "org", "gv", "or"))
_HELD_PERCENT = 40


class Page(NamedTuple):
    """A page in one form, and what is known about it. A label that the set does not have is empty.

    `set` is one of SETS or NEWER_SETS, `form` one of FORMS, `outlet` is the domain. `gold` is the body of the article.
    `titles` are all that are right, and so are `dates`, as ISO 8601. These and `authors` are labelled by hand; in `sh`
    they are from the markup. `has` and `lacks` are snippets that are text of the article and that are not. `left_out`
    is how much of the article `gold` leaves out by the markup, as a share of its length. `byline` are the authors that
    the markup states.
    """

    set: str
    id: str
    outlet: str
    form: str
    text: str
    gold: str
    titles: list[str]
    dates: list[str]
    authors: list[str]
    language: str
    site_name: str
    has: list[str]
    lacks: list[str]
    left_out: float = 0
    byline: Sequence[str] = ()

    @property
    def has_whole_body(self) -> bool:
        """Whether the label has the body, and the markup does not show that it leaves out much of it."""
        return bool(self.gold) and self.left_out < FAULTY

    @property
    def held(self) -> bool:
        """Whether the page is of the part that nobody looks at."""
        return hashlib.sha256(self.outlet.encode()).digest()[0] * 100 < _HELD_PERCENT * 256


def pages(clones: Path, sets: Sequence[str] = SETS) -> list[Page]:
    """The pages of some sets in all forms. The first call takes some minutes and needs lxml and inscriptis."""
    found: list[Page] = []
    if not {*SETS}.isdisjoint(sets):
        found += _kept(clones / _KEPT, lambda: (*_scrapinghub(clones), *_dataset(clones), *_trafilatura(clones)))
    if not {*NEWER_SETS}.isdisjoint(sets):
        found += _kept(clones / _NEWER_KEPT, lambda: _newer(clones))
    return [page for page in found if page.set in sets]


def _kept(file: Path, make: Callable[[], Iterable[Page]]) -> Iterator[Page]:
    """The pages in a file, which is written first if it is not there."""
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        new = file.with_suffix(".new")
        with new.open("w", encoding="utf-8") as lines:
            for page in make():
                lines.write(json.dumps(page._asdict(), ensure_ascii=False) + "\n")
        new.rename(file)
    with file.open(encoding="utf-8") as lines:
        for line in lines:
            yield Page(**json.loads(line))


def with_clean(all_pages: Iterable[Page]) -> Iterator[Page]:
    """The pages, and their gold bodies as forms of their own: `gold` with a title above, `body` without."""
    for page in all_pages:
        yield page
        if page.form == "lx" and page.gold and page.titles:
            yield page._replace(form="gold", text=f"{page.titles[0]}\n\n{page.gold}\n")
            yield page._replace(form="body", text=f"{page.gold}\n", titles=[])


def outlet(url: str) -> str:
    """The domain of an address without its subdomains: `www.example.co.uk` gives `example.co.uk`."""
    parts = (urlsplit(url).hostname or url).split(".")
    return ".".join(parts[-3 if len(parts) > 2 and parts[-2] in _SECOND_LEVEL else -2 :])


def _scrapinghub(clones: Path) -> Iterator[Page]:
    folder = clones / "article-extraction-benchmark"
    for identity, label in json.loads((folder / "ground-truth.json").read_text(encoding="utf-8")).items():
        tree = page_texts.parsed(gzip.decompress((folder / f"html/{identity}.html.gz").read_bytes()))
        label["article"] = page_texts.around_body(tree, label["articleBody"])
        yield from _forms("sh", identity[:12], label["url"], tree, label)


def _dataset(clones: Path) -> Iterator[Page]:
    folder = clones / "article-extraction-dataset"
    for identity, label in json.loads((folder / "articles.json").read_text(encoding="utf-8")).items():
        if not (file := folder / f"html/{identity}.html").exists():
            continue
        tree = page_texts.parsed(file.read_bytes())
        label["article"] = page_texts.around_body(tree, label["articleBody"])
        label["author"] = [name for name in label["authors"].split(", ") if name]
        yield from _forms("an", identity[:12], label["url"], tree, label)


def _trafilatura(clones: Path) -> Iterator[Page]:
    folder = clones / "trafilatura/tests"
    for url, label in json.loads((folder / "evaldata.json").read_text(encoding="utf-8")).items():
        file = next(file for it in ("cache", "eval") if (file := folder / it / label["file"]).exists())
        if file.stat().st_size:
            tree = page_texts.parsed(file.read_bytes())
            label["article"] = page_texts.article_element(tree)
            yield from _forms("tr", label["file"].removesuffix(".html"), url, tree, label)


def _newer(clones: Path) -> Iterator[Page]:
    for page in labelled_pages(clones):
        tree = page_texts.parsed(page.data)
        label = {**page.label, "article": page_texts.around_body(tree, page.label["articleBody"])}
        yield from _forms(page.set, page.id, page.url, tree, label)


def _forms(name: str, identity: str, url: str, tree: Any, label: dict[str, Any]) -> Iterator[Page]:
    markup = page_texts.declared(tree)
    texts = {"lx": page_texts.whole_page(tree), "in": page_texts.rendered(tree), "ar": label["article"]}
    gold = label.get("articleBody", "")
    faulty = round(left_out(tree, gold), 3)
    by_hand = label.get("date") or ""
    days = page_labels.days(by_hand, markup["published"], markup["modified"], texts["lx"])
    for form, text in texts.items():
        if text and text.strip():
            yield Page(
                set=name,
                id=identity,
                outlet=outlet(url),
                form=form,
                text=text,
                gold=gold,
                titles=page_labels.titles(label.get("title") or "", markup),
                dates=days if by_hand or name == "sh" else [],
                authors=page_labels.authors(markup["authors"] if name == "sh" else label.get("author")),
                language=page_labels.primary_language(markup["language"]),
                site_name=markup["site_name"],
                has=label.get("with", []),
                lacks=label.get("without", []),
                left_out=faulty,
                byline=markup["byline"],
            )
