"""Texts that share passages, and the duplicate pairs that they make by the rules."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations

import numpy as np

from search.analysis.batch_tokenizer import tokenize_batch
from search.duplicates.candidates import COMMON, ENOUGH, FAMILIAR, SEVERAL, SHARE
from search.duplicates.classification import article_words, find_overlap
from search.engines.base import Engine, IndexWriter
from search.engines.file_table import FileTable
from search.extract.articles import article_id
from search.types.article import Article, Zone
from search.types.duplicates import DuplicatePair
from search.types.files import FileRecord, Stamp
from tests.support.engines import add_texts

Texts = Mapping[str, str | None]
"""Texts by path; None for a removed file."""


def prose(seed: int, count: int = 30) -> str:
    """Words that no other seed has."""
    return " ".join(f"w{seed}x{number}" for number in np.random.default_rng(seed).integers(0, 400, count).tolist())


def text(*passages: int) -> str:
    """A title, then passages of thirty words."""
    return "Title\n\n" + "\n\n".join(map(prose, passages))


def expected(texts: Mapping[str, str]) -> list[DuplicatePair]:
    """The pairs of these texts by the rules, computed over all of them at once."""
    order = sorted(texts, key=lambda path: article_id(path, 1))
    titles = [(0, texts[path].find("\n")) for path in order]
    words = article_words(tokenize_batch([texts[path] for path in order]), titles)
    prints = [set(found.fingerprints.tolist()) for found in words]
    holders = Counter(number for found in prints for number in found)
    known, several = (
        np.array(sorted(number for number, count in holders.items() if count > most), np.uint32)
        for most in (FAMILIAR, SEVERAL)
    )
    pairs = []
    for a, b in combinations(range(len(order)), 2):
        both = [number for number in prints[a] & prints[b] if holders[number] <= COMMON]
        few = sum(holders[number] <= FAMILIAR for number in both)
        enough = both and (few >= ENOUGH or len(both) >= SHARE * min(len(prints[a]), len(prints[b])))
        if enough and (overlap := find_overlap(words[a], words[b], known, several)):
            ids, shared = (article_id(order[at], 1) for at in (a, b)), sum(it.words for it in overlap.passages)
            shares = (float(round(np.float32(share), 4)) for share in (overlap.share_a, overlap.share_b))
            pairs.append(DuplicatePair(*ids, *shares, len(overlap.passages), shared))
    return pairs


def rounded(pairs: Iterable[DuplicatePair]) -> list[DuplicatePair]:
    """Pairs whose shares are rounded to three places, whatever they were rounded to before."""
    return [it._replace(share_a=round(it.share_a, 3), share_b=round(it.share_b, 3)) for it in pairs]


def update(engine: Engine, changes: Texts) -> None:
    """Add and remove texts in one commit."""
    with engine.writer() as batch:
        change(batch, changes)


def change(batch: IndexWriter, changes: Texts) -> None:
    """Add and remove texts, without a commit."""
    add_texts(batch, {path: it for path, it in changes.items() if it is not None})
    for path in (path for path, it in changes.items() if it is None):
        batch.remove(path)


def put_articles(engine: Engine, made: Sequence[Article]) -> None:
    """Add articles to an index."""
    with engine.writer() as batch:
        records = [FileRecord(it.path, Stamp(5, 1, 1), "0" * 32, "utf-8", (it.id,)) for it in made]
        batch.put(FileTable.of(records), batch.build(made))


def article(path: str, body: str, zones: tuple[Zone, ...] = ()) -> Article:
    """An article whose title is its first line."""
    return Article(article_id(path, 1), path, f"Title\n\n{body}", (0, 5), "utf-8", zones=zones)
