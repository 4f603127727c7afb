"""How well near-duplicates and events are found, and what that costs: `make duplicates`.

It reads ../shared/corpora, and with `make duplicates CLONES=folder` two more corpora, see `fetched_corpora`.
"""

import gzip
import json
import lzma
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from difflib import SequenceMatcher
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, process_time
from typing import Any

import numpy as np

from search import Library
from search.analysis.batch_tokenizer import tokenize_batch
from search.analysis.tokenizer import Tokens, tokenize
from search.arrays import Fingerprints32, Ints
from search.compare.texts import compare_texts
from search.duplicates.candidates import candidates, familiar_fingerprints
from search.duplicates.classification import LONG, MANY, ArticleWords, article_words, find_overlap
from search.duplicates.fingerprints import fingerprints, term_hashes
from search.duplicates.types import PassageOverlap
from search.engines.article_tokens import searched_tokens
from search.engines.duplicate_pairs import pairs as rows
from search.engines.embedded.indexer.fingerprint_sources import FingerprintSource
from search.engines.embedded.indexer.update_duplicates import update_duplicates
from search.engines.embedded.searcher.commit_reader import CommitReader
from search.engines.embedded.segment.stored_fingerprints import StoredFingerprintsWriter
from search.engines.embedded.storage.commit_points import read_commit_points
from search.events.similarity import Idf, event_profile, rank_by_event
from search.extract.articles import article_id
from search.kernels import kernels
from tests.eval.judged_pairs import judged_pairs
from tests.support.files import write_files
from tests.support.partial_duplicates import build_partial_duplicates
from tests.support.places import CORPORA

SEED = 7
_BATCH = 1_000_000
_WORD = re.compile(r"\w+")
Pairs = dict[tuple[int, int], PassageOverlap]


def main(clones: Path | None) -> None:
    """Print every figure. `clones` is the folder of the fetched corpora."""
    for line in judged_pairs(clones):
        print(line, flush=True)
    if not CORPORA.is_dir():
        raise SystemExit(f"There is no {CORPORA}.")
    for name in ("bbc", "reuters21578"):
        known_pairs(name)
    for scattered in (False, True):
        planted_pairs(scattered)
    events()
    comparing()
    growth()


def known_pairs(name: str) -> None:
    """Recall of pairs that were found by their shingles, among texts alone and in an index of files."""
    articles = load(name)
    texts = [article["text"] for article in articles]
    _recall(name, articles, set(find_duplicates(texts, name)))
    _recall(name, articles, indexed(texts, name))


def _recall(name: str, articles: Sequence[Any], found: set[tuple[int, int]]) -> None:
    number = {article["id"]: at for at, article in enumerate(articles)}
    lines = (CORPORA / f"{name}.neardup_pairs.tsv").read_text().splitlines()[1:]
    known = {tuple(sorted(number[key] for key in line.split("\t")[:2])) for line in lines}
    missed = sorted(known - found)
    names = ", ".join("-".join(articles[at]["id"] for at in pair) for pair in missed)
    print(f"  recall {1 - len(missed) / len(known):.3f} of {len(known)} known pairs; missed: {names or 'none'}")


def planted_pairs(scattered: bool) -> None:
    """Recall and precision where near-duplicates were planted."""
    texts, pairs = build_partial_duplicates(
        [article["text"] for article in load("newsarticles")], 500, SEED, scattered=scattered
    )
    name = f"newsarticles, 500 planted {'sentence by sentence' if scattered else 'in one piece'}, seed {SEED}"
    in_index = indexed(texts, name)
    print(f"  recall {len(pairs & in_index) / len(pairs):.3f}")
    found = find_duplicates(texts, name)
    others = {pair: overlap for pair, overlap in found.items() if pair not in pairs}
    false = [pair for pair, overlap in others.items() if not really(texts[pair[0]], texts[pair[1]], overlap)]
    print(
        f"  recall {len(pairs & found.keys()) / len(pairs):.3f}, others {len(others)}, "
        f"of them not really shared {len(false)}"
    )
    print(f"  precision {1 - len(false) / len(found):.4f}")


def really(a: str, b: str, overlap: PassageOverlap) -> bool:
    """Whether two texts share enough by `difflib`: LONG words in a row except for edits, MANY in all, or a share of the
    texts. A tenth less of each is enough, since it counts words in another way."""
    counts = []
    for passage in overlap.passages:
        sides = (
            _WORD.findall(a[passage.a_start : passage.a_end].lower()),
            _WORD.findall(b[passage.b_start : passage.b_end].lower()),
        )
        counts.append(sum(block.size for block in SequenceMatcher(None, *sides, autojunk=False).get_matching_blocks()))
    words = len(_WORD.findall(a)), len(_WORD.findall(b))
    return max(counts) >= 0.9 * LONG or sum(counts) >= min(0.9 * MANY, 0.27 * sum(words) / 2, 0.45 * min(words))


def events() -> None:
    """Three outlets on each of 100 events: the other two among the first three, near-duplicates only of shared text."""
    articles = load("basil")
    texts = [article["text"] for article in articles]
    found = find_duplicates(texts, "basil")
    short = sum(max(passage.words for passage in overlap.passages) < LONG for overlap in found.values())
    false = sum(not really(texts[a], texts[b], overlap) for (a, b), overlap in found.items())
    print(f"  near-duplicates without a passage of {LONG} words: {short}; not really shared: {false}")
    parsed = [tokenize(text) for text in texts]
    for dated, others in ((False, 0), (True, 0), (False, 3824)):
        more = [article["text"] for article in load("newsarticles")] if others else []
        days = [date.fromisoformat(article["date"][:10]) if dated and article["date"] else None for article in articles]
        both = ranks(articles, texts + more, parsed + [tokenize(text) for text in more], days)
        print(
            f"  same event, dates {dated}, among {len(texts) + len(more)} articles: "
            f"both others in the first three {both:.3f}"
        )
    for dated, beside in ((False, 0), (True, 0), (False, 3824)):
        indexed_events(articles, dated=dated, others=[it["text"] for it in load("newsarticles")] if beside else [])


def indexed_events(articles: Sequence[Any], *, dated: bool, others: Sequence[str]) -> None:
    """The same through the index, by the call that pages make: a file for each article, with a stamp if `dated`."""
    with TemporaryDirectory() as folder:
        library = Library.open(written(Path(folder) / "texts", articles, others, dated=dated), Path(folder) / "index")
        library.update()
        ids = {at: article_id(f"{at:05}.txt", 1) for at in range(len(articles))}
        started = process_time()
        stories = [library.searcher().story(identity) for identity in ids.values()]
        took = (process_time() - started) / len(stories)
    good = seen = more = 0
    for article, story in zip(articles, stories, strict=True):
        wanted = {ids[at] for at, other in enumerate(articles) if other["cluster"] == article["cluster"]} - {story.id}
        good += wanted <= set(story.ranked[:3])
        seen += len(wanted.intersection(story.ranked))
        more += len(story.ranked) - len(wanted.intersection(story.ranked))
    print(
        f"  through the index, dates {dated}, among {len(articles) + len(others)} articles: both others in the first "
        f"three {good / len(stories):.3f}; shown {seen / len(stories) / 2:.3f} of them, and {more / len(stories):.2f} "
        f"others for each; {1000 * took:.0f} ms each"
    )


def written(folder: Path, articles: Sequence[Any], others: Sequence[str], *, dated: bool) -> Path:
    """A folder with a file for each article, as a page would be saved, and for each other text."""
    stamps = [f"Published: {article['date'][:10]}\n\n" if dated and article["date"] else "" for article in articles]
    pages = [f"{it['title']}\n\n{stamp}{it['text']}" for it, stamp in zip(articles, stamps, strict=True)]
    return write_files(folder, {f"{at:05}.txt": text for at, text in enumerate([*pages, *others])})


def ranks(
    articles: Sequence[Any], texts: Sequence[str], parsed: Sequence[Tokens], days: Sequence[date | None]
) -> float:
    """The share of articles whose two others are among the first three."""
    rarity = Idf(Counter(term for found in parsed for term in set(found.terms)), len(texts))
    all_days = [*days, *[None] * (len(texts) - len(days))]
    told = [event_profile(*each, rarity, day) for *each, day in zip(texts, parsed, all_days, strict=True)]
    good = 0
    for at, article in enumerate(articles):
        best = [found.other for found in rank_by_event(told[at], told, most=4) if found.other != at][:3]
        good += sum(other < len(articles) and articles[other]["cluster"] == article["cluster"] for other in best) == 2
    return good / len(articles)


def comparing() -> None:
    """The time for two texts of 100 kB."""
    texts = [article["text"] for article in load("newsarticles")]
    a = "\n\n".join(texts)[:100_000]
    edited, _ = build_partial_duplicates([a, a], 1, SEED, scattered=False)
    for name, other in (("itself", a), ("its copy", edited[1]), ("another", "\n\n".join(texts)[200_000:300_000])):
        start = perf_counter()
        found = compare_texts(a, other)
        print(
            f"compare, 100 kB beside {name}: {perf_counter() - start:.2f} s, "
            f"{len(found.rows)} rows, complete {found.complete}"
        )


def growth() -> None:
    """What it costs as the corpus grows."""
    texts = [article["text"] for article in load("wiki40k")]
    for count in (10_000, 20_000, 40_000):
        find_duplicates(texts[:count], f"wiki40k, the first {count}")
        indexed(texts[:count], f"wiki40k, the first {count}")


def indexed(texts: Sequence[str], name: str) -> set[tuple[int, int]]:
    """The pairs of articles by an index of a file for each text; prints what part of its time and room they take."""
    with TemporaryDirectory() as place:
        folder, index = Path(place) / "texts", Path(place) / "index"
        folder.mkdir()
        for at, text in enumerate(texts):
            (folder / f"{at}.txt").write_text(text, encoding="utf-8")
        library = Library.open(folder, index)
        start = process_time()
        library.update()
        whole = process_time() - start
        found = [(int(pair.a.path[:-4]), int(pair.b.path[:-4])) for pair in library.searcher().duplicate_pairs()]
        took, size = _cost(index)
        room = sum(file.stat().st_size for file in index.iterdir())
    print(
        f"{name}, indexed: {len(found)} pairs; {took:.2f} s of {whole:.2f} s ({took / whole:.1%}), "
        f"{size / 1e6:.2f} MB of {room / 1e6:.2f} MB ({size / room:.1%})"
    )
    return {(min(pair), max(pair)) for pair in found if pair[0] != pair[1]}


def _cost(index: Path) -> tuple[float, int]:
    """The seconds that fingerprints and pairs of an index take, and their bytes before pairs are compressed."""
    reader = CommitReader(index, next(read_commit_points(index)), "none")
    took, size = 0.0, reader.index_state.pairs.nbytes
    for segment in reader.segments:
        size += segment.fingerprints.hashes.nbytes + kernels().pack(segment.fingerprints.counts).nbytes
        for first in range(0, segment.count, 500):
            articles = [segment.stored_fields.article(at) for at in range(first, min(first + 500, segment.count))]
            found = tokenize_batch([article.text for article in articles])
            start = process_time()
            StoredFingerprintsWriter().add(found, searched_tokens(found, articles))
            took += process_time() - start
    nothing, everything = ([np.full(it.count, flag) for it in reader.segments] for flag in (False, True))
    start = process_time()
    update_duplicates(
        rows(), [FingerprintSource(*each) for each in zip(reader.segments, nothing, everything, strict=True)]
    )
    took += process_time() - start
    reader.close()
    return took, size


def find_duplicates(texts: Sequence[str], name: str) -> Pairs:
    """All near-duplicates among texts; prints what it cost."""
    (hashes, bounds), took = prints(texts)
    size = sum(len(text.encode()) for text in texts)
    start = perf_counter()
    found = candidates(hashes, bounds)
    took = perf_counter() - start
    new = np.arange(len(texts)) >= len(texts) - 100
    start = perf_counter()
    candidates(hashes, bounds, new)
    added = perf_counter() - start
    result, verified = verify(
        texts, zip(found.a.tolist(), found.b.tolist(), strict=True), familiar_fingerprints(hashes)
    )
    print(
        f"{name}: {len(texts)} articles, {size / 1e6:.1f} MB; fingerprints {4 * len(hashes) / size:.3f} of the text, "
        f"{took:.2f} s ({took / size * 1e7:.3f} s for 10 MB)"
    )
    print(
        f"  {len(found.a)} candidates {took:.2f} s (100 new against all {added:.3f} s), "
        f"{len(result)} near-duplicates {verified:.2f} s"
    )
    return result


def prints(texts: Sequence[str]) -> tuple[tuple[Fingerprints32, Ints], float]:
    """The fingerprints of texts as columns, and the time for them alone."""
    hashes, counts, took = [], [np.zeros(1, np.int64)], 0.0
    for batch in batches(texts):
        found = tokenize_batch(batch)
        start = perf_counter()
        made = fingerprints(found.ids, found.bounds, term_hashes(found.terms))
        took += perf_counter() - start
        hashes.append(made.hashes)
        counts.append(np.diff(made.bounds))
    return (np.concatenate(hashes), np.cumsum(np.concatenate(counts))), took


def batches(texts: Sequence[str]) -> Iterator[list[str]]:
    """Texts, about a million letters at a time."""
    batch: list[str] = []
    for text in texts:
        batch.append(text)
        if sum(map(len, batch)) >= _BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def verify(texts: Sequence[str], pairs: Iterator[tuple[int, int]], known: Fingerprints32) -> tuple[Pairs, float]:
    """The near-duplicates among candidates, and the time to compare their words."""
    wanted = list(pairs)
    numbers = sorted({number for pair in wanted for number in pair})
    words: dict[int, ArticleWords] = {}
    for at in range(0, len(numbers), 200):
        part = numbers[at : at + 200]
        words |= zip(part, article_words(tokenize_batch([texts[number] for number in part])), strict=True)
    start = perf_counter()
    found = {
        pair: overlap for pair in wanted if (overlap := find_overlap(words[pair[0]], words[pair[1]], known)) is not None
    }
    return found, perf_counter() - start


def load(name: str) -> list[dict[str, Any]]:
    """The articles of a corpus."""
    packed = CORPORA / f"{name}.jsonl.gz"
    with gzip.open(packed, "rt") if packed.exists() else lzma.open(packed.with_suffix(".xz"), "rt") as lines:
        return [json.loads(line) for line in lines]


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
